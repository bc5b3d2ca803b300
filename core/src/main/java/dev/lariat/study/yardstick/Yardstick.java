package dev.lariat.study.yardstick;

import dev.lariat.net.TrainingRows;
import java.util.ServiceLoader;

/**
 * A model of another kind, by which a study's models are measured: gradient boosting. It is never a candidate, is not
 * trained on all rows and is not saved. The optional module {@code lariat-trees} brings one.
 */
public interface Yardstick {
  /** {@return what it is, with its version, for people who read the verdict} */
  String name();

  /**
   * Learns from training rows and predicts others, on the calling thread alone; the same rows and seed give the same
   * numbers.
   *
   * @param training with labels or values, not modified
   * @param others whose inputs are predicted, not modified
   * @param classes of the target; 0 for numbers
   * @return [rows × classes] probabilities, or [rows] numbers in the unit of the training values
   */
  double[] predict(TrainingRows training, TrainingRows others, int classes, long seed);

  /**
   * The installed yardstick.
   *
   * @throws IllegalArgumentException if none is on the class path
   */
  static Yardstick installed() {
    return ServiceLoader.load(Yardstick.class)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "no yardstick is installed: 'mvn -Ptrees -DskipTests package' in Lariat's folder makes it ready for lariat, and"
                + " beside an unpacked archive so does unpacking the release's lariat-yardstick archive; in a program add dev.lariat:lariat-trees to the class path"));
  }
}
