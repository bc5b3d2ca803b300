package dev.lariat.handover.mlx;

import dev.lariat.handover.python.PythonShared;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.Script;
import dev.lariat.handover.python.ScriptPlan.Kind;
import dev.lariat.optim.Adam;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Sgd;
import dev.lariat.penalty.ZeroRule;

/** An MLX file that trains as the model was trained. */
public final class MlxScript {
  private final ScriptPlan plan;
  private final Script script = new Script();
  private final boolean ownOptimizer;
  private final boolean penalised;

  public MlxScript(ScriptPlan plan) {
    this.plan = plan;
    Sgd sgd = plan.sgd();
    this.ownOptimizer = sgd == null
        ? plan.hatForm()
        : sgd.momentum() > 0 && ((sgd.dialect() == Dialect.KERAS && plan.scheduled())
            || (sgd.dialect() == Dialect.PYTORCH && sgd.dampening() > 0));
    this.penalised = plan.penalised();
  }

  @Override
  public String toString() {
    PythonShared.beginning(script, plan, true, true, "MLX", "numpy, pandas, mlx and, with --weights, safetensors", """
        import mlx.core as mx
        import mlx.nn as nn
        import mlx.optimizers as optim
        from mlx.utils import tree_flatten, tree_map, tree_unflatten
        """);
    var layers = new MlxLayers(plan, script);
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
    script.add("""


        NAMES = {"kernel": "weight", "bias": "bias", "scale": "weight", "shift": "bias", "mean": "running_mean",
                 "variance": "running_var"}


        def place(name):
            \"""The module's path and the attribute of a name in Lariat, and whether it lies the other way round.\"""
            layer, role = name.rsplit(".", 1)
            return ([layer, role], "weight", False) if role.startswith("table") else ([layer], NAMES[role], role == "kernel")


        def owner(tree, path):
            for name in path:
                tree = tree[name]
            return tree


        def load(model, path):
            from safetensors.numpy import load_file

            for name, values in load_file(path).items():
                layers, role, transposed = place(name)
                setattr(owner(model, layers), role, mx.array(values.T if transposed else values))
        """);
    script.addIf(PythonShared.constrains(plan, true), """


        def after_step(model, optimizer):
            lr = optimizer.learning_rate.item()
            for name, rules in REGULARIZERS.items():
                layers, role, transposed = place(name)
                module = owner(model, layers)
                values = np.array(getattr(module, role))
        $MOMENTS        step = $STEP
                values = constrained(values.T if transposed else values, $TURNED, rules)
                setattr(module, role, mx.array(values.T if transposed else values))
        """, "STEP", plan.steadyStep("np.sqrt(v)"), "TURNED",
        plan.adam() != null ? "step.T if transposed else step" : "step", "MOMENTS",
        plan.adam() == null
            ? ""
            : "        t = optimizer.step.item()\n        v = np.array(owner(optimizer.state, layers)[role][\"v\"])\n");
    script.addIf(plan.any(Kind.DECAY), """


        def decay(model, optimizer):
            \"""Decoupled decay of kernels alone: MLX's AdamW would take the biases too.\"""
            for name, rules in REGULARIZERS.items():
                layers, role, _ = place(name)
                module = owner(model, layers)
                setattr(module, role, getattr(module, role) * (1 - optimizer.learning_rate * rules.get("decay", 0.0)))
        """);
  }

  private void ownOptimizer() {
    if (!ownOptimizer) {
      return;
    }
    if (plan.sgd() != null) {
      boolean keras = plan.sgd().dialect() == Dialect.KERAS;
      script.add("""


          class Momentum(optim.SGD):
              \"""$WHY\"""

              def apply_single(self, gradient, parameter, state):
                  v = self.momentum * state["v"] $ADD
                  state["v"] = v
                  return parameter $MOVE
          """, "WHY",
          keras
              ? "As in Keras the velocity holds the learning rate: a schedule acts on new gradients alone."
              : "As in PyTorch the first step is not dampened.",
          "ADD",
          keras
              ? "- self.learning_rate * gradient"
              : "+ mx.where(self.step == 1, 1.0, " + NumberLiteral.of(1 - plan.sgd().dampening()) + ") * gradient",
          "MOVE",
          keras
              ? plan.sgd().nesterov() ? "+ self.momentum * v - self.learning_rate * gradient" : "+ v"
              : "- self.learning_rate * v");
      return;
    }
    script.add("""


        class Adam(optim.Adam):
            \"""As in Keras epsilon stands beside the uncorrected root; MLX adds it to the corrected one.\"""

            def apply_single(self, gradient, parameter, state):
                beta1, beta2 = self.betas
                m = state["m"] = beta1 * state["m"] + (1 - beta1) * gradient
                v = state["v"] = beta2 * state["v"] + (1 - beta2) * gradient * gradient
                rate = self.learning_rate * mx.sqrt(1 - beta2**self.step) / (1 - beta1**self.step)
                return parameter - rate * m / (mx.sqrt(v) + self.eps)
        """);
  }

  private void penalty() {
    if (!penalised) {
      return;
    }
    boolean subgradient = plan.plan.zeroRule() == ZeroRule.SUBGRADIENT;
    script.add("""


        def penalty(model):
            \"""MLX's optimizers couple no penalty: it joins the loss, on kernels alone.\"""
            total = mx.array(0.0)
            for name, rules in REGULARIZERS.items():
                layers, role, transposed = place(name)
                w = owner(model, layers)[role]
        """);
    script.addIf(subgradient && plan.any(Kind.L1),
        "        total = total + rules.get(\"l1\", 0.0) * mx.abs(w).sum()\n");
    script.addIf(plan.any(Kind.L2), "        total = total + rules.get(\"l2\", 0.0) / 2 * (w * w).sum()\n");
    script.addIf(subgradient && plan.any(Kind.GROUPS), """
                if "group_lasso" in rules:
                    strength, axis, groups = rules["group_lasso"]
                    squares = (w * w).sum(axis=1 - axis if not transposed else axis)
                    sums = mx.zeros(max(groups) + 1).at[mx.array(groups)].add(squares)
                    sizes = np.bincount(groups) * (w.size // len(groups))
                    total = total + strength * (mx.array(np.sqrt(sizes).astype(np.float32)) * mx.sqrt(sums)).sum()
        """);
    script.add("    return total\n");
  }

  private void evaluate() {
    String loss = plan.binary()
        ? "nn.losses.binary_cross_entropy(\n        outputs[:, 0], y * (1 - smoothing) + smoothing / 2, with_logits=True, reduction=\"none\"\n    )"
        : plan.classes()
            ? "nn.losses.cross_entropy(outputs, y, label_smoothing=smoothing, reduction=\"none\")"
            : plan.squared() ? "(outputs[:, 0] - y) ** 2" : "mx.abs(outputs[:, 0] - y)";
    script.add("""


        def loss_of(outputs, y, smoothing=0.0):
            \"""The loss of each row.\"""
            return $LOSS


        def evaluate(model, x, y):
            \"""Mean loss without penalty and smoothing.\"""
            model.eval()
            outputs = model(x)
            loss = loss_of(outputs, y).mean().item()$UNIT
            return loss, $ACCURACY
        """, "LOSS", loss, "UNIT", PythonShared.unit(plan), "ACCURACY",
        !plan.classes()
            ? "None"
            : plan.binary()
                ? "((outputs[:, 0] > 0) == (y == 1)).mean().item()"
                : "(outputs.argmax(axis=1) == y).mean().item()");
  }

  private void training() {
    PythonShared.main(script, plan);
    script.add("""
            x_train, y_train, x_val, y_val = map(mx.array, (x_train, y_train, x_val, y_val))
            mx.random.seed(SEED)
            model = Network()
            if arguments.weights:
                load(model, arguments.weights)
            mx.eval(model.parameters())
            optimizer = $OPTIMIZER
            optimizer.init(model.trainable_parameters())
            history = []
        """, "OPTIMIZER", optimizer());
    script.addIf(plan.weighted(), "    weights = mx.array(weights)\n");
    script.addIf(plan.scheduled(), "    steps = 0\n");
    script.addIf(plan.plan.earlyStopping().isPresent(),
        "    best_loss, best_epoch, best_state = float(\"inf\"), 0, None\n");
    String smoothing = plan.smoothing() > 0 ? ", " + NumberLiteral.of(plan.smoothing()) : "";
    String mean = plan.weighted() ? "(weights[batch] * losses).mean()" : "losses.mean()";
    script.add("""

            def objective(model, batch):
                losses = loss_of(model(x_train[batch]), y_train[batch]$SMOOTHING)
                return $MEAN$PENALTY

            loss_and_gradients = nn.value_and_grad(model, objective)
            for epoch in range(1, EPOCHS + 1):
                rows = mx.array(order["epochs"][epoch - 1]) if order else mx.random.permutation(len(x_train))
                model.train()
                for start in range(0, len(x_train), BATCH):
        """, "SMOOTHING", smoothing, "MEAN", mean, "PENALTY", penalised && !plan.clips() ? " + penalty(model)" : "");
    script.addIf(plan.scheduled(), """
                    optimizer.learning_rate = LEARNING_RATE * factor(steps)
                    steps += 1
        """);
    script.add("            _, gradients = loss_and_gradients(model, rows[start : start + BATCH])\n");
    script.addIf(plan.clips(), "            gradients, _ = optim.clip_grad_norm(gradients, $NORM)\n", "NORM",
        NumberLiteral.of(plan.plan.clipNorm()));
    script.addIf(penalised && plan.clips(), """
                    _, more = nn.value_and_grad(model, penalty)(model)
                    gradients = tree_map(lambda g, p: g + p, gradients, more)
        """);
    script.addIf(plan.any(Kind.DECAY), "            decay(model, optimizer)\n");
    script.add("            optimizer.update(model, gradients)\n");
    script.addIf(PythonShared.constrains(plan, true), "            after_step(model, optimizer)\n");
    script.add("""
                    mx.eval(model.state, optimizer.state)
                train_loss, _ = evaluate(model, x_train, y_train)
                val_loss, val_accuracy = evaluate(model, x_val, y_val)
        """);
    PythonShared.report(script, plan, "f\"mlx {mx.__version__}\"",
        "best_state = [(name, mx.array(w)) for name, w in tree_flatten(model.parameters())]",
        "model.update(tree_unflatten(best_state))");
  }

  private String optimizer() {
    Sgd sgd = plan.sgd();
    if (sgd != null) {
      return (ownOptimizer ? "Momentum" : "optim.SGD") + "(LEARNING_RATE"
          + (sgd.momentum() > 0 ? ", momentum=" + NumberLiteral.of(sgd.momentum()) : "")
          + (sgd.dampening() > 0 && !ownOptimizer ? ", dampening=" + NumberLiteral.of(sgd.dampening()) : "")
          + (sgd.nesterov() ? ", nesterov=True" : "") + ")";
    }
    Adam adam = plan.adam();
    return (ownOptimizer ? "Adam" : "optim.Adam") + "(LEARNING_RATE, betas=[" + NumberLiteral.of(adam.beta1()) + ", "
        + NumberLiteral.of(adam.beta2()) + "], eps=" + NumberLiteral.of(adam.epsilon())
        + (adam.biasCorrection() ? ", bias_correction=True" : "") + ")";
  }
}
