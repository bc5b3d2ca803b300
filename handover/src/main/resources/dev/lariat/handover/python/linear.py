# ==== head ====
"""Fits in $FRAMEWORK what Lariat fitted: $COMMAND

The objective is mean loss + LAMBDA * (ALPHA * |w|_1 + (1 - ALPHA) / 2 * |w|^2) with w $OFWHAT.
The loss is $LOSS$INTERCEPT. Accelerated proximal gradient on all rows at once
finds its optimum, zeros included, which no optimizer of the framework's own does.

Usage: python FILE.py TABLE [--weights FILE.safetensors] [--order FILE.json]
       python FILE.py TABLE --weights FILE.safetensors --predict
Needs $PACKAGES. The last line printed is a JSON object; with --predict
everything is a CSV of predictions.
$LEFTOUT"""

import argparse
import csv
import json
import sys
$MODULES
import numpy as np
import pandas as pd
$IMPORTS
TARGET = $TARGET
# ==== settings ====
LAMBDA, ALPHA = $LAMBDA, $ALPHA
ITERATIONS, TOLERANCE = 20_000, $TOLERANCE
SEED = $SEED
VALIDATION = 0.2
FEATURES = $FEATURES
# ==== scales ====
# Which features are words of a text: they keep their scale.
TERMS = np.array([$TERMS])
# ==== groups ====
# |w|_1 is the sum of sqrt(size) * |w_group|_2 over these groups.
GROUPS = $GROUPS
GROUP_ROOTS = np.array([$ROOTS])[:, None]
# ==== limits ====
LOWEST = np.array([$LOWER])[:, None]
HIGHEST = np.array([$UPPER])[:, None]
# ==== losses ====


def outputs_of(y):
    """What the model's outputs are to meet, [rows, $K]."""
    return $TARGETS


def loss_of(outputs, y):
    """The mean $WHAT."""
    return float(np.mean($LOSS))
# ==== proximal ====


def proximal(w, step, l1, l2$MORE):
    """argmin over z of |z - w|^2 / (2 step) + l1 * |z|_1 + l2 / 2 * |z|^2."""
$THRESHOLD
# ==== proximal limited ====
    return $M.minimum($M.maximum(w / (1 + step * l2), lowest), highest)
# ==== proximal free ====
    return w / (1 + step * l2)
# ==== fit begin ====


def fit(x, y, kernel, bias):
    """The optimum from a start, and how many iterations it took; x is [rows, features], y [rows, $K]."""
    center = $CENTER
    scale = $SCALE
    scale[scale == 0] = 1
    z = (x - center) / scale
    # The step is one over a bound on the curvature of the mean loss.
    step = 1 / float($CURVE * max(1.0, np.linalg.eigvalsh(z.T @ z / len(z))[-1]))
    l1 = LAMBDA * ALPHA$FIRST
    l2 = LAMBDA * (1 - ALPHA)$SECOND
# ==== fit iterations ====
    settings = ($SETTINGS)
    w, b = tensor(kernel * scale[:, None]), tensor($START)
    z, transposed, y = tensor(z), tensor(z.T), tensor(y)
    ahead, b_ahead, momentum = w, b, 1.0
    for iteration in range(1, ITERATIONS + 1):
        outputs = z @ ahead + b_ahead
        residual = $MEAN - y  # the loss's gradient
        new_w = proximal(ahead - step * (transposed @ residual) / len(x), *settings)
        new_b = $BIAS
        if float($M.sum((ahead - new_w) * (new_w - w))) > 0:
            momentum = 1.0  # it overshoots: begin again
        next_momentum = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        push = (momentum - 1) / next_momentum
        change = max(float($M.max($M.abs(new_w - w))), float($M.max($M.abs(new_b - b))))
        ahead, b_ahead = new_w + push * (new_w - w), new_b + push * (new_b - b)
        w, b, momentum = new_w, new_b, next_momentum
        if change <= TOLERANCE * max(1.0, float($M.max($M.abs(w)))):
            break
    kernel = $W / scale[:, None]
    return kernel, $B - center @ kernel, iteration
# ==== load ====


def load(path):
    from safetensors.numpy import load_file

    weights = load_file(path)
    return weights["output.kernel"], weights["output.bias"]
# ==== predictions ====


def predictions(table, path):
    """What the model of the weights predicts for the rows of a table."""
    z = predict(network(*load(path)), encode(table))
    return $MEANING
# ==== results ====
    y = outputs_of(y)
    start = load(arguments.weights) if arguments.weights else (np.zeros((len(FEATURES), $K)), np.zeros($K))
    kernel, bias, iterations = fit(x[training], y[training], *start)
    outputs = predict(network(kernel, bias), x)
    train_loss, val_loss = loss_of(outputs[training], y[training]), loss_of(outputs[validation], y[validation])
    print(f"{len(training)} rows, {iterations} iterations - loss: {train_loss:.4f} - val_loss: {val_loss:.4f}$ACCURACY")
    kernel, bias, iterations = fit(x, y, *start)  # as Lariat did: the model is of all rows
    model = network(kernel, bias)
    loss = loss_of(predict(model, x), y)
    print(f"{len(x)} rows, {iterations} iterations - loss: {loss:.4f}")
    for name, row in zip(["intercept", *FEATURES], [bias, *kernel]):
        print(f"  {name:<30}", *(f"{value:12.6g}" for value in row))
    print(json.dumps({"framework": $VERSION, "trainLoss": train_loss, "validationLoss": val_loss, "loss": loss,
                      "iterations": iterations, "intercept": bias.tolist(), "coefficients": kernel.tolist()}))
