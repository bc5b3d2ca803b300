package dev.lariat.handover.translation;

import dev.lariat.optim.Dialect;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whose settings are spoken of. */
public enum Framework {
  /** Keras 3. */
  KERAS("Keras"),
  /** PyTorch. */
  PYTORCH("PyTorch"),
  /** Apple's MLX. */
  MLX("MLX"),
  /** scikit-learn: linear estimators, and its multi-layer perceptron where an optimizer is named. */
  SKLEARN("scikit-learn"),
  /** glmnet: linear models. */
  GLMNET("glmnet"),
  /** Lariat. */
  LARIAT("Lariat");

  private final String title;

  Framework(String title) {
    this.title = title;
  }

  /** The name as its makers write it. */
  public String title() {
    return title;
  }

  /** The word for it on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it solves linear models to their optimum, whatever the way there. */
  public boolean solvesLinear() {
    return this == SKLEARN || this == GLMNET;
  }

  /**
   * Whose arithmetic its optimizers follow. scikit-learn's Adam has the ε̂ form and its momentum the learning rate
   * inside, as Keras.
   */
  Dialect dialect() {
    return switch (this) {
      case KERAS, SKLEARN -> Dialect.KERAS;
      case MLX -> Dialect.MLX;
      case PYTORCH, LARIAT, GLMNET -> Dialect.PYTORCH;
    };
  }

  /**
   * The framework of a word on the command line.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public static Framework of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "keras", "tensorflow" -> KERAS;
      case "pytorch", "torch" -> PYTORCH;
      case "mlx" -> MLX;
      case "sklearn", "scikit-learn" -> SKLEARN;
      case "glmnet" -> GLMNET;
      case "lariat" -> LARIAT;
      default -> throw new IllegalArgumentException("no framework '" + word + "'; there are "
          + Arrays.stream(values()).map(Framework::word).collect(Collectors.joining(", ")));
    };
  }
}
