package dev.lariat.study.evidence;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.Link;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.WholePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What each number adds to the linear predictor of an additive model of all rows: a line with bends, drawn through its
 * bends. The mean over the rows is taken off, so that 0 is what the column adds to a row on average.
 *
 * @param regularizer of the additive candidate
 * @param strength of it
 * @param unit of what is added
 * @param classes whose predictors the curves are, one for each; of two classes the second; empty for numbers
 * @param columns with a curve, the one that moves predictions most first
 * @param flat how many numbers have no curve, as nothing depends on them
 */
public record AdditiveCurves(String regularizer, Strength strength, Unit unit, List<String> classes,
    List<Curve> columns, int flat) {
  /** More nobody looks at. */
  private static final int MOST = 30;

  /** What a curve's height is. */
  public enum Unit {
    /** The target's own. */
    TARGET,
    /** Of the target's logarithm. */
    LOGARITHM,
    /** Log-odds: of the second class, or of each class. */
    LOG_ODDS
  }

  /**
   * A column's curve.
   *
   * @param column its name
   * @param at its values at the bends, both ends of the range included, ascending
   * @param added [predictors][bends]
   * @param size standard deviation of what it adds over the rows; of several predictors the root of the mean square
   */
  public record Curve(String column, List<Double> at, List<List<Double>> added, double size) {
    /** Copies the lists. */
    public Curve {
      at = List.copyOf(at);
      added = added.stream().map(List::copyOf).toList();
    }
  }

  /** Copies the lists. */
  public AdditiveCurves {
    classes = List.copyOf(classes);
    columns = List.copyOf(columns);
  }

  /**
   * The curves of a trial.
   *
   * @param whole its path on all rows
   * @param rows these rows
   */
  public static AdditiveCurves of(Trial trial, WholePath whole, Dataset rows) {
    LinearPath.Point point = whole.point(trial.strength());
    int predictors = point.index().length;
    double[][] coefficients = IntStream.range(0, predictors)
        .mapToObj(k -> point.dense(k, whole.path().features()))
        .toArray(double[][]::new);
    var curves = new ArrayList<Curve>();
    int flat = 0;
    int at = 0;
    for (Encoding encoding : whole.preprocessing().encodings()) {
      if (encoding instanceof Encoding.Hinges hinges) {
        Curve curve = curve(hinges, rows, coefficients, at);
        if (curve.size > 0) {
          curves.add(curve);
        } else {
          flat++;
        }
      }
      at += encoding.width();
    }
    List<String> classes = whole.target().classes();
    curves.sort(Comparator.comparingDouble(Curve::size).reversed());
    return new AdditiveCurves(trial.regularizer(), trial.strength(), unit(whole),
        classes.size() == 2 ? classes.subList(1, 2) : classes, curves.subList(0, Math.min(MOST, curves.size())), flat);
  }

  private static Unit unit(WholePath whole) {
    if (whole.path().family().link() != Link.IDENTITY) {
      return Unit.LOG_ODDS;
    }
    return switch (whole.target().transform()) {
      case NONE -> Unit.TARGET;
      case LOG -> Unit.LOGARITHM;
    };
  }

  private static Curve curve(Encoding.Hinges hinges, Dataset rows, double[][] coefficients, int at) {
    Column column = rows.column(hinges.column());
    double[] weights = rows.weights();
    double total = Arrays.stream(weights).sum();
    var added = new ArrayList<List<Double>>();
    double squares = 0;
    for (double[] all : coefficients) {
      double mean = 0;
      for (int row = 0; row < weights.length; row++) {
        mean += weights[row] / total * added(hinges, all, at, column.number(row));
      }
      for (int row = 0; row < weights.length; row++) {
        double off = added(hinges, all, at, column.number(row)) - mean;
        squares += weights[row] / total * off * off / coefficients.length;
      }
      double middle = mean;
      added.add(hinges.edges().stream().map(edge -> added(hinges, all, at, edge) - middle).toList());
    }
    return new Curve(hinges.column(), hinges.edges(), added, Math.sqrt(squares));
  }

  /** What a number adds, or a missing one by what stands for it. */
  private static double added(Encoding.Hinges hinges, double[] coefficients, int at, double number) {
    double sum = coefficients[at] * hinges.scale().apply(number);
    for (int piece = 0; piece < hinges.pieces(); piece++) {
      sum += coefficients[at + 1 + piece] * hinges.through(piece, number);
    }
    return sum;
  }
}
