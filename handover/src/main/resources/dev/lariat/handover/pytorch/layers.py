# ==== BatchNorm ====


class BatchNorm(nn.BatchNorm1d):
    """PyTorch's running variance divides by n - 1; Lariat's and Keras' by n."""

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = x.mean(0), x.var(0, unbiased=False)
            self.running_mean.lerp_(mean.detach(), self.momentum)
            self.running_var.lerp_(var.detach(), self.momentum)
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
# ==== BatchNorm of maps ====


class BatchNorm(nn.BatchNorm1d):
    """Of vectors, and of maps by channel. PyTorch's running variance divides by n - 1; Lariat's and Keras' by n."""

    def _check_input_dim(self, x):
        pass

    def forward(self, x):
        places = [axis for axis in range(x.dim()) if axis != 1]
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = x.mean(places), x.var(places, unbiased=False)
            self.running_mean.lerp_(mean.detach(), self.momentum)
            self.running_var.lerp_(var.detach(), self.momentum)
        mean, var, weight, bias = (v.reshape(-1, *[1] * (x.dim() - 2)) for v in (mean, var, self.weight, self.bias))
        return (x - mean) / torch.sqrt(var + self.eps) * weight + bias
# ==== Maps ====


class Maps(nn.Module):
    """A row as an image (height, width, channels) or a sequence (steps, channels); PyTorch wants the channels first."""

    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.movedim(1, -1).reshape(len(x), *self.shape).movedim(-1, 1)


class FlattenMaps(nn.Module):
    """In Lariat's and Keras' order, where the channels are last."""

    def forward(self, x):
        return x.movedim(1, -1).flatten(1)
# ==== OriginalDropout ====


class OriginalDropout(nn.Module):
    """The paper's form: scales by 1 - p at test time instead of by 1/(1 - p) in training."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        return x * (torch.rand_like(x) >= self.p) if self.training else x * (1 - self.p)
# ==== Embeddings ====


class Embeddings(nn.Module):
    """Replaces inputs that carry codes by learned vectors, which come after the other inputs."""

    def __init__(self, codes, inputs):
        super().__init__()
        self.codes = codes
        self.plain = [i for i in range(inputs) if i not in [code for code, _, _ in codes]]
        for code, levels, dimension in codes:
            table = nn.Embedding(levels, dimension)
            nn.init.uniform_(table.weight, -0.05, 0.05)
            self.add_module(f"table{code}", table)

    def forward(self, x):
        vectors = [getattr(self, f"table{code}")(x[:, code].long()) for code, _, _ in self.codes]
        return torch.cat([x[:, self.plain], *vectors], dim=1)
# ==== network ====


def network():
    model = nn.Sequential()
$LAYERS$INIT    return model
# ==== cut normal ====
    # A normal distribution cut at two standard deviations, widened to keep its variance.
    nn.init.trunc_normal_($WEIGHT, std=$STD, a=-2 * $STD, b=2 * $STD)
