"""Fits Lariat and its peers to the tables of the ablation, asks all of them the same test rows, and prints who is ahead. Needs tables-requirements.txt.

tables.py [--splits N] [--most ROWS] [--fewest ROWS] [--peers NAMES] [--only TABLES] [--lariat COMMAND] [--rows FILE] [--results FILE] [--print]
Each peer is its library's default but for what is said beside it below; nothing is chosen on test rows. All have one thread, and the seconds are those of its
CPU that fitting takes, with the start of Java for Lariat and without that of Python for its peers. What FILE holds already is not fitted again, so a run can
go on where it was stopped; --print fits nothing. Peers whose library is missing are left out, and named. Rows that are asked come from `bench/run ablation …
splits`, or from a FILE with what that printed.
"""
import argparse
import csv
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LEAST = 1e-12  # a stated probability of 0 costs the logarithm of this


def inputs_of(train, test):
    """Strings as categories that the training rows have; others of the test rows are missing."""
    train, test = train.copy(), test.copy()
    for column in train.columns:
        if not pd.api.types.is_numeric_dtype(train[column]) or train[column].dtype == bool:
            seen = sorted(train[column].dropna().astype(str).unique())
            for part in (train, test):
                text = part[column].astype(object).where(part[column].isna(), part[column].astype(str))
                part[column] = pd.Categorical(text.where(text.isin(seen)), categories=seen)
        else:
            train[column], test[column] = train[column].astype(float), test[column].astype(float)
    return train, test


def encoder(train):
    """Standardised numbers (a median and a mark where one is missing), and categories as 0 and 1."""
    from sklearn.compose import make_column_transformer, make_column_selector
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), make_column_selector(dtype_include="number")),
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), make_column_selector(dtype_include="category")))


def complete(train, test):
    """Without missing values, for those that take none: a median, and a category of its own."""
    train, test = train.copy(), test.copy()
    for column in list(train.columns):
        missing = train[column].isna().any() or test[column].isna().any()
        if isinstance(train[column].dtype, pd.CategoricalDtype):
            for part in (train, test):
                part[column] = part[column].astype(object).where(part[column].notna(), "(missing)").astype("category")
        elif missing:
            middle = train[column].median()
            for part in (train, test):
                part[column] = part[column].fillna(middle)
    return train, test


def boosting(task, train, seed):
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    kind = HistGradientBoostingClassifier if task == "class" else HistGradientBoostingRegressor
    return kind(categorical_features="from_dtype", random_state=seed)


def linear(task, train, seed):
    """Strengths by five folds and log loss, or by leaving one out."""
    from sklearn.linear_model import LogisticRegressionCV, RidgeCV
    from sklearn.pipeline import make_pipeline

    model = (LogisticRegressionCV(Cs=10, cv=5, scoring="neg_log_loss", max_iter=1000, random_state=seed) if task == "class"
             else RidgeCV(alphas=np.logspace(-4, 4, 25)))
    return make_pipeline(encoder(train), model)


def perceptron(task, train, seed):
    """With early stopping; at most 1,000 epochs."""
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    settings = dict(early_stopping=True, max_iter=1000, random_state=seed)
    model = (MLPClassifier(**settings) if task == "class"
             else TransformedTargetRegressor(MLPRegressor(**settings), transformer=StandardScaler()))
    return make_pipeline(encoder(train), model)


def real_mlp(task, train, seed):
    """For classes with the log loss as what stops it and without smoothed labels, as its authors advise for that loss."""
    from pytabkit import RealMLP_TD_Classifier, RealMLP_TD_Regressor

    common = dict(device="cpu", random_state=seed, n_threads=1, verbosity=0)
    return (RealMLP_TD_Classifier(val_metric_name="cross_entropy", use_ls=False, **common) if task == "class"
            else RealMLP_TD_Regressor(**common))


def cat_boost(task, train, seed):
    from pytabkit import CatBoost_TD_Classifier, CatBoost_TD_Regressor

    common = dict(device="cpu", random_state=seed, n_threads=1, verbosity=0)
    return (CatBoost_TD_Classifier(val_metric_name="cross_entropy", **common) if task == "class"
            else CatBoost_TD_Regressor(**common))


PEERS = {
    "HistGradientBoosting": (boosting, "sklearn"),
    "LogisticRegressionCV, RidgeCV": (linear, "sklearn"),
    "MLP, early stopping": (perceptron, "sklearn"),
    "RealMLP-TD": (real_mlp, "pytabkit"),
    "CatBoost-TD": (cat_boost, "catboost"),
}
LARIAT = {"Lariat fit": [], "Lariat fit --quick": ["--quick"]}


def log_loss(classes, probabilities, labels):
    probabilities = np.clip(np.asarray(probabilities, float), LEAST, 1)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    place = {str(name): k for k, name in enumerate(classes)}
    # A class that the training rows lack has no probability.
    return float(np.mean([-math.log(probabilities[i, place[label]] if label in place else LEAST) for i, label in enumerate(labels)]))


def rmse(predictions, values):
    return float(np.sqrt(np.mean((np.asarray(predictions, float).ravel() - values) ** 2)))


def cpu():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def fit_peer(make, task, train, test, seed):
    x, asked = inputs_of(train.drop(columns="target"), test.drop(columns="target"))
    if make in (real_mlp, cat_boost):
        x, asked = complete(x, asked)
    y = train["target"].astype(str).to_numpy() if task == "class" else train["target"].to_numpy(float)
    before = cpu()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = make(task, x, seed)
        model.fit(x, y)
        seconds = cpu() - before
        if task == "class":
            return log_loss(model.classes_, model.predict_proba(asked), test["target"].astype(str)), seconds
        return rmse(model.predict(asked), test["target"].to_numpy(float)), seconds


def fit_lariat(command, options, task, train, test):
    with tempfile.TemporaryDirectory() as folder:
        learn, ask, run, out = (os.path.join(folder, name) for name in ("train.csv", "test.csv", "run", "predictions.csv"))
        train.to_csv(learn, index=False)
        test.drop(columns="target").to_csv(ask, index=False)
        kind = "classification" if task == "class" else "regression"
        before = cpu()
        subprocess.run([*command, "fit", learn, "--target", "target", "--task", kind, "--threads", "1", "--out", run, "--quiet", *options],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        seconds = cpu() - before
        subprocess.run([*command, "predict", run, ask, "--output", out], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = pd.read_csv(out, dtype=str, keep_default_na=False)
        if task == "class":
            stated = [column for column in said.columns if column.startswith("probability_")]
            classes = [column.removeprefix("probability_") for column in stated]
            return log_loss(classes, said[stated].astype(float), test["target"].astype(str)), seconds
        return rmse(said["prediction"].astype(float), test["target"].to_numpy(float)), seconds


def table_of(results, names):
    """Lariat against each of the others: the mean over tables, each the mean of its splits, ± one standard error."""
    loss = {(r["name"], r["table"], r["split"]): r for r in results if r.get("loss") is not None}
    mine = next(iter(LARIAT))

    def ratios(name, task):
        by_table = {}
        for (model, table, split), r in loss.items():
            if model == name and task in ("", r["task"]) and (mine, table, split) in loss:
                by_table.setdefault(table, []).append(math.log(loss[mine, table, split]["loss"] / r["loss"]))
        return {table: float(np.mean(values)) for table, values in by_table.items()}

    def figure(values):
        if not values:
            return "–"
        if len(values) == 1:
            return f"{values[0]:.3f}".replace("-", "−")
        return f"{np.mean(values):.3f} ± {np.std(values, ddof=1) / math.sqrt(len(values)):.3f}".replace("-", "−")

    print("| Lariat `fit` against | tables, splits | classes | numbers | all | median | Lariat behind on | its CPU seconds | Lariat's |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in names:
        if name == mine:
            continue
        both = [(r, loss[mine, t, s]) for (m, t, s), r in loss.items() if m == name and (mine, t, s) in loss]
        everything = ratios(name, "")
        if not everything:
            continue
        middle = f"{np.median(list(everything.values())):.3f}".replace("-", "−")
        print(f"| {name} | {len(everything)}, {len(both)} | {figure(list(ratios(name, 'class').values()))} | "
              f"{figure(list(ratios(name, 'number').values()))} | {figure(list(everything.values()))} | {middle} | "
              f"{sum(v > 0 for v in everything.values())} | {sum(r['seconds'] for r, _ in both):,.0f} | {sum(l['seconds'] for _, l in both):,.0f} |")
    print()
    print("| table | splits | rows | " + " | ".join(names) + " |")
    print("|---" * (3 + len(names)) + "|")
    for table in sorted({r["table"] for r in results}, key=str.lower):
        here = [r for r in results if r["table"] == table and r.get("loss") is not None]
        if not any(r["name"] == mine for r in here):
            continue
        splits = sorted(set.intersection(*[{r["split"] for r in here if r["name"] == n} for n in names if any(r["name"] == n for r in here)]))
        cells = []
        for name in names:
            values = [r["loss"] for r in here if r["name"] == name and r["split"] in splits]
            cells.append(f"{np.mean(values):.4g}" if values else "–")
        print(f"| {table} | {len(splits)} | {here[0]['rows']:,} | " + " | ".join(cells) + " |")
    for r in results:
        if r.get("loss") is None:
            print(f"failed: {r['name']} on {r['table']} {r['split']}: {r['error']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--most", type=int, default=1 << 30)
    parser.add_argument("--fewest", type=int, default=0)
    parser.add_argument("--peers", default=";".join([*LARIAT, *PEERS]), help="names, with semicolons")
    parser.add_argument("--only", default="", help="tables, with commas")
    parser.add_argument("--lariat", default=os.path.join(ROOT, "lariat"))
    parser.add_argument("--rows", help="what `bench/run ablation FOLDER splits N` printed")
    parser.add_argument("--results", default=os.path.join(ROOT, "bench", "target", "peers.jsonl"))
    parser.add_argument("--print", action="store_true", dest="only_print")
    options = parser.parse_args()
    names = [name.strip() for name in options.peers.split(";")]
    results = []
    if os.path.exists(options.results):
        with open(options.results, encoding="utf-8") as file:
            results = [json.loads(line) for line in file]
    if not options.only_print:
        folder = subprocess.run([os.path.join(ROOT, "bench", "ablation", "tables")], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        asked = (open(options.rows, encoding="utf-8").read() if options.rows else
                 subprocess.run([os.path.join(ROOT, "bench", "run"), "ablation", folder, "splits", str(options.splits)], check=True,
                                stdout=subprocess.PIPE, text=True).stdout)
        os.makedirs(os.path.dirname(os.path.abspath(options.results)), exist_ok=True)
        done = {(r["name"], r["table"], r["split"]) for r in results}
        work = []
        for line in asked.splitlines():
            file, split, rows = line.split(" ")
            table, task, _ = file.split(".")
            if int(split) <= options.splits and (not options.only or table in options.only.split(",")):
                data = pd.read_csv(os.path.join(folder, file), keep_default_na=False, na_values=[""])
                if options.fewest <= len(data) <= options.most:
                    work.append((int(split), len(data), table, task, data, [int(row) for row in rows.split(",")]))
        # One split of all tables first, then the next: what is stopped has as many tables as there was time for.
        for split, count, table, task, data, rows in sorted(work, key=lambda w: w[:3]):
            test = data.iloc[rows]
            train = data.drop(index=data.index[rows])
            for name in names:
                if (name, table, split) in done:
                    continue
                line = dict(name=name, table=table, split=split, task=task, rows=count)
                try:
                    if name in LARIAT:
                        line["loss"], line["seconds"] = fit_lariat(options.lariat.split(), LARIAT[name], task, train, test)
                    else:
                        make, module = PEERS[name]
                        __import__(module)
                        line["loss"], line["seconds"] = fit_peer(make, task, train, test, split)
                except ImportError as missing:
                    print(f"{name} is left out: {missing}", file=sys.stderr)
                    names = [n for n in names if n != name]
                    continue
                except subprocess.CalledProcessError as failed:
                    line["error"] = failed.stderr.decode().strip()[-300:]
                except Exception as failed:  # a peer that refuses a table is a result too
                    line["error"] = f"{type(failed).__name__}: {failed}"[:300]
                results.append(line)
                with open(options.results, "a", encoding="utf-8") as out:
                    out.write(json.dumps(line) + "\n")
                print(f"{name} {table} {split} {line.get('loss', line.get('error'))} {line.get('seconds', 0):.1f} s", file=sys.stderr, flush=True)
    table_of(results, [name for name in names if any(r["name"] == name and r.get("loss") is not None for r in results)])


if __name__ == "__main__":
    main()
