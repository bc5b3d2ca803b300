"""Makes the .keras files on which the tests of Lariat's Keras reader stand, with what Keras predicts from them.

Each FILE.keras has a FILE.json beside it: the tool and its version, inputs and predictions.
Usage: make_keras_files.py FOLDER
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import layers, regularizers
from keras.constraints import MaxNorm

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def save(name, model, x, told=None):
    model.save(folder / f"{name}.keras")
    (folder / f"{name}.json").write_text(
        json.dumps(
            {
                "tool": f"keras {keras.__version__}",
                "inputs": np.asarray(x if told is None else told).tolist(),
                "predictions": np.asarray(model.predict(x, verbose=0), dtype=np.float64).tolist(),
            }
        )
    )


def main():
    rng = np.random.default_rng(1)

    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            layers.Input((4,)),
            layers.Dense(8, activation="relu", kernel_regularizer=regularizers.L2(0.01)),
            layers.Dropout(0.5),
            layers.Dense(6, activation="relu", kernel_regularizer="l2"),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    x = rng.standard_normal((40, 4)).astype("float32")
    model.fit(x, rng.integers(0, 3, 40), epochs=2, batch_size=8, verbose=0)
    save("sequential", model, x[:10])

    keras.utils.set_random_seed(2)
    inputs = keras.Input((5,), name="measurements")
    h = layers.Dense(7, use_bias=False, kernel_initializer="he_normal")(inputs)
    h = layers.BatchNormalization(momentum=0.9)(h)
    h = layers.Activation("gelu")(h)
    h = layers.Dropout(0.25)(h)
    h = layers.Dense(
        6,
        activation="tanh",
        kernel_regularizer=regularizers.L1L2(1e-3, 2e-3),
        bias_regularizer=regularizers.L2(1e-4),
        kernel_constraint=MaxNorm(2.0, axis=0),
    )(h)
    h = layers.LayerNormalization()(h)
    h = layers.Dense(4, activation="silu", kernel_initializer="lecun_uniform")(h)
    h = layers.LeakyReLU(negative_slope=0.01)(h)
    outputs = layers.Dense(1, kernel_regularizer=regularizers.L1(0.003))(h)
    model = keras.Model(inputs, outputs)
    schedule = keras.optimizers.schedules.CosineDecay(1e-2, 50)
    model.compile(optimizer=keras.optimizers.AdamW(schedule, weight_decay=0.02), loss="mse")
    x = rng.standard_normal((40, 5)).astype("float32")
    model.fit(x, x[:, 0] - x[:, 1] + 2, epochs=3, batch_size=8, verbose=0)
    save("functional", model, x[:10])

    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [
            layers.Input((3,)),
            layers.Dense(5, activation="selu", kernel_initializer="lecun_normal"),
            layers.Dense(1),
            layers.Activation("sigmoid"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(0.05, momentum=0.8, nesterov=True), loss="binary_crossentropy"
    )
    x = rng.standard_normal((40, 3)).astype("float32")
    model.fit(x, (x[:, 0] > 0).astype("float32"), epochs=2, verbose=0)
    save("binary", model, x[:10])

    keras.utils.set_random_seed(4)
    model = keras.Sequential(
        [
            layers.Input((1,), dtype="int32"),
            layers.Embedding(9, 3, embeddings_regularizer=regularizers.L2(1e-3)),
            layers.Flatten(),
            layers.Dense(2, activation="softmax"),
        ]
    )
    save("embedding", model, np.arange(9).reshape(9, 1))

    keras.utils.set_random_seed(5)
    model = keras.Sequential(
        [
            layers.Input((8, 8, 1)),
            layers.Conv2D(2, 3, name="edges"),
            layers.Flatten(),
            layers.Dense(2, activation="softmax"),
        ]
    )
    model.save(folder / "convolution.keras")

    keras.utils.set_random_seed(7)
    model = keras.Sequential(
        [
            layers.Input((9, 8, 3)),
            layers.Conv2D(6, (3, 2), strides=2, padding="same", activation="relu", kernel_regularizer=regularizers.L2(0.01)),
            layers.SpatialDropout2D(0.2),
            layers.Conv2D(5, 2, use_bias=False, kernel_constraint=MaxNorm(1.5, axis=[0, 1, 2])),
            layers.BatchNormalization(),
            layers.Activation("tanh"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(4, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    x = rng.standard_normal((40, 9, 8, 3)).astype("float32")
    model.fit(x, rng.integers(0, 4, 40), epochs=2, verbose=0)
    save("image", model, x[:10])

    keras.utils.set_random_seed(8)
    model = keras.Sequential(
        [
            layers.Input((20, 3)),
            layers.Conv1D(6, 3, padding="causal", dilation_rate=2, activation="gelu"),
            layers.AveragePooling1D(2),
            layers.SpatialDropout1D(0.2),
            layers.Conv1D(5, 4, strides=2, padding="same", activation="tanh"),
            layers.GlobalMaxPooling1D(),
            layers.Dense(1),
        ]
    )
    model.compile(optimizer="sgd", loss="mse")
    x = rng.standard_normal((40, 20, 3)).astype("float32")
    model.fit(x, x[:, 3, 0], epochs=2, verbose=0)
    save("steps", model, x[:10])

    keras.utils.set_random_seed(9)
    model = keras.Sequential(
        [
            layers.Input((11, 3)),
            layers.Bidirectional(layers.GRU(4, return_sequences=True, dropout=0.1, kernel_regularizer=regularizers.L2(0.01))),
            layers.Bidirectional(layers.LSTM(3, return_sequences=True, recurrent_constraint=MaxNorm(1.5, axis=0))),
            layers.LSTM(5, return_sequences=True, recurrent_dropout=0.2, recurrent_regularizer=regularizers.L1(0.001)),
            layers.Bidirectional(layers.GRU(4, use_bias=False)),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(optimizer=keras.optimizers.Adam(1e-2, global_clipnorm=1.0), loss="sparse_categorical_crossentropy")
    x = rng.standard_normal((40, 11, 3)).astype("float32")
    model.fit(x, rng.integers(0, 3, 40), epochs=2, verbose=0)
    save("recurrent", model, x[:10])

    keras.utils.set_random_seed(10)
    model = keras.Sequential(
        [
            layers.Input((11, 3)),
            layers.Bidirectional(layers.GRU(4, return_sequences=True, reset_after=False)),
            layers.GRU(3, reset_after=False),
            layers.Dense(1),
        ]
    )
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, x[:, 3, 0], epochs=2, verbose=0)
    save("reset-before", model, x[:10])

    keras.utils.set_random_seed(11)
    model = keras.Sequential(
        [
            layers.Input((12,), dtype="int32"),
            layers.Embedding(20, 5, mask_zero=True, embeddings_regularizer=regularizers.L2(1e-3)),
            layers.Bidirectional(layers.GRU(4, return_sequences=True)),
            layers.LSTM(3),
            layers.Dense(2, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    x = rng.integers(1, 20, (40, 12))
    steps = rng.integers(1, 13, 40)
    x[np.arange(12) >= steps[:, None]] = 0
    model.fit(x, rng.integers(0, 2, 40), epochs=2, verbose=0)
    # Lariat is told how many words a text has, where Keras has the mask.
    save("words", model, x[:10], np.column_stack([x, steps])[:10])

    keras.utils.set_random_seed(6)
    inputs = keras.Input((4,))
    h = layers.Dense(4, activation="relu", name="branch")(inputs)
    model = keras.Model(inputs, layers.Dense(1)(layers.Add(name="skip")([inputs, h])))
    model.save(folder / "branching.keras")


main()
