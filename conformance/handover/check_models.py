"""Loads what EmitModels.java exported into the tools that it is for and compares predictions with Lariat's.

Usage: check_models.py onnx|linear|keras|tensorboard FOLDER. The last line is `N passed, N failed`.
"""

import contextlib
import io
import json
import os
import runpy
import sys
import traceback
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np

MISSING = {"", "NA", "N/A", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "Null", "?"}


def close(theirs, ours, tolerance):
    """The largest difference, relative to the larger of 1 and the number."""
    theirs, ours = np.asarray(theirs, np.float64).ravel(), np.asarray(ours, np.float64).ravel()
    assert theirs.shape == ours.shape, f"{theirs.shape} and {ours.shape}"
    worst = float(np.max(np.abs(theirs - ours) / np.maximum(1, np.abs(ours))))
    assert worst <= tolerance, f"differs by {worst:.1e}"
    return f"largest difference {worst:.1e}"


def onnx(folder):
    """Every graph on the raw rows of its table: texts as they stand there, numbers as doubles, nothing prepared."""
    import onnxruntime
    import pandas as pd

    def check(case):
        wanted = json.loads((case / "case.json").read_text())
        table = pd.read_csv(wanted["table"], dtype=str, keep_default_na=False)[:: wanted["step"]]
        session = onnxruntime.InferenceSession(case / "model.onnx", providers=["CPUExecutionProvider"])
        inputs = {}
        for column in session.get_inputs():
            text = table[column.name]
            missing = text.isin(MISSING)
            if column.type == "tensor(string)":
                values = text.to_numpy(object)
            elif column.name in wanted["dates"]:
                days = (pd.to_datetime(text.mask(missing)) - pd.Timestamp(0)) / pd.Timedelta(days=1)
                values = days.to_numpy(np.float64)
            else:
                values = pd.to_numeric(text.mask(missing)).to_numpy(np.float64)
            inputs[column.name] = values[:, None]
        outputs = dict(zip([o.name for o in session.get_outputs()], session.run(None, inputs)))
        numbers = outputs["probabilities" if wanted["classes"] else "prediction"]
        said = close(numbers, wanted["predictions"], 1e-5)
        if wanted["classes"]:
            best = np.asarray(wanted["predictions"]).reshape(numbers.shape).argmax(axis=1)
            assert list(outputs["label"]) == [wanted["classes"][i] for i in best], "other labels"
        return f"{len(table)} rows, {said}"

    return {case.name: (check, case) for case in sorted((folder / "onnx").iterdir())}


def linear(folder):
    """The emitted fits reach the optimum that Lariat reached."""
    from safetensors.numpy import load_file

    def check(case, framework):
        wanted = json.loads((case / "case.json").read_text())
        printed = io.StringIO()
        sys.argv = [str(case / f"{framework}.py"), wanted["table"]]
        with contextlib.redirect_stdout(printed):
            runpy.run_path(sys.argv[0], run_name="__main__")
        result = json.loads(printed.getvalue().strip().splitlines()[-1])
        weights = load_file(case / "safetensors.safetensors")
        kernel = weights["output.kernel"]
        assert 0 < result["iterations"] < 20_000 and np.isfinite(result["validationLoss"])
        assert (np.asarray(result["coefficients"]) == 0).sum() == (kernel == 0).sum(), "other zeros"
        scale = np.abs(kernel).max()
        said = close(np.asarray(result["coefficients"]) / scale, kernel / scale, 1e-4)
        close(result["loss"] / wanted["loss"], 1.0, 1e-6)
        return f"{result['iterations']} iterations, {said}"

    return {
        f"{case.name} in {framework}": (check, case, framework)
        for case in sorted((folder / "linear").iterdir())
        for framework in ("keras", "pytorch", "mlx")
    }


def keras(folder):
    """Keras files read by Lariat predict as in Keras, and so does the Keras code that Lariat makes of them."""

    def check(file):
        golden = json.loads(file.with_suffix(".json").read_text())
        ours = json.loads(file.with_name(file.stem + "-lariat.json").read_text())
        said = close(ours, golden["predictions"], 1e-5)
        emitted = runpy.run_path(str(file.with_suffix(".py")), run_name="emitted")
        model = emitted["network"]()
        emitted["load"](model, file.with_suffix(".safetensors"))
        inputs = np.asarray(golden["inputs"], np.float32)
        outputs = np.asarray(model.predict(inputs.reshape(len(inputs), -1), verbose=0), np.float64)
        if "CLASSES" in emitted:
            outputs = 1 / (1 + np.exp(-outputs)) if outputs.shape[1] == 1 else np.exp(outputs) / np.exp(outputs).sum(1, keepdims=True)
        else:
            outputs = emitted["MEAN"] + emitted["DEVIATION"] * outputs
        return f"{said}; emitted again: {close(outputs, golden['predictions'], 1e-5)}"

    files = [file for file in sorted((folder / "keras").glob("*.keras")) if file.with_suffix(".json").exists()]
    return {file.stem: (check, file) for file in files}


def predict(folder):
    """The emitted programs give Lariat's predictions for the weights that it exported."""
    import csv

    def check(case, framework):
        wanted = json.loads((case / "case.json").read_text())
        printed = io.StringIO()
        sys.argv = [str(case / f"{framework}.py"), wanted["table"], "--weights", str(case / "safetensors.safetensors"), "--predict"]
        with contextlib.redirect_stdout(printed):
            runpy.run_path(sys.argv[0], run_name="__main__")
        header, *rows = csv.reader(printed.getvalue().splitlines())
        classes = wanted["classes"]
        assert header == ["prediction", *(f"probability_{name}" for name in classes)], header
        numbers = np.array([row[1:] if classes else row for row in rows], float)
        if classes:
            assert [row[0] for row in rows] == [classes[i] for i in numbers.argmax(axis=1)], "other classes"
        ours = np.asarray(wanted["predictions"]).reshape(numbers.shape)
        return f"{len(rows)} rows, {close(numbers / max(1.0, np.abs(ours).max()), ours / max(1.0, np.abs(ours).max()), 1e-5)}"

    return {
        f"{case.name} in {framework}": (check, case, framework)
        for case in sorted((folder / "predict").iterdir())
        for framework in ("keras", "pytorch", "mlx")
    }


def tensorboard(folder):
    """TensorBoard's own reader gives the losses that the run printed."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    def check(run):
        events = EventAccumulator(str(run / "board"))
        events.Reload()
        history = json.loads((run / "result.json").read_text())["epochs"]
        said = ""
        for tag, key in (("loss/training", "trainLoss"), ("loss/validation", "validationLoss")):
            scalars = events.Scalars(tag)
            assert [s.step for s in scalars] == [epoch["epoch"] for epoch in history]
            said = close([s.value for s in scalars], [epoch[key] for epoch in history], 1e-6)
        histograms = events.Tags()["histograms"]
        assert "dense1/kernel" in histograms, histograms
        assert events.Histograms("dense1/kernel")[-1].histogram_value.num > 0
        hyperparameters = events.summary_metadata["_hparams_/session_start_info"].plugin_data
        assert hyperparameters.plugin_name == "hparams"
        return f"{len(events.Tags()['scalars'])} scalars, {len(histograms)} histograms, {said}"

    return {run.name: (check, run) for run in sorted((folder / "tensorboard").iterdir())}


passed = failed = 0
kind = sys.argv[1]
for name, (check, *arguments) in {"onnx": onnx, "linear": linear, "keras": keras, "predict": predict, "tensorboard": tensorboard}[kind](
    Path(sys.argv[2])
).items():
    try:
        print(f"ok   {kind} {name}: {check(*arguments)}", flush=True)
        passed += 1
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a failure to be counted
        print(f"FAIL {kind} {name}: {type(error).__name__}: {error}", flush=True)
        traceback.print_exc()
        failed += 1
print(f"{passed} passed, {failed} failed")
sys.exit(bool(failed))
