package dev.lariat.handover.mlx;

import dev.lariat.handover.source.TemplateFile;
import dev.lariat.handover.python.SteadyStepText;
import dev.lariat.handover.python.LossText;
import dev.lariat.handover.python.UpdateText;
import dev.lariat.handover.python.PythonShared;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.python.Untranslated;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.handover.python.ScriptPlan.Kind;
import dev.lariat.penalty.ZeroRule;

/** An MLX file that trains as the model was trained. */
public final class MlxScript {
  private static final TemplateFile TEMPLATES = TemplateFile.of(MlxScript.class, "training.py");

  private final ScriptPlan plan;
  private final ProgramText script = new ProgramText();
  private final UpdateText optimizer;
  private final boolean penalised;

  public MlxScript(ScriptPlan plan) {
    this.plan = plan;
    this.optimizer = MlxOptimizer.of(plan.plan.optimizer(), plan.scheduled());
    this.penalised = plan.penalised();
  }

  @Override
  public String toString() {
    PythonShared.beginning(script, plan, true, true, "MLX", "numpy, pandas, mlx and, with --weights, safetensors",
        TEMPLATES.part("imports"));
    var layers = new MlxLayers(plan, script);
    layers.parts();
    layers.network();
    parameters();
    script.append(optimizer.definition());
    penalty();
    evaluate();
    training();
    return script.toString();
  }

  private void parameters() {
    script.addIf(plan.onMaps(), TEMPLATES.part("laid"));
    script.add(maps(TEMPLATES.part("load"), "owner(model, layers)[role].shape"), "CELLS",
        plan.recurrent().isEmpty() ? "" : TEMPLATES.part("cells"));
    if (PythonShared.constrains(plan, true)) {
      SteadyStepText step = plan.steadyStep();
      script.add(maps(TEMPLATES.part("after_step"), "getattr(module, role).shape"), "STEP", step.formula(), "TURNED",
          plan.onMaps() ? step.turned().replace("step.T", "unlaid(step)") : step.turned(), "MOMENTS",
          step.moments() ? TEMPLATES.part("after_step moments") : "");
    }
    script.addIf(plan.any(Kind.DECAY), TEMPLATES.part("decay"));
  }

  /** Convolutions' kernels have an axis for each direction, so that more than two are turned. */
  private String maps(String template, String shape) {
    return plan.onMaps()
        ? template.replace("constrained(values.T if", "constrained(unlaid(values) if")
            .replace("mx.array(values.T if", "mx.array(laid(values, " + shape + ") if")
        : template;
  }

  private void penalty() {
    if (!penalised) {
      return;
    }
    boolean subgradient = plan.plan.zeroRule() == ZeroRule.SUBGRADIENT;
    if (subgradient && plan.any(Kind.GROUPS)) {
      Untranslated.refuseGroupsOnMaps(plan, "mlx");
    }
    script.add(TEMPLATES.part("penalty"));
    script.addIf(subgradient && plan.any(Kind.L1),
        "        total = total + rules.get(\"l1\", 0.0) * mx.abs(w).sum()\n");
    script.addIf(plan.any(Kind.L2), "        total = total + rules.get(\"l2\", 0.0) / 2 * (w * w).sum()\n");
    script.addIf(subgradient && plan.any(Kind.GROUPS), TEMPLATES.part("group lasso penalty"));
    script.add("    return total\n");
  }

  private void evaluate() {
    LossText loss = MlxLoss.of(plan.plan.loss());
    script.add(TEMPLATES.part("evaluate"), "LOSS", loss.ofRows(), "UNIT", PythonShared.unit(plan), "ACCURACY",
        loss.accuracy());
  }

  private void training() {
    PythonShared.predictions(script, plan, TEMPLATES.part("outputs"));
    PythonShared.main(script, plan);
    script.add(TEMPLATES.part("setup"), "OPTIMIZER", optimizer.type() + "(LEARNING_RATE" + optimizer.arguments() + ")");
    script.addIf(plan.weighted(), "    weights = mx.array(weights)\n");
    script.addIf(plan.scheduled(), "    steps = 0\n");
    script.addIf(plan.plan.earlyStopping().isPresent(),
        "    best_loss, best_epoch, best_state = float(\"inf\"), 0, None\n");
    String smoothing = plan.smoothing() > 0 ? ", " + NumberLiteral.of(plan.smoothing()) : "";
    String penalty = penalised && !plan.clips() ? " + penalty(model)" : "";
    if (plan.mixes()) {
      script.add(TEMPLATES.part("mixed objective"), "OWN", plan.weighted() ? "weights[batch] * " : "", "OTHER",
          plan.weighted() ? "weights[partners] * " : "", "SMOOTHING", smoothing, "PENALTY", penalty);
    } else {
      script.add(TEMPLATES.part("objective"), "SMOOTHING", smoothing, "MEAN",
          plan.weighted() ? "(weights[batch] * losses).mean()" : "losses.mean()", "PENALTY", penalty, "DROP",
          PythonShared.changedRows(plan, "mx.array(%s)"));
    }
    script.addIf(plan.scheduled(), TEMPLATES.part("schedule"));
    script.add(plan.mixes()
        ? TEMPLATES.part("mixed gradients")
        : "            _, gradients = loss_and_gradients(model, rows[start : start + BATCH])\n");
    script.addIf(plan.clips(), "            gradients, _ = optim.clip_grad_norm(gradients, $NORM)\n", "NORM",
        NumberLiteral.of(plan.plan.clipNorm()));
    script.addIf(penalised && plan.clips(), TEMPLATES.part("penalty beside clipping"));
    script.addIf(plan.any(Kind.DECAY), "            decay(model, optimizer)\n");
    script.add("            optimizer.update(model, gradients)\n");
    script.addIf(PythonShared.constrains(plan, true), "            after_step(model, optimizer)\n");
    script.add(TEMPLATES.part("epoch end"), "KEPT", PythonShared.plainRows(plan, "mx.array(%s)"));
    PythonShared.report(script, plan, "f\"mlx {mx.__version__}\"",
        "best_state = [(name, mx.array(w)) for name, w in tree_flatten(model.parameters())]",
        "model.update(tree_unflatten(best_state))");
  }
}
