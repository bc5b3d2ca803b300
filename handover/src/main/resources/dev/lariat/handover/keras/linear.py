# ==== imports ====
import keras
from keras import layers, ops

keras.config.set_floatx("float64")
# ==== network ====


def tensor(values):
    return ops.convert_to_tensor(values)


def network(kernel, bias):
    """The model: features as they are in, $OUT out."""
    model = keras.Sequential([layers.Input((len(FEATURES),)), layers.Dense($K, name="output")])
    model.set_weights([kernel, bias])
    return model


def predict(model, x):
    return ops.convert_to_numpy(model(x))
