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
# ==== Padded ====


class Rows:
    """How many steps the rows of a batch have, and what stands beside their sequences: nothing depends on padding."""

    def there(self, x):
        return torch.arange(x.shape[-1]) < self.lengths[:, None, None]

    def cleared(self, x):
        return torch.where(self.there(x), x, 0.0)

    def turned(self, x):
        """[rows, steps, n]: the steps that are there, the last one first."""
        places = torch.arange(x.shape[1])
        back = torch.where(places < self.lengths[:, None], self.lengths[:, None] - 1 - places, places)
        return x.gather(1, back[..., None].expand_as(x))

    def last(self, x):
        """[rows, steps, n]: the last step that is there."""
        last = (self.lengths - 1).clamp(0)[:, None, None].expand(-1, 1, x.shape[-1])
        return torch.where(self.lengths[:, None] > 0, x.gather(1, last)[:, 0], 0.0)


class Padded(nn.Module):
    """Does something to rows whose sequences have lengths of their own."""

    def __init__(self, rows, *sizes, largest=False):
        super().__init__()
        self.rows, self.sizes, self.largest = rows, sizes, largest


class Sequences(Padded):
    """Takes a row apart: its steps (steps, channels), how many there are, and what stands beside them."""

    def forward(self, x):
        steps, channels = self.sizes
        self.rows.lengths = x[:, steps * channels].round().long()
        self.rows.beside = x[:, steps * channels + 1 :]
        return self.rows.cleared(x[:, : steps * channels].reshape(len(x), steps, channels).movedim(-1, 1))


class Cleared(Padded):
    """Padded steps are 0 again."""

    def forward(self, x):
        return self.rows.cleared(x)


class Pool(Padded):
    """Of the steps that are there, in windows or all; a row that is shorter than a window keeps one step."""

    def forward(self, x):
        lengths, size = self.rows.lengths, self.sizes[0] if self.sizes else x.shape[-1]
        x = torch.where(self.rows.there(x), x, -torch.inf if self.largest else 0.0)
        x = x[..., : x.shape[-1] // size * size].unflatten(-1, (-1, size))
        if self.largest:
            x = x.amax(-1) if len(self.sizes) == 0 else F.max_pool1d(x.flatten(-2), size)
        else:
            x = x.sum(-1) / lengths.clamp(1, size)[:, None, None]
        if not self.sizes:
            return torch.where(lengths[:, None] > 0, x[..., 0], 0.0)
        self.rows.lengths = torch.minimum(lengths, (lengths // size).clamp(1))
        return self.rows.cleared(x)


class Join(Padded):
    """What stands beside the sequences, behind a vector."""

    def forward(self, x):
        return torch.cat([x, self.rows.beside], 1)
# ==== Words ====


class Words(Padded):
    """A vector for each word of a text, one more for words that are not known. A share of the words may be left out of
    a batch, in all of its rows."""

    def __init__(self, rows, words, dimension, rate=0.0):
        super().__init__(rows)
        self.rate = rate
        self.table = nn.Embedding(words + 1, dimension)
        nn.init.uniform_(self.table.weight, -0.05, 0.05)

    def forward(self, x):
        weight = self.table.weight
        if self.training and self.rate > 0:
            weight = weight * F.dropout(weight.new_ones(len(weight), 1), self.rate)
        return self.rows.cleared(F.embedding(x[:, 0].long(), weight).movedim(-1, 1))
# ==== Recurrent ====


class Recurrent(nn.Module):
    """A GRU or an LSTM on sequences whose channels come first: gives its last state or, whole, those of all steps.

    Each direction is a module: the states of both stand side by side.
    """

    def __init__(self, kind, inputs, units, directions=1, whole=False, rows=None):
        super().__init__()
        self.kind, self.whole, self.rows = kind, whole, rows
        self.directions = nn.ModuleList(kind(inputs, units, batch_first=True) for _ in range(directions))
        if kind is nn.LSTM:
            for rnn in self.directions:  # Lariat and Keras have one bias: two equal ones move twice as far in a step
                nn.init.zeros_(rnn.bias_hh_l0).requires_grad_(False)

    def read(self, rnn, x):
        return rnn(x)[0]

    def forward(self, x):
        x = x.movedim(1, -1)
        turned = self.rows.turned if self.rows else lambda s: s.flip(1)
        states = [self.read(rnn, turned(x) if back else x) for back, rnn in enumerate(self.directions)]
        if not self.whole:
            return torch.cat([self.rows.last(s) if self.rows else s[:, -1] for s in states], -1)
        x = torch.cat([turned(s) if back else s for back, s in enumerate(states)], -1).movedim(-1, 1)
        return self.rows.cleared(x) if self.rows else x
# ==== Masked ====


class Masked(Recurrent):
    """With masks that are drawn once for all steps: of a row's inputs, of its state before each gate's product, and of
    the weights that the state meets, for all rows of a batch.

    The dropout argument of nn.GRU and nn.LSTM is another one: it acts between stacked layers and draws for each step.
    """

    def __init__(self, *sizes, inputs=0.0, state=0.0, weights=0.0, **options):
        super().__init__(*sizes, **options)
        self.inputs, self.state, self.weights = inputs, state, weights

    def read(self, rnn, x):
        if not self.training:
            return rnn(x)[0]
        rows, units = len(x), rnn.hidden_size
        x = x * F.dropout(x.new_ones(rows, 1, x.shape[-1]), self.inputs)
        weights = F.dropout(rnn.weight_hh_l0, self.weights)
        if self.state == 0:
            return torch.func.functional_call(rnn, {"weight_hh_l0": weights}, (x,))[0]
        gates = len(weights) // units
        masks = F.dropout(x.new_ones(gates, rows, units), self.state)
        weights, biases = weights.reshape(gates, units, units).mT, rnn.bias_hh_l0.reshape(gates, 1, units)
        h = c = x.new_zeros(rows, units)
        states = []
        for step in (x @ rnn.weight_ih_l0.T + rnn.bias_ih_l0).unbind(1):
            own, carried = step.reshape(rows, gates, units).movedim(1, 0), (h * masks) @ weights + biases
            if self.kind is nn.LSTM:
                i, f, g, o = own + carried
                c = i.sigmoid() * g.tanh() + f.sigmoid() * c
                h = o.sigmoid() * c.tanh()
            else:
                r, z = (own[:2] + carried[:2]).sigmoid()
                h = z * h + (1 - z) * (own[2] + r * carried[2]).tanh()
            states.append(h)
        return torch.stack(states, 1)
# ==== recurrent initializers ====
    for rnn in model.$NAME.directions:
$KERNEL        nn.init.zeros_(rnn.bias_ih_l0)
        nn.init.zeros_(rnn.bias_hh_l0)
$FORGET        nn.init.orthogonal_(rnn.weight_hh_l0)
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
