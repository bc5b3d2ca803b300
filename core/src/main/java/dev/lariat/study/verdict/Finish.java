package dev.lariat.study.verdict;

import dev.lariat.study.statistics.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is done with the used model after the choice, and what each step brought. A finish never competes with
 * candidates.
 *
 * @param networks how many refitted networks are averaged; 0 where the used model is no network
 * @param temperature by which logits are multiplied before the softmax (an inverse temperature); 1 leaves them
 * @param linearWeight share of the linear model in the mixture, in [0, 1]; 0 for none
 * @param waterfall expected losses after each step, in order
 */
public record Finish(int networks, double temperature, double linearWeight, List<Step> waterfall) {
  /** The steps, in their order. */
  public enum Stage {
    /** The network without regularizer. */
    NONE,
    /** The used candidate: its regularizer, or the linear model. */
    REGULARIZER,
    /** The average of refits with other seeds. */
    AVERAGE,
    /** The calibrated probabilities. */
    TEMPERATURE,
    /** The mixture with the best linear model. */
    MIXTURE;

    /** As it stands in files. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The loss after a step.
   *
   * @param step what was done
   * @param loss expected on a new row: all that was chosen was chosen by other blocks
   * @param standardError s/√J of it
   * @param done false where the step gains nothing and is therefore left out: the loss is then that before it
   * @param gain by how much the step lowers the loss of the used setting, measured for those of the finish, also where
   * they are left out
   */
  public record Step(Stage step, double loss, double standardError, boolean done, Optional<Interval> gain) {
    /** A step of which only the loss after it is known. */
    public Step(Stage step, double loss, double standardError) {
      this(step, loss, standardError, true, Optional.empty());
    }
  }

  /** {@return the last step: what to expect of the finished model} */
  public Step last() {
    return waterfall.getLast();
  }

  /** Copies the list, and checks ranges. */
  public Finish {
    waterfall = List.copyOf(waterfall);
    if (networks < 0 || !(temperature > 0) || !(linearWeight >= 0 && linearWeight <= 1)) {
      throw new IllegalArgumentException(
          "no finish: " + networks + " networks, temperature " + temperature + ", linear weight " + linearWeight);
    }
  }

  /** The used model as it was chosen: nothing is averaged, calibrated or mixed. */
  static Finish none(boolean network, Step without, Step used) {
    return new Finish(network ? 1 : 0, 1, 0, List.of(without, used));
  }
}
