package dev.lariat.linear.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.linear.solver.moments.SummedProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One pass over a table: the sums of each fold. */
final class GaussianSums {
  /** Of the largest heap, for sums that are there to stay, those of one fold's training rows, and a chunk of rows. */
  private static final double SHARE = 0.7;
  private static final double GIGA = 1e9;

  private final RowRoles roles;
  private final boolean intercept;
  private final LinearParts parts;
  private final List<FoldSums> folds = new ArrayList<>();
  private double targetConstant = Double.NaN; // until the first rows are there
  private long read; // rows that were passed over
  private long number; // of the rows that have a target
  private double[][] values; // [parts][rows of a chunk]
  private FoldSums.Scratch scratch;

  GaussianSums(RowSource rows, RowRoles roles, boolean intercept) {
    this.roles = roles;
    this.intercept = intercept;
    parts = new LinearParts(roles.inputs(rows.specimen()));
    if (parts.count() > SummedProblem.MOST_FEATURES) {
      throw new DataException(rows.specimen().name() + " has " + parts.count()
          + " inputs, levels of categories counted: a streamed gaussian path takes at most "
          + SummedProblem.MOST_FEATURES + "; leave columns out with --drop");
    }
    rows.pass(this::add);
    if (number == 0) {
      throw new DataException("target '" + roles.target() + "': every value is missing");
    }
  }

  private void add(Dataset chunk) {
    int n = chunk.rows();
    Column target = chunk.column(roles.target());
    Column weights = roles.weights().map(chunk::column).orElse(null);
    Column offsets = roles.offset().map(chunk::column).orElse(null);
    double[] w = new double[n];
    double[] t = new double[n];
    int[] fold = new int[n];
    int[] used = new int[n];
    int count = 0;
    int highest = 0;
    for (int row = 0; row < n; row++) {
      double y = roles.target(target, row, read + row);
      if (Double.isNaN(y)) {
        continue;
      }
      w[row] = RowRoles.weight(weights, row, read + row);
      t[row] = y - RowRoles.offset(offsets, row, read + row);
      fold[row] = roles.folds().fold(chunk, row, number++);
      highest = Math.max(highest, fold[row]);
      used[count++] = row;
    }
    read += n;
    if (count == 0) {
      return;
    }
    if (Double.isNaN(targetConstant)) {
      begin(chunk, t, used, count);
    }
    if (values == null || values[0].length < n) {
      values = new double[parts.count()][n];
      scratch = new FoldSums.Scratch(parts.count(), n);
    }
    while (folds.size() <= highest) {
      requireRoom(folds.size() + 1);
      folds.add(new FoldSums(parts.count()));
    }
    parts.fill(chunk, values);
    for (int i = 0; i < count; i++) {
      t[used[i]] -= targetConstant;
    }
    int[] own = new int[count];
    for (int f = 0; f < folds.size(); f++) {
      int size = 0;
      for (int i = 0; i < count; i++) {
        if (fold[used[i]] == f && w[used[i]] > 0) {
          own[size++] = used[i];
        }
      }
      folds.get(f).add(values, own, size, w, t, scratch);
    }
  }

  private void begin(Dataset chunk, double[] t, int[] used, int count) {
    parts.center(chunk);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += t[used[i]];
    }
    targetConstant = intercept && Double.isFinite(sum) ? sum / count : 0;
  }

  private void requireRoom(int count) {
    // a fold's training rows and their encoding, and the square matrices of a chunk and of the fit
    double needed = (count + 8.0) * FoldSums.bytes(parts.count());
    double heap = Runtime.getRuntime().maxMemory();
    if (needed > SHARE * heap) {
      throw new DataException(String.format(Locale.ROOT,
          "%d inputs in %d folds need sums of %.1f GB, and Java may use %.1f GB: leave columns out, use fewer folds,"
              + " or give Java more memory (JAVA_TOOL_OPTIONS=-Xmx…)",
          parts.count(), count, needed / GIGA, heap / GIGA));
    }
  }

  LinearParts parts() {
    return parts;
  }

  List<FoldSums> folds() {
    return folds;
  }

  double targetConstant() {
    return targetConstant;
  }

  /** How many rows have a target. */
  long rows() {
    return number;
  }

  /** How many were left out because they have none. */
  long leftOut() {
    return read - number;
  }
}
