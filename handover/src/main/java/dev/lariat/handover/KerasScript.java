package dev.lariat.handover;

import dev.lariat.handover.ScriptPlan.Kind;
import dev.lariat.handover.ScriptPlan.Rules;
import dev.lariat.net.Activate;
import dev.lariat.net.Activation;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.BatchNorm;
import dev.lariat.net.Dense;
import dev.lariat.net.Dropout;
import dev.lariat.net.Embedding;
import dev.lariat.net.LayerNorm;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Sgd;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A Keras file that trains as the model was trained. */
final class KerasScript {
  private static final String CORRECTED_MOVE = """
              t = ops.cast(self.iterations + 1, "float32")
              root = ops.sqrt(v) / ops.sqrt(1 - ops.power(self.beta_2, t))
              step = learning_rate / (1 - ops.power(self.beta_1, t))
              self.assign_sub(variable, step * m / (root + self.epsilon))""".indent(8).stripTrailing();

  private final ScriptPlan plan;
  private final Script script = new Script();
  private final boolean ownOptimizer;
  private final boolean subgradient;

  KerasScript(ScriptPlan plan) {
    this.plan = plan;
    this.subgradient = plan.plan.zeroRule() == ZeroRule.SUBGRADIENT;
    Sgd sgd = plan.sgd();
    this.ownOptimizer = sgd != null
        ? sgd.momentum() > 0 && sgd.dialect() != Dialect.KERAS && (plan.scheduled() || sgd.dampening() > 0)
        : !plan.hatForm();
  }

  @Override
  public String toString() {
    PythonShared.head(script, plan, "Keras", "numpy, pandas, keras with a backend and, with --weights, safetensors", """
        import keras
        from keras import layers, ops, regularizers
        """);
    if (needsTable()) {
      PythonShared.rules(script, plan);
    }
    script.add(new PythonTable(plan).text());
    PythonShared.rowWeights(script, plan);
    PythonShared.proximal(script, plan, false);
    PythonShared.schedule(script, plan);
    ownParts();
    network();
    load();
    steps();
    evaluate();
    training();
    return script.toString();
  }

  /** What Keras' own arguments cannot say is kept in a table. */
  private boolean needsTable() {
    return plan.proximal() || differentDecays();
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

  private void ownParts() {
    script.addIf(plan.originalDropout(), """


        class OriginalDropout(layers.Layer):
            \"""The paper's form: scales by 1 - rate at test time instead of by 1/(1 - rate) in training.\"""

            def __init__(self, rate, **options):
                super().__init__(**options)
                self.rate, self.seeds = rate, keras.random.SeedGenerator()

            def call(self, x, training=False):
                if training:
                    return x * ops.cast(keras.random.uniform(ops.shape(x), seed=self.seeds) >= self.rate, x.dtype)
                return x * (1 - self.rate)
        """);
    script.addIf(plan.embeds(), """


        class Embeddings(layers.Layer):
            \"""Replaces inputs that carry codes by learned vectors, which come after the other inputs.\"""

            def __init__(self, codes, inputs, regularizer=None, **options):
                super().__init__(**options)
                self.codes = [code for code, _, _ in codes]
                self.plain = [i for i in range(inputs) if i not in self.codes]
                self.tables = [
                    layers.Embedding(levels, dimension, embeddings_regularizer=regularizer, name=f"table{code}")
                    for code, levels, dimension in codes
                ]

            def call(self, x):
                vectors = [table(ops.cast(x[:, code], "int32")) for code, table in zip(self.codes, self.tables)]
                return ops.concatenate([ops.take(x, self.plain, axis=1), *vectors], axis=1)
        """);
    script.addIf(subgradient && plan.any(Kind.GROUPS), """


        class GroupLasso(regularizers.Regularizer):
            \"""strength * sqrt(size) * |w_group| over groups of rows (axis 0) or columns (axis 1).\"""

            def __init__(self, strength, axis, groups):
                self.strength, self.axis, self.groups = strength, axis, groups

            def __call__(self, w):
                squares = ops.segment_sum(ops.sum(w * w, axis=1 - self.axis), np.array(self.groups), max(self.groups) + 1)
                sizes = np.bincount(self.groups) * int(w.shape[1 - self.axis])
                return self.strength * ops.sum(np.sqrt(sizes).astype("float32") * ops.sqrt(squares))
        """);
    if (!ownOptimizer) {
      return;
    }
    if (plan.sgd() != null) {
      script.add("""


          class Momentum(keras.optimizers.SGD):
              \"""As in PyTorch the learning rate stands outside of the velocity: a schedule acts on all of it.\"""

              def update_step(self, gradient, variable, learning_rate):
                  b = self.momentums[self._get_variable_index(variable)]
                  self.assign(b, self.momentum * b + $ADD * gradient)
                  self.assign_sub(variable, learning_rate * ($MOVE))
          """, "ADD", plan.sgd().dialect() == Dialect.PYTORCH && plan.sgd().dampening() > 0
          ? "ops.where(self.iterations == 0, 1.0, " + Numeral.of(1 - plan.sgd().dampening()) + ")"
          : Numeral.of(1 - plan.sgd().dampening()), "MOVE",
          plan.sgd().nesterov() ? "gradient + self.momentum * b" : "b");
      return;
    }
    script.add("""


        class $NAME(keras.optimizers.$NAME):
            \"""$WHY\"""

            def update_step(self, gradient, variable, learning_rate):
                m = self._momentums[self._get_variable_index(variable)]
                v = self._velocities[self._get_variable_index(variable)]
                self.assign_add(m, (gradient - m) * (1 - self.beta_1))
                self.assign_add(v, (gradient * gradient - v) * (1 - self.beta_2))
        $MOVE
        """, "NAME", name(), "WHY", plan.adam().biasCorrection()
        ? "Epsilon stands beside the corrected root, as in PyTorch; Keras adds it to the uncorrected one."
        : "As in MLX by default the bias of the averages is not corrected.", "MOVE",
        plan.adam().biasCorrection()
            ? CORRECTED_MOVE
            : "        self.assign_sub(variable, learning_rate * m / (ops.sqrt(v) + self.epsilon))");
  }

  private String name() {
    return plan.plan.optimizer() instanceof AdamW && !differentDecays() ? "AdamW" : "Adam";
  }

  private void network() {
    var list = new Script();
    for (Stage stage : plan.architecture.stages()) {
      String name = ", name=\"" + stage.name().replace('.', '_') + "\"";
      switch (stage.layer()) {
        case Dense dense -> list.add("            layers.Dense($UNITS$OPTIONS$NAME),\n", "UNITS", dense.units(),
            "OPTIONS", options(stage, dense), "NAME", name);
        case Activate activate -> list.addIf(activate.activation() != Activation.LINEAR,
            "            $LAYER,\n", "LAYER", activate.activation() == Activation.LEAKY_RELU
                ? "layers.LeakyReLU(0.01" + name + ")"
                : "layers.Activation(" + activation(activate.activation()) + name + ")");
        case Dropout dropout -> list.addIf(dropout.rate() > 0, "            $KIND($RATE$NAME),\n", "KIND",
            dropout.form() == Dropout.Form.INVERTED ? "layers.Dropout" : "OriginalDropout", "RATE",
            Numeral.of(dropout.rate()), "NAME", name);
        case BatchNorm norm -> list.add("            layers.BatchNormalization(momentum=$M, epsilon=$E$NAME),\n", "M",
            Numeral.of(norm.momentum()), "E", Numeral.of(norm.epsilon()), "NAME", name);
        case LayerNorm norm -> list.add("            layers.LayerNormalization(epsilon=$E$NAME),\n", "E",
            Numeral.of(norm.epsilon()), "NAME", name);
        case Embedding embedding -> {
          var codes = embedding.codes().stream()
              .map(code -> "(" + code.input() + ", " + (code.levels() + 1) + ", " + code.dimension() + ")").toList();
          Rules rules = plan.rules.get(stage.parameters().getFirst().name());
          String regularizer = rules == null ? "" : regularizer(stage.parameters().getFirst().name(), rules);
          list.add("            Embeddings([$CODES], $IN$REG$NAME),\n", "CODES", String.join(", ", codes), "IN",
              stage.inputs(), "REG", regularizer.isEmpty() ? "" : ", " + regularizer, "NAME", name);
        }
      }
    }
    script.add("""


        def network():
            return keras.Sequential(
                [
                    layers.Input(($IN,)),
        $LIST        ]
            )
        """, "IN", plan.architecture.inputs(), "LIST", list);
  }

  private static String activation(Activation activation) {
    return activation == Activation.LEAKY_RELU
        ? "lambda z: keras.activations.leaky_relu(z, 0.01)"
        : "\"" + activation.name().toLowerCase(Locale.ROOT) + "\"";
  }

  private String options(Stage stage, Dense dense) {
    var options = new ArrayList<String>();
    if (dense.activation() != Activation.LINEAR) {
      options.add("activation=" + activation(dense.activation()));
    }
    if (!dense.bias()) {
      options.add("use_bias=False");
    }
    switch (dense.initializer()) {
      case GLOROT_UNIFORM -> {
      }
      case PYTORCH -> {
        options.add("kernel_initializer=keras.initializers.VarianceScaling(1 / 3, \"fan_in\", \"uniform\")");
        String bound = Numeral.tidy(1 / Math.sqrt(stage.inputs()));
        if (dense.bias()) {
          options.add("bias_initializer=keras.initializers.RandomUniform(-" + bound + ", " + bound + ")");
        }
      }
      case GLOROT_NORMAL, HE_UNIFORM, HE_NORMAL, LECUN_UNIFORM, LECUN_NORMAL -> options
          .add("kernel_initializer=\"" + dense.initializer().name().toLowerCase(Locale.ROOT) + "\"");
    }
    for (String what : List.of("kernel", "bias")) {
      String parameter = stage.name() + "." + what;
      Rules rules = plan.rules.get(parameter);
      if (rules != null) {
        String regularizer = regularizer(parameter, rules);
        if (!regularizer.isEmpty()) {
          options.add(what + "_" + regularizer);
        }
        if (rules.maxNorm > 0) {
          options.add(what + "_constraint=keras.constraints.MaxNorm(" + Numeral.of(rules.maxNorm) + ", axis=0)");
        }
      }
    }
    return options.isEmpty() ? "" : ", " + String.join(", ", options);
  }

  /** {@code regularizer=…} in Keras' constants, or nothing where thresholds do it. */
  private String regularizer(String parameter, Rules rules) {
    var strength = new Strength(subgradient ? rules.l1 : 0, rules.l2);
    if (subgradient && !rules.groups.isEmpty()) {
      var lasso = plan.groupLasso(parameter, rules);
      return "regularizer=GroupLasso" + lasso;
    }
    return strength.l1() > 0 && strength.l2() > 0
        ? "regularizer=regularizers.L1L2(" + Numeral.tidy(strength.kerasL1()) + ", " + Numeral.tidy(strength.kerasL2())
            + ")"
        : strength.l1() > 0
            ? "regularizer=regularizers.L1(" + Numeral.tidy(strength.kerasL1()) + ")"
            : strength.l2() > 0 ? "regularizer=regularizers.L2(" + Numeral.tidy(strength.kerasL2()) + ")" : "";
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
        """, "LOSS", loss, "UNIT", PythonShared.unit(plan), "ACCURACY", !plan.classes()
        ? "None"
        : plan.binary()
            ? "float(np.mean((outputs[:, 0] > 0) == (y == 1)))"
            : "float(np.mean(outputs.argmax(axis=1) == y))");
  }

  private void training() {
    PythonShared.main(script, plan);
    double smoothing = plan.smoothing();
    String loss = plan.binary()
        ? "keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=" + Numeral.of(smoothing) + ")"
        : plan.classes()
            ? smoothing > 0
                ? "keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=" + Numeral.of(smoothing)
                    + ")"
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
    String more = (decay > 0 ? ", weight_decay=" + Numeral.tidy(decay) : "")
        + (plan.clips() ? ", global_clipnorm=" + Numeral.of(plan.plan.clipNorm()) : "");
    Sgd sgd = plan.sgd();
    if (sgd != null) {
      return (ownOptimizer ? "Momentum" : "keras.optimizers.SGD") + "(LEARNING_RATE"
          + (sgd.momentum() > 0 ? ", momentum=" + Numeral.of(sgd.momentum()) : "")
          + (sgd.nesterov() ? ", nesterov=True" : "") + more + ")";
    }
    Adam adam = plan.adam();
    return (ownOptimizer ? "" : "keras.optimizers.") + name() + "(LEARNING_RATE, beta_1=" + Numeral.of(adam.beta1())
        + ", beta_2=" + Numeral.of(adam.beta2()) + ", epsilon=" + Numeral.of(adam.epsilon()) + more + ")";
  }
}
