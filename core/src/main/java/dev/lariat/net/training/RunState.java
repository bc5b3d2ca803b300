package dev.lariat.net.training;

import dev.lariat.net.Epoch;
import dev.lariat.net.Scores;
import java.util.ArrayList;
import java.util.List;

/**
 * A run between two epochs as numbers that can be kept: single numbers, then all arrays that a run changes, then its
 * epochs.
 *
 * @param single what is no array
 * @param epochs those that are done
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
record RunState(double[] single, List<Epoch> epochs) {
  /** Numbers of an epoch beside its norms. */
  private static final int EPOCH = 16;
  private static final int SCORES = 4;

  /** All numbers, of which the arrays' are copies. */
  double[] numbers(List<float[]> arrays) {
    int norms = epochs.isEmpty() ? 0 : epochs.getFirst().norms().size();
    double[] numbers = new double[single.length + size(arrays) + epochs.size() * (EPOCH + norms)];
    int at = put(numbers, 0, single);
    for (float[] array : arrays) {
      for (float value : array) {
        numbers[at++] = value;
      }
    }
    for (Epoch epoch : epochs) {
      at = put(numbers, at, epoch.epoch(), epoch.learningRate());
      at = put(numbers, at, scores(epoch.training()));
      at = put(numbers, at, scores(epoch.validation()));
      at = put(numbers, at, epoch.penalty(), (double) epoch.weights(), (double) epoch.nonZeroWeights(),
          epoch.inputsUsed(), epoch.trainingSeconds(), epoch.evaluationSeconds());
      at = put(numbers, at, epoch.norms().stream().mapToDouble(Epoch.Norm::norm).toArray());
    }
    return numbers;
  }

  /**
   * The state that numbers are of; the arrays get theirs.
   *
   * @param singles how many single numbers there are
   * @param arrays overwritten, if the numbers are of such a run
   * @param norms the layers with a norm
   * @return null if the numbers are of another run, of which nothing is changed then
   */
  static RunState of(double[] numbers, int singles, List<float[]> arrays, List<Epoch.Norm> norms) {
    int rest = numbers.length - singles - size(arrays);
    int each = EPOCH + norms.size();
    if (rest < 0 || rest % each != 0) {
      return null;
    }
    double[] single = new double[singles];
    System.arraycopy(numbers, 0, single, 0, singles);
    int at = singles;
    for (float[] array : arrays) {
      for (int i = 0; i < array.length; i++) {
        array[i] = (float) numbers[at++];
      }
    }
    var epochs = new ArrayList<Epoch>();
    for (; at < numbers.length; at += each) {
      int figures = at + 2 + 2 * SCORES;
      var own = new ArrayList<Epoch.Norm>();
      for (int k = 0; k < norms.size(); k++) {
        own.add(new Epoch.Norm(norms.get(k).layer(), numbers[at + EPOCH + k]));
      }
      epochs.add(new Epoch((int) numbers[at], numbers[at + 1], scores(numbers, at + 2),
          scores(numbers, at + 2 + SCORES), numbers[figures], (long) numbers[figures + 1], (long) numbers[figures + 2],
          (int) numbers[figures + 3], own, numbers[figures + 4], numbers[figures + 5]));
    }
    return new RunState(single, epochs);
  }

  private static int size(List<float[]> arrays) {
    return arrays.stream().mapToInt(array -> array.length).sum();
  }

  private static int put(double[] numbers, int at, double... values) {
    System.arraycopy(values, 0, numbers, at, values.length);
    return at + values.length;
  }

  private static double[] scores(Scores of) {
    return new double[]{of.loss(), of.accuracy(), of.rootMeanSquaredError(), of.meanAbsoluteError()};
  }

  private static Scores scores(double[] numbers, int at) {
    return new Scores(numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]);
  }
}
