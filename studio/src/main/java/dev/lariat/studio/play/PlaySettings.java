package dev.lariat.studio.play;

import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Layer;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.OptimizerKind;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Penalty;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/**
 * All that decides what the playground computes, but the table. Equal settings, equal weights at every epoch.
 *
 * @param hidden units of the hidden layers
 * @param optimizer its word on the command line
 * @param rate learning rate
 * @param batch rows a step
 * @param l1 λ of L1 on every kernel; 0 for none
 * @param l2 λ of L2
 * @param group λ of the group lasso by unit
 * @param decay rate of decoupled decay
 * @param maxNorm limit of every unit's incoming weights; 0 for none
 * @param dropout share that is dropped behind every hidden layer
 * @param validation share of the rows that the network is judged by
 */
record PlaySettings(List<Integer> hidden, Activation activation, String optimizer, double rate, int batch, double l1,
    double l2, double group, double decay, double maxNorm, double dropout, ZeroRule zeroRule, double validation,
    long seed) {
  private static final int MOST_LAYERS = 4;
  private static final int MOST_UNITS = 32;
  private static final int MOST_ROWS = 2000;
  /** So many that nobody waits for the end. */
  private static final int EPOCHS = 1_000_000;
  private static final double MOMENTUM = 0.9;

  /** Checks sizes; ranges of numbers are checked by what they are put into. */
  PlaySettings {
    hidden = List.copyOf(hidden);
    if (hidden.size() > MOST_LAYERS || hidden.stream().anyMatch(units -> units < 1 || units > MOST_UNITS)) {
      throw new IllegalArgumentException(
          "the playground has up to " + MOST_LAYERS + " hidden layers of 1 to " + MOST_UNITS + " units, not " + hidden);
    }
    if (batch < 1 || batch > MOST_ROWS) {
      throw new IllegalArgumentException("a batch has 1 to " + MOST_ROWS + " rows, not " + batch);
    }
  }

  /** {@return the settings of a form, with presets for what it does not say} */
  static PlaySettings of(JsonNode form) {
    var hidden = new ArrayList<Integer>();
    if (form.has("hidden")) {
      form.get("hidden").forEach(units -> hidden.add(units.asInt(0)));
    } else {
      hidden.addAll(List.of(8, 8));
    }
    return new PlaySettings(hidden, word(Activation.class, form.path("activation").asString("tanh")),
        form.path("optimizer").asString("adam"), number(form, "rate", 0.03), form.path("batch").asInt(16),
        number(form, "l1", 0), number(form, "l2", 0), number(form, "group", 0), number(form, "decay", 0),
        number(form, "maxNorm", 0), number(form, "dropout", 0),
        word(ZeroRule.class, form.path("zeroRule").asString("proximal")), number(form, "validation", 0.5),
        form.path("seed").asLong(0));
  }

  private static double number(JsonNode form, String name, double preset) {
    return form.path(name).asDouble(preset);
  }

  private static <E extends Enum<E>> E word(Class<E> type, String word) {
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
        return value;
      }
    }
    throw new IllegalArgumentException("there is no '" + word + "'");
  }

  /** {@return what trains the network} */
  Trainer trainer() {
    Optimizer rule = OptimizerKind.form(optimizer)
        .orElseThrow(() -> new IllegalArgumentException("there is no optimizer '" + optimizer + "'"))
        .make()
        .apply(new OptimizerKind.Settings(rate, MOMENTUM, OptionalDouble.of(0), Dialect.PYTORCH));
    return Trainer.of(network())
        .optimizer(rule)
        .zeroRule(zeroRule)
        .epochs(EPOCHS)
        .batch(batch)
        .validation(validation)
        .seed(seed)
        .provenance("lariat studio, playground", "");
  }

  private Network network() {
    Regularizer[] regularizers = regularizers();
    var layers = new ArrayList<Layer>();
    for (int units : hidden) {
      layers.add(new Dense(units, activation, true, Initializer.GLOROT_UNIFORM, List.of(regularizers), List.of()));
      if (dropout > 0) {
        layers.add(new Dropout(dropout, Dropout.Form.INVERTED));
      }
    }
    return Network.of(layers).output(regularizers);
  }

  private Regularizer[] regularizers() {
    var all = new ArrayList<Regularizer>();
    if (l1 != 0) {
      all.add(Penalty.l1(l1));
    }
    if (l2 != 0) {
      all.add(Penalty.l2(l2));
    }
    if (group != 0) {
      all.add(Penalty.groupLasso(group, GroupBy.UNIT));
    }
    if (decay != 0) {
      all.add(Decay.decay(decay));
    }
    if (maxNorm != 0) {
      all.add(MaxNorm.maxNorm(maxNorm));
    }
    return all.toArray(Regularizer[]::new);
  }
}
