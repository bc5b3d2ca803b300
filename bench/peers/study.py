"""Trains trials of one network in one framework on two cores, as its users would, and says how long a trial takes.

study.py PEER FOLDER INPUTS,TRAINING_ROWS,EPOCHS REGULARIZER:STRENGTH...
FOLDER holds x.f32 (rows x inputs) and y.i32 (10 classes). PEER is one of
  torch         a loop over shuffled rows, the trials dealt to two processes of one thread each
  torch-loader  the same with the DataLoader that most scripts have
  keras-tuner   GridSearch over the trials (TensorFlow, its own threads)
  jax-N         vmap over N strengths of a regularizer, scan over the steps of an epoch (XLA, its own threads)
  jax-N-2       the same in two processes of one thread each, the trials dealt to them
Network INPUTS-128-64-10, ReLU, batch 32, Adam(0.001), validation loss after every epoch. Prints a line "trial REGULARIZER STRENGTH LOSS" for every trial,
and "seconds WALL TRIALS" (from warm processes to the last trial's end), then "version TEXT". jax-N trains each REGULARIZER at N strengths around STRENGTH.
"""
import itertools
import multiprocessing
import os
import sys
import time

BATCH = 32
HIDDEN = (128, 64)
CLASSES = 10
RATE = 1e-3


def rows(folder, shape):
    import numpy as np

    inputs, training, _ = shape
    x = np.fromfile(os.path.join(folder, "x.f32"), np.float32).reshape(-1, inputs)
    y = np.fromfile(os.path.join(folder, "y.i32"), np.int32)
    return x[:training], y[:training], x[training:], y[training:]


def torch_trainer(folder, shape, loader):
    import numpy as np
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.set_num_threads(1)
    x, y, xv, yv = (torch.from_numpy(v) for v in (v.astype(np.int64) if v.ndim == 1 else v for v in rows(folder, shape)))

    def train(kind, strength, epochs):
        torch.manual_seed(0)
        layers = []
        for a, b in itertools.pairwise((shape[0], *HIDDEN)):
            layers += [nn.Linear(a, b), nn.ReLU()] + ([nn.Dropout(strength)] if kind == "dropout" else [])
        model = nn.Sequential(*layers, nn.Linear(HIDDEN[-1], CLASSES))
        kernels = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
        if kind == "weight-decay":
            optimizer = torch.optim.AdamW(model.parameters(), RATE, weight_decay=strength)
        else:
            optimizer = torch.optim.Adam(model.parameters(), RATE)
        objective = nn.CrossEntropyLoss(label_smoothing=strength if kind == "label-smoothing" else 0)
        judged = nn.CrossEntropyLoss()
        batches = DataLoader(TensorDataset(x, y), batch_size=BATCH, shuffle=True) if loader else None

        def penalty():
            if kind == "l1":
                return strength * sum(w.abs().sum() for w in kernels)
            if kind == "l2":
                return strength / 2 * sum((w * w).sum() for w in kernels)
            if kind == "elastic-net":
                return strength * sum(w.abs().sum() / 2 + (w * w).sum() / 4 for w in kernels)
            if kind == "group-lasso":
                return strength * HIDDEN[0] ** 0.5 * kernels[0].norm(dim=0).sum()
            return None

        def step(bx, by):
            optimizer.zero_grad()
            loss = objective(model(bx), by)
            extra = penalty()
            (loss if extra is None else loss + extra).backward()
            optimizer.step()
            if kind == "max-norm":
                with torch.no_grad():
                    for w in kernels[:-1]:
                        w.renorm_(2, 0, 1 / strength)

        for _ in range(epochs):
            model.train()
            if batches is not None:
                for bx, by in batches:
                    step(bx, by)
            else:
                order = torch.randperm(len(x))
                for i in range(0, len(x), BATCH):
                    part = order[i : i + BATCH]
                    step(x[part], y[part])
            model.eval()
            with torch.no_grad():
                value = judged(model(xv), yv).item()
        return [(strength, value)]

    return torch.__version__, train


def jax_trainer(folder, shape, count):
    import jax
    import jax.numpy as jnp

    x, y, xv, yv = (jnp.asarray(v) for v in rows(folder, shape))
    steps = len(x) // BATCH

    def initial():
        key = jax.random.PRNGKey(0)
        params = []
        for a, b in itertools.pairwise((shape[0], *HIDDEN, CLASSES)):
            key, k = jax.random.split(key)
            params.append((jax.random.uniform(k, (a, b), minval=-1, maxval=1) * (6 / a) ** 0.5, jnp.zeros(b)))
        return params

    def forward(p, h, masks, rate):
        for i, (w, b) in enumerate(p[:-1]):
            h = jax.nn.relu(h @ w + b)
            if masks is not None:
                h = jnp.where(masks[i] >= rate, h / (1 - rate), 0)
        return h @ p[-1][0] + p[-1][1]

    def cross_entropy(z, labels, smoothing):
        logp = jax.nn.log_softmax(z)
        right = jnp.take_along_axis(logp, labels[:, None], 1)[:, 0]
        return -((1 - smoothing) * right + smoothing * logp.mean(1)).mean()

    def objective(kind, p, bx, by, masks, s):
        loss = cross_entropy(forward(p, bx, masks, s), by, s if kind == "label-smoothing" else 0)
        kernels = [w for w, _ in p]
        if kind == "l1":
            loss += s * sum(jnp.abs(w).sum() for w in kernels)
        elif kind == "l2":
            loss += s / 2 * sum((w * w).sum() for w in kernels)
        elif kind == "elastic-net":
            loss += s * sum(jnp.abs(w).sum() / 2 + (w * w).sum() / 4 for w in kernels)
        elif kind == "group-lasso":
            loss += s * HIDDEN[0] ** 0.5 * jnp.sqrt((kernels[0] ** 2).sum(1) + 1e-12).sum()
        return loss

    def build(kind):
        def one(p, m, v, t, bx, by, masks, s):
            g = jax.grad(lambda q: objective(kind, q, bx, by, masks, s))(p)
            m = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, m, g)
            v = jax.tree.map(lambda a, b: 0.999 * a + 0.001 * b * b, v, g)
            decay = RATE * s if kind == "weight-decay" else 0
            p = jax.tree.map(lambda w, a, b: w * (1 - decay) - RATE * (a / (1 - 0.9**t)) / (jnp.sqrt(b / (1 - 0.999**t)) + 1e-8), p, m, v)
            if kind == "max-norm":
                p = [(w * jnp.minimum(1, 1 / s / (jnp.sqrt((w * w).sum(0)) + 1e-7)) if i < len(p) - 1 else w, b) for i, (w, b) in enumerate(p)]
            return p, m, v

        every = jax.vmap(one, in_axes=(0, 0, 0, None, None, None, None, 0))

        def epoch(state, key, strengths):
            k1, k2 = jax.random.split(key)
            order = jax.random.permutation(k1, len(x))[: steps * BATCH].reshape(steps, BATCH)

            def step(s, given):
                p, m, v, t = s
                part, k = given
                masks = None
                if kind == "dropout":
                    masks = [jax.random.uniform(q, (BATCH, h)) for q, h in zip(jax.random.split(k, len(HIDDEN)), HIDDEN)]
                t = t + 1
                return (*every(p, m, v, t, x[part], y[part], masks, strengths), t), None

            state = jax.lax.scan(step, state, (order, jax.random.split(k2, steps)))[0]
            return state, jax.vmap(lambda p: cross_entropy(forward(p, xv, None, 0), yv, 0))(state[0])

        return jax.jit(epoch, donate_argnums=0)

    programs = {}

    def train(kind, strength, epochs):
        strengths = strength * jnp.linspace(0.5, 1, count)
        if kind not in programs:
            programs[kind] = build(kind)
        stacked = jax.tree.map(lambda a: jnp.repeat(a[None], count, 0), initial())
        state = (stacked, jax.tree.map(jnp.zeros_like, stacked), jax.tree.map(jnp.zeros_like, stacked), jnp.zeros(()))
        key = jax.random.PRNGKey(1)
        for _ in range(epochs):
            key, k = jax.random.split(key)
            state, losses = programs[kind](state, k, strengths)
        return list(zip([float(s) for s in strengths], [float(v) for v in losses]))

    return jax.__version__, train


def keras_tuner_search(folder, shape, trials):
    import keras
    import keras_tuner
    import tensorflow as tf

    x, y, xv, yv = rows(folder, shape)
    y, yv = keras.utils.to_categorical(y, CLASSES), keras.utils.to_categorical(yv, CLASSES)

    class GroupLasso(keras.Regularizer):
        def __init__(self, strength):
            self.strength = strength

        def __call__(self, w):
            return self.strength * HIDDEN[0] ** 0.5 * keras.ops.sum(keras.ops.sqrt(keras.ops.sum(w * w, axis=1) + 1e-12))

        def get_config(self):
            return {"strength": self.strength}

    def build(hp):
        kind, text = hp.Choice("trial", [f"{k}:{s}" for k, s in trials]).split(":")
        s = float(text)
        regularizers = keras.regularizers
        penalty = {"l1": lambda: regularizers.L1(s), "l2": lambda: regularizers.L2(s / 2), "elastic-net": lambda: regularizers.L1L2(s / 2, s / 4)}.get(kind)
        layers = [keras.Input((shape[0],))]
        for i, units in enumerate(HIDDEN):
            kernel = GroupLasso(s) if kind == "group-lasso" and i == 0 else penalty() if penalty else None
            constraint = keras.constraints.MaxNorm(1 / s) if kind == "max-norm" else None
            layers.append(keras.layers.Dense(units, "relu", kernel_regularizer=kernel, kernel_constraint=constraint))
            if kind == "dropout":
                layers.append(keras.layers.Dropout(s))
        layers.append(keras.layers.Dense(CLASSES, kernel_regularizer=penalty() if penalty else None))
        model = keras.Sequential(layers)
        optimizer = keras.optimizers.AdamW(RATE, weight_decay=s) if kind == "weight-decay" else keras.optimizers.Adam(RATE)
        loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=s if kind == "label-smoothing" else 0)
        model.compile(optimizer, loss, metrics=[keras.metrics.CategoricalCrossentropy(name="plain", from_logits=True)])
        return model

    # Imports and the first graph of TensorFlow are not counted.
    build(keras_tuner.HyperParameters()).fit(x[:64], y[:64], batch_size=BATCH, verbose=0)
    tuner = keras_tuner.GridSearch(build, keras_tuner.Objective("val_plain", "min"), max_trials=len(trials), overwrite=True,
                                   directory=os.path.join(folder, "tuner"), project_name="study")
    start = time.perf_counter()
    tuner.search(x, y, batch_size=BATCH, epochs=shape[2], validation_data=(xv, yv), verbose=0)
    seconds = time.perf_counter() - start
    for trial in tuner.oracle.trials.values():
        print("trial", *trial.hyperparameters.get("trial").split(":"), trial.score)
    return seconds, f"{keras_tuner.__version__}, keras {keras.__version__}, tensorflow {tf.__version__}"


def trainer(peer, folder, shape):
    if peer.startswith("torch"):
        return torch_trainer(folder, shape, peer == "torch-loader")
    return jax_trainer(folder, shape, int(peer.split("-")[1]))


def worker(peer, folder, shape, trials, warm, answers):
    version, train = trainer(peer, folder, shape)
    for kind in {kind for kind, _ in trials} if peer.startswith("jax") else {"none"}:
        train(kind, 0.1, 1)  # compiles
    warm.wait()
    for kind, strength in trials:
        for s, value in train(kind, strength, shape[2]):
            answers.put((kind, s, value))
    answers.put(version)


def main():
    peer, folder, sizes, *texts = sys.argv[1:]
    shape = [int(v) for v in sizes.split(",")]
    trials = [(kind, float(strength)) for kind, strength in (text.split(":") for text in texts)]
    two = peer.startswith("torch") or peer.endswith("-2")
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", JAX_PLATFORMS="cpu")
    if two:
        os.environ.update(OMP_NUM_THREADS="1", XLA_FLAGS="--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
    done = len(trials)
    if peer == "keras-tuner":
        seconds, version = keras_tuner_search(folder, shape, trials)
    else:
        context = multiprocessing.get_context("spawn")
        count = 2 if two else 1
        warm, answers = context.Barrier(count + 1), context.Queue()
        parts = [trials[i::count] for i in range(count)]
        processes = [context.Process(target=worker, args=(peer, folder, shape, part, warm, answers)) for part in parts]
        for process in processes:
            process.start()
        warm.wait()
        start = time.perf_counter()
        left = count
        done = 0
        while left:
            answer = answers.get()
            if isinstance(answer, str):
                version, left = answer, left - 1
            else:
                done += 1
                print("trial", *answer)
        seconds = time.perf_counter() - start
        for process in processes:
            process.join()
    print("seconds", seconds, done)
    print("version", version)


if __name__ == "__main__":
    main()
