"""Runs the files that Emit.java exported in one framework and compares their losses with Lariat's.

Usage: check.py keras|pytorch|mlx FOLDER. The last line is `N passed, N failed`.
With given initial weights and batch order every epoch's losses agree to a relative 1e-4; under dropout, whose
masks no two frameworks share, the last validation loss lies within the spread of seeds.
"""

import contextlib
import io
import json
import os
import runpy
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
TOLERANCE = 1e-4
SPREAD = 0.15

framework, folder = sys.argv[1], Path(sys.argv[2])
only = sys.argv[3:]
passed, failed = 0, []


def run(case):
    printed = io.StringIO()
    sys.argv = [
        str(case / f"{framework}.py"), str(folder / "mixed.csv"),
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
        result = run(case)
        worst = 0.0
        for theirs, ours in zip(result["history"], lariat, strict=True):
            for a, b in zip((theirs["trainLoss"], theirs["validationLoss"]), ours):
                worst = max(worst, abs(a - b) / abs(b))
        if case.name.startswith("dropout"):
            good = abs(result["validationLoss"] - lariat[-1][1]) <= SPREAD * lariat[-1][1]
        else:
            good = worst <= TOLERANCE
        print(f"{'ok  ' if good else 'FAIL'} {framework} {case.name}: worst relative difference {worst:.1e}", flush=True)
        passed += good
        if not good:
            failed.append(case.name)
    except Exception as error:  # noqa: BLE001 - a file that does not run is a failure to be counted
        print(f"FAIL {framework} {case.name}: {type(error).__name__}: {error}", flush=True)
        failed.append(case.name)
print(f"{passed} passed, {len(failed)} failed")
sys.exit(bool(failed))
