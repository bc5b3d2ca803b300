package dev.lariat.explain;

import java.util.List;

/**
 * Which regularizer to use when, and why.
 *
 * @param situations from what one has to what to use
 * @param regularizers what each one is
 */
public record DecisionGuide(List<Situation> situations, List<Entry> regularizers) {
  /** Makes the lists immutable. */
  public DecisionGuide {
    situations = List.copyOf(situations);
    regularizers = List.copyOf(regularizers);
  }

  /**
   * A situation and its answer.
   *
   * @param have what one has
   * @param use the regularizer
   * @param because in a few words
   */
  public record Situation(String have, String use, String because) {}

  /**
   * A regularizer.
   *
   * @param name the word for it
   * @param term what it adds to the objective, or does instead
   * @param effect on the weights
   * @param zeros why weights become exactly zero, or do not
   * @param cost of a training step
   * @param affects weights or units
   * @param lasts whether what it does is permanent or for one step
   * @param inference what is left of it when the model predicts
   * @param use an example
   * @param optimizer to pair it with
   * @param command that shows it
   */
  public record Entry(String name, String term, String effect, String zeros, String cost, String affects, String lasts,
      String inference, String use, String optimizer, String command) {}

  /** The guide. */
  public static DecisionGuide standard() {
    return new DecisionGuide(everyday(),
        List.of(l1(), l2(), elasticNet(), groupLasso(), decay(), dropout(), maxNorm()));
  }

  private static List<Situation> everyday() {
    return List.of(
        new Situation("text with few telling words, or many useless columns", "L1",
            "it sets their weights to exactly 0"),
        new Situation("a regression on correlated columns", "L2", "it shares the weight among them, and stays stable"),
        new Situation("groups of correlated columns, of which few matter", "elastic net", "zeros as L1, stable as L2"),
        new Situation("one-hot columns that should go or stay together", "group lasso", "a group vanishes as a whole"),
        new Situation("a deep network that memorises", "dropout", "no unit can rely on another one"),
        new Situation("a network trained with Adam", "decoupled decay",
            "Adam's L2 decays weights with large gradients too little"),
        new Situation("dropout at a high rate with a high learning rate", "max-norm",
            "it keeps the weights from growing away"));
  }

  private static Entry l1() {
    return new Entry("L1", "λ·Σ|w|", "pulls every weight towards 0 with the same force λ",
        "exact zeros: the pull does not fade near 0, so a weight rests there where |gradient| ≤ λ (with the clipped or "
            + "proximal rule; the subgradient rule steps back and forth across 0)",
        "one subtraction and two comparisons a weight", "weights", "permanent",
        "the sparse weights: inputs whose weights are all 0 need not be there",
        "text with few telling words; finding the columns that matter", "SGD or Adam with the proximal rule",
        "lariat explain update --penalty l1");
  }

  private static Entry l2() {
    return new Entry("L2", "λ/2·Σw²", "shrinks every weight in proportion to its size",
        "no zeros: the pull λw fades as w nears 0, and the weight comes to rest beside 0",
        "one multiplication a weight", "weights", "permanent", "smaller weights, all of them",
        "correlated columns in a regression", "SGD, with or without momentum; with Adam use decoupled decay",
        "lariat explain update --penalty l2");
  }

  private static Entry elasticNet() {
    return new Entry("elastic net", "λ·(α·Σ|w| + (1−α)/2·Σw²)", "shrinks, and pulls towards 0",
        "exact zeros, by its L1 part", "as L1 and L2 together", "weights", "permanent",
        "sparse weights; correlated columns stay or go together",
        "correlated columns of which few matter, such as genes or sensors", "as L1",
        "lariat explain geometry --duplicate");
  }

  private static Entry groupLasso() {
    return new Entry("group lasso", "λ·Σ √size·‖w_g‖ over groups g",
        "pulls every group of weights towards 0 along its direction",
        "exact zeros of whole groups: the length's pull does not fade near 0", "a square root a group",
        "groups of weights: inputs, columns or units", "permanent", "fewer inputs or units",
        "one-hot columns; pruning units of a network", "SGD or Adam with the proximal rule", "lariat explain geometry");
  }

  private static Entry decay() {
    return new Entry("decoupled decay", "none: w ← w − η·d·w beside the optimizer's step",
        "shrinks every weight by the same share in every step", "no zeros: a share of a weight is never all of it",
        "one multiplication a weight", "weights", "permanent", "smaller weights, all of them",
        "networks trained with Adam", "AdamW", "lariat explain decay");
  }

  private static Entry dropout() {
    return new Entry("dropout", "none: each unit is 0 with probability p in a step",
        "the kept units are scaled by 1/(1−p); the weights are not touched",
        "no zeros in the weights: a dropped unit is back in the next step",
        "a random mask a layer and step; more epochs are needed", "units", "for one step",
        "nothing: all units work, as the mean of 2ⁿ thinned networks", "a deep network that memorises",
        "SGD with momentum, Adam or AdamW", "lariat explain dropout");
  }

  private static Entry maxNorm() {
    return new Entry("max-norm", "none: ‖w_u‖ ≤ c for the weights into every unit u",
        "scales a unit's weights back to length c when they exceed it", "no zeros: only too long weights are changed",
        "a square root a unit", "weights, unit by unit", "permanent", "weights of bounded length",
        "together with dropout and a high learning rate", "SGD with momentum", "lariat explain choose");
  }
}
