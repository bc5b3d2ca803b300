package dev.lariat.handover.keras;

import dev.lariat.optim.RmsProp;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.loss.Loss;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import dev.lariat.optim.Sgd;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads what a Keras model was compiled with. What Lariat has not becomes a note, not an error: the network can still
 * be used.
 */
final class KerasTraining {
  /** Reductions that are the mean over the rows where rows weigh the same. */
  private static final Set<String> MEANS = Set.of("sum_over_batch_size", "mean", "mean_with_sample_weight", "auto");

  private final Path file;
  private final List<String> notes;
  private Schedule schedule = Schedule.constant();
  private double clipNorm = Double.POSITIVE_INFINITY;

  KerasTraining(Path file, List<String> notes) {
    this.file = file;
    this.notes = notes;
  }

  /** Of the optimizer last read. */
  Schedule schedule() {
    return schedule;
  }

  /** Of the optimizer last read. */
  double clipNorm() {
    return clipNorm;
  }

  /** The loss it was compiled with, or the one that goes with its last activation; empty where neither says it. */
  Optional<Loss> loss(JsonNode compiled, boolean softmax, boolean sigmoid) {
    JsonNode loss = compiled.path("loss");
    String name = loss.isObject() ? loss.path("class_name").asString("") : loss.asString("");
    double smoothing = loss.path("config").path("label_smoothing").asDouble(0);
    noteWhatScalesTheLoss(compiled, loss.path("config"));
    return switch (name) {
      case "sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", "categorical_crossentropy",
          "CategoricalCrossentropy" ->
        Optional.of(Loss.softmaxCrossEntropy(smoothing));
      case "binary_crossentropy", "BinaryCrossentropy" -> Optional.of(Loss.binaryCrossEntropy(smoothing));
      case "mse", "mean_squared_error", "MeanSquaredError" -> Optional.of(Loss.squaredError());
      case "mae", "mean_absolute_error", "MeanAbsoluteError" -> Optional.of(Loss.absoluteError());
      case "huber", "Huber" -> Optional.of(Loss.huber(loss.path("config").path("delta").asDouble(1)));
      default -> {
        Optional<Loss> fitting = softmax
            ? Optional.of(Loss.softmaxCrossEntropy())
            : sigmoid ? Optional.of(Loss.binaryCrossEntropy()) : Optional.empty();
        if (!name.isEmpty()) {
          notes.add("Lariat has no loss " + KerasArchive.printable(name) + "; it uses "
              + fitting.map(Loss::name).orElse("what goes with the target"));
        }
        yield fitting;
      }
    };
  }

  /** Lariat's loss is the mean over the rows, each as it is. */
  private void noteWhatScalesTheLoss(JsonNode compiled, JsonNode loss) {
    JsonNode weights = compiled.path("loss_weights");
    if (!weights.isMissingNode() && !weights.isNull()) {
      notes.add("the loss_weights " + KerasArchive.printable(weights.toString())
          + " are left out: Lariat's loss is the mean over the rows; change the learning rate and the penalties with it");
    }
    String reduction = loss.path("reduction").asString("");
    if (!reduction.isEmpty() && !MEANS.contains(reduction)) {
      notes.add("the loss's reduction " + KerasArchive.printable(reduction)
          + " is left out: Lariat's loss is the mean over the rows");
    }
    JsonNode ignored = loss.path("ignore_class");
    if (!ignored.isMissingNode() && !ignored.isNull()) {
      notes.add("the loss's ignore_class " + KerasArchive.printable(ignored.toString())
          + " is left out: give such rows the weight 0 (--weights)");
    }
  }

  Optional<Optimizer> optimizer(JsonNode compiled) {
    JsonNode optimizer = compiled.path("optimizer");
    if (optimizer.isMissingNode() || optimizer.isNull()) {
      return Optional.empty();
    }
    String name = optimizer.isObject() ? optimizer.path("class_name").asString("") : optimizer.asString("");
    JsonNode config = optimizer.path("config");
    Optimizer found;
    switch (name) {
      case "SGD", "sgd" -> found = Sgd.of(rate(config, 0.01), config.path("momentum").asDouble(0),
          config.path("nesterov").asBoolean(false) && config.path("momentum").asDouble(0) > 0, Dialect.KERAS);
      case "Adam", "adam" -> found = adam(config);
      case "AdamW", "adamw" -> found = new AdamW(adam(config), config.path("weight_decay").asDouble(0.004));
      case "RMSprop", "rmsprop" -> {
        found = new RmsProp(rate(config, 1e-3), config.path("rho").asDouble(0.9), config.path("epsilon").asDouble(1e-7),
            Dialect.KERAS);
        if (config.path("momentum").asDouble(0) > 0 || config.path("centered").asBoolean(false)) {
          notes.add("RMSprop's momentum and centring are left out: Lariat's has neither");
        }
      }
      default -> {
        notes.add("Lariat has no optimizer " + KerasArchive.printable(name) + "; it trains with its own default");
        return Optional.empty();
      }
    }
    readExtras(config, found);
    return Optional.of(found);
  }

  private void readExtras(JsonNode config, Optimizer optimizer) {
    if (optimizer.hasOwnDecay()) {
      notes.add("Keras' AdamW decays biases and normalisations too; Lariat's decays kernels");
    } else if (config.path("weight_decay").asDouble(0) > 0) {
      notes.add("the optimizer's weight_decay " + NumberLiteral.of(config.path("weight_decay").asDouble(0))
          + " is left out: give --weight-decay");
    }
    if (config.path("global_clipnorm").asDouble(0) > 0) {
      clipNorm = config.path("global_clipnorm").asDouble(0);
    }
    for (String other : List.of("clipnorm", "clipvalue")) {
      if (config.path(other).asDouble(0) > 0) {
        notes.add(
            "the optimizer's " + other + " is left out: Lariat clips by the norm of all gradients (global_clipnorm)");
      }
    }
    if (config.path("gradient_accumulation_steps").asDouble(0) > 1) {
      notes.add("the optimizer's gradient_accumulation_steps " + config.path("gradient_accumulation_steps").asInt()
          + " is left out: Lariat steps after every batch; give a larger --batch");
    }
    for (String other : List.of("use_ema", "amsgrad")) {
      if (config.path(other).asBoolean(false)) {
        notes.add("the optimizer's " + other + " is left out: Lariat has none");
      }
    }
  }

  private Adam adam(JsonNode config) {
    Adam defaults = Adam.of(rate(config, 1e-3), Dialect.KERAS);
    return defaults.withBetas(config.path("beta_1").asDouble(0.9), config.path("beta_2").asDouble(0.999))
        .withEpsilon(config.path("epsilon").asDouble(1e-7));
  }

  private double rate(JsonNode config, double usual) {
    JsonNode rate = config.path("learning_rate");
    if (!rate.isObject()) {
      return shortest(rate.asDouble(usual));
    }
    String name = rate.path("class_name").asString("");
    JsonNode settings = rate.path("config");
    double first = settings.path("initial_learning_rate").asDouble(usual);
    if (name.equals("CosineDecay") && settings.path("warmup_target").isNumber()) {
      notes.add("the cosine schedule warms up from " + NumberLiteral.of(first) + " over "
          + settings.path("warmup_steps").asInt(0) + " steps; Lariat begins at its top, "
          + NumberLiteral.of(shortest(settings.path("warmup_target").asDouble())));
      first = shortest(settings.path("warmup_target").asDouble());
    }
    if (name.equals("CosineDecay")) {
      schedule = new Schedule.Cosine(0, settings.path("alpha").asDouble(0));
      notes.add(
          "the cosine schedule falls over the whole run, not over " + settings.path("decay_steps").asInt(0) + " steps");
    } else {
      notes.add("the schedule " + KerasArchive.printable(name) + " counts steps; give --schedule, which counts epochs");
    }
    if (!(first > 0)) {
      throw KerasArchive.broken(file, "its learning rate is " + first);
    }
    return first;
  }

  /** Keras writes the 32-bit float that it keeps: 0.0010000000474974513 was 0.001. */
  static double shortest(double rate) {
    return rate == (float) rate ? Double.parseDouble(Float.toString((float) rate)) : rate;
  }
}
