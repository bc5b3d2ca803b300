"""Trains one problem in one framework, an epoch each time it is asked to.

net.py PEER PROBLEM FOLDER: PROBLEM is KIND,ROWS,INPUTS,HIDDEN...,CLASSES,BATCH; FOLDER holds x.f32 (rows x inputs) and y.i32; ROWS train,
the rest judges. Prints "ready VERSION SECONDS" (of building and compiling), then answers each line of standard input: "epoch" with the
epoch's wall and CPU seconds, "evaluated" (PyTorch) with those of an epoch and the losses of its rows after it, "accuracy" with the
share of validation rows that are right. KIND is dense (ReLU, dropout 0.5 after each hidden layer), cnn (conv 32, pool, conv 64, pool, dense, dropout 0.5), lstm, gru or dropout (an LSTM with recurrent dropout 0.25), of 100 steps,
gradients clipped to the norm 1. AdamW(0.001, decay 0.01) everywhere.
"""
import os
import sys
import time

peer, problem, folder = sys.argv[1:4]
one_core = peer != "keras" or not problem.startswith("dense")
if one_core:
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["JAX_PLATFORMS"] = "cpu"
import numpy as np

kind, *numbers = problem.split(",")
rows, *sizes, batch = [int(v) for v in numbers]
steps = 100
x = np.fromfile(os.path.join(folder, "x.f32"), np.float32).reshape(-1, sizes[0])
y = np.fromfile(os.path.join(folder, "y.i32"), np.int32)
x, xv, y, yv = x[:rows], x[rows:], y[:rows], y[rows:]


def torch_peer(loader):
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.set_num_threads(1)
    torch.manual_seed(0)
    last = peer == "torch-channels-last"

    class Last(nn.Module):
        """The last state of an LSTM or a GRU."""

        def __init__(self):
            super().__init__()
            self.cell = (nn.LSTM if kind == "lstm" else nn.GRU)(sizes[0] // steps, sizes[1], batch_first=True)

        def forward(self, v):
            state = self.cell(v.view(len(v), steps, -1))[1]
            return (state[0] if kind == "lstm" else state)[0]

    layers = []
    if kind == "cnn":
        layers = [nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(),
                  nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1600, sizes[1]), nn.ReLU(), nn.Dropout(0.5)]
    elif kind != "dense":
        layers = [Last()]
    else:
        for a, b in zip(sizes[:-2], sizes[1:-1]):
            layers += [nn.Linear(a, b), nn.ReLU(), nn.Dropout(0.5)]
    model = nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))
    if last:
        model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.001, weight_decay=0.01)
    loss = nn.CrossEntropyLoss()
    tx, ty, txv, tyv = (torch.from_numpy(v) for v in (x, y.astype(np.int64), xv, yv.astype(np.int64)))
    batches = DataLoader(TensorDataset(tx, ty), batch_size=batch, shuffle=True) if loader else None

    def step(bx, by):
        optimizer.zero_grad()
        loss(model(bx), by).backward()
        if kind in ("lstm", "gru"):
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    def epoch():
        model.train()
        if batches is not None:
            for bx, by in batches:
                step(bx, by)
            return
        order = torch.randperm(rows)
        for i in range(0, rows, batch):
            part = order[i:i + batch]
            step(tx[part], ty[part])

    def accuracy():
        model.eval()
        with torch.no_grad():
            return (model(txv).argmax(1) == tyv).float().mean().item()

    def evaluated():
        epoch()
        model.eval()
        with torch.no_grad():
            sum(loss(model(tx[i:i + batch]), ty[i:i + batch]).item() for i in range(0, rows, batch))

    return torch.__version__, epoch, accuracy, evaluated


def keras_peer():
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(0)
    made = keras.layers
    if one_core:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    layers = [keras.Input((sizes[0],))]
    if kind == "cnn":
        layers += [made.Reshape((28, 28, 1)), made.Conv2D(32, 3, activation="relu"), made.MaxPooling2D(), made.Conv2D(64, 3, activation="relu"),
                   made.MaxPooling2D(), made.Flatten(), made.Dense(sizes[1], activation="relu"), made.Dropout(0.5)]
    elif kind != "dense":
        layers += [made.Reshape((steps, -1)),
                   made.GRU(sizes[1]) if kind == "gru" else made.LSTM(sizes[1], recurrent_dropout=0.25 if kind == "dropout" else 0.0)]
    else:
        for units in sizes[1:-1]:
            layers += [made.Dense(units, activation="relu"), made.Dropout(0.5)]
    model = keras.Sequential([*layers, keras.layers.Dense(sizes[-1])])
    model.compile(keras.optimizers.AdamW(0.001, weight_decay=0.01, global_clipnorm=1.0 if kind in ("lstm", "gru", "dropout") else None),
                  keras.losses.SparseCategoricalCrossentropy(from_logits=True))

    def epoch():
        model.fit(x, y, batch_size=batch, epochs=1, verbose=0)

    def accuracy():
        return float((model.predict(xv, verbose=0).argmax(1) == yv).mean())

    return f"{keras.__version__}/tensorflow-{tf.__version__}", epoch, accuracy


def jax_peer():
    import jax
    import jax.numpy as jnp

    key = jax.random.PRNGKey(0)
    params = []
    for a, b in zip(sizes[:-1], sizes[1:]):
        key, k = jax.random.split(key)
        params.append((jax.random.uniform(k, (a, b), minval=-1, maxval=1) * (6 / (a + b)) ** 0.5, jnp.zeros(b)))
    # two sets of zeros: donated buffers must not be shared
    state = (params, jax.tree.map(jnp.zeros_like, params), jax.tree.map(jnp.zeros_like, params), jnp.zeros(()))
    jx, jy = jnp.asarray(x), jnp.asarray(y)

    def forward(p, h, keys):
        for i, (w, b) in enumerate(p[:-1]):
            h = jax.nn.relu(h @ w + b)
            if keys is not None:
                h = jnp.where(jax.random.bernoulli(keys[i], 0.5, h.shape), h * 2, 0)
        return h @ p[-1][0] + p[-1][1]

    def loss(p, bx, by, keys):
        z = forward(p, bx, keys)
        return (jax.nn.logsumexp(z, axis=1) - jnp.take_along_axis(z, by[:, None], 1)[:, 0]).mean()

    def step(s, given):
        p, m, v, t = s
        part, k = given
        g = jax.grad(loss)(p, jx[part], jy[part], jax.random.split(k, len(sizes) - 2))
        t = t + 1
        m = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, m, g)
        v = jax.tree.map(lambda a, b: 0.999 * a + 0.001 * b * b, v, g)
        p = jax.tree.map(lambda w, a, b: w * (1 - 1e-5) - 0.001 * (a / (1 - 0.9**t)) / (jnp.sqrt(b / (1 - 0.999**t)) + 1e-8), p, m, v)
        return (p, m, v, t), None

    steps = rows // batch

    def whole(s, k):
        k1, k2 = jax.random.split(k)
        order = jax.random.permutation(k1, rows)[: steps * batch].reshape(steps, batch)
        return jax.lax.scan(step, s, (order, jax.random.split(k2, steps)))[0]

    run = jax.jit(whole, donate_argnums=0)
    holder = [state, key]

    def epoch():
        holder[1], k = jax.random.split(holder[1])
        holder[0] = jax.block_until_ready(run(holder[0], k))

    def accuracy():
        return float((forward(holder[0][0], jnp.asarray(xv), None).argmax(1) == jnp.asarray(yv)).mean())

    return jax.__version__, epoch, accuracy


makers = {"torch": lambda: torch_peer(False), "torch-channels-last": lambda: torch_peer(False), "torch-loader": lambda: torch_peer(True), "keras": keras_peer, "jax": jax_peer}
started = time.perf_counter()
version, run_epoch, score, *more = makers[peer]()
asked = {"epoch": run_epoch, **({"evaluated": more[0]} if more else {})}
run_epoch()
print("ready", version, time.perf_counter() - started, flush=True)
for line in sys.stdin:
    if line.strip() in asked:
        wall, cpu = time.perf_counter(), time.process_time()
        asked[line.strip()]()
        print(time.perf_counter() - wall, time.process_time() - cpu, flush=True)
    else:
        print(score(), flush=True)
