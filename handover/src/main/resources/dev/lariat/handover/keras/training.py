# ==== imports ====
import keras
from keras import layers, ops, regularizers
# ==== Penalised ====


class Penalised($BASE):
    """Clips the loss's gradient alone and then adds the penalties'; Keras would clip their sum."""

    def apply(self, gradients, variables):
        norm = ops.sqrt(sum(ops.sum(g * g) for g in gradients))
        gradients = [g * ops.minimum(1.0, $NORM / norm) for g in gradients]
        super().apply([g + self.penalty(v) for g, v in zip(gradients, variables)], variables)

    def penalty(self, variable):
        rules = self.rules.get(variable.path, {})
        return $PENALTY
# ==== load ====


NAMES = {"scale": "gamma", "shift": "beta", "mean": "moving_mean", "variance": "moving_variance"}


def parameter(model, name):
    """The variable of a name in Lariat; kernels lie as they do there, those of convolutions with an axis for each direction."""
    layer, role = name.rsplit(".", 1)
    layer = model.get_layer(layer)
$CELLS    if role.startswith("table"):
        return next(table.embeddings for table in layer.tables if table.name == role)
    return getattr(layer, NAMES.get(role, role))


def load(model, path, prefix=""):
    from safetensors.numpy import load_file

    for name, values in load_file(path).items():
        if name.startswith(prefix):
            variable = parameter(model, name[len(prefix) :])
$BIASES            variable.assign(values.reshape(variable.shape))
# ==== cells ====
    if isinstance(layer, (layers.RNN, layers.Bidirectional)):
        if isinstance(layer, layers.Bidirectional):
            layer = layer.backward_layer if role.startswith("backward") else layer.forward_layer
        names = {"kernel": "kernel", "recurrentkernel": "recurrent_kernel"}
        return getattr(layer.cell, names.get(role.removeprefix("backward").lower(), "bias"))
# ==== biases ====
            if values.ndim == 1 and len(variable.shape) == 2:  # a GRU's biases: the inputs' row, and the state's
                rows = np.array(ops.convert_to_numpy(variable))
                rows[int(name.lower().endswith("recurrentbias"))] = values
                values = rows
# ==== Steps ====


class Steps(keras.callbacks.Callback):
    """What Keras has no argument for."""

# ==== decay ====
        lr = float(self.model.optimizer.learning_rate)
        for name, rules in REGULARIZERS.items():
            w = parameter(self.model, name)
            w.assign(w * (1 - lr * rules.get("decay", 0.0)))
# ==== on_train_batch_end ====
    def on_train_batch_end(self, batch, logs=None):
        optimizer = self.model.optimizer
        lr = float(optimizer.learning_rate)
# ==== Mixed ====


class Mixed(keras.utils.PyDataset):
    """Batches in order, their rows mixed in pairs."""

    def __init__(self, x, y):
        super().__init__()
        self.x, self.y = x, y

    def __len__(self):
        return -(-len(self.x) // BATCH)

    def __getitem__(self, step):
        x, y = (values[step * BATCH : (step + 1) * BATCH] for values in (self.x, self.y))
        partners, share, taken = mixed(len(x))
        return x * (1 - taken) + x[partners] * taken, y * (1 - share) + y[partners] * share
# ==== evaluate ====


def evaluate(model, x, y):
    """Mean loss without the penalties that Keras' own evaluate would add."""
    outputs = model.predict(x, batch_size=4096, verbose=0)
    loss = float(np.mean(ops.convert_to_numpy($LOSS)))$UNIT
    return loss, $ACCURACY
# ==== outputs ====


def outputs_of(model, x):
    return model.predict(x, batch_size=4096, verbose=0)
# ==== setup ====
    keras.utils.set_random_seed(seed)
    model = network()
    if arguments.weights:
        load(model, arguments.weights, prefix)
    optimizer = $OPTIMIZER
# ==== mixed epochs ====
    for epoch in range(1, EPOCHS + 1):
        rows = order["epochs"][epoch - 1] if order else np.random.permutation(len(x_train))
        model.fit(Mixed(x_train[rows], targets[rows]), shuffle=False, verbose=0$CALLBACK)
        train_loss, _ = evaluate(model, x_train, y_train)
        val_loss, val_accuracy = evaluate(model, x_val, y_val)
# ==== epochs ====
    for epoch in range(1, EPOCHS + 1):
        rows = order["epochs"][epoch - 1] if order else np.random.permutation(len(x_train))
$DROP        # Shuffled here, so that an order can be given.
        model.fit(x_train[rows], targets[rows], batch_size=BATCH, shuffle=False, verbose=0$WEIGHTS$CALLBACK)
$KEPT        train_loss, _ = evaluate(model, x_train, y_train)
        val_loss, val_accuracy = evaluate(model, x_val, y_val)
