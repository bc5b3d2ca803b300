# ==== imports ====
import torch
from torch import nn
# ==== network ====


def tensor(values):
    return torch.from_numpy(np.ascontiguousarray(values))


def network(kernel, bias):
    """The model: features as they are in, $OUT out."""
    model = nn.Linear(len(FEATURES), $K, dtype=torch.float64)
    with torch.no_grad():
        model.weight.copy_(tensor(kernel.T))
        model.bias.copy_(tensor(bias))
    return model


@torch.no_grad()
def predict(model, x):
    return model(tensor(x)).numpy()
