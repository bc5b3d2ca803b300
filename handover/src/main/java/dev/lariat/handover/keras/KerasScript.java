package dev.lariat.handover.keras;

import dev.lariat.handover.python.PythonShared;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.Script;
import dev.lariat.data.DataException;
import dev.lariat.handover.python.ScriptPlan.Kind;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Sgd;

/** A Keras file that trains as the model was trained. */
public final class KerasScript {
  private static final String CORRECTED_MOVE = """
              t = ops.cast(self.iterations + 1, "float32")
              root = ops.sqrt(v) / ops.sqrt(1 - ops.power(self.beta_2, t))
              step = learning_rate / (1 - ops.power(self.beta_1, t))
              self.assign_sub(variable, step * m / (root + self.epsilon))""".indent(8).stripTrailing();

  private final ScriptPlan plan;
  private final Script script = new Script();
  private final boolean ownOptimizer;
  private final boolean penalisedOptimizer; // Keras clips the penalty with the loss

  public KerasScript(ScriptPlan plan) {
    this.plan = plan;
    Sgd sgd = plan.sgd();
    this.ownOptimizer = sgd != null
        ? sgd.momentum() > 0 && sgd.dialect() != Dialect.KERAS && (plan.scheduled() || sgd.dampening() > 0)
        : !plan.hatForm();
    this.penalisedOptimizer = plan.clips() && plan.penalised();
    if (penalisedOptimizer && plan.penalisedGroups()) {
      throw new DataException(
          "Keras clips gradients with the group lasso's: export to pytorch or mlx, or train with PROXIMAL");
    }
  }

  @Override
  public String toString() {
    PythonShared.beginning(script, plan, needsTable(), false, "Keras",
        "numpy, pandas, keras with a backend and, with --weights, safetensors", """
        import keras
        from keras import layers, ops, regularizers
        """);
    var layers = new KerasLayers(plan, script, penalisedOptimizer);
    layers.parts();
    ownOptimizer();
    penalisedOptimizer();
    layers.network();
    load();
    steps();
    evaluate();
    training();
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
  private void ownOptimizer() {
    if (!ownOptimizer) {
      return;
    }
    if (plan.sgd() != null) {
      script.add("""


          class Momentum(keras.optimizers.SGD):
              \"""As in PyTorch the learning rate stands outside of the velocity: a schedule acts on all of it.\"""

              def update_step(self, gradient, variable, learning_rate):
          $DENSE        b = self.momentums[self._get_variable_index(variable)]
                  self.assign(b, self.momentum * b + $ADD * gradient)
                  self.assign_sub(variable, learning_rate * ($MOVE))
          """, "DENSE", dense(), "ADD",
          plan.sgd().dialect() == Dialect.PYTORCH && plan.sgd().dampening() > 0
              ? "ops.where(self.iterations == 0, 1.0, " + NumberLiteral.of(1 - plan.sgd().dampening()) + ")"
              : NumberLiteral.of(1 - plan.sgd().dampening()),
          "MOVE", plan.sgd().nesterov() ? "gradient + self.momentum * b" : "b");
      return;
    }
    script.add("""


        class $NAME(keras.optimizers.$NAME):
            \"""$WHY\"""

            def update_step(self, gradient, variable, learning_rate):
        $DENSE        m = self._momentums[self._get_variable_index(variable)]
                v = self._velocities[self._get_variable_index(variable)]
                self.assign_add(m, (gradient - m) * (1 - self.beta_1))
                self.assign_add(v, (gradient * gradient - v) * (1 - self.beta_2))
        $MOVE
        """, "NAME", name(), "DENSE", dense(), "WHY",
        plan.adam().biasCorrection()
            ? "Epsilon stands beside the corrected root, as in PyTorch; Keras adds it to the uncorrected one."
            : "As in MLX by default the bias of the averages is not corrected.",
        "MOVE",
        plan.adam().biasCorrection()
            ? CORRECTED_MOVE
            : "        self.assign_sub(variable, learning_rate * m / (ops.sqrt(v) + self.epsilon))");
  }
  /** TensorFlow gives the gradients of embeddings as some rows alone: a sum is dense. */
  private String dense() {
    return plan.embeds() ? "        gradient = ops.add(gradient, ops.zeros_like(variable))\n" : "";
  }

  private void penalisedOptimizer() {
    script.addIf(penalisedOptimizer, """


        class Penalised($BASE):
            \"""Clips the loss's gradient alone and then adds the penalties'; Keras would clip their sum.\"""

            def apply(self, gradients, variables):
                norm = ops.sqrt(sum(ops.sum(g * g) for g in gradients))
                gradients = [g * ops.minimum(1.0, $NORM / norm) for g in gradients]
                super().apply([g + self.penalty(v) for g, v in zip(gradients, variables)], variables)

            def penalty(self, variable):
                rules = self.rules.get(variable.path, {})
                return rules.get("l1", 0.0) * ops.sign(variable) + rules.get("l2", 0.0) * variable
        """, "BASE", base(), "NORM", NumberLiteral.of(plan.plan.clipNorm()));
  }

  private String base() {
    return plan.sgd() != null
        ? ownOptimizer ? "Momentum" : "keras.optimizers.SGD"
        : (ownOptimizer ? "" : "keras.optimizers.") + name();
  }

  private String name() {
    return plan.plan.optimizer() instanceof AdamW && !differentDecays() ? "AdamW" : "Adam";
  }

  private void load() {
    script.add("""


        NAMES = {"scale": "gamma", "shift": "beta", "mean": "moving_mean", "variance": "moving_variance"}


        def parameter(model, name):
            \"""The variable of a name in Lariat; kernels lie as they do there.\"""
            layer, role = name.rsplit(".", 1)
            layer = model.get_layer(layer)
            if role.startswith("table"):
                return next(table.embeddings for table in layer.tables if table.name == role)
            return getattr(layer, NAMES.get(role, role))


        def load(model, path):
            from safetensors.numpy import load_file

            for name, values in load_file(path).items():
                parameter(model, name).assign(values)
        """);
  }

  /** A callback where something happens at a step that Keras has no argument for. */
  private void steps() {
    boolean threshold = PythonShared.constrains(plan, false);
    boolean decays = differentDecays();
    if (!threshold && !decays && !plan.scheduled()) {
      return;
    }
    script.add("""


        class Steps(keras.callbacks.Callback):
            \"""What Keras has no argument for.\"""

        """);
    if (decays || plan.scheduled()) {
      script.add("    def on_train_batch_begin(self, batch, logs=None):\n");
      script.addIf(plan.scheduled(),
          "        self.model.optimizer.learning_rate = LEARNING_RATE * factor(int(self.model.optimizer.iterations))\n");
      script.addIf(decays, """
                  lr = float(self.model.optimizer.learning_rate)
                  for name, rules in REGULARIZERS.items():
                      w = parameter(self.model, name)
                      w.assign(w * (1 - lr * rules.get("decay", 0.0)))
          """);
      script.addIf(threshold, "\n");
    }
    if (threshold) {
      script.add("""
              def on_train_batch_end(self, batch, logs=None):
                  optimizer = self.model.optimizer
                  lr = float(optimizer.learning_rate)
          """);
      script.addIf(plan.adam() != null, "        t = int(optimizer.iterations)\n");
      script.add("        for name, rules in REGULARIZERS.items():\n            w = parameter(self.model, name)\n");
      script.addIf(plan.adam() != null,
          "            v = ops.convert_to_numpy(optimizer._velocities[optimizer._get_variable_index(w)])\n");
      script.add("            w.assign(constrained(ops.convert_to_numpy(w), $STEP, rules))\n", "STEP",
          plan.steadyStep("np.sqrt(v)"));
    }
  }

  private void evaluate() {
    String loss = plan.binary()
        ? "keras.losses.binary_crossentropy(y[:, None].astype(\"float32\"), outputs, from_logits=True)"
        : plan.classes()
            ? "keras.losses.sparse_categorical_crossentropy(y, outputs, from_logits=True)"
            : plan.squared() ? "(outputs[:, 0] - y) ** 2" : "abs(outputs[:, 0] - y)";
    script.add("""


        def evaluate(model, x, y):
            \"""Mean loss without the penalties that Keras' own evaluate would add.\"""
            outputs = model.predict(x, batch_size=4096, verbose=0)
            loss = float(np.mean(ops.convert_to_numpy($LOSS)))$UNIT
            return loss, $ACCURACY
        """, "LOSS", loss, "UNIT", PythonShared.unit(plan), "ACCURACY",
        !plan.classes()
            ? "None"
            : plan.binary()
                ? "float(np.mean((outputs[:, 0] > 0) == (y == 1)))"
                : "float(np.mean(outputs.argmax(axis=1) == y))");
  }

  private void training() {
    PythonShared.main(script, plan);
    double smoothing = plan.smoothing();
    String loss = plan.binary()
        ? "keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=" + NumberLiteral.of(smoothing) + ")"
        : plan.classes()
            ? smoothing > 0
                ? "keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing="
                    + NumberLiteral.of(smoothing) + ")"
                : "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
            : plan.squared() ? "keras.losses.MeanSquaredError()" : "keras.losses.MeanAbsoluteError()";
    String targets = plan.binary()
        ? "y_train[:, None].astype(\"float32\")"
        : plan.classes()
            ? smoothing > 0 ? "np.eye(len(CLASSES), dtype=\"float32\")[y_train]" : "y_train"
            : "y_train[:, None]";
    script.add("""
            keras.utils.set_random_seed(SEED)
            model = network()
            if arguments.weights:
                load(model, arguments.weights)
            optimizer = $OPTIMIZER
        """, "OPTIMIZER", optimizer());
    script.addIf(penalisedOptimizer,
        "    optimizer.rules = {parameter(model, name).path: rules for name, rules in REGULARIZERS.items()}\n");
    script.addIf(plan.any(Kind.DECAY) && !differentDecays(),
        "    optimizer.exclude_from_weight_decay(var_names=[\"bias\", \"gamma\", \"beta\"])  # kernels alone\n");
    script.add("    model.compile(optimizer=optimizer, loss=$LOSS)\n", "LOSS", loss);
    script.add("    targets = $TARGETS\n    history = []\n", "TARGETS", targets);
    script.addIf(plan.plan.earlyStopping().isPresent(),
        "    best_loss, best_epoch, best_weights = float(\"inf\"), 0, None\n");
    boolean callback = script.toString().contains("class Steps(");
    script.add("""
            for epoch in range(1, EPOCHS + 1):
                rows = order["epochs"][epoch - 1] if order else np.random.permutation(len(x_train))
                # Shuffled here, so that an order can be given.
                model.fit(x_train[rows], targets[rows], batch_size=BATCH, shuffle=False, verbose=0$WEIGHTS$CALLBACK)
                train_loss, _ = evaluate(model, x_train, y_train)
                val_loss, val_accuracy = evaluate(model, x_val, y_val)
        """, "WEIGHTS", plan.weighted() ? ", sample_weight=weights[rows]" : "", "CALLBACK",
        callback ? ", callbacks=[Steps()]" : "");
    PythonShared.report(script, plan, "f\"keras {keras.__version__} on {keras.backend.backend()}\"",
        "best_weights = model.get_weights()", "model.set_weights(best_weights)");
  }

  private String optimizer() {
    double decay = differentDecays() ? 0 : sharedDecay();
    String more = (decay > 0 ? ", weight_decay=" + NumberLiteral.tidy(decay) : "")
        + (plan.clips() && !penalisedOptimizer ? ", global_clipnorm=" + NumberLiteral.of(plan.plan.clipNorm()) : "");
    Sgd sgd = plan.sgd();
    if (sgd != null) {
      return (penalisedOptimizer ? "Penalised" : base()) + "(LEARNING_RATE"
          + (sgd.momentum() > 0 ? ", momentum=" + NumberLiteral.of(sgd.momentum()) : "")
          + (sgd.nesterov() ? ", nesterov=True" : "") + more + ")";
    }
    Adam adam = plan.adam();
    return (penalisedOptimizer ? "Penalised" : base()) + "(LEARNING_RATE, beta_1=" + NumberLiteral.of(adam.beta1())
        + ", beta_2=" + NumberLiteral.of(adam.beta2()) + ", epsilon=" + NumberLiteral.of(adam.epsilon()) + more + ")";
  }
}
