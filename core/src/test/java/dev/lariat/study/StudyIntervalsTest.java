package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.model.interval.PredictionIntervals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What share of new rows the intervals of whole studies hold, candidate and strength chosen on the folds that the
 * residuals are from. {@code -Dlariat.studies=40} runs so many of every design and prints the shares that
 * docs/statistics.md gives.
 */
@Tag("slow")
class StudyIntervalsTest {
  private static final int FRESH = 1000;
  private static final int INPUTS = 6;

  /** How a table's numbers come about: y = 2x₁ − x₂ + x₃·x₄ + noise. */
  private enum Design {
    NORMAL, HEAVY_TAILS, MORE_NOISE_FOR_LARGE_INPUTS, NOTHING_TO_FIND;

    double number(double[] x, SplittableRandom random) {
      double signal = 2 * x[0] - x[1] + x[2] * x[3];
      double noise = random.nextGaussian();
      return switch (this) {
        case NORMAL -> signal + noise;
        case HEAVY_TAILS -> signal + noise / Math.sqrt((square(random) + square(random) + square(random)) / 3);
        case MORE_NOISE_FOR_LARGE_INPUTS -> signal + noise * (0.3 + Math.abs(x[0]));
        case NOTHING_TO_FIND -> noise;
      };
    }

    private static double square(SplittableRandom random) {
      double z = random.nextGaussian();
      return z * z;
    }
  }

  private static Dataset table(Design design, int rows, long seed) {
    var random = new SplittableRandom(seed);
    double[][] x = new double[INPUTS][rows];
    double[] y = new double[rows];
    for (int row = 0; row < rows; row++) {
      double[] inputs = new double[INPUTS];
      Arrays.setAll(inputs, _ -> random.nextGaussian());
      for (int j = 0; j < INPUTS; j++) {
        x[j][row] = inputs[j];
      }
      y[row] = design.number(inputs, random);
    }
    List<NumericColumn> columns = new ArrayList<>();
    for (int j = 0; j < INPUTS; j++) {
      columns.add(new NumericColumn("x" + (j + 1), x[j]));
    }
    columns.add(new NumericColumn("y", y));
    return Dataset.of(design.name(), List.copyOf(columns)).target("y");
  }

  /** The share of new rows within the interval of 90 %, and what was used. */
  private static double share(Design design, int rows, long seed) {
    StudyResult result = Study.of(table(design, rows, seed)).quick().run();
    PredictionIntervals intervals = result.intervals().orElseThrow();
    Dataset fresh = table(design, FRESH, 1_000_000 + seed);
    double[] bounds = intervals.predict(fresh, 0.9);
    double[] y = fresh.target().values();
    int inside = 0;
    for (int row = 0; row < FRESH; row++) {
      inside += y[row] >= bounds[2 * row] && y[row] <= bounds[2 * row + 1] ? 1 : 0;
    }
    return inside / (double) FRESH;
  }

  @Test
  void intervalsOfWholeStudiesHoldAboutTheShareThatTheyName() {
    Integer studies = Integer.getInteger("lariat.studies");
    if (studies == null) {
      double mean = (share(Design.NORMAL, 120, 1) + share(Design.MORE_NOISE_FOR_LARGE_INPUTS, 120, 2)) / 2;
      assertThat(mean).isBetween(0.82, 0.97); // a study's own share has a deviation of about 0.04
      return;
    }
    for (int rows : new int[]{100, 300}) {
      for (Design design : Design.values()) {
        double[] shares = new double[studies];
        Arrays.setAll(shares, study -> share(design, rows, 100 * study + rows));
        double mean = Arrays.stream(shares).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(shares).map(s -> (s - mean) * (s - mean)).sum() / (studies - 1));
        System.out.printf(Locale.ROOT, "%s, %d rows: %.3f, deviation over studies %.3f, lowest %.3f%n", design, rows,
            mean, deviation, Arrays.stream(shares).min().orElseThrow());
      }
    }
  }
}
