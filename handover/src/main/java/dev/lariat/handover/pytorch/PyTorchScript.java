package dev.lariat.handover.pytorch;

import dev.lariat.handover.python.PythonShared;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.Script;
import dev.lariat.handover.python.ScriptPlan.Kind;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Sgd;
import dev.lariat.penalty.ZeroRule;

/** A PyTorch file that trains as the model was trained. */
public final class PyTorchScript {
  private final ScriptPlan plan;
  private final Script script = new Script();
  private final boolean ownOptimizer;
  private final boolean decayByHand;
  private final boolean coupled; // L2 as the optimizer's weight_decay

  public PyTorchScript(ScriptPlan plan) {
    this.plan = plan;
    Adam adam = plan.adam();
    Sgd sgd = plan.sgd();
    this.ownOptimizer = adam != null
        ? plan.hatForm() || !adam.biasCorrection()
        : sgd.momentum() > 0 && ((sgd.dialect() == Dialect.KERAS && plan.scheduled())
            || (sgd.dialect() == Dialect.MLX && sgd.dampening() > 0));
    boolean nativeDecay = plan.plan.optimizer() instanceof AdamW && !ownOptimizer;
    this.decayByHand = plan.any(Kind.DECAY) && !nativeDecay;
    this.coupled = plan.any(Kind.L2) && !plan.any(Kind.DECAY) && !plan.clips();
  }

  @Override
  public String toString() {
    PythonShared.beginning(script, plan, true, true, "PyTorch", "numpy, pandas, torch and, with --weights, safetensors", """
        import torch
        import torch.nn.functional as F
        from torch import nn
        """);
    var layers = new PyTorchLayers(plan, script);
    layers.parts();
    layers.network();
    parameters();
    ownOptimizer();
    penalty();
    evaluate();
    training();
    return script.toString();
  }

  private void parameters() {
    boolean looks = plan.rules.size() > 0;
    script.add("""


        NAMES = {"kernel": "weight", "bias": "bias", "scale": "weight", "shift": "bias", "mean": "running_mean",
                 "variance": "running_var"}


        def parameter(model, name):
            \"""The tensor of a name in Lariat, and whether it lies the other way round.\"""
            layer, role = name.rsplit(".", 1)
            if role.startswith("table"):
                layer, role = f"{layer}.{role}", "kernel"
                return model.get_submodule(layer).weight, False
            return getattr(model.get_submodule(layer), NAMES[role]), role == "kernel"


        def load(model, path):
            from safetensors.numpy import load_file

            with torch.no_grad():
                for name, values in load_file(path).items():
                    tensor, transposed = parameter(model, name)
                    tensor.copy_(torch.from_numpy(values.T.copy() if transposed else values))
        """);
    if (!looks) {
      return;
    }
    script.addIf(PythonShared.constrains(plan, true), """


        @torch.no_grad()
        def after_step(model, optimizer):
            for name, rules in REGULARIZERS.items():
                w, transposed = parameter(model, name)
        """);
    if (PythonShared.constrains(plan, true)) {
      script.add("        lr = optimizer.param_groups[0][\"lr\"]\n");
      script.addIf(plan.adam() != null, """
                  t = float(optimizer.state[w]["step"])
                  v = optimizer.state[w]["exp_avg_sq"].numpy()
          """);
      script.add("""
                  step = $STEP
                  values = w.numpy().T if transposed else w.numpy()
                  values = constrained(values, $TURNED, rules)
                  w.copy_(torch.from_numpy(values.T.copy() if transposed else values))
          """, "STEP", plan.steadyStep("np.sqrt(v)"), "TURNED",
          plan.adam() != null ? "step.T if transposed else step" : "step");
    }
    script.addIf(decayByHand, """


        @torch.no_grad()
        def decay(model, optimizer):
            \"""Decoupled from the gradient, on kernels alone.\"""
            for name, rules in REGULARIZERS.items():
                parameter(model, name)[0].mul_(1 - optimizer.param_groups[0]["lr"] * rules.get("decay", 0.0))
        """);
  }

  private void ownOptimizer() {
    if (!ownOptimizer) {
      return;
    }
    if (plan.sgd() != null) {
      script.add("""


          class Momentum(torch.optim.Optimizer):
              \"""$WHY\"""

              def __init__(self, params, lr, momentum, dampening=0.0, nesterov=False):
                  super().__init__(params, {"lr": lr, "weight_decay": 0.0})
                  self.momentum, self.dampening, self.nesterov = momentum, dampening, nesterov

              @torch.no_grad()
              def step(self):
                  for group in self.param_groups:
                      for w in group["params"]:
                          g = w.grad + group["weight_decay"] * w
                          state = self.state[w]
                          if not state:
                              state["v"] = torch.zeros_like(w)
                          v = state["v"].mul_(self.momentum).add_(g, alpha=$ADD)
                          w.add_($MOVE)
          """, "WHY",
          plan.sgd().dialect() == Dialect.KERAS
              ? "As in Keras the velocity holds the learning rate: a schedule acts on new gradients alone."
              : "As in MLX the dampening holds from the first step.",
          "ADD", plan.sgd().dialect() == Dialect.KERAS ? "-group[\"lr\"]" : "1 - self.dampening", "MOVE",
          plan.sgd().dialect() == Dialect.KERAS
              ? "self.momentum * v - group[\"lr\"] * g if self.nesterov else v"
              : "g + self.momentum * v if self.nesterov else v, alpha=-group[\"lr\"]");
      return;
    }
    script.add("""


        class Adam(torch.optim.Optimizer):
            \"""$WHY\"""

            def __init__(self, params, lr, betas, eps):
                super().__init__(params, {"lr": lr, "weight_decay": 0.0})
                self.betas, self.eps = betas, eps

            @torch.no_grad()
            def step(self):
                beta1, beta2 = self.betas
                for group in self.param_groups:
                    for w in group["params"]:
                        g = w.grad + group["weight_decay"] * w
                        state = self.state[w]
                        if not state:
                            state.update(step=0, exp_avg=torch.zeros_like(w), exp_avg_sq=torch.zeros_like(w))
                        state["step"] += 1
                        m = state["exp_avg"].lerp_(g, 1 - beta1)
                        v = state["exp_avg_sq"].mul_(beta2).addcmul_(g, g, value=1 - beta2)
                        rate = group["lr"]$CORRECTION
                        w.sub_(rate * m / (v.sqrt() + self.eps))
        """, "WHY",
        plan.hatForm()
            ? "As in Keras epsilon stands beside the uncorrected root; torch.optim.Adam adds it to the corrected one."
            : "As in MLX by default the bias of the averages is not corrected.",
        "CORRECTION",
        plan.hatForm() ? " * (1 - beta2 ** state[\"step\"]) ** 0.5 / (1 - beta1 ** state[\"step\"])" : "");
  }

  private void penalty() {
    boolean l2 = plan.any(Kind.L2) && !coupled;
    boolean subgradient = plan.plan.zeroRule() == ZeroRule.SUBGRADIENT;
    boolean l1 = subgradient && plan.any(Kind.L1);
    boolean groups = subgradient && plan.any(Kind.GROUPS);
    if (!l1 && !l2 && !groups) {
      return;
    }
    script.add("""


        def penalty(model):
            total = 0.0
            for name, rules in REGULARIZERS.items():
                w, transposed = parameter(model, name)
        """);
    script.addIf(l1, "        total = total + rules.get(\"l1\", 0.0) * w.abs().sum()\n");
    script.addIf(l2, "        total = total + rules.get(\"l2\", 0.0) / 2 * (w * w).sum()\n");
    script.addIf(groups, """
                if "group_lasso" in rules:
                    strength, axis, groups = rules["group_lasso"]
                    squares = (w * w).sum(1 - axis if not transposed else axis)
                    sums = torch.zeros(max(groups) + 1).index_add(0, torch.tensor(groups), squares)
                    sizes = torch.bincount(torch.tensor(groups)) * (w.numel() // len(groups))
                    total = total + strength * (sizes.sqrt() * sums.sqrt()).sum()
        """);
    script.add("    return total\n");
  }

  private void evaluate() {
    script.add("""


        def loss_of(outputs, y, smoothing=0.0):
            \"""The loss of each row.\"""
            return $LOSS


        @torch.no_grad()
        def evaluate(model, x, y):
            \"""Mean loss without penalty and smoothing$ACCURACYDOC.\"""
            model.eval()
            outputs = model(x)
            loss = loss_of(outputs, y).mean().item()$UNIT
        $RETURN
        """, "LOSS", loss(), "ACCURACYDOC", plan.classes() ? ", and accuracy" : "", "UNIT", PythonShared.unit(plan),
        "RETURN",
        !plan.classes()
            ? "    return loss, None"
            : plan.binary()
                ? "    return loss, ((outputs.squeeze(1) > 0) == (y == 1)).float().mean().item()"
                : "    return loss, (outputs.argmax(1) == y).float().mean().item()");
  }

  private String loss() {
    return plan.binary()
        ? "F.binary_cross_entropy_with_logits(\n        outputs.squeeze(1), y * (1 - smoothing) + smoothing / 2, reduction=\"none\"\n    )"
        : plan.classes()
            ? "F.cross_entropy(outputs, y.long(), reduction=\"none\", label_smoothing=smoothing)"
            : plan.squared() ? "(outputs.squeeze(1) - y) ** 2" : "(outputs.squeeze(1) - y).abs()";
  }

  private void training() {
    PythonShared.main(script, plan);
    script.add("""
            x_train, y_train, x_val, y_val = map(torch.from_numpy, (x_train, y_train, x_val, y_val))
            torch.manual_seed(SEED)
            model = network()
            if arguments.weights:
                load(model, arguments.weights)
            history = []
        """);
    String optimizer = optimizer();
    script.add("    optimizer = $OPTIMIZER\n", "OPTIMIZER", optimizer);
    script.addIf(plan.weighted(), "    weights = torch.from_numpy(weights)\n");
    script.addIf(plan.scheduled(), "    steps = 0\n");
    script.addIf(plan.plan.earlyStopping().isPresent(),
        "    best_loss, best_epoch, best_state = float(\"inf\"), 0, None\n");
    boolean penalised = script.toString().contains("def penalty(");
    script.add("""
            for epoch in range(1, EPOCHS + 1):
                rows = torch.tensor(order["epochs"][epoch - 1]) if order else torch.randperm(len(x_train))
                model.train()
                for batch in rows.split(BATCH):
        """);
    script.addIf(plan.scheduled(), """
                    for group in optimizer.param_groups:
                        group["lr"] = LEARNING_RATE * factor(steps)
                    steps += 1
        """);
    script.add("""
                    optimizer.zero_grad()
                    losses = loss_of(model(x_train[batch]), y_train[batch]$SMOOTHING)
                    $MEAN.backward()
        """, "SMOOTHING", plan.smoothing() > 0 ? ", " + NumberLiteral.of(plan.smoothing()) : "", "MEAN",
        plan.weighted() ? "(weights[batch] * losses).mean()" : "losses.mean()");
    script.addIf(plan.clips(), "            torch.nn.utils.clip_grad_norm_(model.parameters(), $NORM)\n", "NORM",
        NumberLiteral.of(plan.plan.clipNorm()));
    script.addIf(penalised, "            penalty(model).backward()\n");
    script.addIf(decayByHand, "            decay(model, optimizer)\n");
    script.add("            optimizer.step()\n");
    script.addIf(PythonShared.constrains(plan, true), "            after_step(model, optimizer)\n");
    script.add("""
                train_loss, _ = evaluate(model, x_train, y_train)
                val_loss, val_accuracy = evaluate(model, x_val, y_val)
        """);
    PythonShared.report(script, plan, "f\"torch {torch.__version__}\"",
        "best_state = {name: t.clone() for name, t in model.state_dict().items()}",
        "model.load_state_dict(best_state)");
  }

  private String optimizer() {
    Adam adam = plan.adam();
    Sgd sgd = plan.sgd();
    boolean adamW = plan.plan.optimizer() instanceof AdamW && !ownOptimizer;
    String key = adamW ? "decay" : coupled ? "l2" : "";
    String params = key.isEmpty() ? "model.parameters()" : "groups";
    if (!key.isEmpty()) {
      script.add("""
              # Kernels each with their own weight_decay; biases and normalisations with none.
              groups = [{"params": [parameter(model, name)[0]], "weight_decay": rules.get("$KEY", 0.0)}
                        for name, rules in REGULARIZERS.items()]
              named = {id(group["params"][0]) for group in groups}
              groups.append({"params": [p for p in model.parameters() if id(p) not in named], "weight_decay": 0.0})
          """, "KEY", key);
    }
    if (sgd != null) {
      String momentum = sgd.momentum() > 0
          ? ", momentum=" + NumberLiteral.of(sgd.momentum())
              + (sgd.dampening() > 0 ? ", dampening=" + NumberLiteral.of(sgd.dampening()) : "")
              + (sgd.nesterov() ? ", nesterov=True" : "")
          : "";
      return (ownOptimizer ? "Momentum(" : "torch.optim.SGD(") + params + ", lr=LEARNING_RATE" + momentum + ")";
    }
    return (ownOptimizer ? "Adam(" : adamW ? "torch.optim.AdamW(" : "torch.optim.Adam(") + params
        + ", lr=LEARNING_RATE, betas=(" + NumberLiteral.of(adam.beta1()) + ", " + NumberLiteral.of(adam.beta2())
        + "), eps=" + NumberLiteral.of(adam.epsilon()) + ")";
  }
}
