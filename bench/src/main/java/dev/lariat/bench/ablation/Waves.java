package dev.lariat.bench.ablation;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Periodic inputs (Gorishniy, Rubachev and Babenko 2022) whose lengths are given and not learnt: beside each number x
 * the sine and the cosine of 2πf·z, z = (x − mean)/deviation of the training rows, f = 1/16, 1/8, 1/4 …
 */
final class Waves {
  private static final double LONGEST = 16; // deviations

  private Waves() {}

  /**
   * {@return a table with waves}
   *
   * @param training whose means and deviations count
   * @param count of lengths
   */
  static Dataset beside(Dataset data, Dataset training, int count) {
    Dataset with = data;
    for (Column column : training.features()) {
      if (column instanceof NumericColumn known) {
        double[] values = Arrays.stream(known.toArray()).filter(Double::isFinite).toArray();
        double mean = Arrays.stream(values).average().orElse(0);
        double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
        if (variance > 0) {
          double[] z = Arrays.stream(((NumericColumn) data.column(column.name())).toArray())
              .map(v -> (v - mean) / Math.sqrt(variance))
              .toArray();
          for (int k : IntStream.range(0, count).toArray()) {
            double rate = 2 * Math.PI * Math.pow(2, k) / LONGEST;
            String name = column.name() + " wave " + k;
            with = with.with(new NumericColumn(name + " sine", Arrays.stream(z).map(v -> Math.sin(rate * v)).toArray()))
                .with(new NumericColumn(name + " cosine", Arrays.stream(z).map(v -> Math.cos(rate * v)).toArray()));
          }
        }
      }
    }
    return with;
  }
}
