"""Runs the files that Emit.java exported in one framework and compares their losses with Lariat's.

Usage: check_training.py keras|pytorch|mlx FOLDER [CASE...]. The last line is `N passed, N failed`.
With given initial weights and batch order every epoch's losses agree to a relative 1e-4; under dropout and mixing, whose draws no
two frameworks share, Lariat's last validation loss lies within the 99.9 % prediction interval of SEEDS runs in the framework: of
about 20 such comparisons one fails by chance in 2 % of all draws.
"""

import contextlib
import io
import json
import os
import runpy
import statistics
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
TOLERANCE = 1e-4
SEEDS = 8
MAPS = ("maps-", "dropout-maps", "dropout-sequence", "shift-maps", "cutout-maps", "cutmix-maps")
DRAWN = ("dropout", "mixup", "cutmix", "shift", "cutout")
QUANTILE = 5.408  # of Student's t with SEEDS - 1 degrees of freedom, two-sided 99.9 %

framework, folder = sys.argv[1], Path(sys.argv[2])
only = sys.argv[3:]
passed, failed = 0, []


def run(case, seed=None):
    printed = io.StringIO()
    script = case / f"{framework}.py"
    if seed is not None:
        source = script.read_text().replace("\nSEED = 7\n", f"\nSEED = {seed}\n")
        script = case / f"{framework}-{seed}.py"
        script.write_text(source)
    sys.argv = [
        str(script), str(folder / ("maps.csv" if case.name.startswith(MAPS) else "mixed.csv")),
        "--weights", str(case / "weights.safetensors"), "--order", str(case / "order.json"),
    ]
    with contextlib.redirect_stdout(printed):
        runpy.run_path(sys.argv[0], run_name="__main__")
    return json.loads(printed.getvalue().strip().splitlines()[-1])


for case in sorted(path for path in folder.iterdir() if path.is_dir()):
    if only and case.name not in only:
        continue
    lariat = json.loads((case / "losses.json").read_text())
    try:
        if case.name.startswith(DRAWN):
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
