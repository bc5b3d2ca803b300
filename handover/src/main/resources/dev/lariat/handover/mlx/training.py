# ==== imports ====
import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as optim
from mlx.utils import tree_flatten, tree_map, tree_unflatten
# ==== load ====


NAMES = {"kernel": "weight", "bias": "bias", "scale": "weight", "shift": "bias", "mean": "running_mean",
         "variance": "running_var"}


def place(name):
    """The module's path and the attribute of a name in Lariat, and whether it lies the other way round."""
    layer, role = name.rsplit(".", 1)
$CELLS    return ([layer, role], "weight", False) if role.startswith("table") else ([layer], NAMES[role], role == "kernel")


def owner(tree, path):
    for name in path:
        tree = tree[name]
    return tree


def load(model, path, prefix=""):
    from safetensors.numpy import load_file

    for name, values in load_file(path).items():
        if not name.startswith(prefix):
            continue
        layers, role, transposed = place(name[len(prefix) :])
        setattr(owner(model, layers), role, mx.array(values.T if transposed else values))
# ==== cells ====
    if layer.startswith(("gru", "lstm")):  # as in Lariat, each direction by itself
        plain = role.removeprefix("backward")
        return [layer, "directions", int(plain != role)], plain[0].lower() + plain[1:], False
# ==== laid ====


def laid(values, shape):
    """A kernel [inputs, units] as MLX lays it: units, then the window, then channels."""
    return np.moveaxis(values.reshape(*shape[1:], shape[0]), -1, 0)


def unlaid(w):
    """The other way round."""
    return np.moveaxis(w, 0, -1).reshape(-1, len(w))
# ==== after_step ====


def after_step(model, optimizer):
    lr = optimizer.learning_rate.item()
    for name, rules in REGULARIZERS.items():
        layers, role, transposed = place(name)
        module = owner(model, layers)
        values = np.array(getattr(module, role))
$MOMENTS        step = $STEP
        values = constrained(values.T if transposed else values, $TURNED, rules)
        setattr(module, role, mx.array(values.T if transposed else values))
# ==== after_step moments ====
        t = optimizer.step.item()
        v = np.array(owner(optimizer.state, layers)[role]["v"])
# ==== decay ====


def decay(model, optimizer):
    """Decoupled decay of kernels alone: MLX's AdamW would take the biases too."""
    for name, rules in REGULARIZERS.items():
        layers, role, _ = place(name)
        module = owner(model, layers)
        setattr(module, role, getattr(module, role) * (1 - optimizer.learning_rate * rules.get("decay", 0.0)))
# ==== penalty ====


def penalty(model):
    """MLX's optimizers couple no penalty: it joins the loss, on kernels alone."""
    total = mx.array(0.0)
    for name, rules in REGULARIZERS.items():
        layers, role, transposed = place(name)
        w = owner(model, layers)[role]
# ==== group lasso penalty ====
        if "group_lasso" in rules:
            strength, axis, groups = rules["group_lasso"]
            squares = (w * w).sum(axis=1 - axis if not transposed else axis)
            sums = mx.zeros(max(groups) + 1).at[mx.array(groups)].add(squares)
            sizes = np.bincount(groups) * (w.size // len(groups))
            total = total + strength * (mx.array(np.sqrt(sizes).astype(np.float32)) * mx.sqrt(sums)).sum()
# ==== evaluate ====


def loss_of(outputs, y, smoothing=0.0):
    """The loss of each row."""
    return $LOSS


def evaluate(model, x, y):
    """Mean loss without penalty and smoothing."""
    model.eval()
    outputs = model(x)
    loss = loss_of(outputs, y).mean().item()$UNIT
    return loss, $ACCURACY
# ==== outputs ====


def network():
    return Network()


def outputs_of(model, x):
    model.eval()
    return np.array(model(mx.array(x)))
# ==== setup ====
    x_train, y_train, x_val, y_val = map(mx.array, (x_train, y_train, x_val, y_val))
    mx.random.seed(seed)
    model = Network()
    if arguments.weights:
        load(model, arguments.weights, prefix)
    mx.eval(model.parameters())
    optimizer = $OPTIMIZER
    optimizer.init(model.trainable_parameters())
    history = []
# ==== objective ====

    def objective(model, batch):
        losses = loss_of(model(x_train[batch]), y_train[batch]$SMOOTHING)
        return $MEAN$PENALTY

    loss_and_gradients = nn.value_and_grad(model, objective)
    for epoch in range(1, EPOCHS + 1):
        rows = mx.array(order["epochs"][epoch - 1]) if order else mx.random.permutation(len(x_train))
$DROP        model.train()
        for start in range(0, len(x_train), BATCH):
# ==== mixed objective ====

    def objective(model, batch, partners, share, taken):
        inputs = x_train[batch]
        outputs = model(inputs * (1 - taken) + inputs[partners] * taken)
        partners = batch[partners]
        own = $OWNloss_of(outputs, y_train[batch]$SMOOTHING)
        other = $OTHERloss_of(outputs, y_train[partners]$SMOOTHING)
        return ((1 - share) * own + share * other).mean()$PENALTY

    loss_and_gradients = nn.value_and_grad(model, objective)
    for epoch in range(1, EPOCHS + 1):
        rows = mx.array(order["epochs"][epoch - 1]) if order else mx.random.permutation(len(x_train))
        model.train()
        for start in range(0, len(x_train), BATCH):
# ==== mixed gradients ====
            batch = rows[start : start + BATCH]
            partners, share, taken = mixed(len(batch))
            _, gradients = loss_and_gradients(model, batch, mx.array(partners), share, mx.array(taken))
# ==== schedule ====
            optimizer.learning_rate = LEARNING_RATE * factor(steps)
            steps += 1
# ==== penalty beside clipping ====
            _, more = nn.value_and_grad(model, penalty)(model)
            gradients = tree_map(lambda g, p: g + p, gradients, more)
# ==== epoch end ====
            mx.eval(model.state, optimizer.state)
$KEPT        train_loss, _ = evaluate(model, x_train, y_train)
        val_loss, val_accuracy = evaluate(model, x_val, y_val)
