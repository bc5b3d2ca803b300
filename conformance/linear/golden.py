# Records what scikit-learn says of golden.R's table, in golden.R's form. Usage: python golden.py FOLDER (that of table.csv)
import csv
import sys

import numpy as np
import sklearn
from sklearn.linear_model import GammaRegressor, TweedieRegressor

folder = sys.argv[1]
with open(f"{folder}/table.csv") as file:
    rows = list(csv.DictReader(file))
column = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
x = np.column_stack([column[f"x{j}"] for j in range(1, 11)])


def number(values):
    return " ".join(f"{value:.15g}" for value in values)


with open(f"{folder}/scikit.txt", "w") as out:
    out.write(f"# scikit-learn {sklearn.__version__} tol 1e-13\n")
    for family, y, make in [
        ("gamma", column["gamma"], lambda **more: GammaRegressor(**more)),
        ("tweedie 1.5", column["tweedie"], lambda **more: TweedieRegressor(power=1.5, link="log", **more)),
        ("tweedie 1.2", column["tweedie"], lambda **more: TweedieRegressor(power=1.2, link="log", **more)),
        ("tweedie 1.9", column["tweedie"], lambda **more: TweedieRegressor(power=1.9, link="log", **more)),
    ]:
        for extra in ["plain", "weights", "nointercept"]:
            for alpha in [1.0, 0.1, 0.01, 0.0]:
                model = make(alpha=alpha, tol=1e-13, max_iter=10000, solver="newton-cholesky", fit_intercept=extra != "nointercept")
                weights = column["weight"] if extra == "weights" else None
                model.fit(x, y, sample_weight=weights)
                name, _, power = family.partition(" ")
                out.write(f"{name} {power or 0} {extra} {alpha} {number([model.intercept_, *model.coef_])}\n")
