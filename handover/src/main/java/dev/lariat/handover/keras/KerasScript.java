package dev.lariat.handover.keras;

import dev.lariat.handover.source.TemplateFile;
import dev.lariat.handover.python.UpdateText;
import dev.lariat.handover.python.PythonShared;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.data.DataException;
import dev.lariat.handover.python.ScriptPlan.Kind;
import dev.lariat.penalty.ZeroRule;

/** A Keras file that trains as the model was trained. */
public final class KerasScript {
  private static final TemplateFile TEMPLATES = TemplateFile.of(KerasScript.class, "training.py");

  private final ScriptPlan plan;
  private final ProgramText script = new ProgramText();
  private final UpdateText optimizer;
  private final KerasLoss loss;
  private final boolean penalisedOptimizer; // Keras clips the penalty with the loss

  public KerasScript(ScriptPlan plan) {
    this.plan = plan;
    this.optimizer = new KerasOptimizer(plan.scheduled(), !differentDecays(), plan.embeds()).of(plan.plan.optimizer());
    this.loss = KerasLoss.of(plan.plan.loss(), plan.mixes());
    this.penalisedOptimizer = plan.clips() && plan.penalised();
    if (plan.mixes() && plan.weighted()) {
      throw new DataException("Keras mixes targets, and class weights belong to rows: export to pytorch or mlx");
    }
    if (penalisedOptimizer && plan.penalisedGroups()) {
      throw new DataException(
          "Keras clips gradients with the group lasso's: export to pytorch or mlx, or train with PROXIMAL");
    }
  }

  @Override
  public String toString() {
    PythonShared.beginning(script, plan, needsTable(), false, "Keras",
        "numpy, pandas, keras with a backend and, with --weights, safetensors", TEMPLATES.part("imports"));
    var layers = new KerasLayers(plan, script, penalisedOptimizer);
    layers.parts();
    script.append(optimizer.definition());
    penalisedOptimizer();
    layers.network();
    load();
    boolean callback = steps();
    script.addIf(plan.mixes(), TEMPLATES.part("Mixed"));
    evaluate();
    training(callback);
    return script.toString();
  }

  /** What Keras' own arguments cannot say is kept in a table. */
  private boolean needsTable() {
    return plan.proximal() || differentDecays() || penalisedOptimizer;
  }

  /** Keras has one decay for all kernels. */
  private boolean differentDecays() {
    return plan.any(Kind.DECAY) && plan.architecture.parameters().stream().anyMatch(spec -> {
      double decay = plan.rules.containsKey(spec.name()) ? plan.rules.get(spec.name()).decay : 0;
      return spec.role().weight() ? decay != sharedDecay() : decay > 0;
    });
  }

  private double sharedDecay() {
    return plan.rules.values().stream().mapToDouble(r -> r.decay).max().orElse(0);
  }

  private void penalisedOptimizer() {
    script.addIf(penalisedOptimizer, TEMPLATES.part("Penalised"), "BASE", optimizer.type(), "NORM",
        NumberLiteral.of(plan.plan.clipNorm()), "PENALTY",
        (plan.plan.zeroRule() == ZeroRule.SUBGRADIENT ? "rules.get(\"l1\", 0.0) * ops.sign(variable) + " : "")
            + "rules.get(\"l2\", 0.0) * variable");
  }

  private void load() {
    boolean recurrent = !plan.recurrent().isEmpty();
    script.add(TEMPLATES.part("load"), "CELLS", recurrent ? TEMPLATES.part("cells") : "", "BIASES",
        recurrent ? TEMPLATES.part("biases") : "");
  }

  /** Adds a callback where something happens at a step that Keras has no argument for; tells whether it does. */
  private boolean steps() {
    boolean threshold = PythonShared.constrains(plan, false);
    boolean decays = differentDecays();
    if (!threshold && !decays && !plan.scheduled()) {
      return false;
    }
    script.add(TEMPLATES.part("Steps"));
    if (decays || plan.scheduled()) {
      script.add("    def on_train_batch_begin(self, batch, logs=None):\n");
      script.addIf(plan.scheduled(),
          "        self.model.optimizer.learning_rate = LEARNING_RATE * factor(int(self.model.optimizer.iterations))\n");
      script.addIf(decays, TEMPLATES.part("decay"));
      script.addIf(threshold, "\n");
    }
    if (threshold) {
      script.add(TEMPLATES.part("on_train_batch_end"));
      script.addIf(plan.steadyStep().moments(), "        t = int(optimizer.iterations)\n");
      script.add("        for name, rules in REGULARIZERS.items():\n            w = parameter(self.model, name)\n");
      script.addIf(plan.steadyStep().moments(), "            v = $V\n", "V",
          flat("ops.convert_to_numpy(optimizer._velocities[optimizer._get_variable_index(w)])"));
      script.add("            w.assign(constrained($W, $STEP, rules)$BACK)\n", "W", flat("ops.convert_to_numpy(w)"),
          "STEP", plan.steadyStep().formula(), "BACK", plan.onMaps() ? ".reshape(w.shape)" : "");
    }
    return true;
  }

  /** Kernels as [inputs, units], where convolutions' have more axes. */
  private String flat(String array) {
    return plan.onMaps() ? array + ".reshape(-1, w.shape[-1])" : array;
  }

  private void evaluate() {
    script.add(TEMPLATES.part("evaluate"), "LOSS", loss.text().ofRows(), "UNIT", PythonShared.unit(plan), "ACCURACY",
        loss.text().accuracy());
  }

  private void training(boolean callback) {
    PythonShared.predictions(script, plan, TEMPLATES.part("outputs"));
    PythonShared.main(script, plan);
    script.add(TEMPLATES.part("setup"), "OPTIMIZER", makeOptimizer());
    script.addIf(penalisedOptimizer,
        "    optimizer.rules = {parameter(model, name).path: rules for name, rules in REGULARIZERS.items()}\n");
    script.addIf(plan.any(Kind.DECAY) && !differentDecays(),
        "    optimizer.exclude_from_weight_decay(var_names=[\"bias\", \"gamma\", \"beta\"])  # kernels alone\n");
    script.add("    model.compile(optimizer=optimizer, loss=$LOSS)\n", "LOSS", loss.compiled());
    script.add("    targets = $TARGETS\n    history = []\n", "TARGETS", loss.targets());
    script.addIf(plan.plan.earlyStopping().isPresent(),
        "    best_loss, best_epoch, best_weights = float(\"inf\"), 0, None\n");
    String callbacks = callback ? ", callbacks=[Steps()]" : "";
    if (plan.mixes()) {
      script.add(TEMPLATES.part("mixed epochs"), "CALLBACK", callbacks);
    } else {
      script.add(TEMPLATES.part("epochs"), "WEIGHTS", plan.weighted() ? ", sample_weight=weights[rows]" : "",
          "CALLBACK", callbacks, "DROP", PythonShared.changedRows(plan, "%s"), "KEPT",
          PythonShared.plainRows(plan, "%s"));
    }
    PythonShared.report(script, plan, "f\"keras {keras.__version__} on {keras.backend.backend()}\"",
        "best_weights = model.get_weights()", "model.set_weights(best_weights)");
  }

  private String makeOptimizer() {
    double decay = differentDecays() ? 0 : sharedDecay();
    return (penalisedOptimizer ? "Penalised" : optimizer.type()) + "(LEARNING_RATE" + optimizer.arguments()
        + (decay > 0 ? ", weight_decay=" + NumberLiteral.tidy(decay) : "")
        + (plan.clips() && !penalisedOptimizer ? ", global_clipnorm=" + NumberLiteral.of(plan.plan.clipNorm()) : "")
        + ")";
  }
}
