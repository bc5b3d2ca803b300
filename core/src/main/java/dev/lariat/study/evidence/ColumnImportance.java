package dev.lariat.study.evidence;

import dev.lariat.kernel.Philox;
import dev.lariat.parallel.Workers;
import dev.lariat.study.cell.ShuffledFold;
import dev.lariat.study.statistics.Pairing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** The importance of columns by shuffling them ({@link Importance}), over the folds of one setting. */
public final class ColumnImportance {
  /** Of the random numbers: not a layer's, nor an epoch's order. */
  private static final int STREAM = 0xFFFE;
  private static final int MOST_SHUFFLES = 5;

  private ColumnImportance() {}

  /** The importance of every column that has an input in some fold, the most important first. */
  public static List<Importance> of(List<ShuffledFold> folds, long seed, int threads) {
    List<double[][]> increases = Workers.all(threads,
        IntStream.range(0, folds.size())
            .mapToObj(fold -> (Callable<double[][]>) () -> increases(folds.get(fold), seed, fold))
            .toList());
    // By name: a column that is constant in the training rows of one fold has no place there.
    var byColumn = new LinkedHashMap<String, List<Double>>();
    for (int fold = 0; fold < folds.size(); fold++) {
      List<String> columns = folds.get(fold).columns();
      for (int column = 0; column < columns.size(); column++) {
        List<Double> all = byColumn.computeIfAbsent(columns.get(column), _ -> new ArrayList<>());
        Arrays.stream(increases.get(fold)[column]).forEach(all::add);
      }
    }
    var importance = new ArrayList<Importance>();
    byColumn.forEach((column, list) -> {
      double[] all = list.stream().mapToDouble(Double::doubleValue).toArray();
      importance.add(new Importance(column, Pairing.mean(all),
          all.length < 2 ? 0 : Pairing.standardError(all) * StrictMath.sqrt(all.length)));
    });
    importance.sort(Comparator.comparingDouble(Importance::increase).reversed());
    return importance;
  }

  /** [columns][shuffles]. */
  private static double[][] increases(ShuffledFold fold, long seed, int foldNumber) {
    int columns = fold.columns().size();
    int shuffles = Math.clamp(ShuffledFold.PREDICTIONS / Math.multiplyExact((long) columns, fold.rows()), 1,
        MOST_SHUFFLES);
    double before = fold.loss();
    double[][] increases = new double[columns][shuffles];
    int[] order = new int[fold.rows()];
    for (int column = 0; column < columns; column++) {
      for (int shuffle = 0; shuffle < shuffles; shuffle++) {
        for (int i = 0; i < order.length; i++) {
          order[i] = i;
        }
        new Philox(seed, foldNumber, shuffle, column, STREAM).shuffle(order);
        increases[column][shuffle] = fold.loss(column, order) - before;
      }
    }
    return increases;
  }
}
