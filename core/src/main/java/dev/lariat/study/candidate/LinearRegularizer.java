package dev.lariat.study.candidate;

import dev.lariat.linear.LambdaGrid;
import dev.lariat.linear.LinearPenalty;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The penalties of linear and additive candidates. The strength is λ/λ_max of the training rows, on one geometric grid,
 * so that a strength means the same on every fold.
 */
public enum LinearRegularizer {
  /**
   * The unpenalised end of the path of ridge. The end, and not λ = 0: it is unique with more columns than rows and with
   * columns that say the same, and finite where classes are separated.
   */
  NONE(Candidate.NONE, LinearRegularizer.RIDGE_DECADES),
  /** The lasso. */
  L1("l1", LinearRegularizer.DECADES),
  /**
   * Ridge. Its path begins a thousand times as high (α = 0.001); it ends where words, whose squares are small, predict
   * best.
   */
  L2("l2", LinearRegularizer.RIDGE_DECADES),
  /** Half of each. */
  ELASTIC_NET("elastic-net", LinearRegularizer.DECADES);

  /** The grid ends at 10^−4 of its beginning. */
  private static final int DECADES = 4;
  private static final int RIDGE_DECADES = 9;
  /** Ten a decade, so that two digits name them. */
  private static final int POINTS_PER_DECADE = 10;

  private final String word;
  private final int decades;

  LinearRegularizer(String word, int decades) {
    this.word = word;
    this.decades = decades;
  }

  /**
   * The regularizer of a name.
   *
   * @throws IllegalArgumentException where there is no such linear regularizer
   */
  public static LinearRegularizer of(String name) {
    return Arrays.stream(values())
        .filter(regularizer -> regularizer.word.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no linear regularizer '" + name + "'"));
  }

  /** {@return those that penalise, in the order in which they are tried} */
  static Stream<LinearRegularizer> penalties() {
    return Arrays.stream(values()).filter(regularizer -> regularizer != NONE);
  }

  /** {@return the candidate that the study tries on a kind of model with a path} */
  public Candidate candidate(ModelKind kind) {
    return new Candidate(kind, word, this == NONE ? List.of() : List.of(axis()), Candidate.Source.PATH, false);
  }

  /** {@return whether additive models are tried with it unless others are asked for} */
  boolean paysOnPieces() {
    return switch (this) {
      case L2, ELASTIC_NET -> true;
      case NONE, L1 -> false; // on pieces, which overlap, elastic net is as sparse where that helps, and lower else
    };
  }

  /** {@return the penalty of the path} */
  public LinearPenalty penalty() {
    return switch (this) {
      case L1 -> LinearPenalty.lasso();
      case NONE, L2 -> LinearPenalty.ridge();
      case ELASTIC_NET -> LinearPenalty.elasticNet(0.5);
    };
  }

  /** {@return whether it sets coefficients to exactly zero} */
  public boolean isSparse() {
    return penalty().alpha() > 0;
  }

  /** {@return the weakest strength} */
  public double lowest() {
    return Math.pow(10, -decades);
  }

  /** {@return how many points the path has} */
  public int points() {
    return (this == NONE ? 1 : POINTS_PER_DECADE) * decades + 1;
  }

  /** {@return how many strengths are compared: the points of the path, or its end alone} */
  public int strengths() {
    return this == NONE ? 1 : points();
  }

  /** {@return the place of a strength on a path, which begins with the strongest} */
  public int fromStrong(Strength strength) {
    return points() - 1 - indexOf(strength);
  }

  private StrengthGrid axis() {
    return new StrengthGrid(StrengthGrid.Scale.LOGARITHMIC,
        Arrays.stream(LambdaGrid.geometric(1, lowest(), points()))
            .map(value -> new BigDecimal(value).round(new MathContext(2)).doubleValue())
            .sorted()
            .boxed()
            .toList(),
        lowest() / 2, 2);
  }

  /** {@return where on the grid, from weak to strong, a strength stands} */
  public int indexOf(Strength strength) {
    return this == NONE ? 0 : axis().coarse().indexOf(strength.value());
  }

  /** As it stands in files and on the command line. */
  @Override
  public String toString() {
    return word;
  }
}
