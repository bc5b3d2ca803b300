# ==== imports ====
import torch
import torch.nn.functional as F
from torch import nn
# ==== load ====


NAMES = {"kernel": "weight", "bias": "bias", "scale": "weight", "shift": "bias", "mean": "running_mean",
         "variance": "running_var"}


def parameter(model, name):
    """The tensor of a name in Lariat, and whether it lies the other way round."""
    layer, role = name.rsplit(".", 1)
$CELLS    if role.startswith("table"):
        layer, role = f"{layer}.{role}", "kernel"
        return model.get_submodule(layer).weight, False
    return getattr(model.get_submodule(layer), NAMES[role]), role == "kernel"


def load(model, path, prefix=""):
    from safetensors.numpy import load_file

    with torch.no_grad():
        for name, values in load_file(path).items():
            if not name.startswith(prefix):
                continue
            tensor, transposed = parameter(model, name[len(prefix) :])
$GATES            tensor.copy_(torch.from_numpy(values.T.copy() if transposed else values))
# ==== cells ====
    if isinstance(model.get_submodule(layer), Recurrent):
        rnn = model.get_submodule(layer).directions[role.startswith("backward")]
        role = role.removeprefix("backward").lower()
        return getattr(rnn, RECURRENT[role]), role.endswith("kernel")
# ==== gates ====
            values = gated(model, name[len(prefix) :], values)
# ==== recurrent ====


RECURRENT = {"kernel": "weight_ih_l0", "recurrentkernel": "weight_hh_l0", "bias": "bias_ih_l0",
             "recurrentbias": "bias_hh_l0"}


def gated(model, name, values):
    """PyTorch's GRU has the reset gate before the update gate."""
    layer = model.get_submodule(name.rsplit(".", 1)[0])
    if not isinstance(layer, Recurrent) or layer.kind is not nn.GRU:
        return values
    z, r, n = np.split(values, 3, axis=-1)
    return np.concatenate([r, z, n], axis=-1)
# ==== laid ====


def laid(values, shape):
    """A kernel [inputs, units] as PyTorch lays it: units, channels, then the window."""
    return np.moveaxis(values.reshape(*shape[2:], shape[1], shape[0]), (-1, -2), (0, 1)).copy()


def unlaid(w):
    """The other way round."""
    return np.moveaxis(w, (0, 1), (-1, -2)).reshape(-1, len(w))
# ==== after_step begin ====


@torch.no_grad()
def after_step(model, optimizer):
    for name, rules in REGULARIZERS.items():
        w, transposed = parameter(model, name)
# ==== after_step moments ====
        t = float(optimizer.state[w]["step"])
        v = optimizer.state[w]["$MEANSQUARE"].numpy()
# ==== after_step end ====
        step = $STEP
        values = w.numpy().T if transposed else w.numpy()
        values = constrained(values, $TURNED, rules)
        w.copy_(torch.from_numpy(values.T.copy() if transposed else values))
# ==== decay ====


@torch.no_grad()
def decay(model, optimizer):
    """Decoupled from the gradient, on kernels alone."""
    for name, rules in REGULARIZERS.items():
        parameter(model, name)[0].mul_(1 - optimizer.param_groups[0]["lr"] * rules.get("decay", 0.0))
# ==== penalty begin ====


def penalty(model):
    total = 0.0
    for name, rules in REGULARIZERS.items():
        w, transposed = parameter(model, name)
# ==== penalty groups ====
        if "group_lasso" in rules:
            strength, axis, groups = rules["group_lasso"]
            squares = (w * w).sum(1 - axis if not transposed else axis)
            sums = torch.zeros(max(groups) + 1).index_add(0, torch.tensor(groups), squares)
            sizes = torch.bincount(torch.tensor(groups)) * (w.numel() // len(groups))
            total = total + strength * (sizes.sqrt() * sums.sqrt()).sum()
# ==== evaluate ====


def loss_of(outputs, y, smoothing=0.0):
    """The loss of each row."""
    return $LOSS


@torch.no_grad()
def evaluate(model, x, y):
    """Mean loss without penalty and smoothing$ACCURACYDOC."""
    model.eval()
    outputs = model(x)
    loss = loss_of(outputs, y).mean().item()$UNIT
    return loss, $ACCURACY
# ==== outputs ====


@torch.no_grad()
def outputs_of(model, x):
    model.eval()
    return model(torch.from_numpy(x)).numpy()
# ==== setup ====
    x_train, y_train, x_val, y_val = map(torch.from_numpy, (x_train, y_train, x_val, y_val))
    torch.manual_seed(seed)
    model = network()
    if arguments.weights:
        load(model, arguments.weights, prefix)
    history = []
# ==== epochs ====
    for epoch in range(1, EPOCHS + 1):
        rows = torch.tensor(order["epochs"][epoch - 1]) if order else torch.randperm(len(x_train))
$DROP        model.train()
        for batch in rows.split(BATCH):
# ==== schedule ====
            for group in optimizer.param_groups:
                group["lr"] = LEARNING_RATE * factor(steps)
            steps += 1
# ==== step ====
            optimizer.zero_grad()
            losses = loss_of(model(x_train[batch]), y_train[batch]$SMOOTHING)
            $MEAN.backward()
# ==== mixed step ====
            optimizer.zero_grad()
            partners, share, taken = mixed(len(batch))
            partners, taken = torch.from_numpy(partners), torch.from_numpy(taken)
            inputs = x_train[batch]
            outputs = model(inputs * (1 - taken) + inputs[partners] * taken)
            partners = batch[partners]
            own = $OWNloss_of(outputs, y_train[batch]$SMOOTHING)
            other = $OTHERloss_of(outputs, y_train[partners]$SMOOTHING)
            ((1 - share) * own + share * other).mean().backward()
# ==== epoch end ====
        train_loss, _ = evaluate(model, x_train, y_train)
        val_loss, val_accuracy = evaluate(model, x_val, y_val)
# ==== groups ====
    # Kernels each with their own weight_decay; biases and normalisations with none.
    groups = [{"params": [parameter(model, name)[0]], "weight_decay": rules.get("$KEY", 0.0)}
              for name, rules in REGULARIZERS.items()]
    named = {id(group["params"][0]) for group in groups}
    groups.append({"params": [p for p in model.parameters() if id(p) not in named], "weight_decay": 0.0})
