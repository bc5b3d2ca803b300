package dev.lariat.study.evidence;

import dev.lariat.data.Target;
import dev.lariat.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predictions of test rows. Rows whose target is missing or of an unknown class are passed over.
 *
 * @param classes empty for regression
 * @param confusion [true class][predicted class] rows; empty for regression
 * @param roc points [false positive rate, true positive rate] for the second of two classes; empty for others
 * @param points [true, predicted] of regression, evenly thinned where there are many
 * @param worst rows with the largest loss, the worst first
 */
public record TestPredictions(List<String> classes, List<List<Integer>> confusion, List<List<Double>> roc,
    List<List<Double>> points, List<Row> worst) {
  private static final int MOST_POINTS = 800;
  private static final int MOST_CORNERS = 200;
  private static final int WORST = 10;

  /**
   * A row.
   *
   * @param number of the row in its table, from 1
   * @param truth the class, or the number
   * @param predicted the likeliest class, or the number
   * @param probability of the true class; NaN for regression
   */
  public record Row(int number, String truth, String predicted, double probability) {}

  /**
   * Of classification.
   *
   * @param probabilities [rows × classes]
   * @param numbers of the rows in their table, from 1
   */
  public static TestPredictions ofClasses(double[] probabilities, Target known, int[] numbers) {
    int classes = known.classes().size();
    int[] labels = known.labels();
    int[] rows = IntStream.range(0, labels.length).filter(i -> labels[i] >= 0).toArray();
    int[][] counts = new int[classes][classes];
    int[] likeliest = new int[labels.length];
    for (int i : rows) {
      likeliest[i] = Metric.likeliest(probabilities, i * classes, classes);
      counts[labels[i]][likeliest[i]]++;
    }
    List<Row> worst = IntStream.of(rows)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> probabilities[i * classes + labels[i]]))
        .limit(WORST)
        .map(i -> new Row(numbers[i], known.classes().get(labels[i]), known.classes().get(likeliest[i]),
            probabilities[i * classes + labels[i]]))
        .toList();
    return new TestPredictions(known.classes(),
        Arrays.stream(counts).map(row -> Arrays.stream(row).boxed().toList()).toList(),
        classes == 2 ? roc(probabilities, labels, rows) : List.of(), List.of(), worst);
  }

  /**
   * Corners of the curve, from the highest probability of the second class down; rows of one probability count
   * together.
   */
  private static List<List<Double>> roc(double[] probabilities, int[] labels, int[] rows) {
    int[] order = IntStream.of(rows)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -probabilities[2 * i + 1]))
        .mapToInt(i -> i)
        .toArray();
    double positives = IntStream.of(rows).filter(i -> labels[i] == 1).count();
    double negatives = rows.length - positives;
    if (positives == 0 || negatives == 0) {
      return List.of();
    }
    var points = new ArrayList<List<Double>>();
    points.add(List.of(0.0, 0.0));
    int right = 0;
    int wrong = 0;
    for (int i = 0; i < order.length; i++) {
      if (labels[order[i]] == 1) {
        right++;
      } else {
        wrong++;
      }
      boolean last = i + 1 == order.length;
      if (last || probabilities[2 * order[i] + 1] != probabilities[2 * order[i + 1] + 1]) {
        points.add(List.of(wrong / negatives, right / positives));
      }
    }
    return thinned(points, MOST_CORNERS);
  }

  /** Of regression. */
  public static TestPredictions ofNumbers(double[] predictions, Target known, int[] numbers) {
    double[] values = known.values();
    int[] rows = IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).toArray();
    List<List<Double>> points = thinned(IntStream.of(rows).mapToObj(i -> List.of(values[i], predictions[i])).toList(),
        MOST_POINTS);
    List<Row> worst = IntStream.of(rows)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(values[i] - predictions[i])))
        .limit(WORST)
        .map(i -> new Row(numbers[i], Double.toString(values[i]), Double.toString(predictions[i]), Double.NaN))
        .toList();
    return new TestPredictions(List.of(), List.of(), List.of(), points, worst);
  }

  /** Evenly spaced elements, the first and the last among them. */
  private static List<List<Double>> thinned(List<List<Double>> all, int most) {
    return all.size() <= most
        ? all
        : IntStream.range(0, most).mapToObj(i -> all.get((int) ((long) i * (all.size() - 1) / (most - 1)))).toList();
  }
}
