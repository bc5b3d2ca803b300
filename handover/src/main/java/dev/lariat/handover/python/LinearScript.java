package dev.lariat.handover.python;

import dev.lariat.handover.pruning.LinearPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.Script;
import dev.lariat.handover.translation.Framework;
import dev.lariat.data.DataException;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Python file that fits a linear model's objective at its λ in a framework, by accelerated proximal gradient: Beck
 * and Teboulle 2009, "A fast iterative shrinkage-thresholding algorithm", restarted as O'Donoghue and Candès 2015,
 * "Adaptive restart for accelerated gradient schemes", do. The optimum is unique wherever the objective is strictly
 * convex, so that the way there does not matter.
 */
public final class LinearScript {
  private final LinearPlan plan;
  private final Framework framework;
  private final Family family;
  private final Script script = new Script();

  /**
   * Plans the file.
   *
   * @throws DataException if it has an offset, counts, or does not say its penalty
   */
  public LinearScript(LinearPlan plan, Framework framework) {
    this.plan = plan;
    this.framework = framework;
    this.family = plan.model.path().family();
    if (family == Family.POISSON) {
      throw new DataException(
          "the loss of counts has no bound on its curvature, so no fixed step fits it: take --to java or onnx");
    }
    if (!plan.model.offset().isEmpty()) {
      throw new DataException("a model with an offset is not written as Python: take --to java or onnx");
    }
  }

  @Override
  public String toString() {
    head();
    script.add(PythonTable.of(plan).text());
    losses();
    network();
    proximal();
    fit();
    main();
    return script.toString();
  }

  private void head() {
    boolean intercept = plan.objective().intercept();
    script.add("""
        \"""Fits in $FRAMEWORK what Lariat fitted: $COMMAND

        The objective is mean loss + LAMBDA * (ALPHA * |w|_1 + (1 - ALPHA) / 2 * |w|^2) with w $OFWHAT.
        The loss is $LOSS$INTERCEPT. Accelerated proximal gradient on all rows at once
        finds its optimum, zeros included, which no optimizer of the framework's own does.

        Usage: python FILE.py TABLE [--weights FILE.safetensors] [--order FILE.json]
        Needs $PACKAGES. The last line printed is a JSON object.
        $LEFTOUT\"""

        import argparse
        import json

        import numpy as np
        import pandas as pd
        $IMPORTS
        TARGET = $TARGET
        """, "FRAMEWORK", framework.title(), "COMMAND", PythonShared.command(plan.model.provenance()), "OFWHAT",
        plan.objective().standardize() ? "of the features scaled to unit variance" : "of the features as they are",
        "LOSS", switch (family) {
          case GAUSSIAN -> "(y - prediction)^2 / 2";
          case BINOMIAL, MULTINOMIAL -> "the cross-entropy";
          case POISSON -> throw new IllegalStateException("refused");
        }, "INTERCEPT", intercept ? ", the intercept is not penalised" : ", there is no intercept", "PACKAGES",
        switch (framework) {
          case KERAS -> "numpy, pandas, keras with a backend and, with --weights, safetensors";
          case PYTORCH -> "numpy, pandas, torch and, with --weights, safetensors";
          default -> "numpy, pandas, mlx and, with --weights, safetensors";
        }, "LEFTOUT",
        plan.leftOut == 0 ? "" : plan.leftOut + " features whose coefficients are all zero are left out.\n", "IMPORTS",
        switch (framework) {
          case KERAS -> """
              import keras
              from keras import layers, ops

              keras.config.set_floatx("float64")
              """;
          case PYTORCH -> "import torch\nfrom torch import nn\n";
          default -> """
              import mlx.core as mx
              import mlx.nn as nn

              mx.set_default_device(mx.cpu)  # double precision is for the CPU alone
              """;
        }, "TARGET", Script.quoted(plan.model.target().name()));
    script.addIf(family != Family.GAUSSIAN, "CLASSES = $CLASSES\n", "CLASSES",
        Script.strings(plan.model.target().classes()));
    script.add("""
        LAMBDA, ALPHA = $LAMBDA, $ALPHA
        ITERATIONS, TOLERANCE = 20_000, $TOLERANCE
        SEED = $SEEDS
        VALIDATION = 0.2
        FEATURES = $FEATURES
        """, "LAMBDA", NumberLiteral.of(plan.model.point().lambda()), "ALPHA",
        NumberLiteral.of(plan.objective().penalty().alpha()), "TOLERANCE",
        framework == Framework.MLX ? "1e-8  # its root is of single precision" : "1e-10", "SEEDS",
        plan.model.provenance().seed(), "FEATURES", Script.strings(plan.names()));
    script.addIf(plan.objective().penalty().factors() != null,
        "FACTORS = np.array([$F])[:, None]  # of each feature's penalty\n", "F", numbers(plan.factors()));
    script.addIf(plan.grouped(), """
        # |w|_1 is the sum of sqrt(size) * |w_group|_2 over these groups.
        GROUPS = $GROUPS
        GROUP_ROOTS = np.array([$ROOTS])[:, None]
        """, "GROUPS", Script.numbers(plan.groups()), "ROOTS", numbers(plan.groupRoots()));
    script.addIf(plan.objective().penalty().groupClasses(),
        "# |w|_1 is the sum of |w_feature|_2, the length of a feature's coefficients for all classes.\n");
    script.addIf(plan.limited(), """
        LOWEST = np.array([$LOWER])[:, None]
        HIGHEST = np.array([$UPPER])[:, None]
        """, "LOWER", limits(plan.lower()), "UPPER", limits(plan.upper()));
  }

  private static String numbers(List<Double> values) {
    return values.stream().map(NumberLiteral::of).collect(Collectors.joining(", "));
  }

  private static String limits(List<Double> values) {
    return values.stream()
        .map(v -> v.isInfinite() ? (v > 0 ? "np.inf" : "-np.inf") : NumberLiteral.of(v))
        .collect(Collectors.joining(", "));
  }

  private void losses() {
    script.add("""


        def outputs_of(y):
            \"""What the model's outputs are to meet, [rows, $K].\"""
            return $TARGETS


        def loss_of(outputs, y):
            \"""The mean $WHAT.\"""
            return float(np.mean($LOSS))
        """, "K", plan.outputs, "TARGETS", switch (family) {
      case GAUSSIAN -> "y[:, None]";
      case BINOMIAL -> "y[:, None].astype(np.float64)";
      default -> "np.eye(len(CLASSES))[y]";
    }, "WHAT", family == Family.GAUSSIAN ? "squared error" : "cross-entropy", "LOSS", switch (family) {
      case GAUSSIAN -> "(outputs - y) ** 2";
      case BINOMIAL -> "np.logaddexp(0, outputs) - y * outputs";
      default -> "np.logaddexp.reduce(outputs, axis=1) - (y * outputs).sum(axis=1)";
    });
  }

  private void network() {
    script.add(switch (framework) {
      case KERAS -> """


          def tensor(values):
              return ops.convert_to_tensor(values)


          def network(kernel, bias):
              \"""The model: features as they are in, $OUT out.\"""
              model = keras.Sequential([layers.Input((len(FEATURES),)), layers.Dense($K, name="output")])
              model.set_weights([kernel, bias])
              return model


          def predict(model, x):
              return ops.convert_to_numpy(model(x))
          """;
      case PYTORCH -> """


          def tensor(values):
              return torch.from_numpy(np.ascontiguousarray(values))


          def network(kernel, bias):
              \"""The model: features as they are in, $OUT out.\"""
              model = nn.Linear(len(FEATURES), $K, dtype=torch.float64)
              with torch.no_grad():
                  model.weight.copy_(tensor(kernel.T))
                  model.bias.copy_(tensor(bias))
              return model


          @torch.no_grad()
          def predict(model, x):
              return model(tensor(x)).numpy()
          """;
      default -> """


          def tensor(values):
              return mx.array(values, dtype=mx.float64)


          def network(kernel, bias):
              \"""The model: features as they are in, $OUT out.\"""
              model = nn.Linear(len(FEATURES), $K)
              model.weight, model.bias = tensor(kernel.T), tensor(bias)
              return model


          def predict(model, x):
              return np.array(model(tensor(x)))
          """;
    }, "OUT", family == Family.GAUSSIAN ? "the prediction" : "logits", "K", plan.outputs);
  }

  private String module() {
    return switch (framework) {
      case KERAS -> "ops";
      case PYTORCH -> "torch";
      default -> "mx";
    };
  }

  private String numpy(String tensor) {
    return switch (framework) {
      case KERAS -> "ops.convert_to_numpy(" + tensor + ")";
      case PYTORCH -> tensor + ".numpy()";
      default -> "np.array(" + tensor + ")";
    };
  }

  private void proximal() {
    boolean grouped = plan.grouped() || plan.objective().penalty().groupClasses();
    String relu = framework == Framework.MLX ? "nn.relu" : module() + ".relu";
    String more = (grouped ? ", same" : "") + (plan.limited() ? ", lowest, highest" : "");
    script.add("""


        def proximal(w, step, l1, l2$MORE):
            \"""argmin over z of |z - w|^2 / (2 step) + l1 * |z|_1 + l2 / 2 * |z|^2.\"""
        $THRESHOLD
        """, "MORE", more, "THRESHOLD",
        grouped
            ? "    length = " + module() + ".sqrt(" + (plan.grouped() ? "same @ (w * w)" : "(w * w) @ same")
                + ")\n    w = w * " + relu + "(1 - step * l1 / (length + 1e-300))"
            : "    w = " + module() + ".sign(w) * " + relu + "(" + module() + ".abs(w) - step * l1)");
    script.add(plan.limited()
        ? "    return $M.minimum($M.maximum(w / (1 + step * l2), lowest), highest)\n"
        : "    return w / (1 + step * l2)\n", "M", module());
  }

  private void fit() {
    boolean intercept = plan.objective().intercept();
    String curvature = switch (family) {
      case GAUSSIAN -> "1.0";
      case BINOMIAL -> "0.25";
      default -> "0.5";
    };
    LinearPenalty penalty = plan.objective().penalty();
    boolean standardize = plan.objective().standardize();
    boolean conditioned = !standardize && !plan.grouped() && !penalty.groupClasses();
    String l1 = (penalty.factors() == null ? "" : " * FACTORS") + (plan.grouped() ? " * GROUP_ROOTS" : "")
        + (conditioned ? " / scale[:, None]" : "");
    String l2 = (penalty.factors() == null ? "" : " * FACTORS")
        + (plan.glmnet() && family == Family.GAUSSIAN ? " / float(y.std())" : "")
        + (conditioned ? " / scale[:, None] ** 2" : "");
    script.add("""


        def fit(x, y, kernel, bias):
            \"""The optimum from a start, and how many iterations it took; x is [rows, features], y [rows, $K].\"""
            center = $CENTER
            scale = $SCALE
            scale[scale == 0] = 1
            z = (x - center) / scale
            # The step is one over a bound on the curvature of the mean loss.
            step = 1 / float($CURVE * max(1.0, np.linalg.eigvalsh(z.T @ z / len(z))[-1]))
            l1 = LAMBDA * ALPHA$FIRST
            l2 = LAMBDA * (1 - ALPHA)$SECOND
        """, "K", plan.outputs, "CENTER", intercept ? "x.mean(axis=0)" : "np.zeros(x.shape[1])", "SCALE",
        standardize
            ? "x.std(axis=0)"
            : conditioned
                ? "np.sqrt(((x - center) ** 2).mean(axis=0))  # alike for speed; the penalty takes it back"
                : "np.ones(x.shape[1])",
        "CURVE", curvature, "FIRST", l1, "SECOND", l2);
    var settings = new Script();
    settings.add("step, $FIRST, $SECOND", "FIRST", l1.isEmpty() ? "l1" : "tensor(l1)", "SECOND",
        l2.contains("[:, None]") || l2.contains("FACTORS") ? "tensor(l2)" : "l2");
    settings.addIf(plan.grouped(), ", tensor(np.equal.outer(GROUPS, GROUPS).astype(np.float64))");
    settings.addIf(penalty.groupClasses(), ", tensor(np.ones(($K, $K)))", "K", plan.outputs);
    settings.addIf(plan.limited(), ", tensor(LOWEST * scale[:, None]), tensor(HIGHEST * scale[:, None])");
    script.add("""
            settings = ($SETTINGS)
            w, b = tensor(kernel * scale[:, None]), tensor($START)
            z, transposed, y = tensor(z), tensor(z.T), tensor(y)
            ahead, b_ahead, momentum = w, b, 1.0
            for iteration in range(1, ITERATIONS + 1):
                outputs = z @ ahead + b_ahead
                residual = $MEAN - y  # the loss's gradient
                new_w = proximal(ahead - step * (transposed @ residual) / len(x), *settings)
                new_b = $BIAS
                if float($M.sum((ahead - new_w) * (new_w - w))) > 0:
                    momentum = 1.0  # it overshoots: begin again
                next_momentum = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
                push = (momentum - 1) / next_momentum
                change = max(float($M.max($M.abs(new_w - w))), float($M.max($M.abs(new_b - b))))
                ahead, b_ahead = new_w + push * (new_w - w), new_b + push * (new_b - b)
                w, b, momentum = new_w, new_b, next_momentum
                if change <= TOLERANCE * max(1.0, float($M.max($M.abs(w)))):
                    break
            kernel = $W / scale[:, None]
            return kernel, $B - center @ kernel, iteration
        """, "SETTINGS", settings, "START", intercept ? "bias + center @ kernel" : "np.zeros(" + plan.outputs + ")",
        "MEAN", switch (family) {
          case GAUSSIAN -> "outputs";
          case BINOMIAL -> module() + ".sigmoid(outputs)";
          default -> module() + ".softmax(outputs, 1)";
        }, "BIAS", intercept ? "b_ahead - step * " + module() + ".mean(residual, 0)" : "b", "M", module(), "W",
        numpy("w"), "B", numpy("b"));
  }

  private void main() {
    script.add("""


        def load(path):
            from safetensors.numpy import load_file

            weights = load_file(path)
            return weights["output.kernel"], weights["output.bias"]
        """);
    PythonShared.arguments(script);
    script.add("""
            y = outputs_of(y)
            start = load(arguments.weights) if arguments.weights else (np.zeros((len(FEATURES), $K)), np.zeros($K))
            kernel, bias, iterations = fit(x[training], y[training], *start)
            outputs = predict(network(kernel, bias), x)
            train_loss, val_loss = loss_of(outputs[training], y[training]), loss_of(outputs[validation], y[validation])
            print(f"{len(training)} rows, {iterations} iterations - loss: {train_loss:.4f} - val_loss: {val_loss:.4f}$ACCURACY")
            kernel, bias, iterations = fit(x, y, *start)  # as Lariat did: the model is of all rows
            model = network(kernel, bias)
            loss = loss_of(predict(model, x), y)
            print(f"{len(x)} rows, {iterations} iterations - loss: {loss:.4f}")
            for name, row in zip(["intercept", *FEATURES], [bias, *kernel]):
                print(f"  {name:<30}", *(f"{value:12.6g}" for value in row))
            print(json.dumps({"framework": $VERSION, "trainLoss": train_loss, "validationLoss": val_loss, "loss": loss,
                              "iterations": iterations, "intercept": bias.tolist(), "coefficients": kernel.tolist()}))


        if __name__ == "__main__":
            main()
        """, "K", plan.outputs, "ACCURACY", switch (family) {
      case BINOMIAL -> " - val_accuracy: {np.mean((outputs[validation] > 0) == y[validation]):.4f}";
      case MULTINOMIAL -> " - val_accuracy: {np.mean(outputs[validation].argmax(1) == y[validation].argmax(1)):.4f}";
      default -> "";
    }, "VERSION", switch (framework) {
      case KERAS -> "f\"keras {keras.__version__} on {keras.backend.backend()}\"";
      case PYTORCH -> "f\"torch {torch.__version__}\"";
      default -> "f\"mlx {mx.__version__}\"";
    });
  }
}
