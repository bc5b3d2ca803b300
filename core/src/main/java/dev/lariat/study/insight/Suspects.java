package dev.lariat.study.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rows whose label looks wrong, by confident learning (Northcutt, Jiang and Chuang 2021, "Confident learning:
 * estimating uncertainty in dataset labels", JAIR 70): a model that did not learn from the row gives its class less
 * than the rows of this class get on average, and another class as much as the rows of that one get.
 *
 * <p>Rows of an overlap look wrong too, with right labels. How many would, says the model itself: the sum over rows and
 * classes of the class's probability, where the row with that label would be a suspect.
 *
 * @param found how many rows look wrong
 * @param expected how many would if every label were right and every probability true
 * @param deviation standard deviation of that number
 * @param rows the most suspicious first, at most {@link #MOST}
 */
public record Suspects(int found, double expected, double deviation, List<Row> rows) {
  /** So many are listed. */
  public static final int MOST = 20;

  /**
   * A row.
   *
   * @param row its number in the table, from 1
   * @param given the class that it has in the table
   * @param probability of that class, by a model that did not learn from the row
   * @param likelier the class that it looks like
   * @param confidence the probability of that one
   */
  public record Row(int row, String given, double probability, String likelier, double confidence) {}

  /** Copies the list. */
  public Suspects {
    rows = List.copyOf(rows);
  }

  /** {@return whether more rows look wrong than would by chance, by two standard deviations} */
  public boolean moreThanChance() {
    return found > expected + 2 * deviation;
  }

  /**
   * Looks for suspects.
   *
   * @param probabilities [rows × classes] by models that did not learn from the row, not modified
   * @param labels [rows]
   * @param numbers [rows] of the rows in the table, from 1
   */
  public static Suspects among(double[] probabilities, int[] labels, int[] numbers, List<String> classes) {
    int count = classes.size();
    double[] typical = typical(probabilities, labels, count);
    double expected = 0;
    double variance = 0;
    var suspects = new ArrayList<Row>();
    for (int i = 0; i < labels.length; i++) {
      double chance = 0;
      for (int label = 0; label < count; label++) {
        int likelier = likelier(probabilities, i * count, label, typical);
        if (likelier < 0) {
          continue;
        }
        chance += probabilities[i * count + label];
        if (label == labels[i]) {
          suspects.add(new Row(numbers[i], classes.get(label), probabilities[i * count + label], classes.get(likelier),
              probabilities[i * count + likelier]));
        }
      }
      expected += chance;
      variance += chance * (1 - chance);
    }
    suspects.sort(Comparator.comparingDouble((Row row) -> row.probability - row.confidence).thenComparingInt(Row::row));
    return new Suspects(suspects.size(), expected, StrictMath.sqrt(Math.max(0, variance)),
        suspects.subList(0, Math.min(MOST, suspects.size())));
  }

  /** The mean probability that the rows of a class give it; infinite for a class without rows. */
  private static double[] typical(double[] probabilities, int[] labels, int classes) {
    double[] sums = new double[classes];
    int[] rows = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      sums[labels[i]] += probabilities[i * classes + labels[i]];
      rows[labels[i]]++;
    }
    for (int c = 0; c < classes; c++) {
      sums[c] = rows[c] == 0 ? Double.POSITIVE_INFINITY : sums[c] / rows[c];
    }
    return sums;
  }

  /** The class that a row looks like if its label looks wrong, else −1. */
  private static int likelier(double[] probabilities, int at, int label, double[] typical) {
    int likelier = -1;
    if (probabilities[at + label] < typical[label]) {
      for (int c = 0; c < typical.length; c++) {
        if (c != label && probabilities[at + c] >= typical[c]
            && (likelier < 0 || probabilities[at + c] > probabilities[at + likelier])) {
          likelier = c;
        }
      }
    }
    return likelier;
  }
}
