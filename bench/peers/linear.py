"""Fits one problem's path with one library whenever it is asked to.

linear.py PEER FOLDER: FOLDER holds what LinearProblem wrote. Prints "ready VERSION", then answers each line of standard input:
"lambdas TOLERANCE" with the seconds of a path on the λs of FOLDER/lambda.f64, by the clock and of the processor; "write FILE" writes it: its length, its λs, then a λ after
the other [predictors][1 + features]. Columns are standardised already; a gaussian target is centred here, so nobody needs an intercept.
"""
import os
import sys
import time
import warnings

import numpy as np
import scipy.sparse

warnings.filterwarnings("ignore")
peer, folder = sys.argv[1:3]


def read(name, kind):
    return np.fromfile(os.path.join(folder, name), kind)


rows, features, classes, sparse = read("shape.i32", np.int32)
family = open(os.path.join(folder, "family")).read().strip()
y = read("y.f64", np.float64)
if sparse:
    x = scipy.sparse.csc_matrix((read("value.f64", np.float64), read("row.i32", np.int32), read("start.i32", np.int32)), (rows, features))
else:
    x = np.asfortranarray(read("x.f64", np.float64).reshape(features, rows).T)
mean = y.mean() if family == "gaussian" else 0.0


def adelie(lambdas, tolerance):
    import adelie as ad

    if sparse:
        design = ad.matrix.sparse(x, n_threads=os.cpu_count())
    else:
        design = ad.matrix.dense(x, n_threads=os.cpu_count())
    settings = {}
    if family == "gaussian":
        glm = ad.glm.gaussian(y)
    elif family == "binomial":
        glm = ad.glm.binomial(y)
    else:
        glm = ad.glm.multinomial(np.eye(classes)[y.astype(int)])
        settings["groups"] = "ungrouped"
    scale = classes if family == "multinomial" else 1  # its multi-response loss is divided by the number of classes
    state = ad.grpnet(design, glm, lmda_path=lambdas / scale, tol=tolerance, irls_tol=tolerance, early_exit=False, progress_bar=False,
                      n_threads=os.cpu_count(), min_ratio=lambdas[-1] / lambdas[0], **settings)
    beta = state.betas.toarray()
    intercepts = np.asarray(state.intercepts).reshape(len(beta), -1)
    if family == "multinomial":
        beta = beta.reshape(len(beta), features, classes).transpose(0, 2, 1)
    else:
        beta = beta.reshape(len(beta), 1, features)
    return intercepts, beta, ad.__version__


def sklearn(lambdas, tolerance):
    import sklearn
    from sklearn.linear_model import lasso_path

    _, beta, _ = lasso_path(x, y - mean, alphas=lambdas, tol=tolerance, max_iter=100000)
    return np.full((len(lambdas), 1), mean), beta.T[:, None, :], sklearn.__version__


def celer(lambdas, tolerance):
    import celer as library

    _, beta, _ = library.celer_path(x, y - mean, "lasso", alphas=lambdas, tol=tolerance, max_iter=200)
    return np.full((len(lambdas), 1), mean), beta.T[:, None, :], library.__version__


def skglm(lambdas, tolerance):
    import skglm as library
    from skglm.datafits import Logistic, Quadratic
    from skglm.penalties import L1
    from skglm.solvers import AndersonCD, ProxNewton
    from skglm.utils.jit_compilation import compiled_clone

    gaussian = family == "gaussian"
    target = y - mean if gaussian else 2 * y - 1
    fit = compiled_clone(Quadratic() if gaussian else Logistic())
    solver = AndersonCD(tol=tolerance, fit_intercept=False, warm_start=True, max_iter=200) if gaussian else ProxNewton(
        tol=tolerance, fit_intercept=True, warm_start=True, max_iter=200)
    if sparse:
        fit.initialize_sparse(x.data, x.indptr, x.indices, target)
    else:
        fit.initialize(x, target)
    penalty = compiled_clone(L1(1.0))
    w = np.zeros(features + (not gaussian))
    beta = np.zeros((len(lambdas), 1, features))
    intercepts = np.full((len(lambdas), 1), mean)
    for k, value in enumerate(lambdas):
        penalty.alpha = value
        fitted = x @ w[:features] + (0 if gaussian else w[features])
        w = solver.solve(x, target, fit, penalty, w_init=w, Xw_init=fitted)[0]
        beta[k, 0] = w[:features]
        if not gaussian:
            intercepts[k] = w[features]
    return intercepts, beta, library.__version__


def saga(lambdas, tolerance):
    import sklearn
    from sklearn.linear_model import LogisticRegression

    rowwise = scipy.sparse.csr_matrix(x)
    labels = y.astype(int)
    model = LogisticRegression(l1_ratio=1, solver="saga", tol=tolerance, max_iter=100000, warm_start=True)
    predictors = classes if family == "multinomial" else 1
    beta = np.zeros((len(lambdas), predictors, features))
    intercepts = np.zeros((len(lambdas), predictors))
    for k, value in enumerate(lambdas):
        model.set_params(C=1 / (rows * value)).fit(rowwise, labels)
        beta[k], intercepts[k] = model.coef_, model.intercept_
    return intercepts, beta, sklearn.__version__


fit = {"adelie": adelie, "sklearn": sklearn, "celer": celer, "skglm": skglm, "saga": saga}[peer]
last = None
version = __import__("sklearn" if peer == "saga" else peer).__version__
print("ready", version, flush=True)
for line in sys.stdin:
    word = line.split()
    if word[0] == "write":
        lambdas, (intercepts, beta, _) = last
        with open(word[1], "wb") as out:
            np.concatenate([[len(lambdas)], lambdas]).astype("<f8").tofile(out)
            for a, b in zip(intercepts, beta):
                np.column_stack([a.reshape(-1, 1), b]).astype("<f8").tofile(out)
        print("done", flush=True)
        continue
    lambdas = read("lambda.f64", np.float64)
    begin, worked = time.perf_counter(), time.process_time()
    answer = fit(lambdas, float(word[1]))
    taken, worked = time.perf_counter() - begin, time.process_time() - worked
    last = lambdas, answer
    print(taken, worked, flush=True)
