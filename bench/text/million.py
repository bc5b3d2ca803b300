"""A made table of short texts: million.py FILE [ROWS] [WORDS]

Texts of 6 to 14 words, whose frequencies fall as those of a language; twelve words of the middle tell the class `kind`, each with its own weight.
"""
import sys

import numpy as np

file = sys.argv[1]
rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
words = int(sys.argv[3]) if len(sys.argv) > 3 else 50_000
random = np.random.default_rng(1)
rank = np.arange(words)
share = np.cumsum(1 / (rank + 10))
share /= share[-1]
letters = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz", dtype="S1")
names = ["".join(letters[random.integers(0, 26, 3 + int(np.log2(r + 2) / 3))].astype(str)) + str(r % 7) for r in rank]
weight = np.zeros(words)
weight[np.linspace(40, 400, 12).astype(int)] = np.tile([3.0, -3.0], 6)

with open(file, "w", encoding="utf-8") as out:
    out.write("text,kind\n")
    for begin in range(0, rows, 50_000):
        count = min(50_000, rows - begin)
        lengths = random.integers(6, 15, count)
        drawn = np.searchsorted(share, random.random(int(lengths.sum())))
        chance = random.random(count)
        at = 0
        for i in range(count):
            mine = drawn[at:at + lengths[i]]
            at += lengths[i]
            good = chance[i] < 1 / (1 + np.exp(-weight[mine].sum()))
            out.write(" ".join([names[w] for w in mine]) + (",good\n" if good else ",bad\n"))
