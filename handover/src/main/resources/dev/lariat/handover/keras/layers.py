# ==== OriginalDropout ====


class OriginalDropout(layers.Layer):
    """The paper's form: scales by 1 - rate at test time instead of by 1/(1 - rate) in training."""

    def __init__(self, rate, **options):
        super().__init__(**options)
        self.rate, self.seeds = rate, keras.random.SeedGenerator()

    def call(self, x, training=False):
        if training:
            return x * ops.cast(keras.random.uniform(ops.shape(x), seed=self.seeds) >= self.rate, x.dtype)
        return x * (1 - self.rate)
# ==== Embeddings ====


class Embeddings(layers.Layer):
    """Replaces inputs that carry codes by learned vectors, which come after the other inputs."""

    def __init__(self, codes, inputs, regularizer=None, **options):
        super().__init__(**options)
        self.codes = [code for code, _, _ in codes]
        self.plain = [i for i in range(inputs) if i not in self.codes]
        self.tables = [
            layers.Embedding(levels, dimension, embeddings_regularizer=regularizer, name=f"table{code}")
            for code, levels, dimension in codes
        ]

    def call(self, x):
        vectors = [table(ops.cast(x[:, code], "int32")) for code, table in zip(self.codes, self.tables)]
        return ops.concatenate([ops.take(x, self.plain, axis=1), *vectors] if self.plain else vectors, axis=1)
# ==== GroupLasso ====


class GroupLasso(regularizers.Regularizer):
    """strength * sqrt(size) * |w_group| over groups of rows (axis 0) or columns (axis 1)."""

    def __init__(self, strength, axis, groups):
        self.strength, self.axis, self.groups = strength, axis, groups

    def __call__(self, w):
        w = ops.reshape(w, (-1, w.shape[-1]))
        squares = ops.segment_sum(ops.sum(w * w, axis=1 - self.axis), np.array(self.groups), max(self.groups) + 1)
        sizes = np.bincount(self.groups) * int(w.shape[1 - self.axis])
        return self.strength * ops.sum(np.sqrt(sizes).astype("float32") * ops.sqrt(squares))
# ==== network ====


def network():
    return keras.Sequential(
        [
            layers.Input(($IN,)),
$LIST        ]
    )
