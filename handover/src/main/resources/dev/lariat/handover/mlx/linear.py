# ==== imports ====
import mlx.core as mx
import mlx.nn as nn

mx.set_default_device(mx.cpu)  # double precision is for the CPU alone
# ==== network ====


def tensor(values):
    return mx.array(values, dtype=mx.float64)


def network(kernel, bias):
    """The model: features as they are in, $OUT out."""
    model = nn.Linear(len(FEATURES), $K)
    model.weight, model.bias = tensor(kernel.T), tensor(bias)
    return model


def predict(model, x):
    return np.array(model(tensor(x)))
