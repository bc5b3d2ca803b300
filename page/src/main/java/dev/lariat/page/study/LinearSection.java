package dev.lariat.page.study;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import dev.lariat.study.evidence.AdditiveCurves;
import dev.lariat.study.evidence.CoefficientPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Linear models: how coefficients enter and leave along the path, and the cross-validated loss. Additive models: their
 * curves.
 */
final class LinearSection {
  private static final int NAMED = 8;
  private static final int MOST_LINES = 60;
  private static final List<String> COLOURS = List.of("c0", "c1", "c2", "c3", "c4", "c5");

  private LinearSection() {}

  /** Empty where no linear model was studied. */
  static Optional<Section> of(ReportedStudy run) {
    // A path of one point has nothing to show: no column says anything.
    List<CoefficientPath> paths = run.evidence().paths().stream().filter(path -> path.lambdas().size() > 1).toList();
    if (paths.isEmpty()) {
      return Optional.empty();
    }
    Section.Builder section = Section.of("linear", "Linear models");
    Candidate best = null;
    for (CoefficientPath path : paths) {
      Candidate candidate = candidate(run, path);
      section.draw(coefficients(run, path, candidate)).draw(losses(run, path, candidate));
      best = best == null || candidate.loss() < best.loss() ? candidate : best;
    }
    section.say("Paths are of all rows, on standardised columns"
        + (run.evidence().texts().isEmpty() ? "" : " (words keep the scale that their rarity gives them)")
        + (classes(paths.getFirst()) > 2
            ? "; with several classes the size of a column's coefficients over all classes is drawn"
            : "")
        + ". λ is on glmnet's scale; a strength is λ over the first of the path, where all coefficients are zero (ridge: nearly).");
    return Optional.of(section.finding(
        Phrases.capital(Phrases.name(best)) + " is the best of them, " + run.metric() + " " + run.measured(best)
            + ", with " + count(best.inputsUsed()) + " of " + count(run.verdict().columns(), "column")));
  }

  /** What the numbers add; empty where no additive model was studied, or no number moves its predictions. */
  static Optional<Section> curves(ReportedStudy run) {
    return Curves.of(run);
  }

  private static int classes(CoefficientPath path) {
    return path.outputs() > 1 ? path.outputs() : 2;
  }

  private static Candidate candidate(ReportedStudy run, CoefficientPath path) {
    return run.candidates()
        .stream()
        .filter(c -> Phrases.isLinear(c) && c.regularizer().equals(path.regularizer()))
        .findFirst()
        .orElseThrow();
  }

  private static Figure coefficients(ReportedStudy run, CoefficientPath path, Candidate candidate) {
    String scale = run.evidence().texts().isEmpty() ? "standardised columns" : "standardised; words as they are";
    String name = path.regularizer();
    List<Double> lambdas = path.lambdas();
    List<String> columns = path.features();
    List<List<Double>> coefficients = path.coefficients();
    boolean sizes = path.outputs() > 1;
    var chart = new Chart("path-" + name).axis("x", "λ (logarithmic, weaker to the right)", true)
        .inverse("x")
        .axis("y", sizes ? "size of the coefficients" : "coefficient (" + scale + ")", false)
        .height(360)
        .half()
        .header("λ", "coefficients not zero", "largest");
    List<Integer> order = IntStream.range(0, columns.size())
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -largest(coefficients.get(c))))
        .limit(MOST_LINES)
        .toList();
    Chart.Series names = chart.series(SeriesType.ENDS, "", Chart.SOFT);
    for (int i = order.size() - 1; i >= 0; i--) {
      int c = order.get(i);
      Chart.Series line = chart.series(SeriesType.LINE, columns.get(c),
          i < NAMED ? COLOURS.get(i % COLOURS.size()) : Chart.SOFT);
      if (i < NAMED) {
        names.add(columns.get(c), lambdas.get(lambdas.size() - 1), coefficients.get(c).get(lambdas.size() - 1))
            .colored(COLOURS.get(i % COLOURS.size()));
      } else {
        line.thin();
      }
      for (int l = 0; l < lambdas.size(); l++) {
        line.add(lambdas.get(l), coefficients.get(c).get(l));
      }
    }
    int oneSe = index(path, candidate.oneSeStrength().value());
    guides(chart, path, candidate);
    for (int l = 0; l < lambdas.size(); l++) {
      int at = l;
      int largest = IntStream.range(0, columns.size())
          .boxed()
          .max(Comparator.comparingDouble(c -> Math.abs(coefficients.get(c).get(at))))
          .orElse(0);
      boolean zero = coefficients.get(largest).get(l) == 0;
      chart.row(number(lambdas.get(l)), count(path.nonZero().get(l)),
          zero ? "" : columns.get(largest) + " " + number(coefficients.get(largest).get(l)));
    }
    return chart.titled("Linear " + name + " keeps " + count(path.nonZero().get(oneSe), "coefficient") + " at λ = "
        + number(lambdas.get(oneSe)) + ", the strongest that is as good as its best"
        + (columns.size() > MOST_LINES ? "; the " + MOST_LINES + " largest are drawn" : ""));
  }

  private static double largest(List<Double> line) {
    double largest = 0;
    for (double value : line) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** Where on the path, whose λs fall, a strength stands: it is λ/λ_max, in two digits. */
  private static int index(CoefficientPath path, double strength) {
    List<Double> lambdas = path.lambdas();
    int best = 0;
    for (int i = 1; i < lambdas.size(); i++) {
      if (Math.abs(Math.log(lambdas.get(i) / lambdas.get(0) / strength)) < Math
          .abs(Math.log(lambdas.get(best) / lambdas.get(0) / strength))) {
        best = i;
      }
    }
    return best;
  }

  private static double lambda(CoefficientPath path, double strength) {
    return path.lambdas().get(index(path, strength));
  }

  private static void guides(Chart chart, CoefficientPath path, Candidate candidate) {
    double best = lambda(path, candidate.strength().value());
    double oneSe = lambda(path, candidate.oneSeStrength().value());
    chart.guide("x", best, "best");
    if (best != oneSe) {
      chart.guide("x", oneSe, "as good");
    }
  }

  private static Figure losses(ReportedStudy run, CoefficientPath path, Candidate candidate) {
    String name = path.regularizer();
    var chart = new Chart("validation-" + name).axis("x", "λ (logarithmic, weaker to the right)", true)
        .inverse("x")
        .axis("y", run.axis(), false)
        .height(360)
        .half()
        .header("strength", "λ", run.metric() + " on new rows", "± SE", "on its own rows", "coefficients not zero",
            "columns");
    Chart.Series errors = chart.series(SeriesType.ERRORS, "new rows, ± SE", Chart.WITH);
    Chart.Series train = chart.series(SeriesType.LINE, "its own rows", Chart.SOFT).dashed();
    Chart.Series tops = chart.series(SeriesType.TOPS, "", Chart.SOFT);
    for (FinishedStudy.Point point : new ArrayList<>(candidate.curve()).reversed()) {
      double lambda = lambda(path, point.strength().value());
      double loss = run.shown(point.loss());
      double error = run.shownError(point.loss(), point.standardError());
      errors.add("λ " + number(lambda) + ": " + run.measured(point.loss(), point.standardError()), lambda, loss,
          loss - error, loss + error);
      train.add(lambda, run.shown(point.trainLoss()));
      tops.add(count(point.nonZeroWeights()), lambda);
      chart.row(NumberText.setting(point.strength().value()), number(lambda), number(loss), error(error, loss),
          run.value(point.trainLoss()), count(point.nonZeroWeights()), count(point.inputsUsed()));
    }
    guides(chart, path, candidate);
    return chart.titled("Linear " + name + " predicts new rows best at λ = "
        + number(lambda(path, candidate.strength().value())) + ": " + run.metric() + " " + run.measured(candidate));
  }

  /** What does each number add? The curves of the best additive candidate, all on one scale. */
  private static final class Curves {
    private static final int MOST_FIGURES = 12;

    private final ReportedStudy run;
    private final AdditiveCurves curves;
    private final List<AdditiveCurves.Curve> shown;

    private Curves(ReportedStudy run, AdditiveCurves curves) {
      this.run = run;
      this.curves = curves;
      shown = curves.columns().subList(0, Math.min(MOST_FIGURES, curves.columns().size()));
    }

    /** Empty where no additive model was studied, or no number moves its predictions. */
    static Optional<Section> of(ReportedStudy run) {
      return run.evidence()
          .curves()
          .filter(curves -> !curves.columns().isEmpty())
          .map(curves -> new Curves(run, curves).section());
    }

    private Section section() {
      Section.Builder section = Section.of("curves", "What does each number add?");
      double low = heights().min().orElse(0);
      double high = heights().max().orElse(0);
      shown.forEach(curve -> section.draw(figure(curve, low, high)));
      AdditiveCurves.Curve first = curves.columns().getFirst();
      section
          .say("An additive model is a sum of one curve per number, each a line with bends, and of the other columns' "
              + "parts. What is drawn is " + unit()
              + ", less its mean over the rows; what lies outside of the range of the rows goes "
              + "on straight. Curves are of a model of all rows, and say nothing about cause"
              + (classes() > COLOURS.size()
                  ? "; the first " + COLOURS.size() + " of " + classes() + " classes are drawn"
                  : "")
              + (curves.columns().size() > shown.size()
                  ? "; the " + shown.size() + " largest of " + curves.columns().size() + " are drawn"
                  : "")
              + (curves.flat() > 0
                  ? "; " + count(curves.flat(), "number") + (curves.flat() == 1 ? " adds" : " add") + " nothing"
                  : "")
              + ".");
      return section.finding(Phrases.capital(name()) + " has the " + run.metric() + " " + loss()
          + "; what moves its predictions most is " + first.column());
    }

    private int classes() {
      return curves.classes().size();
    }

    private String name() {
      return "additive " + curves.regularizer();
    }

    private String loss() {
      return run.candidates()
          .stream()
          .filter(c -> Phrases.name(c).equals(name()))
          .findFirst()
          .map(run::measured)
          .orElse("?");
    }

    private String unit() {
      return switch (curves.unit()) {
        case TARGET -> "what a value adds to " + run.verdict().target();
        case LOGARITHM -> "what a value adds to the logarithm of " + run.verdict().target();
        case LOG_ODDS -> classes() > 1
            ? "what a value adds to the log-odds of each class"
            : "what a value adds to the log-odds of " + curves.classes().getFirst();
      };
    }

    private String axis() {
      return switch (curves.unit()) {
        case TARGET -> "added to " + Phrases.shortened(run.verdict().target(), 20);
        case LOGARITHM -> "added to the logarithm";
        case LOG_ODDS -> "added to the log-odds";
      };
    }

    private DoubleStream heights() {
      return shown.stream()
          .flatMap(curve -> drawn(curve).stream())
          .flatMapToDouble(line -> line.stream().mapToDouble(Double::doubleValue));
    }

    private static List<List<Double>> drawn(AdditiveCurves.Curve curve) {
      return curve.added().subList(0, Math.min(COLOURS.size(), curve.added().size()));
    }

    private Figure figure(AdditiveCurves.Curve curve, double low, double high) {
      String column = Phrases.shortened(curve.column(), 24);
      var chart = new Chart("curve-" + shown.indexOf(curve)).axis("x", column, false)
          .axis("y", axis(), false)
          .limit("x", "min", curve.at().getFirst())
          .limit("x", "max", curve.at().getLast())
          .limit("y", "min", low)
          .limit("y", "max", high)
          .height(230)
          .small();
      List<List<Double>> lines = drawn(curve);
      chart.header(header(lines.size()));
      for (int k = 0; k < lines.size(); k++) {
        Chart.Series line = classes() < 2
            ? chart.series(SeriesType.LINE, "", Chart.WITH)
            : chart.series(SeriesType.LINE, curves.classes().get(k), COLOURS.get(k));
        for (int i = 0; i < curve.at().size(); i++) {
          line.add(curve.at().get(i), lines.get(k).get(i));
        }
      }
      for (int i = 0; i < curve.at().size(); i++) {
        int bend = i;
        chart
            .row(Stream.concat(Stream.of(number(curve.at().get(i))), lines.stream().map(line -> number(line.get(bend))))
                .toArray(String[]::new));
      }
      return chart.titled(column + ": " + way(curve));
    }

    private String[] header(int lines) {
      return Stream
          .concat(Stream.of("value"),
              IntStream.range(0, lines).mapToObj(k -> classes() < 2 ? "adds" : curves.classes().get(k)))
          .toArray(String[]::new);
    }

    /** The shape in words: by the signs of the slopes. */
    private String way(AdditiveCurves.Curve curve) {
      if (classes() > 1) {
        return "differs by " + number(curve.size()) + " from row to row";
      }
      List<Double> line = curve.added().getFirst();
      boolean rises = IntStream.range(1, line.size()).anyMatch(i -> line.get(i) > line.get(i - 1));
      boolean falls = IntStream.range(1, line.size()).anyMatch(i -> line.get(i) < line.get(i - 1));
      return rises && falls ? "rises and falls" : rises ? "rises" : "falls";
    }
  }
}
