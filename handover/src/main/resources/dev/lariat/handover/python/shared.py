# ==== head ====
"""Trains in $FRAMEWORK what Lariat trained: $COMMAND

Usage: python FILE.py TABLE [--weights FILE.safetensors] [--order FILE.json]
       python FILE.py TABLE --weights FILE.safetensors --predict
Needs $PACKAGES. The last line printed is a JSON object; with --predict
everything is a CSV of predictions.
$LEFTOUT"""

import argparse
import csv
import json
import sys
$MATH
import numpy as np
import pandas as pd
$IMPORTS
TARGET = $TARGET
# ==== settings ====
EPOCHS = $EPOCHS
BATCH = $BATCH
LEARNING_RATE = $RATE
SEED = $SEED
VALIDATION = $SHARE
# ==== regularizers ====
# lambda of l1 * |w| and l2/2 * |w|^2, the rate of decay, the longest a unit's weights may be, and
# (lambda, axis, group of each row or column) of lambda * sqrt(size) * |w_group|.
REGULARIZERS = $RULES
# ==== row_weights ====


def row_weights(labels):
    """Each training row's class weight, mean 1."""
    $OFCLASS
    weights = of_class[labels]
    return (weights / weights.mean()).astype(np.float32)
# ==== drop_words ====


def drop_words(x):
    """Leaves out a share of each row's words, for one epoch; the others are divided by the share that is kept."""
    x = x.copy()
    x[:, WORDS] *= (np.random.random((len(x), len(WORDS))) >= WORD_DROPOUT) / np.float32(1 - WORD_DROPOUT)
    return x
# ==== drop_embeddings ====


def drop_embeddings(x, rows):
    """Leaves out a share of the words in each step, the same of all its rows; the others are divided by the share that is kept."""
    x = x.copy()
    rows = np.asarray(rows)
    for start in range(0, len(rows), BATCH):
        kept = (np.random.random(len(WORDS)) >= EMBEDDING_DROPOUT) / np.float32(1 - EMBEDDING_DROPOUT)
        x[np.ix_(rows[start : start + BATCH], WORDS)] *= kept
    return x
# ==== group_threshold ====


def group_threshold(w, step, strength, axis, groups):
    """argmin of sum((z - w)^2 / (2 step)) + strength * sqrt(size) * |z|, group by group.

    It is z = w r / (r + step c) with c = strength * sqrt(size), where r = |z| is found by bisection.
    """
    group = np.array(groups)[:, None] if axis == 0 else np.array(groups)[None, :]
    group = np.broadcast_to(group, w.shape)
    s = np.broadcast_to(np.asarray(step, np.float64), w.shape)
    c = strength * np.sqrt(np.bincount(group.ravel()))

    def excess(r):
        return np.bincount(group.ravel(), ((w / (r[group] + s * c[group])) ** 2).ravel()) - 1

    low = np.zeros(len(c))
    high = np.sqrt(np.bincount(group.ravel(), (w.astype(np.float64) ** 2).ravel()))
    zero = excess(low) <= 0
    for _ in range(60):
        middle = (low + high) / 2
        above = excess(middle) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    r = np.where(zero, 0.0, (low + high) / 2)[group]
    return (w * r / (r + s * c[group])).astype(np.float32)
# ==== constrained ====


def constrained(w, step, rules):
    """What $WHAT after the optimizer's step; w is [inputs, units]."""
# ==== constrained l1 ====
    if "l1" in rules:
        threshold = rules["l1"] * step
        w = w - np.clip(w, -threshold, threshold)
# ==== constrained groups ====
    if "group_lasso" in rules:
        w = group_threshold(w, step, *rules["group_lasso"])
# ==== constrained lengths ====
    if "max_norm" in rules:
        length = np.sqrt((w * w).sum(axis=0))
        w = w * np.minimum(1, rules["max_norm"] / np.maximum(length, 1e-30))
# ==== mixup ====


def mixed(rows):
    """For each row of a batch another one, what that counts in the loss, and in each input."""
    share = np.random.beta($STRENGTH, $STRENGTH)
    taken = np.full($WIDTH, share, np.float32)
$CODES    return np.random.permutation(rows), share, taken
# ==== mixup codes ====
    taken[$INPUTS] = share > 0.5  # codes have no mean
# ==== cutmix ====
COLUMN_OF_INPUT = np.array($COLUMNS)


def mixed(rows):
    """For each row of a batch another one, what that counts in the loss, and which inputs are that one's."""
    if np.random.random() >= $STRENGTH:
        return np.arange(rows), 0.0, np.zeros(len(COLUMN_OF_INPUT), np.float32)
    columns = $COUNT
    count = max(1, int(np.random.random() * columns))
    taken = np.isin(COLUMN_OF_INPUT, np.random.permutation(columns)[:count])
    return np.random.permutation(rows), count / columns, taken.astype(np.float32)
# ==== cutmix of images ====
IMAGE = ($SHAPE)  # height, width, channels


def mixed(rows):
    """For each row of a batch another one, what that counts in the loss, and the box that is that one's."""
    height, width, _ = IMAGE
    taken = np.zeros(IMAGE, np.float32)
    if np.random.random() >= $STRENGTH:
        return np.arange(rows), 0.0, taken.reshape(-1)
    side = np.sqrt(np.random.random())
    lines, pixels = max(1, int(side * height)), max(1, int(side * width))
    line, pixel = np.random.randint(height - lines + 1), np.random.randint(width - pixels + 1)
    taken[line : line + lines, pixel : pixel + pixels] = 1
    return np.random.permutation(rows), lines * pixels / (height * width), taken.reshape(-1)
# ==== shift ====
IMAGE = ($SHAPE)  # height, width, channels


def shift(x):
    """Each image moved by up to a share of its sides; what comes in from outside repeats the edge."""
    height, width, _ = IMAGE
    down, right = (max(1, round($STRENGTH * side)) for side in (height, width))
    downs, rights = (np.random.randint(-most, most + 1, (len(x), 1)) for most in (down, right))
    lines = np.clip(np.arange(height) - downs, 0, height - 1)
    pixels = np.clip(np.arange(width) - rights, 0, width - 1)
    images = x.reshape(-1, *IMAGE)
    return images[np.arange(len(x))[:, None, None], lines[:, :, None], pixels[:, None, :]].reshape(x.shape)
# ==== cutout ====
IMAGE = ($SHAPE)  # height, width, channels


def cutout(x):
    """A box anywhere in each image becomes the mean, which is 0 here."""
    height, width, _ = IMAGE
    side = np.sqrt($STRENGTH)
    lines, pixels = max(1, int(side * height)), max(1, int(side * width))
    images = x.reshape(-1, *IMAGE).copy()
    for image in images:
        line, pixel = np.random.randint(height - lines + 1), np.random.randint(width - pixels + 1)
        image[line : line + lines, pixel : pixel + pixels] = 0
    return images.reshape(x.shape)
# ==== flip ====
IMAGE = ($SHAPE)  # height, width, channels


def flip(x):
    """A share of the images $WHERE, drawn anew in each epoch."""
    images = x.reshape(-1, *IMAGE)
    flipped = np.random.rand(len(x)) < $STRENGTH
    return np.where(flipped[:, None, None, None], np.flip(images, $AXIS), images).reshape(x.shape)
# ==== probabilities ====


def meaning(outputs):
    """What the network's outputs say: a probability for each class."""
    e = np.exp(outputs.astype(np.float64) - outputs.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
# ==== probability ====


def meaning(outputs):
    """What the network's output says: a probability for each of the two classes."""
    p = 1 / (1 + np.exp(-outputs.astype(np.float64)))
    return np.column_stack([1 - p, p])
# ==== number ====


def meaning(outputs):
    """What the network's output says: a number in the target's unit."""
    return MEAN + DEVIATION * outputs.astype(np.float64)
# ==== number of a logarithm ====


def meaning(outputs):
    """What the network's output says: a number in the target's unit, whose logarithm was learnt."""
    return np.exp(MEAN + DEVIATION * outputs.astype(np.float64))
# ==== predictions ====


def predictions(table, path):
    """What the network of the weights predicts for the rows of a table."""
    model = network()
    load(model, path)
    return meaning(outputs_of(model, encode(table)))
# ==== predictions of members ====


def predictions(table, path):
    """The mean of the networks' predictions$HOW."""
    x = encode(table)
    predicted = 0.0
    for number in range(1, len(SEEDS) + 1):
        model = network()
        load(model, path, f"member{number}.")
        predicted = predicted + meaning(outputs_of(model, x)) / len(SEEDS)
$TEMPERATURE$MIXTURE    return predicted
# ==== temperature ====
    # Calibrated by one temperature, with a floor that no class falls below.
    logs = np.log(np.maximum(predicted, 1e-30))
    e = np.exp($INVERSE * (logs - logs.max(axis=1, keepdims=True)))
    predicted = ($ROWS * e / e.sum(axis=1, keepdims=True) + 1 / len(CLASSES)) / ($ROWS + 1)
# ==== mixture ====
    from safetensors.numpy import load_file

    weights = load_file(path)
    z = linear_encode(table) @ weights["linear.output.kernel"] + weights["linear.output.bias"]
    predicted = (1 - $SHARE) * predicted + $SHARE * $LINEAR
# ==== show classes ====


def show(predicted):
    """Prints predictions as lariat predict does."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["prediction", *(f"probability_{name}" for name in CLASSES)])
    for row in predicted:
        out.writerow([CLASSES[int(np.argmax(row))], *(repr(float(p)) for p in row)])
# ==== show numbers ====


def show(predicted):
    """Prints predictions as lariat predict does."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["prediction"])
    for row in predicted:
        out.writerow([repr(float(row[0]))])
# ==== train ====


def train(arguments, seed, prefix=""):
    """Trains $WHAT and prints what came of it."""
    order = json.load(open(arguments.order)) if arguments.order else None
    table = read(arguments.table)
    x, y = encode(table), target(table)
    training, validation = split(len(x), order)
# ==== history ====
        history.append({"epoch": epoch, "trainLoss": train_loss, "validationLoss": val_loss})
        print(f"Epoch {epoch}/{EPOCHS} - loss: {train_loss:.4f} - val_loss: {val_loss:.4f}$METRIC", flush=True)
# ==== early stopping ====
        if val_loss < best_loss - MINIMUM_DELTA:
            best_loss, best_epoch = val_loss, epoch
            $KEEP
        elif epoch - best_epoch >= PATIENCE:
            break
    $RESTORE
# ==== end ====
    last = history[$LAST - 1]
    print(json.dumps({"framework": $FRAMEWORK, "history": history, **last}))
# ==== run members ====
    for number, seed in enumerate(SEEDS, 1):
        print(f"network {number} of {len(SEEDS)}")
        train(arguments, seed, f"member{number}.")
# ==== main ====


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", help="a CSV file, may be gzipped")
    parser.add_argument("--weights", help="start from these, as lariat export --to safetensors writes them")
    parser.add_argument("--order", help="JSON: rows of training and validation, and each epoch's order")
    parser.add_argument("--predict", action="store_true", help="train nothing, print what the model of --weights predicts")
    arguments = parser.parse_args()
    if arguments.predict:
        if not arguments.weights:
            parser.error("--predict needs the model's --weights")
        show(predictions(read(arguments.table), arguments.weights))
        return
$RUN

if __name__ == "__main__":
    main()
