package dev.lariat.linear;

/** The distribution of the target given the inputs. */
public enum Family {
  /** A real number; loss ½(y − η)². */
  GAUSSIAN,
  /** One of two classes; loss −log p, p = 1/(1 + e^−η) for the second class. */
  BINOMIAL,
  /** One of several classes; loss −log softmax(η). */
  MULTINOMIAL,
  /** A count; loss e^η − yη, up to a constant. */
  POISSON
}
