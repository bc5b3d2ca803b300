package dev.lariat.cli;

import static dev.lariat.net.Layer.dense;
import static dev.lariat.net.Layer.dropout;

import dev.lariat.net.Activation;
import dev.lariat.net.Layer;
import dev.lariat.net.Network;
import dev.lariat.optim.Optimizer;
import dev.lariat.penalty.Penalty;
import dev.lariat.penalty.Regularizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The network and its optimizer, as options of {@code train}. */
final class NetworkOptions {
  private static final double SGD_MOMENTUM = 0.9;

  @Option(names = "--hidden", paramLabel = "UNITS", split = ",", defaultValue = "128,64", description = "Units of the hidden layers, or none (default: ${DEFAULT-VALUE}).")
  private List<String> hidden;

  @Option(names = "--dropout", paramLabel = "RATE", defaultValue = "0", description = "Share of each hidden layer's units dropped in training, in [0, 1) (default: ${DEFAULT-VALUE}).")
  private double dropout;

  @Option(names = "--l2", paramLabel = "LAMBDA", defaultValue = "0", description = "L2 penalty lambda/2*|w|^2 on the kernels (default: ${DEFAULT-VALUE}).")
  private double l2;

  @Option(names = "--optimizer", paramLabel = "NAME", defaultValue = "adam", description = "adam, adamw, sgd, momentum or nesterov (default: ${DEFAULT-VALUE}).")
  private String optimizer;

  @Option(names = "--lr", paramLabel = "RATE", defaultValue = "0.001", description = "Learning rate (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(names = "--weight-decay", paramLabel = "RATE", description = "Decoupled decay, with adamw (default there: 0.01).")
  private Double decay;

  /** The network. */
  Network network() {
    var layers = new ArrayList<Layer>();
    Regularizer[] regularizers = l2 == 0 ? new Regularizer[0] : new Regularizer[]{Penalty.l2(l2)};
    for (int units : units()) {
      layers.add(dense(units, Activation.RELU, regularizers));
      if (dropout != 0)
        layers.add(dropout(dropout));
    }
    return Network.of(layers).output(regularizers);
  }

  private int[] units() {
    if (hidden.equals(List.of("none")))
      return new int[0];
    int[] units = new int[hidden.size()];
    for (int i = 0; i < units.length; i++) {
      try {
        units[i] = Integer.parseInt(hidden.get(i).strip());
      } catch (NumberFormatException _) {
        throw new IllegalArgumentException(
            "--hidden: '" + hidden.get(i) + "' is not a number of units; write for example --hidden 128,64");
      }
    }
    return units;
  }

  /** The optimizer. */
  Optimizer optimizer() {
    String name = optimizer.toLowerCase(Locale.ROOT);
    if (decay != null && !name.equals("adamw")) {
      throw new IllegalArgumentException(
          "--weight-decay is decoupled decay and goes with --optimizer adamw, not " + name
              + "; for a penalty in the loss use --l2");
    }
    return switch (name) {
      case "adam" -> Optimizer.adam(learningRate);
      case "adamw" -> decay == null ? Optimizer.adamW(learningRate) : Optimizer.adamW(learningRate, decay);
      case "sgd" -> Optimizer.sgd(learningRate);
      case "momentum" -> Optimizer.momentum(learningRate, SGD_MOMENTUM);
      case "nesterov" -> Optimizer.nesterov(learningRate, SGD_MOMENTUM);
      default -> throw new IllegalArgumentException(
          "--optimizer: no '" + optimizer + "'; there are adam, adamw, sgd, momentum and nesterov");
    };
  }
}
