package dev.lariat.handover.python;

import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.Script;
import dev.lariat.handover.python.ScriptPlan.Kind;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.Provenance;
import dev.lariat.net.EarlyStopping;
import dev.lariat.net.TrainingPlan;

/** What the emitted Python files of all frameworks have in common. */
public final class PythonShared {
  private PythonShared() {}

  /**
   * Everything above the network: what the file is, imports, settings, how the table is read, what is done to rows and
   * weights.
   *
   * @param rules whether the regularizers are written as a table
   * @param maxNorm whether lengths are limited by hand
   */
  public static void beginning(Script script, ScriptPlan plan, boolean rules, boolean maxNorm, String framework,
      String packages, String imports) {
    head(script, plan, framework, packages, imports);
    if (rules) {
      rules(script, plan);
    }
    script.add(PythonTable.of(plan).text());
    rowWeights(script, plan);
    proximal(script, plan, maxNorm);
    script.addIf(plan.scheduled(), "\n\n$FUNCTION", "FUNCTION", plan.scheduleFunction());
  }

  /** The command that made a model, for a docstring. */
  static String command(Provenance provenance) {
    return provenance.command().replace("\\", "/").replace("\"\"\"", "'''");
  }

  private static void head(Script script, ScriptPlan plan, String framework, String packages, String imports) {
    TrainingPlan training = plan.plan;
    ModelTarget target = plan.model.target();
    var left = plan.network.leftOut();
    script.add("""
        \"""Trains in $FRAMEWORK what Lariat trained: $COMMAND

        Usage: python FILE.py TABLE [--weights FILE.safetensors] [--order FILE.json]
        Needs $PACKAGES. The last line printed is a JSON object.
        $LEFTOUT\"""

        import argparse
        import json
        $MATH
        import numpy as np
        import pandas as pd
        $IMPORTS
        TARGET = $TARGET
        """, "FRAMEWORK", framework, "COMMAND", command(plan.model.provenance()), "PACKAGES", packages, "LEFTOUT",
        left.inputs() + left.units() == 0
            ? ""
            : left.inputs() + " inputs and " + left.units()
                + " hidden units whose weights are all zero are left out.\n",
        "MATH", plan.scheduled() ? "import math\n" : "", "IMPORTS", imports, "TARGET", Script.quoted(target.name()));
    script.addIf(plan.classes(), "CLASSES = $CLASSES\n", "CLASSES", Script.strings(target.classes()));
    script.addIf(!plan.classes(), "MEAN, DEVIATION = $MEAN, $DEVIATION\n", "MEAN",
        NumberLiteral.of(plan.model.scale().mean()), "DEVIATION", NumberLiteral.of(plan.model.scale().deviation()));
    double share = plan.model.validationShare();
    script.add("""
        EPOCHS = $EPOCHS
        BATCH = $BATCH
        LEARNING_RATE = $RATE
        SEED = $SEED
        VALIDATION = $SHARE
        """, "EPOCHS", training.epochs(), "BATCH", training.batch(), "RATE",
        NumberLiteral.of(training.optimizer().learningRate()), "SEED", training.seed(), "SHARE",
        NumberLiteral.of(share > 0 ? share : 0.2));
    if (training.earlyStopping().isPresent()) {
      EarlyStopping stopping = training.earlyStopping().get();
      script.add("PATIENCE, MINIMUM_DELTA = $PATIENCE, $DELTA\n", "PATIENCE", stopping.patience(), "DELTA",
          NumberLiteral.of(stopping.minimumDelta()));
    }
    script.addIf(!training.classWeights().weights().isEmpty(), "CLASS_WEIGHTS = $WEIGHTS\n", "WEIGHTS",
        training.classWeights().weights());
  }

  /** Rules of the weights as data, where a framework's own settings do not carry them all. */
  private static void rules(Script script, ScriptPlan plan) {
    script.addIf(!plan.rules.isEmpty(), """
        # lambda of l1 * |w| and l2/2 * |w|^2, the rate of decay, the longest a unit's weights may be, and
        # (lambda, axis, group of each row or column) of lambda * sqrt(size) * |w_group|.
        REGULARIZERS = $RULES
        """, "RULES", plan.rulesTable());
  }

  /** Row weights from class weights, mean 1 over the training rows. */
  private static void rowWeights(Script script, ScriptPlan plan) {
    script.addIf(plan.weighted(), """


        def row_weights(labels):
            \"""Each training row's class weight, mean 1.\"""
            $OFCLASS
            weights = of_class[labels]
            return (weights / weights.mean()).astype(np.float32)
        """, "OFCLASS",
        plan.plan.classWeights().balanced()
            ? "counts = np.bincount(labels, minlength=len(CLASSES))\n    of_class = len(labels) / np.maximum(counts, 1)"
            : "of_class = np.array(CLASS_WEIGHTS)");
  }

  /** Thresholds and lengths, in NumPy, for kernels as [inputs, units]. */
  private static void proximal(Script script, ScriptPlan plan, boolean maxNorm) {
    boolean lasso = plan.proximal() && plan.any(Kind.GROUPS);
    script.addIf(lasso, """


        def group_threshold(w, step, strength, axis, groups):
            \"""argmin of sum((z - w)^2 / (2 step)) + strength * sqrt(size) * |z|, group by group.

            It is z = w r / (r + step c) with c = strength * sqrt(size), where r = |z| is found by bisection.
            \"""
            group = np.array(groups)[:, None] if axis == 0 else np.array(groups)[None, :]
            group = np.broadcast_to(group, w.shape)
            s = np.broadcast_to(np.asarray(step, np.float64), w.shape)
            c = strength * np.sqrt(np.bincount(group.ravel()))

            def excess(r):
                return np.bincount(group.ravel(), ((w / (r[group] + s * c[group])) ** 2).ravel()) - 1

            low = np.zeros(len(c))
            high = np.sqrt(np.bincount(group.ravel(), (w.astype(np.float64) ** 2).ravel()))
            zero = excess(low) <= 0
            for _ in range(60):
                middle = (low + high) / 2
                above = excess(middle) > 0
                low, high = np.where(above, middle, low), np.where(above, high, middle)
            r = np.where(zero, 0.0, (low + high) / 2)[group]
            return (w * r / (r + s * c[group])).astype(np.float32)
        """);
    boolean l1 = plan.proximal() && plan.any(Kind.L1);
    boolean lengths = maxNorm && plan.any(Kind.MAX_NORM);
    if (!l1 && !lasso && !lengths) {
      return;
    }
    script.add("""


        def constrained(w, step, rules):
            \"""What $WHAT after the optimizer's step; w is [inputs, units].\"""
        """, "WHAT",
        l1 || lasso
            ? "makes exact zeros (a soft threshold: lambda times the step that a steady gradient of 1 would make)"
            : "is done to the weights");
    script.addIf(l1, """
            if "l1" in rules:
                threshold = rules["l1"] * step
                w = w - np.clip(w, -threshold, threshold)
        """);
    script.addIf(lasso, """
            if "group_lasso" in rules:
                w = group_threshold(w, step, *rules["group_lasso"])
        """);
    script.addIf(lengths, """
            if "max_norm" in rules:
                length = np.sqrt((w * w).sum(axis=0))
                w = w * np.minimum(1, rules["max_norm"] / np.maximum(length, 1e-30))
        """);
    script.add("    return w.astype(np.float32)\n");
  }

  /** Whether {@link #proximal} writes a function. */
  public static boolean constrains(ScriptPlan plan, boolean maxNorm) {
    return plan.proximal() || (maxNorm && plan.any(Kind.MAX_NORM));
  }

  /** The scale by which a standardised loss becomes one in the target's unit. */
  public static String unit(ScriptPlan plan) {
    return plan.classes() ? "" : plan.squared() ? " * DEVIATION**2" : " * DEVIATION";
  }

  /** The beginning of every main: arguments, table, split. */
  static void arguments(Script script) {
    script.add("""


        def main():
            parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
            parser.add_argument("table", help="a CSV file, may be gzipped")
            parser.add_argument("--weights", help="start from these, as lariat export --to safetensors writes them")
            parser.add_argument("--order", help="JSON: rows of training and validation, and each epoch's order")
            arguments = parser.parse_args()
            order = json.load(open(arguments.order)) if arguments.order else None
            x, y = read(arguments.table)
            training, validation = split(len(x), order)
        """);
  }

  /** The beginning of a network's main. */
  public static void main(Script script, ScriptPlan plan) {
    arguments(script);
    script.add("    x_train, y_train, x_val, y_val = x[training], y[training], x[validation], y[validation]\n");
    script.addIf(plan.scheduled(), "    global STEPS\n    STEPS = math.ceil(len(x_train) / BATCH)\n");
    script.addIf(plan.weighted(), "    weights = row_weights(y_train)\n");
  }

  /** The end of an epoch and of main, in the loop over epochs. */
  public static void report(Script script, ScriptPlan plan, String framework, String keep, String restore) {
    script.add("""
                history.append({"epoch": epoch, "trainLoss": train_loss, "validationLoss": val_loss})
                print(f"Epoch {epoch}/{EPOCHS} - loss: {train_loss:.4f} - val_loss: {val_loss:.4f}$METRIC", flush=True)
        """, "METRIC", plan.classes() ? " - val_accuracy: {val_accuracy:.4f}" : "");
    if (plan.plan.earlyStopping().isPresent()) {
      script.add("""
                  if val_loss < best_loss - MINIMUM_DELTA:
                      best_loss, best_epoch = val_loss, epoch
                      $KEEP
                  elif epoch - best_epoch >= PATIENCE:
                      break
              $RESTORE
          """, "KEEP", keep, "RESTORE", restore);
    }
    script.add("""
            last = history[$LAST - 1]
            print(json.dumps({"framework": $FRAMEWORK, "history": history, **last}))


        if __name__ == "__main__":
            main()
        """, "FRAMEWORK", framework, "LAST", plan.plan.earlyStopping().isPresent() ? "best_epoch" : "len(history)");
  }
}
