"""Twenty steps of every optimizer x {none, L1, L2, decay} in Keras, PyTorch and MLX, as golden values for the Java tests.

The network is 5-4-3 with tanh and softmax cross-entropy (mean over the batch), without dropout; its weights and the twenty batches
of 8 rows are given, and stand in problem.txt. A file per framework: its name and version, then a line per case,
"optimizer regularizer: kernel1 bias1 kernel2 bias2" after the last step. lambda means what it means in Lariat: L2 is
lambda/2*sum(w^2) on kernels, L1 is lambda*sum|w| on kernels, decay is w -= lr*d*w on all parameters before the step.
"""
import argparse
import pathlib
import subprocess
import sys

import layers
import numpy as np

RESOURCES = pathlib.Path(__file__).resolve().parents[2] / "core/src/test/resources/dev/lariat/net/training/conformance"
STEPS, ROWS, SIZES = 20, 8, (5, 4, 3)
L1, L2, DECAY = 0.02, 0.05, 0.1
RATES = {"sgd": 0.05, "momentum": 0.05, "nesterov": 0.05, "dampened": 0.05, "adam": 0.01, "adam-uncorrected": 0.01, "adamw": 0.01,
         "rmsprop": 0.01, **dict.fromkeys(("huber", "elu", "mish"), 0.05)}
REGULARIZERS = ("none", "l1", "l2", "decay")
# With momentum and no regularizer: another activation, or Huber's loss of the three outputs against 3 at the label and 0 elsewhere.
VARIANTS = ("huber", "elu", "mish")
HUBER_DELTA, HUBER_PEAK = 0.5, 3.0
# By how much, relative to the largest, two processors' roundings move weights in twenty steps; Adam's first ones magnify them.
ROUNDING = 4e-6
# Adam divides by the root of a squared gradient: of one that is nothing but rounding it makes a step.
ROUNDING_OF_ADAM = 2e-5


def problem():
    random = np.random.default_rng(2026)
    weights = []
    for n_in, n_out in zip(SIZES, SIZES[1:]):
        weights.append(random.normal(0, 0.5, (n_in, n_out)).astype(np.float32))
        weights.append(random.normal(0, 0.1, n_out).astype(np.float32))
    x = random.normal(0, 1, (STEPS, ROWS, SIZES[0])).astype(np.float32)
    y = random.integers(0, SIZES[-1], (STEPS, ROWS))
    return weights, x, y


def peaks(y):
    return (HUBER_PEAK * np.eye(SIZES[-1]))[y].astype(np.float32)


def keras_cases():
    import keras
    import tensorflow as tf

    def train(name, regularizer):
        weights, x, y = problem()
        kernel = {"l1": keras.regularizers.L1(L1), "l2": keras.regularizers.L2(L2 / 2)}.get(regularizer)
        model = keras.Sequential([
            keras.Input((SIZES[0],)),
            keras.layers.Dense(SIZES[1], activation=name if name in ("elu", "mish") else "tanh", kernel_regularizer=kernel),
            keras.layers.Dense(SIZES[2], kernel_regularizer=kernel),
        ])
        model.set_weights(weights)
        decay = DECAY if regularizer == "decay" else None
        rate = RATES[name]
        optimizer = {
            "sgd": lambda: keras.optimizers.SGD(rate, weight_decay=decay),
            "momentum": lambda: keras.optimizers.SGD(rate, momentum=0.9, weight_decay=decay),
            "nesterov": lambda: keras.optimizers.SGD(rate, momentum=0.9, nesterov=True, weight_decay=decay),
            "adam": lambda: keras.optimizers.Adam(rate, weight_decay=decay),
            "adamw": lambda: keras.optimizers.AdamW(rate, weight_decay=DECAY if decay else 0.004),
            "rmsprop": lambda: keras.optimizers.RMSprop(rate, weight_decay=decay),
        }["momentum" if name in VARIANTS else name]()
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        if name == "huber":
            loss, y = keras.losses.Huber(delta=HUBER_DELTA), peaks(y)
        for step in range(STEPS):
            with tf.GradientTape() as tape:
                value = loss(y[step], model(x[step], training=True)) + sum(model.losses)
            optimizer.apply(tape.gradient(value, model.trainable_variables), model.trainable_variables)
        return model.get_weights()

    names = ("sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop")
    return f"keras {keras.__version__}, tensorflow {tf.__version__}", names, train


def torch_cases():
    import torch

    torch.set_num_threads(1)

    def train(name, regularizer):
        weights, x, y = problem()
        w = [torch.tensor(v, requires_grad=True) for v in weights]
        rate = RATES[name]
        l2_inside = L2 if regularizer == "l2" and name != "adamw" else 0.0  # PyTorch's own coupled weight_decay
        kernels, biases = [w[0], w[2]], [w[1], w[3]]
        decay = DECAY if regularizer == "decay" else 0.01
        groups = [{"params": kernels, "weight_decay": decay if name == "adamw" else l2_inside},
                  {"params": biases, "weight_decay": decay if name == "adamw" else 0.0}]
        optimizer = {
            "sgd": lambda: torch.optim.SGD(groups, rate),
            "momentum": lambda: torch.optim.SGD(groups, rate, momentum=0.9),
            "nesterov": lambda: torch.optim.SGD(groups, rate, momentum=0.9, nesterov=True),
            "dampened": lambda: torch.optim.SGD(groups, rate, momentum=0.8, dampening=0.3),
            "adam": lambda: torch.optim.Adam(groups, rate),
            "adamw": lambda: torch.optim.AdamW(groups, rate),
            "rmsprop": lambda: torch.optim.RMSprop(groups, rate),
        }["momentum" if name in VARIANTS else name]()
        activation = {"elu": torch.nn.functional.elu, "mish": torch.nn.functional.mish}.get(name, torch.tanh)
        for step in range(STEPS):
            optimizer.zero_grad()
            outputs = activation(torch.tensor(x[step]) @ w[0] + w[1]) @ w[2] + w[3]
            if name == "huber":
                loss = torch.nn.functional.huber_loss(outputs, torch.tensor(peaks(y[step])), delta=HUBER_DELTA)
            else:
                loss = torch.nn.functional.cross_entropy(outputs, torch.tensor(y[step]))
            if regularizer == "l1":
                loss = loss + L1 * sum(k.abs().sum() for k in kernels)
            if regularizer == "l2" and name == "adamw":
                loss = loss + L2 / 2 * sum((k * k).sum() for k in kernels)
            loss.backward()
            if regularizer == "decay" and name != "adamw":  # none of the others decouples it
                with torch.no_grad():
                    for p in w:
                        p.mul_(1 - rate * DECAY)
            optimizer.step()
        return [p.detach().numpy() for p in w]

    return f"torch {torch.__version__}", ("sgd", "momentum", "nesterov", "dampened", "adam", "adamw", "rmsprop"), train


def mlx_cases():
    from importlib.metadata import version

    import mlx.core as mx
    import mlx.nn as nn
    import mlx.optimizers as optim

    def train(name, regularizer):
        weights, x, y = problem()
        w = {str(i): mx.array(v) for i, v in enumerate(weights)}
        rate = RATES[name]
        decay = DECAY if regularizer == "decay" else 0.01
        optimizer = {
            "sgd": lambda: optim.SGD(rate),
            "momentum": lambda: optim.SGD(rate, momentum=0.9),
            "nesterov": lambda: optim.SGD(rate, momentum=0.9, nesterov=True),
            "dampened": lambda: optim.SGD(rate, momentum=0.8, dampening=0.3),
            "adam": lambda: optim.Adam(rate, bias_correction=True),
            "adam-uncorrected": lambda: optim.Adam(rate),
            "adamw": lambda: optim.AdamW(rate, bias_correction=True, weight_decay=decay),
            "rmsprop": lambda: optim.RMSprop(rate),
        }["momentum" if name in VARIANTS else name]()
        activation = {"elu": nn.elu, "mish": nn.mish}.get(name, mx.tanh)

        def loss_of(w, x, y):
            outputs = activation(x @ w["0"] + w["1"]) @ w["2"] + w["3"]
            if name == "huber":
                loss = nn.losses.huber_loss(outputs, y, delta=HUBER_DELTA, reduction="mean")
            else:
                loss = nn.losses.cross_entropy(outputs, y, reduction="mean")
            if regularizer == "l1":
                loss = loss + L1 * (mx.abs(w["0"]).sum() + mx.abs(w["2"]).sum())
            if regularizer == "l2":
                loss = loss + L2 / 2 * ((w["0"] ** 2).sum() + (w["2"] ** 2).sum())
            return loss

        gradient_of = mx.grad(loss_of)
        for step in range(STEPS):
            gradient = gradient_of(w, mx.array(x[step]), mx.array(peaks(y[step]) if name == "huber" else y[step]))
            if regularizer == "decay" and name != "adamw":
                w = {k: v * (1 - rate * DECAY) for k, v in w.items()}
            w = optimizer.apply_gradients(gradient, w)
            mx.eval(w, optimizer.state)
        return [np.array(w[str(i)]) for i in range(4)]

    names = ("sgd", "momentum", "nesterov", "dampened", "adam", "adam-uncorrected", "adamw", "rmsprop")
    return f"mlx {version('mlx-cpu')} (CPU)", names, train


def numbers(arrays):
    return " ".join(np.format_float_positional(v, unique=True, trim="-") if v == 0 or 1e-4 < abs(v) < 1e6 else repr(float(v))
                    for a in arrays for v in np.asarray(a, np.float32).ravel())


def problem_lines():
    weights, x, y = problem()
    return [
        f"# numpy {np.__version__}, default_rng(2026): see conformance/nets/golden.py",
        f"sizes: {' '.join(map(str, SIZES))}", f"steps: {STEPS}", f"rows: {ROWS}",
        f"lambdas: {L1} {L2} {DECAY}",
        f"weights: {numbers(weights)}", f"inputs: {numbers([x])}", f"labels: {' '.join(map(str, y.ravel()))}",
    ]


def framework_lines(cases):
    tool, names, train = cases()
    cases = [(name, regularizer) for name in names for regularizer in REGULARIZERS]
    cases += [(name, "none") for name in VARIANTS]
    return [f"# {tool}"] + [f"{name} {regularizer}: {numbers(train(name, regularizer))}" for name, regularizer in cases]


def pool_lines():
    return [f"# numpy {np.__version__}, default_rng(2027): see conformance/nets/layers.py", f"pool: {numbers([layers.pool()])}"]


def layer_lines(cases):
    tool, texts, train = cases()
    return [f"# {tool}"] + [f"{optimizer}, {text}: {numbers(train(text, optimizer))}" for text in texts for optimizer in layers.RATES]


FILES = {
    "problem.txt": problem_lines,
    "keras.txt": lambda: framework_lines(keras_cases),
    "pytorch.txt": lambda: framework_lines(torch_cases),
    "mlx.txt": lambda: framework_lines(mlx_cases),
    "layers-pool.txt": pool_lines,
    "layers-keras.txt": lambda: layer_lines(layers.keras_cases),
    "layers-pytorch.txt": lambda: layer_lines(layers.torch_cases),
    "layers-mlx.txt": lambda: layer_lines(layers.mlx_cases),
}


def made(file):
    """The file's lines, from a process of its own: TensorFlow and PyTorch cannot be loaded into one (both register LLVM's options)."""
    done = subprocess.run([sys.executable, __file__, "--make", file], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()


def differences(old, new):
    """Lines that do not agree; numbers may differ by rounding, which depends on the processor."""
    if len(old) != len(new):
        yield f"{len(old)} lines recorded, {len(new)} made"
    for a, b in zip(old, new):
        if a == b:
            continue
        (key_a, _, values_a), (key_b, _, values_b) = a.partition(": "), b.partition(": ")
        if key_a != key_b or not values_a:
            yield f"recorded '{a[:100]}', made '{b[:100]}'"
            continue
        u, v = np.array(values_a.split(), float), np.array(values_b.split(), float)
        allowed = ROUNDING_OF_ADAM if key_a.startswith("adam, ") else ROUNDING
        if u.shape != v.shape or np.abs(u - v).max() > allowed * np.abs(u).max():
            yield f"{key_a}: values differ by up to {np.abs(u - v).max() if u.shape == v.shape else 'their number'}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true", help="write the golden values instead of comparing")
    parser.add_argument("--make", choices=FILES, help="print one file")
    arguments = parser.parse_args()
    if arguments.make:
        print("\n".join(FILES[arguments.make]()))
        return
    good = bad = 0
    for file in FILES:
        lines = made(file)
        path = RESOURCES / file
        if arguments.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(lines) + "\n")
            print(f"{file}: written, {lines[0][2:]}")
        else:
            found = list(differences(path.read_text().splitlines() if path.exists() else [], lines))
            bad += len(found)
            good += len(lines) - len(found)
            print(f"{file}: {lines[0][2:]}: {'agrees' if not found else ''}")
            for line in found:
                print(f"  {line}")
    if not arguments.update:
        print(f"{good} passed, {bad} failed")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
