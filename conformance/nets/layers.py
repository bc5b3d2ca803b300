"""Twenty steps of SGD and Adam through every layer on maps and sequences, in Keras, PyTorch and MLX.

A case is a network in Lariat's words (docs/networks.md), with a dense layer of three outputs behind it and softmax cross-entropy (mean over
the batch). Weights, inputs and labels are made of one pool of normal numbers and of the numbers' places, so that the files stay small.
Where a case has dropout, its masks are Lariat's: Philox4x32-10, the same function of step, layer and element here as there, set into the
framework's layer. Where a sequence has lengths each row has its own, and behind them stand numbers that nothing may depend on. What a file keeps is all weights after the last step, in Lariat's order.
"""
import numpy as np

POOL, ROWS, STEPS, CLASSES = 997, 4, 20, 3
WORDS = 5  # of a vocabulary; a number beyond it is an unknown word
RATES = {"sgd": 0.05, "adam": 0.01}
IMAGES = [
    "conv 3 3 tanh, flatten", "conv 3 2 same tanh, flatten", "conv 3 3 same stride 2 tanh, flatten", "conv 3 3x2 stride 2 tanh, global-average",
    "conv 3 2 tanh, pool 2, flatten", "conv 3 2 tanh, average-pool 2, flatten", "conv 3 3 same tanh, global-max",
]
SEQUENCES = [
    "conv1d 3 3 tanh, flatten", "conv1d 3 2 same tanh, flatten", "conv1d 3 3 same stride 2 tanh, flatten", "conv1d 3 3 causal tanh, flatten",
    "conv1d 3 2 causal dilation 3 tanh, global-average", "conv1d 3 2 dilation 2 tanh, global-max", "conv1d 3 2 tanh, pool 2, flatten",
    "conv1d 3 2 tanh, average-pool 3, flatten",
    *[f"{cell} 3{how}" for cell in ("gru", "lstm") for how in ("", " sequence, flatten", " bidirectional", " sequence bidirectional, flatten")],
]
SPATIAL = ["conv 3 2 tanh, spatial-dropout 0.4, flatten", "conv1d 3 2 tanh, spatial-dropout 0.4, flatten"]
STATE = [f"{cell} 3 {noise}" for cell in ("gru", "lstm") for noise in
         ("dropout 0.4", "recurrent-dropout 0.4", "sequence bidirectional dropout 0.3 recurrent-dropout 0.4, flatten")]
WEIGHTS = [f"{cell} 3 weight-drop 0.4" for cell in ("gru", "lstm")]

LENGTHS = [
    *[f"{cell} 3{how}" for cell in ("gru", "lstm") for how in ("", " bidirectional", " sequence bidirectional, global-average", " sequence, lstm 3")],
    "conv1d 3 3 same tanh, global-max", "conv1d 3 3 causal tanh, global-average", "conv1d 3 2 same tanh, pool 2, gru 3",
    "conv1d 3 2 causal dilation 2 tanh, average-pool 3, lstm 3",
]
READ = ["embedding 3, gru 3", "embedding 3, lstm 3 bidirectional", "embedding 3, conv1d 3 3 same tanh, global-max", "embedding 3, global-average"]
LEFT_OUT = ["embedding 3 dropout 0.4, gru 3", "embedding 3 dropout 0.4, global-average"]


def texts(noisy, lengths):
    def on(text):
        return ("image 6x5x2, " if text.startswith("conv ") else "sequence 8x2, ") + text

    def of_lengths(text):
        return ("sequence 7 lengths, " if text.startswith("embedding") else "sequence 7x2 lengths, ") + text

    return [on(text) for text in IMAGES + SEQUENCES + noisy] + [of_lengths(text) for text in lengths]


def pool():
    return np.random.default_rng(2027).normal(0, 1, POOL).astype(np.float32)


def weights_of(count):
    return (pool()[(np.arange(count) * 37 + 11) % POOL] * np.float32(0.5)).astype(np.float32)


def inputs_of(step, width):
    return pool()[(np.arange(ROWS * width) * 29 + step * 101 + 5) % POOL].reshape(ROWS, width)


def lengths_of(step, most):
    """How many steps each row has."""
    return np.array([1 + (r * 3 + step * 2) % most for r in range(ROWS)])


def words_of(step, most):
    """Words of the vocabulary by their numbers, and one that is not known."""
    return ((np.arange(ROWS * most) * 29 + step * 101 + 5) % 7 % (WORDS + 1)).reshape(ROWS, most)


def rows_of(layers, step):
    """The inputs of a network in their shape."""
    shape = layers[0]["shape"]
    if layers[1]["kind"] == "embedding":
        return words_of(step, shape[0])
    x = inputs_of(step, int(np.prod(shape))).reshape(ROWS, *shape)
    return np.where(there_of(lengths_of(step, shape[0]), shape[0])[..., None], x, np.float32(0)) if layers[0]["lengths"] else x


def labels_of(step):
    return np.array([(r * 5 + step * 3 + r * step % 4) % CLASSES for r in range(ROWS)])


# ---- Lariat's masks ----

def philox(c0, c1, c2, c3):
    low = np.uint64(0xFFFFFFFF)
    c = [np.uint64(v) for v in (c0, c1, c2, c3)]
    k0 = k1 = 0
    for _ in range(10):
        p0, p1 = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        c = [(p1 >> np.uint64(32)) ^ c[1] ^ np.uint64(k0), p1 & low, (p0 >> np.uint64(32)) ^ c[3] ^ np.uint64(k1), p0 & low]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return [int(v) for v in c]


def mask(rate, count, step, layer):
    """Factors of inverted dropout with seed 0 and fold 0 at epoch 0: see Kernels.dropoutMask."""
    threshold, values = round(rate * 65536), []
    for e in range(count):
        group, r, lane = e // 64, e % 64 // 16, e % 16
        word = philox(group * 8 + lane // 2, step, 0, layer)[2 * (r // 2) + lane % 2]
        values.append(0.0 if (word & 0xFFFF if r % 2 == 0 else word >> 16) < threshold else 1 / (1 - np.float32(rate)))
    return np.array(values, np.float32)


def spatial_mask(layer, step, channels):
    """That of the first noise behind the first layer of units: there are 16 streams for each."""
    return mask(layer["rate"], ROWS * channels, step, 0x8000 + 16).reshape(ROWS, channels)


def state_masks(layer, step, channels, direction):
    """The mask of the inputs and those of the state, one for each gate; None without."""
    stream, units, gates = 0xC000 + 3 * direction, layer["units"], GATES[layer["kind"]]
    inputs = mask(layer["dropout"], ROWS * channels, step, stream).reshape(ROWS, channels) if layer["dropout"] else None
    states = None
    if layer["recurrent-dropout"]:
        drawn = mask(layer["recurrent-dropout"], ROWS * gates * units, step, stream + 1).reshape(ROWS, gates, units)
        states = [np.ascontiguousarray(drawn[:, g]) for g in range(gates)]
    return inputs, states


def weight_mask(layer, step):
    wide = GATES[layer["kind"]] * layer["units"]
    return mask(layer["weight-drop"], layer["units"] * wide, step, 0xC002).reshape(layer["units"], wide) if layer["weight-drop"] else None


# ---- the words ----

GATES = {"gru": 3, "lstm": 4}


def layers_of(text):
    layers = []
    for item in text.split(", "):
        words = item.split(" ")
        layer = {"kind": words[0]}
        after = {word: float(words[words.index(word) + 1]) for word in ("dropout", "recurrent-dropout", "weight-drop", "stride", "dilation") if word in words[1:]}
        if words[0] in ("image", "sequence"):
            layer["shape"] = tuple(int(v) for v in words[1].split("x"))
            layer["lengths"] = "lengths" in words
        elif words[0] == "embedding":
            layer |= {"units": int(words[1]), "rate": after.get("dropout", 0.0)}
        elif words[0] in ("conv", "conv1d"):
            size = [int(v) for v in words[2].split("x")]
            layer |= {"units": int(words[1]), "size": (size * 2)[:2] if words[0] == "conv" else size,
                      "padding": next((w for w in ("same", "causal") if w in words), "valid"), "stride": int(after.get("stride", 1)),
                      "dilation": int(after.get("dilation", 1))}
        elif words[0] in GATES:
            layer |= {"units": int(words[1]), "sequence": "sequence" in words, "both": "bidirectional" in words,
                      **{word: after.get(word, 0.0) for word in ("dropout", "recurrent-dropout", "weight-drop")}}
        elif words[0] in ("pool", "average-pool"):
            layer["size"] = int(words[1])
        elif words[0] == "spatial-dropout":
            layer["rate"] = float(words[1])
        layers.append(layer)
    return layers


def paddings(size, layer, axis):
    """Zeros before and behind an axis, and the output's length."""
    k, s, d = layer["size"][axis], layer["stride"], layer["dilation"]
    e = (k - 1) * d + 1
    if layer["padding"] == "valid":
        return 0, 0, (size - e) // s + 1
    if layer["padding"] == "causal":
        return e - 1, 0, (size - 1) // s + 1
    out = -(-size // s)
    total = max(0, (out - 1) * s + e - size)
    return total // 2, total - total // 2, out


def plan(text):
    """The layers with what each takes, and the shapes of all arrays in Lariat's order, the output layer's included."""
    layers = layers_of(text)
    shape, arrays = layers[0]["shape"], []
    for layer in layers[1:]:
        layer["input"] = shape
        kind, channels = layer["kind"], shape[-1]
        if kind == "embedding":
            arrays += [(WORDS + 1, layer["units"])]
            shape = (shape[0], layer["units"])
        elif kind in ("conv", "conv1d"):
            arrays += [(*layer["size"], channels, layer["units"]), (layer["units"],)]
            layer["pads"] = [paddings(n, layer, axis) for axis, n in enumerate(shape[:-1])]
            shape = (*[p[2] for p in layer["pads"]], layer["units"])
        elif kind in ("pool", "average-pool"):
            shape = (*[n // layer["size"] for n in shape[:-1]], channels)
        elif kind in ("global-average", "global-max"):
            shape = (channels,)
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind in GATES:
            wide = GATES[kind] * layer["units"]
            one = [(channels, wide), (layer["units"], wide), *[(wide,)] * (2 if kind == "gru" else 1)]
            arrays += one * (2 if layer["both"] else 1)
            layer["arrays"] = len(one)
            width = layer["units"] * (2 if layer["both"] else 1)
            shape = (shape[0], width) if layer["sequence"] else (width,)
    arrays += [(shape[0], CLASSES), (CLASSES,)]
    return layers, arrays


def start(arrays):
    flat = weights_of(sum(int(np.prod(shape)) for shape in arrays))
    cuts = np.cumsum([int(np.prod(shape)) for shape in arrays])[:-1]
    return [part.reshape(shape) for part, shape in zip(np.split(flat, cuts), arrays)]


def word_mask(layer, step):
    return mask(layer["rate"], WORDS + 1, step, 0xFFFC)[:, None] if layer["rate"] else np.ones((WORDS + 1, 1), np.float32)


def there_of(lengths, steps):
    """Where there is a step."""
    return np.arange(steps) < lengths[:, None]


def turned_of(lengths, steps):
    """The places of the steps that are there, the last one first; those of the padding as they are."""
    places = np.tile(np.arange(steps), (ROWS, 1))
    return np.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)


def pooled(lengths, size):
    """How many steps rows have behind a pool: one at least."""
    return np.minimum(lengths, np.maximum(lengths // size, 1))


# ---- the frameworks ----

def keras_cases():
    import keras
    import tensorflow as tf

    made = keras.layers

    def built(layer):
        kind = layer["kind"]
        two = len(layer["input"]) == 3
        if kind in ("conv", "conv1d"):
            return (made.Conv2D if two else made.Conv1D)(layer["units"], tuple(layer["size"]), strides=layer["stride"], padding=layer["padding"],
                                                       dilation_rate=layer["dilation"], activation="tanh")
        if kind in ("pool", "average-pool"):
            return {(True, True): made.MaxPooling2D, (True, False): made.MaxPooling1D, (False, True): made.AveragePooling2D,
                    (False, False): made.AveragePooling1D}[kind == "pool", two](layer["size"])
        if kind in ("global-average", "global-max"):
            return {(True, True): made.GlobalMaxPooling2D, (True, False): made.GlobalMaxPooling1D, (False, True): made.GlobalAveragePooling2D,
                    (False, False): made.GlobalAveragePooling1D}[kind == "global-max", two]()
        if kind == "flatten":
            return made.Flatten()
        if kind == "embedding":
            return made.Embedding(WORDS + 1, layer["units"])
        cell = (made.GRU if kind == "gru" else made.LSTM)(layer["units"], return_sequences=layer["sequence"], dropout=layer["dropout"],
                                                         recurrent_dropout=layer["recurrent-dropout"])
        return made.Bidirectional(cell) if layer["both"] else cell

    def set_masks(layer, built, step):
        for direction, one in enumerate([built.forward_layer, built.backward_layer] if layer["both"] else [built]):
            inputs, states = state_masks(layer, step, layer["input"][-1], direction)
            if inputs is not None:  # with a mask of the state for each gate Keras takes one of the inputs for each, too
                inputs = tf.constant(inputs)
                one.cell._dropout_mask = [inputs] * GATES[layer["kind"]] if states is not None else inputs
            if states is not None:
                one.cell._recurrent_dropout_mask = [tf.constant(state) for state in states]

    def train(text, optimizer):
        layers, arrays = plan(text)
        shape = layers[0]["shape"]
        stack = [(layer, None if layer["kind"] == "spatial-dropout" else built(layer)) for layer in layers[1:]]
        output = made.Dense(CLASSES)

        def lengthy(layer, one, x, lengths, step):
            """A layer on rows with lengths of their own, as Keras' masks and sums have it."""
            kind, steps = layer["kind"], layer["input"][0]
            there = there_of(lengths, steps)
            far = tf.constant(there[..., None])
            if kind == "embedding":
                one(x)
                # Of the table as a product: its own gradient comes place by place, and Keras' Adam squares each by itself.
                return tf.where(far, tf.gather(one.embeddings * tf.constant(word_mask(layer, step)), x), 0.0), lengths
            if kind in GATES:
                y = one(x, mask=tf.constant(there), training=True)
                return (tf.where(far, y, 0.0) if layer["sequence"] else y), lengths
            if kind == "conv1d":
                return tf.where(far, one(x), 0.0), lengths
            if kind == "pool":
                after = pooled(lengths, layer["size"])
                y = one(tf.where(far, x, -1e30))
                return tf.where(there_of(after, y.shape[1])[..., None], y, 0.0), after
            if kind == "average-pool":
                after = pooled(lengths, layer["size"])
                y = one(x) * layer["size"] / np.clip(lengths, 1, layer["size"]).astype(np.float32)[:, None, None]
                return tf.where(there_of(after, y.shape[1])[..., None], y, 0.0), after
            if kind == "global-max":
                return one(tf.where(far, x, -1e30)), lengths
            return one(x, mask=tf.constant(there)), lengths

        def forward(x, step):
            lengths = lengths_of(step, shape[0]) if layers[0]["lengths"] else None
            for layer, one in stack:
                if lengths is not None:
                    x, lengths = lengthy(layer, one, x, lengths, step)
                    continue
                if layer["kind"] == "spatial-dropout":
                    factors = spatial_mask(layer, step, layer["input"][-1])
                    x = x * tf.constant(factors.reshape(ROWS, *[1] * (len(layer["input"]) - 1), -1))
                    continue
                if layer["kind"] in GATES:
                    set_masks(layer, one, step)
                x = one(x, training=True)
            return output(x)

        forward(tf.constant(rows_of(layers, 0)), 0)
        modules = [one for _, one in stack if one is not None and one.trainable_variables] + [output]
        given, at = np.concatenate([a.ravel() for a in start(arrays)]), 0
        variables = [v for one in modules for v in one.trainable_variables]
        for v in variables:
            size = int(np.prod(v.shape))
            v.assign(given[at:at + size].reshape(v.shape))
            at += size
        rule = keras.optimizers.SGD(RATES["sgd"]) if optimizer == "sgd" else keras.optimizers.Adam(RATES["adam"])
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        for step in range(STEPS):
            with tf.GradientTape() as tape:
                value = loss(labels_of(step), forward(tf.constant(rows_of(layers, step)), step))
            rule.apply(tape.gradient(value, variables), variables)
        return [v.numpy() for v in variables]

    return f"keras {keras.__version__}, tensorflow {tf.__version__}", texts(SPATIAL + STATE, LENGTHS + READ + LEFT_OUT), train


def torch_cases():
    import torch
    from torch.nn import functional as f

    torch.set_num_threads(1)

    def gates_of(a, units, order):
        return torch.cat([a[..., g * units:(g + 1) * units] for g in order], -1)

    def recurrent(layer, x, w, step, lengths):
        units, wide = layer["units"], GATES[layer["kind"]] * layer["units"]
        order = (1, 0, 2) if layer["kind"] == "gru" else (0, 1, 2, 3)
        cell = torch.nn.GRU if layer["kind"] == "gru" else torch.nn.LSTM
        module = cell(layer["input"][-1], units, batch_first=True, bidirectional=layer["both"])
        named = {}
        for direction in range(2 if layer["both"] else 1):
            own = w[direction * layer["arrays"]:(direction + 1) * layer["arrays"]]
            u = own[1]
            if layer["weight-drop"]:
                u = u * torch.tensor(weight_mask(layer, step))
            end = "_l0_reverse" if direction else "_l0"
            named["weight_ih" + end] = gates_of(own[0], units, order).T
            named["weight_hh" + end] = gates_of(u, units, order).T
            named["bias_ih" + end] = gates_of(own[2], units, order)
            named["bias_hh" + end] = gates_of(own[3], units, order) if layer["kind"] == "gru" else torch.zeros(wide)
        if lengths is not None:
            packed = torch.nn.utils.rnn.pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
            out, last = torch.func.functional_call(module, named, (packed,))
            out = torch.nn.utils.rnn.pad_packed_sequence(out, batch_first=True, total_length=x.shape[1])[0]
        else:
            out, last = torch.func.functional_call(module, named, x)
        last = last if layer["kind"] == "gru" else last[0]
        return out if layer["sequence"] else last.transpose(0, 1).flatten(1)

    def forward(layers, w, x, step):
        x, at = torch.tensor(x), 0
        lengths = lengths_of(step, x.shape[1]) if layers[0]["lengths"] else None

        def there(y, other=0.0):
            """[rows, steps, n] with other numbers in the padding."""
            return y if lengths is None else torch.where(torch.tensor(there_of(lengths, y.shape[1]))[..., None], y, other)

        for layer in layers[1:]:
            kind, two = layer["kind"], len(layer["input"]) == 3
            if kind in ("pool", "global-max"):
                x = there(x, -torch.inf)
            first = x.movedim(-1, 1) if x.dim() > 2 else x
            if kind == "embedding":
                x, at = there(f.embedding(x, w[at] * torch.tensor(word_mask(layer, step)))), at + 1
            elif kind in ("conv", "conv1d"):
                pads = [n for before, behind, _ in reversed(layer["pads"]) for n in (before, behind)]
                kernel = w[at].movedim((-1, -2), (0, 1))
                y = (f.conv2d if two else f.conv1d)(f.pad(first, pads), kernel, w[at + 1], stride=layer["stride"], dilation=layer["dilation"])
                x, at = there(torch.tanh(y).movedim(1, -1)), at + 2
            elif kind == "pool":
                x = (f.max_pool2d if two else f.max_pool1d)(first, layer["size"]).movedim(1, -1)
                lengths = None if lengths is None else pooled(lengths, layer["size"])
                x = there(x)
            elif kind == "average-pool":
                x = (f.avg_pool2d if two else f.avg_pool1d)(first, layer["size"]).movedim(1, -1)
                if lengths is not None:
                    x = x * layer["size"] / torch.tensor(lengths).clamp(1, layer["size"])[:, None, None]
                    lengths = pooled(lengths, layer["size"])
                    x = there(x)
            elif kind == "global-average":
                x = first.flatten(2).mean(2) if lengths is None else x.sum(1) / torch.tensor(lengths)[:, None]
            elif kind == "global-max":
                x = first.flatten(2).amax(2)
            elif kind == "flatten":
                x = x.flatten(1)
            elif kind == "spatial-dropout":
                x = x * torch.tensor(spatial_mask(layer, step, layer["input"][-1])).reshape(ROWS, *[1] * (x.dim() - 2), -1)
            else:
                count = layer["arrays"] * (2 if layer["both"] else 1)
                x, at = recurrent(layer, x, w[at:at + count], step, lengths), at + count
        return x @ w[-2] + w[-1]

    def train(text, optimizer):
        layers, arrays = plan(text)
        w = [torch.tensor(a, requires_grad=True) for a in start(arrays)]
        rule = torch.optim.SGD(w, RATES["sgd"]) if optimizer == "sgd" else torch.optim.Adam(w, RATES["adam"])
        for step in range(STEPS):
            rule.zero_grad()
            outputs = forward(layers, w, rows_of(layers, step), step)
            f.cross_entropy(outputs, torch.tensor(labels_of(step))).backward()
            rule.step()
        return [a.detach().numpy() for a in w]

    return f"torch {torch.__version__}", texts(SPATIAL + WEIGHTS, LENGTHS + READ + LEFT_OUT), train


def mlx_cases():
    from importlib.metadata import version

    import mlx.core as mx
    import mlx.nn as nn
    import mlx.optimizers as optim

    def placed(x, places):
        return mx.take_along_axis(x, mx.array(places)[..., None], axis=1)

    def recurrent(layer, x, w, lengths):
        """Of rows with lengths of their own: a state does not depend on later steps, so that the last one is read where the row ends, and
        the second direction reads the steps that are there in the other order. MLX' layers have no mask."""
        units, outs = layer["units"], []
        turned_places = None if lengths is None else turned_of(lengths, x.shape[1])
        for direction in range(2 if layer["both"] else 1):
            own = w[direction * layer["arrays"]:(direction + 1) * layer["arrays"]]
            order = (1, 0, 2) if layer["kind"] == "gru" else (0, 1, 2, 3)
            turned = [mx.concatenate([a[..., g * units:(g + 1) * units] for g in order], -1) for a in own]
            module = (nn.GRU if layer["kind"] == "gru" else nn.LSTM)(layer["input"][-1], units)
            named = {"Wx": turned[0].T, "Wh": turned[1].T}
            if layer["kind"] == "gru":  # the biases of r and z are one in MLX
                named |= {"b": turned[2] + mx.concatenate([turned[3][:2 * units], mx.zeros(units)]), "bhn": turned[3][2 * units:]}
            else:
                named["bias"] = turned[2]
            module.update(named)
            back = x[:, ::-1] if lengths is None else placed(x, turned_places)
            out = module(back if direction else x)
            out = out if layer["kind"] == "gru" else out[0]
            if lengths is not None:
                last = placed(out, lengths[:, None] - 1)[:, 0]
                whole = mx.where(mx.array(there_of(lengths, x.shape[1]))[..., None], placed(out, turned_places) if direction else out, 0.0)
                outs.append(whole if layer["sequence"] else last)
                continue
            outs.append(out[:, -1] if not layer["sequence"] else out[:, ::-1] if direction else out)
        return mx.concatenate(outs, -1)

    def forward(layers, w, x, step):
        at = 0
        lengths = lengths_of(step, x.shape[1]) if layers[0]["lengths"] else None

        def there(y, other=0.0):
            return y if lengths is None else mx.where(mx.array(there_of(lengths, y.shape[1]))[..., None], y, other)

        for layer in layers[1:]:
            kind, two = layer["kind"], len(layer["input"]) == 3
            axes = tuple(range(1, x.ndim - 1))
            if kind in ("pool", "global-max"):
                x = there(x, -1e30)
            if kind == "embedding":
                x, at = there((w[at] * mx.array(word_mask(layer, step)))[x]), at + 1
            elif kind in ("conv", "conv1d"):
                padded = mx.pad(x, [(0, 0), *[pads[:2] for pads in layer["pads"]], (0, 0)])
                kernel = mx.moveaxis(w[at], -1, 0)
                y = (mx.conv2d if two else mx.conv1d)(padded, kernel, stride=layer["stride"], dilation=layer["dilation"]) + w[at + 1]
                x, at = there(mx.tanh(y)), at + 2
            elif kind == "pool":
                x = (nn.MaxPool2d if two else nn.MaxPool1d)(layer["size"])(x)
                lengths = None if lengths is None else pooled(lengths, layer["size"])
                x = there(x)
            elif kind == "average-pool":
                x = (nn.AvgPool2d if two else nn.AvgPool1d)(layer["size"])(x)
                if lengths is not None:
                    x = x * layer["size"] / mx.array(np.clip(lengths, 1, layer["size"]).astype(np.float32))[:, None, None]
                    lengths = pooled(lengths, layer["size"])
                    x = there(x)
            elif kind == "global-average":
                x = x.mean(axes) if lengths is None else x.sum(axes) / mx.array(lengths.astype(np.float32))[:, None]
            elif kind == "global-max":
                x = x.max(axes)
            elif kind == "flatten":
                x = x.reshape(ROWS, -1)
            else:
                count = layer["arrays"] * (2 if layer["both"] else 1)
                x, at = recurrent(layer, x, w[at:at + count], lengths), at + count
        return x @ w[-2] + w[-1]

    def train(text, optimizer):
        layers, arrays = plan(text)
        w = [mx.array(a) for a in start(arrays)]
        rule = optim.SGD(RATES["sgd"]) if optimizer == "sgd" else optim.Adam(RATES["adam"], bias_correction=True)
        gradient_of = mx.grad(lambda v, x, y, step: nn.losses.cross_entropy(forward(layers, v, x, step), y, reduction="mean"))
        names = [f"{i:02}" for i in range(len(w))]
        for step in range(STEPS):
            gradient = gradient_of(w, mx.array(rows_of(layers, step)), mx.array(labels_of(step)), step)
            after = rule.apply_gradients(dict(zip(names, gradient)), dict(zip(names, w)))
            w = [after[name] for name in names]
            mx.eval(w, rule.state)
        return [np.array(a) for a in w]

    return f"mlx {version('mlx-cpu')} (CPU)", texts([], LENGTHS + READ + LEFT_OUT), train
