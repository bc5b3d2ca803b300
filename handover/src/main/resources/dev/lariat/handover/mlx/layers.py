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
# ==== Network ====


class Network(nn.Module):
    def __init__(self):
        super().__init__()
$MADE
    def __call__(self, x):
$CALLED        return x
