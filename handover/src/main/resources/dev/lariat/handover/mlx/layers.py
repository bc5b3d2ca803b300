# ==== BatchNorm ====


class BatchNorm(nn.BatchNorm):
    """MLX's running variance divides by n - 1; Lariat's and Keras' by n."""

    def __call__(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            rows = tuple(range(x.ndim - 1))
            mean, var = x.mean(axis=rows), x.var(axis=rows)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mx.stop_gradient(mean)
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * mx.stop_gradient(var)
        return (x - mean) * mx.rsqrt(var + self.eps) * self.weight + self.bias
# ==== OriginalDropout ====


class OriginalDropout(nn.Module):
    """The paper's form: scales by 1 - p at test time instead of by 1/(1 - p) in training."""

    def __init__(self, p):
        super().__init__()
        self._p = p

    def __call__(self, x):
        return x * mx.random.bernoulli(1 - self._p, x.shape) if self.training else x * (1 - self._p)
# ==== Embeddings ====


class Embeddings(nn.Module):
    """Replaces inputs that carry codes by learned vectors, which come after the other inputs."""

    def __init__(self, codes, inputs):
        super().__init__()
        self._codes = [code for code, _, _ in codes]
        self._plain = [i for i in range(inputs) if i not in self._codes]
        for code, levels, dimension in codes:
            table = nn.Embedding(levels, dimension)
            table.weight = mx.random.uniform(-0.05, 0.05, table.weight.shape)
            setattr(self, f"table{code}", table)

    def __call__(self, x):
        vectors = [getattr(self, f"table{code}")(x[:, code].astype(mx.int32)) for code in self._codes]
        return mx.concatenate([x[:, mx.array(self._plain)], *vectors] if self._plain else vectors, axis=1)
# ==== Maps ====


def windows(x, size):
    """Windows side by side: [rows, …, numbers of a window, channels]."""
    if x.ndim == 3:
        n, t, c = x.shape
        return x[:, : t // size * size].reshape(n, t // size, size, c)
    n, h, w, c = x.shape
    h, w = h // size, w // size
    x = x[:, : h * size, : w * size].reshape(n, h, size, w, size, c)
    return x.transpose(0, 1, 3, 2, 4, 5).reshape(n, h, w, size * size, c)


def mean(x):
    return x.mean(axis=-2)


def largest(x):
    """Its gradient goes to the first of equals, as in Lariat; that of MLX' own maximum is shared among them."""
    first = mx.stop_gradient(mx.argmax(x, axis=-2, keepdims=True))
    return mx.take_along_axis(x, first, axis=-2).squeeze(-2)


class SpatialDropout(nn.Module):
    """Whole channels of a row; MLX' own drops those of a sequence for all rows at once."""

    def __init__(self, p):
        super().__init__()
        self._p = p

    def __call__(self, x):
        if not self.training or self._p == 0:
            return x
        shape = (len(x), *[1] * (x.ndim - 2), x.shape[-1])
        return x * mx.random.bernoulli(1 - self._p, shape) / (1 - self._p)
# ==== Padded ====


def cleared(x, lengths, zero=0.0):
    """Maps of rows with lengths of their own: the steps behind are padding, on which nothing depends."""
    return mx.where((mx.arange(x.shape[1]) < lengths[:, None])[..., None], x, zero)


def turned(x, lengths):
    """The steps that are there, the last one first."""
    places = mx.arange(x.shape[1])
    back = mx.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)
    return mx.take_along_axis(x, mx.broadcast_to(back[..., None], x.shape), axis=1)


def last(x, lengths):
    """The last step that is there."""
    place = mx.maximum(lengths - 1, 0)[:, None, None]
    found = mx.take_along_axis(x, mx.broadcast_to(place, (len(x), 1, x.shape[-1])), axis=1)[:, 0]
    return mx.where(lengths[:, None] > 0, found, 0.0)


def pooled(x, lengths, size, joined):
    """Of the steps that are there, and their lengths: a row that is shorter than a window keeps one step."""
    x = windows(cleared(x, lengths, -mx.inf if joined is largest else 0.0), size)
    x = joined(x) if joined is largest else x.sum(axis=-2) / mx.clip(lengths, 1, size)[:, None, None]
    lengths = mx.minimum(lengths, mx.maximum(lengths // size, 1))
    return cleared(x, lengths), lengths
# ==== Recurrent ====


class Direction(nn.Module):
    """The weights of one direction as they lie in Lariat and Keras: gates side by side, of an LSTM i, f, g, o, of a GRU
    z, r, n with two biases. MLX' own GRU adds the two up, so that it trains otherwise."""

    def __init__(self, gates, channels, units):
        super().__init__()
        self.kernel = mx.zeros((channels, gates * units))
        self.recurrentKernel = nn.init.orthogonal()(mx.zeros((units, gates * units)))
        self.bias = mx.zeros(gates * units)
        if gates == 3:
            self.recurrentBias = mx.zeros(gates * units)
        else:
            self.bias[units : 2 * units] = 1.0  # of the forget gate


class Recurrent(nn.Module):
    """A GRU (3 gates) or an LSTM (4): gives its last state or, whole, those of all steps; both ways side by side.

    Masks are drawn once for all steps: of a row's inputs, of its state before each gate's product, and of the weights
    that the state meets, for all rows of a batch.
    """

    def __init__(self, gates, channels, units, directions=1, whole=False, **masked):
        super().__init__()
        self.directions = [Direction(gates, channels, units) for _ in range(directions)]
        self._gates, self._units, self._whole, self._masked = gates, units, whole, masked

    def mask(self, what, *shape):
        rate = self._masked.get(what, 0.0) if self.training else 0.0
        return mx.random.bernoulli(1 - rate, shape) / (1 - rate) if rate > 0 else mx.array(1.0)

    def read(self, direction, x):
        rows, steps, channels = x.shape
        gates, units = self._gates, self._units
        weights = direction.recurrentKernel * self.mask("weights", units, gates * units)
        weights = weights.reshape(units, gates, units).transpose(1, 0, 2)
        own = (x * self.mask("inputs", rows, 1, channels)) @ direction.kernel + direction.bias
        own = own.reshape(rows, steps, gates, units).transpose(1, 2, 0, 3)
        biases = direction.recurrentBias.reshape(gates, 1, units) if gates == 3 else 0.0
        masks = self.mask("state", gates, rows, units)
        h = c = mx.zeros((rows, units))
        states = []
        for t in range(steps):
            carried = (h * masks) @ weights + biases
            if gates == 3:
                z, r = mx.sigmoid(own[t, :2] + carried[:2])
                h = z * h + (1 - z) * mx.tanh(own[t, 2] + r * carried[2])
            else:
                i, f, g, o = own[t] + carried
                c = mx.sigmoid(i) * mx.tanh(g) + mx.sigmoid(f) * c
                h = mx.sigmoid(o) * mx.tanh(c)
            states.append(h)
        return states

    def __call__(self, x, lengths=None):
        if lengths is not None:
            states = [mx.stack(self.read(direction, turned(x, lengths) if d else x), axis=1)
                      for d, direction in enumerate(self.directions)]
            if not self._whole:
                return mx.concatenate([last(s, lengths) for s in states], axis=-1)
            states = [turned(s, lengths) if d else s for d, s in enumerate(states)]
            return cleared(mx.concatenate(states, axis=-1), lengths)
        back = x[:, ::-1]
        states = [self.read(direction, back if d else x) for d, direction in enumerate(self.directions)]
        if not self._whole:
            return mx.concatenate([s[-1] for s in states], axis=-1)
        ordered = [mx.stack(s[::-1] if d else s, axis=1) for d, s in enumerate(states)]
        return mx.concatenate(ordered, axis=-1)
# ==== recurrent kernel ====
        for direction in self.$NAME.directions:
            direction.kernel = $KERNEL
# ==== recurrent uniform ====
        for direction in self.$NAME.directions:
            for name, values in direction.items():
                direction[name] = mx.random.uniform(-$BOUND, $BOUND, values.shape)
# ==== Words ====


class Words(nn.Module):
    """A vector for each word of a text, one more for words that are not known. A share of the words may be left out of
    a batch, in all of its rows."""

    def __init__(self, words, dimension, rate):
        super().__init__()
        self.rate = rate
        self.table = nn.Embedding(words + 1, dimension)
        self.table.weight = mx.random.uniform(-0.05, 0.05, (words + 1, dimension))

    def __call__(self, x):
        places = x[..., 0].astype(mx.int32)
        vectors = self.table(places)
        if self.training and self.rate > 0:
            kept = mx.random.bernoulli(1 - self.rate, (len(self.table.weight), 1)) / (1 - self.rate)
            vectors = vectors * kept[places]
        return vectors
# ==== Network ====


class Network(nn.Module):
    def __init__(self):
        super().__init__()
$MADE
    def __call__(self, x):
$CALLED        return x
