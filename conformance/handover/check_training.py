"""Runs the files that Emit.java exported in one framework and compares their losses with Lariat's.

Usage: check_training.py keras|pytorch|mlx FOLDER [CASE...]. The last line is `N passed, N failed`.
With given initial weights and batch order every epoch's losses agree to a relative 1e-4; under dropout and mixing, whose draws no
two frameworks share, Lariat's last validation loss lies within the 99.9 % prediction interval of SEEDS runs in the framework: of
about 20 such comparisons one fails by chance in 2 % of all draws. The masks of recurrent layers are looked at by themselves.
"""

import contextlib
import io
import json
import os
import runpy
import statistics
import sys
from pathlib import Path

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
TOLERANCE = 1e-4
SEEDS = 8
MAPS = ("maps-", "recurrent-", "masks-", "dropout-maps", "dropout-sequence", "shift-maps", "cutout-maps", "cutmix-maps")
DRAWN = ("dropout", "mixup", "cutmix", "shift", "cutout")
# The images that the case "pictures" reads.
PICTURES = "of-pictures"
ROWS, BATCHES, MOST = 4000, 120, 5.0  # of draws of masks, and how many standard errors may lie between
QUANTILE = 5.408  # of Student's t with SEEDS - 1 degrees of freedom, two-sided 99.9 %

framework, folder = sys.argv[1], Path(sys.argv[2])
only = sys.argv[3:]
passed, failed = 0, []


def table(name):
    if name == "pictures":
        return PICTURES
    if "padded" in name or "words" in name:
        return "padded.csv" if "padded" in name else "words.csv"
    return "maps.csv" if name.startswith(MAPS) else "mixed.csv"


def run(case, seed=None):
    printed = io.StringIO()
    script = case / f"{framework}.py"
    if seed is not None:
        source = script.read_text().replace("\nSEED = 7\n", f"\nSEED = {seed}\n")
        script = case / f"{framework}-{seed}.py"
        script.write_text(source)
    sys.argv = [
        str(script), str(folder / table(case.name)),
        "--weights", str(case / "weights.safetensors"), "--order", str(case / "order.json"),
    ]
    with contextlib.redirect_stdout(printed):
        runpy.run_path(sys.argv[0], run_name="__main__")
    return json.loads(printed.getvalue().strip().splitlines()[-1])


def simulated(weights, steps, rows, rates, rng):
    """Last states under masks that are drawn for each row by themselves and stay the same at all steps."""
    states = []
    for way in ("", "backward"):
        arrays = {}
        for name in ("kernel", "recurrentKernel", "bias", "recurrentBias"):
            called = name if not way else way + name[0].upper() + name[1:]
            arrays[name] = next((w.astype(np.float64) for key, w in weights.items() if key.split(".")[1] == called), None)
        if arrays["kernel"] is None:
            continue
        units, width = arrays["recurrentKernel"].shape
        gates = width // units

        def kept(rate, *shape):
            return (rng.random(shape) >= rate) / (1 - rate)

        inputs = kept(rates["inputs"], rows, steps.shape[1])
        masks = kept(rates["state"], rows, gates, units)
        u = arrays["recurrentKernel"] * kept(rates["weights"], rows, units, width)
        u = u.reshape(rows, units, gates, units)
        h = c = np.zeros((rows, units))
        for step in steps[::-1] if way else steps:
            own = ((step * inputs) @ arrays["kernel"] + arrays["bias"]).reshape(rows, gates, units)
            carried = np.einsum("rh,rgh,rhgk->rgk", h, masks, u)
            if gates == 4:
                i, f, g, o = np.moveaxis(own + carried, 1, 0)
                c = np.tanh(g) / (1 + np.exp(-i)) + c / (1 + np.exp(-f))
                h = np.tanh(c) / (1 + np.exp(-o))
            else:
                carried = carried + arrays["recurrentBias"].reshape(gates, units)
                z, r = np.moveaxis(1 / (1 + np.exp(-own[:, :2] - carried[:, :2])), 1, 0)
                h = z * h + (1 - z) * np.tanh(own[:, 2] + r * carried[:, 2])
        states.append(h)
    return np.concatenate(states, 1)


def trained(model, name):
    """A function that says what the recurrent layer gives in training."""
    if framework == "keras":
        import tensorflow as tf

        graph = tf.function(lambda x: model.get_layer(name)(x, training=True))
        return lambda x: graph(x).numpy()
    model.train()
    if framework == "pytorch":
        import torch

        return lambda x: getattr(model, name)(torch.from_numpy(x).movedim(-1, 1)).detach().numpy()
    import mlx.core as mx

    return lambda x: np.array(model[name](mx.array(x)))


def masks(case):
    """Mean and deviation of last states under dropout are those of masks that are the same at all steps."""
    from safetensors.numpy import load_file

    rates = json.loads((case / "noise.json").read_text())
    program = runpy.run_path(str(case / f"{framework}.py"), run_name="emitted")
    model = program["network"]()
    program["load"](model, case / "weights.safetensors")
    weights = {key: w for key, w in load_file(case / "weights.safetensors").items() if key.startswith(("gru", "lstm"))}
    name = next(iter(weights)).split(".")[0]
    layer = trained(model, name)
    rng = np.random.default_rng(5)
    steps = rng.standard_normal((14, 6)).astype(np.float32)
    if rates["weights"] > 0:  # one mask for a batch: batches of equal rows, which stay equal if nothing else is dropped
        batches = [layer(np.stack([steps] * 3)) for _ in range(BATCHES)]
        alone = rates["inputs"] == rates["state"] == 0
        assert all((np.abs(b - b[0]).max() < 1e-4) == alone for b in batches), "a mask of weights for each row"
        theirs = np.stack([b[0] for b in batches])
    else:
        theirs = layer(np.stack([steps] * ROWS))
    ours = simulated(weights, steps, ROWS, rates, rng)
    worst = 0.0
    n = 1 / len(theirs) + 1 / len(ours)
    for a, b in zip(theirs.T, ours.T):
        worst = max(worst, abs(a.mean() - b.mean()) / (b.std() * n**0.5), abs(a.std() / b.std() - 1) / n**0.5)
    assert worst < MOST, f"{worst:.1f} standard errors apart"
    return f"{len(theirs)} draws, at most {worst:.1f} standard errors apart"


for case in sorted(path for path in folder.iterdir() if path.is_dir()):
    if case.name == PICTURES or (only and case.name not in only):
        continue
    lariat = json.loads((case / "losses.json").read_text())
    try:
        if (case / "noise.json").exists():
            good, said = True, masks(case)
        elif case.name.startswith(DRAWN):
            theirs = [run(case, seed)["validationLoss"] for seed in range(SEEDS)]
            mean, deviation = statistics.mean(theirs), statistics.stdev(theirs)
            most = QUANTILE * deviation * (1 + 1 / SEEDS) ** 0.5
            good = 0 < abs(lariat[-1][1] - mean) <= most
            said = f"{lariat[-1][1]:.4f}, the framework's {SEEDS} seeds {mean:.4f} +- {deviation:.4f}"
        else:
            worst = 0.0
            for theirs, ours in zip(run(case)["history"], lariat, strict=True):
                for a, b in zip((theirs["trainLoss"], theirs["validationLoss"]), ours):
                    worst = max(worst, abs(a - b) / abs(b))
            good = worst <= TOLERANCE
            said = f"worst relative difference {worst:.1e}"
        print(f"{'ok  ' if good else 'FAIL'} {framework} {case.name}: {said}", flush=True)
        passed += good
        if not good:
            failed.append(case.name)
    except Exception as error:  # noqa: BLE001 - a file that does not run is a failure to be counted
        print(f"FAIL {framework} {case.name}: {type(error).__name__}: {error}", flush=True)
        failed.append(case.name)
print(f"{passed} passed, {len(failed)} failed")
sys.exit(bool(failed))
