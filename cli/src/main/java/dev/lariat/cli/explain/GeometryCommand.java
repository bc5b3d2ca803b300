package dev.lariat.cli.explain;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.explain.QuadraticPair;
import dev.lariat.io.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lariat explain geometry}. */
@Command(name = "geometry", description = "Draw where a loss of two weights meets the penalties, and the way of the solution as λ grows.")
final class GeometryCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Mixin
  private Output output;

  @Parameters(arity = "0..1", paramLabel = "DATA", description = "A table; without one, a small made-up problem.")
  private Path data;

  @Option(names = "--columns", paramLabel = "A,B", description = "The table's two columns of numbers.")
  private String columns;

  @Option(names = "--target", paramLabel = "COLUMN", description = "The table's column that they should tell.")
  private String target;

  @Option(names = "--minimum", paramLabel = "X,Y", description = "Without a table: where the loss is smallest (1,0.4).")
  private String minimum;

  @Option(names = "--correlation", paramLabel = "R", description = "Without a table: of the two columns (0.3).")
  private Double correlation;

  @Option(names = "--duplicate", description = "Give the first column twice, in place of the second.")
  private boolean duplicate;

  @Option(names = "--lambda", paramLabel = "λ", description = "The strength to draw (0.6 of that from which L1 has only zeros).")
  private Double lambda;

  @Option(names = "--alpha", paramLabel = "SHARE", defaultValue = "0.5", description = "L1's share in the elastic net (${DEFAULT-VALUE}).")
  private double alpha;

  @Override
  public void run() {
    if (lambda != null) {
      NumberList.notNegative("--lambda", lambda);
    }
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("--alpha must be from 0 to 1, not " + alpha);
    }
    GeometryPage page = data == null ? madeUp() : ofTable();
    output.show(spec, page.page(), page.numbers());
  }

  private GeometryPage madeUp() {
    if (columns != null || target != null) {
      throw new IllegalArgumentException("--columns and --target need a table to take them from");
    }
    List<Double> bottom = NumberList.of("--minimum", minimum == null ? "1,0.4" : minimum);
    if (bottom.size() != 2) {
      throw new IllegalArgumentException("--minimum takes two numbers, not " + bottom.size());
    }
    double r = correlation == null ? 0.3 : correlation;
    QuadraticPair loss = QuadraticPair.withMinimum(r, bottom.get(0), bottom.get(1));
    String story = duplicate
        ? "A made-up column, standardised, given twice to a least-squares loss with b = " + Notation.of(loss.b1()) + "."
        : "A made-up least-squares loss on two standardised columns with correlation " + Notation.of(r)
            + "; alone it is smallest at w = " + Notation.vector(bottom) + ".";
    return GeometryPage.of(duplicate ? loss.duplicated() : loss, story, lambda, alpha);
  }

  private GeometryPage ofTable() {
    if (minimum != null || correlation != null) {
      throw new IllegalArgumentException("--minimum and --correlation are for a made-up problem: a table has its own");
    }
    String[] names = columns == null ? new String[0] : columns.split(",", -1);
    if (target == null || names.length < 1 || names.length > 2 || (names.length == 1 && !duplicate)) {
      throw new IllegalArgumentException("a table needs --columns A,B (or A with --duplicate) and --target COLUMN");
    }
    Dataset table = Tables.read(data);
    List<double[]> values = new ArrayList<>();
    for (String name : List.of(names[0], names[names.length - 1], target)) {
      values.add(numbers(table, table.column(name.strip())));
    }
    double[][] complete = complete(table, values);
    QuadraticPair loss = QuadraticPair.ofColumns(complete[0], complete[1], complete[2]);
    int left = table.rows() - complete[0].length;
    String story = String.format(Locale.ROOT,
        "Least squares for '%s' on the columns '%s' and '%s' of %s, standardised; %,d rows%s. Their correlation is %s.",
        target, names[0], duplicate ? names[0] : names[1], table.name(), complete[0].length,
        left == 0 ? "" : ", without " + left + " with missing values",
        NumberText.significant(duplicate ? 1 : loss.a12(), 3));
    return GeometryPage.of(duplicate ? loss.duplicated() : loss, story, lambda, alpha);
  }

  private static double[] numbers(Dataset table, Column column) {
    double[] numbers = new double[table.rows()];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = column.number(row);
      if (Double.isNaN(numbers[row]) && !column.isMissing(row)) {
        throw new DataException(table.name() + ": column '" + column.name() + "' is not of numbers: row " + (row + 1)
            + " has '" + column.text(row) + "'");
      }
    }
    return numbers;
  }

  private static double[][] complete(Dataset table, List<double[]> values) {
    int kept = 0;
    double[][] complete = new double[values.size()][table.rows()];
    for (int row = 0; row < table.rows(); row++) {
      int at = row;
      if (values.stream().noneMatch(column -> Double.isNaN(column[at]))) {
        for (int c = 0; c < complete.length; c++) {
          complete[c][kept] = values.get(c)[row];
        }
        kept++;
      }
    }
    for (int c = 0; c < complete.length; c++) {
      complete[c] = Arrays.copyOf(complete[c], kept);
      double first = kept == 0 ? 0 : complete[c][0];
      if (Arrays.stream(complete[c]).allMatch(v -> v == first)) {
        throw new DataException(table.name() + ": one of the columns has the same value in every row that is complete");
      }
    }
    return complete;
  }
}
