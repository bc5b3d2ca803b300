# ==== BatchNorm ====


class BatchNorm(nn.BatchNorm):
    """MLX's running variance divides by n - 1; Lariat's and Keras' by n."""

    def __call__(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = x.mean(axis=0), x.var(axis=0)
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
# ==== Network ====


class Network(nn.Module):
    def __init__(self):
        super().__init__()
$MADE
    def __call__(self, x):
$CALLED        return x
