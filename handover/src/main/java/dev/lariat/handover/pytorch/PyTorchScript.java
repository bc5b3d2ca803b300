package dev.lariat.handover.pytorch;

import dev.lariat.handover.source.TemplateFile;
import dev.lariat.handover.python.LossText;
import dev.lariat.handover.python.UpdateText;
import dev.lariat.handover.python.PythonShared;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.python.Untranslated;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.handover.python.ScriptPlan.Kind;
import dev.lariat.penalty.ZeroRule;

/** A PyTorch file that trains as the model was trained. */
public final class PyTorchScript {
  private static final TemplateFile TEMPLATES = TemplateFile.of(PyTorchScript.class, "training.py");

  private final ScriptPlan plan;
  private final ProgramText script = new ProgramText();
  private final UpdateText optimizer;
  private final LossText loss;
  private final boolean decayByHand;
  private final boolean coupled; // L2 as the optimizer's weight_decay

  public PyTorchScript(ScriptPlan plan) {
    this.plan = plan;
    this.optimizer = PyTorchOptimizer.of(plan.plan.optimizer(), plan.scheduled());
    this.loss = PyTorchLoss.of(plan.plan.loss());
    this.decayByHand = plan.any(Kind.DECAY) && !optimizer.decays();
    this.coupled = plan.any(Kind.L2) && !plan.any(Kind.DECAY) && !plan.clips();
  }

  @Override
  public String toString() {
    PythonShared.beginning(script, plan, true, true, "PyTorch", "numpy, pandas, torch and, with --weights, safetensors",
        TEMPLATES.part("imports"));
    var layers = new PyTorchLayers(plan, script);
    layers.parts();
    layers.network();
    parameters();
    script.append(optimizer.definition());
    boolean penalised = penalty();
    evaluate();
    training(penalised);
    return script.toString();
  }

  private void parameters() {
    boolean looks = plan.rules.size() > 0;
    script.addIf(plan.onMaps(), TEMPLATES.part("laid"));
    boolean recurrent = !plan.recurrent().isEmpty();
    script.addIf(recurrent, TEMPLATES.part("recurrent"));
    script.add(maps(TEMPLATES.part("load"), "tensor.shape"), "CELLS", recurrent ? TEMPLATES.part("cells") : "", "GATES",
        recurrent ? TEMPLATES.part("gates") : "");
    if (!looks) {
      return;
    }
    script.addIf(PythonShared.constrains(plan, true), TEMPLATES.part("after_step begin"));
    if (PythonShared.constrains(plan, true)) {
      script.add("        lr = optimizer.param_groups[0][\"lr\"]\n");
      script.addIf(plan.steadyStep().moments(), TEMPLATES.part("after_step moments"), "MEANSQUARE",
          PyTorchOptimizer.meanSquare(plan.plan.optimizer()));
      script.add(maps(TEMPLATES.part("after_step end"), "w.shape"), "STEP", plan.steadyStep().formula(), "TURNED",
          plan.onMaps() ? plan.steadyStep().turned().replace("step.T", "unlaid(step)") : plan.steadyStep().turned());
    }
    script.addIf(decayByHand, TEMPLATES.part("decay"));
  }

  /** Convolutions' kernels have an axis for each direction, so that more than two are turned. */
  private String maps(String template, String shape) {
    return plan.onMaps()
        ? template.replace("values.T.copy()", "laid(values, " + shape + ")").replace("w.numpy().T", "unlaid(w.numpy())")
        : template;
  }

  /** Adds the penalties that act as gradients and are not the optimizer's; tells whether there are any. */
  private boolean penalty() {
    boolean l2 = plan.any(Kind.L2) && !coupled;
    boolean subgradient = plan.plan.zeroRule() == ZeroRule.SUBGRADIENT;
    boolean l1 = subgradient && plan.any(Kind.L1);
    boolean groups = subgradient && plan.any(Kind.GROUPS);
    if (groups) {
      Untranslated.refuseGroupsOnMaps(plan, "pytorch");
    }
    if (!l1 && !l2 && !groups) {
      return false;
    }
    script.add(TEMPLATES.part("penalty begin"));
    script.addIf(l1, "        total = total + rules.get(\"l1\", 0.0) * w.abs().sum()\n");
    script.addIf(l2, "        total = total + rules.get(\"l2\", 0.0) / 2 * (w * w).sum()\n");
    script.addIf(groups, TEMPLATES.part("penalty groups"));
    script.add("    return total\n");
    return true;
  }

  private void evaluate() {
    script.add(TEMPLATES.part("evaluate"), "LOSS", loss.ofRows(), "ACCURACYDOC", plan.classes() ? ", and accuracy" : "",
        "UNIT", PythonShared.unit(plan), "ACCURACY", loss.accuracy());
  }

  private void training(boolean penalised) {
    PythonShared.predictions(script, plan, TEMPLATES.part("outputs"));
    PythonShared.main(script, plan);
    script.add(TEMPLATES.part("setup"));
    makeOptimizer();
    script.addIf(plan.weighted(), "    weights = torch.from_numpy(weights)\n");
    script.addIf(plan.scheduled(), "    steps = 0\n");
    script.addIf(plan.plan.earlyStopping().isPresent(),
        "    best_loss, best_epoch, best_state = float(\"inf\"), 0, None\n");
    script.add(TEMPLATES.part("epochs"), "DROP", PythonShared.changedRows(plan, "torch.from_numpy(%s)"));
    script.addIf(plan.scheduled(), TEMPLATES.part("schedule"));
    String smoothing = plan.smoothing() > 0 ? ", " + NumberLiteral.of(plan.smoothing()) : "";
    if (plan.mixes()) {
      script.add(TEMPLATES.part("mixed step"), "OWN", plan.weighted() ? "weights[batch] * " : "", "OTHER",
          plan.weighted() ? "weights[partners] * " : "", "SMOOTHING", smoothing);
    } else {
      script.add(TEMPLATES.part("step"), "SMOOTHING", smoothing, "MEAN",
          plan.weighted() ? "(weights[batch] * losses).mean()" : "losses.mean()");
    }
    script.addIf(plan.clips(), "            torch.nn.utils.clip_grad_norm_(model.parameters(), $NORM)\n", "NORM",
        NumberLiteral.of(plan.plan.clipNorm()));
    script.addIf(penalised, "            penalty(model).backward()\n");
    script.addIf(decayByHand, "            decay(model, optimizer)\n");
    script.add("            optimizer.step()\n");
    script.addIf(PythonShared.constrains(plan, true), "            after_step(model, optimizer)\n");
    script.add(PythonShared.plainRows(plan, "torch.from_numpy(%s)"));
    script.add(TEMPLATES.part("epoch end"));
    PythonShared.report(script, plan, "f\"torch {torch.__version__}\"",
        "best_state = {name: t.clone() for name, t in model.state_dict().items()}",
        "model.load_state_dict(best_state)");
  }

  private void makeOptimizer() {
    String key = optimizer.decays() ? "decay" : coupled ? "l2" : "";
    if (!key.isEmpty()) {
      script.add(TEMPLATES.part("groups"), "KEY", key);
    }
    script.add("    optimizer = $TYPE($PARAMS, lr=LEARNING_RATE$ARGUMENTS)\n", "TYPE", optimizer.type(), "PARAMS",
        key.isEmpty() ? "model.parameters()" : "groups", "ARGUMENTS", optimizer.arguments());
  }
}
