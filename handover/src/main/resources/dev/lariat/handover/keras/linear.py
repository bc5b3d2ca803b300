# ==== imports ====
import keras
from keras import layers, ops

keras.config.set_floatx("float64")
# ==== network ====


def tensor(values):
    return ops.convert_to_tensor(values)


def network(kernel, bias):
    """The model: features as they are in, $OUT out."""
    # what ran before in this process may have settled on single precision
    model = keras.Sequential([layers.Input((len(FEATURES),), dtype="float64"), layers.Dense($K, name="output", dtype="float64")])
    model.set_weights([kernel, bias])
    return model


def predict(model, x):
    return ops.convert_to_numpy(model(x))
