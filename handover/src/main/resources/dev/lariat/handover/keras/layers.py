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

    def build(self, shape):
        for table in self.tables:
            table.build(shape)

    def call(self, x):
        # Of a product: where a code is in a batch twice, Keras' Adam would square the gradient of each row by itself.
        codes = [ops.cast(x[:, code], "int32") for code in self.codes]
        vectors = [ops.take(table.embeddings * 1.0, code, axis=0) for code, table in zip(codes, self.tables)]
        return ops.concatenate([ops.take(x, self.plain, axis=1), *vectors] if self.plain else vectors, axis=1)
# ==== GroupLasso ====


@keras.saving.register_keras_serializable()
class GroupLasso(regularizers.Regularizer):
    """strength * sqrt(size) * |w_group| over groups of rows (axis 0) or columns (axis 1)."""

    def __init__(self, strength, axis, groups):
        self.strength, self.axis, self.groups = strength, axis, groups

    def get_config(self):
        return {"strength": self.strength, "axis": self.axis, "groups": self.groups}

    def __call__(self, w):
        w = ops.reshape(w, (-1, w.shape[-1]))
        squares = ops.segment_sum(ops.sum(w * w, axis=1 - self.axis), np.array(self.groups), max(self.groups) + 1)
        sizes = np.bincount(self.groups) * int(w.shape[1 - self.axis])
        return self.strength * ops.sum(np.sqrt(sizes).astype("float32") * ops.sqrt(squares))
# ==== Padded ====


@keras.saving.register_keras_serializable()
class Sequences(layers.Layer):
    """Takes a row apart: its steps, where there is one, and what stands beside them. Nothing depends on padding."""

    def __init__(self, steps, channels, **options):
        super().__init__(**options)
        self.steps, self.channels = steps, channels

    def call(self, rows):
        n = self.steps * self.channels
        there = ops.arange(self.steps, dtype="int32") < ops.cast(ops.round(rows[:, n : n + 1]), "int32")
        x = ops.reshape(rows[:, :n], (-1, self.steps, self.channels))
        return ops.where(there[..., None], x, 0.0), there, rows[:, n + 1 :]

    def get_config(self):
        return {**super().get_config(), "steps": self.steps, "channels": self.channels}


@keras.saving.register_keras_serializable()
class Cleared(layers.Layer):
    """Padded steps are 0 again."""

    def __init__(self, **options):
        super().__init__(**options)
        self.supports_masking = True

    def compute_mask(self, *_):
        return None

    def call(self, x, there):
        return ops.where(there[..., None], x, 0.0)


@keras.saving.register_keras_serializable()
class Pool(Cleared):
    """Of the steps that are there, in windows or all; a row that is shorter than a window keeps one step."""

    def __init__(self, size=None, largest=False, **options):
        super().__init__(**options)
        self.size, self.largest = size, largest

    def call(self, x, there):
        steps, channels = x.shape[1:]
        size = self.size or steps
        lengths = ops.sum(ops.cast(there, "int32"), axis=1, keepdims=True)
        x = ops.where(there[..., None], x, -3e38 if self.largest else 0.0)
        if self.largest:
            x = ops.max_pool(x, size, size)
        else:
            x = ops.sum(ops.reshape(x[:, : steps // size * size], (-1, steps // size, size, channels)), axis=2)
            x = x / ops.cast(ops.clip(lengths, 1, size), x.dtype)[..., None]
        if self.size is None:
            return ops.where(lengths > 0, x[:, 0], 0.0)
        there = ops.arange(steps // size, dtype="int32") < ops.minimum(lengths, ops.maximum(lengths // size, 1))
        return ops.where(there[..., None], x, 0.0), there

    def get_config(self):
        return {**super().get_config(), "size": self.size, "largest": self.largest}
# ==== Words ====


@keras.saving.register_keras_serializable()
class Words(layers.Layer):
    """A vector for each word of a text, one more for words that are not known. A share of the words may be left out of
    a batch, in all of its rows."""

    def __init__(self, words, dimension, rate=0.0, regularizer=None, **options):
        super().__init__(**options)
        self.words, self.dimension, self.rate = words, dimension, rate
        self.seeds = keras.random.SeedGenerator()
        self.tables = [layers.Embedding(words + 1, dimension, embeddings_regularizer=regularizer, name="table")]

    def build(self, shape):
        self.tables[0].build(shape[:-1])

    def compute_output_shape(self, shape, *_):
        return (*shape[:-1], self.dimension)

    def call(self, x, there, training=False):
        places = ops.cast(x[..., 0], "int32")
        kept = ops.ones((self.words + 1, 1))
        if training and self.rate > 0:
            kept = keras.random.dropout(kept, self.rate, seed=self.seeds)
        # Of a product: where a word is in a batch twice, Keras' Adam would square the gradient of each place by itself.
        vectors = ops.take(self.tables[0].embeddings * kept, places, axis=0)
        return ops.where(there[..., None], vectors, 0.0)

    def get_config(self):
        return {**super().get_config(), "words": self.words, "dimension": self.dimension, "rate": self.rate}
# ==== padded network ====


def network():
    rows = layers.Input(($IN,))
$LIST    return keras.Model(rows, x)
# ==== Masked ====


class Masked:
    """Masks that stay the same at all steps and that Keras has no argument for: one of a row's inputs for all gates,
    and one of the weights that the state meets, for all rows of a batch."""

    def __init__(self, *sizes, masked_inputs=0.0, masked_weights=0.0, **options):
        super().__init__(*sizes, **options)
        self.masked_inputs, self.masked_weights = masked_inputs, masked_weights
        self.seeds = keras.random.SeedGenerator()

    def call(self, sequences, initial_state=None, mask=None, training=False):
        weights = self.cell.recurrent_kernel
        if training:
            sequences = sequences * self.mask(ops.ones_like(sequences[:, :1]), self.masked_inputs)
            self.cell.recurrent_kernel = weights * self.mask(ops.ones_like(weights), self.masked_weights)
        try:
            return super().call(sequences, initial_state=initial_state, mask=mask, training=training)
        finally:
            self.cell.recurrent_kernel = weights

    def mask(self, ones, rate):
        return keras.random.dropout(ones, rate, seed=self.seeds) if rate > 0 else ones

    def get_config(self):
        masked = {"masked_inputs": self.masked_inputs, "masked_weights": self.masked_weights}
        return {**super().get_config(), **masked}
# ==== masked cell ====


@keras.saving.register_keras_serializable()
class Masked$CELL(Masked, layers.$CELL):
    pass
# ==== network ====


def network():
    return keras.Sequential(
        [
            layers.Input(($IN,)),
$LIST        ]
    )
