# ==== head ====
"""Trains in $FRAMEWORK what Lariat trained: $COMMAND

Usage: python FILE.py TABLE [--weights FILE.safetensors] [--order FILE.json]
Needs $PACKAGES. The last line printed is a JSON object.
$LEFTOUT"""

import argparse
import json
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
# ==== main ====


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", help="a CSV file, may be gzipped")
    parser.add_argument("--weights", help="start from these, as lariat export --to safetensors writes them")
    parser.add_argument("--order", help="JSON: rows of training and validation, and each epoch's order")
    arguments = parser.parse_args()
    order = json.load(open(arguments.order)) if arguments.order else None
    x, y = read(arguments.table)
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


if __name__ == "__main__":
    main()
