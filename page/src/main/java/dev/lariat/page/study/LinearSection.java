package dev.lariat.page.study;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;

import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import dev.lariat.study.evidence.CoefficientPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Linear models: how coefficients enter and leave along the path, and the cross-validated loss. */
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
      section.draw(coefficients(path, candidate)).draw(losses(run, path, candidate));
      best = best == null || candidate.loss() < best.loss() ? candidate : best;
    }
    section.say("Paths are of all rows, on standardised columns"
        + (classes(paths.getFirst()) > 2
            ? "; with several classes the size of a column's coefficients over all classes is drawn"
            : "")
        + ". λ is on glmnet's scale; a strength is λ over the first of the path, where all coefficients are zero (ridge: nearly).");
    return Optional.of(section.finding(
        VerdictSection.capital(Phrases.name(best)) + " is the best of them, " + run.metric() + " " + run.measured(best)
            + ", with " + count(best.inputsUsed()) + " of " + count(run.verdict().columns(), "column")));
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

  private static Figure coefficients(CoefficientPath path, Candidate candidate) {
    String name = path.regularizer();
    List<Double> lambdas = path.lambdas();
    List<String> columns = path.features();
    List<List<Double>> coefficients = path.coefficients();
    boolean sizes = path.outputs() > 1;
    var chart = new Chart("path-" + name).axis("x", "λ (logarithmic, weaker to the right)", true)
        .inverse("x")
        .axis("y", sizes ? "size of the coefficients" : "coefficient (standardised columns)", false)
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
        + (columns.size() > MOST_LINES ? "; the " + MOST_LINES + " largest of " + columns.size() + " are drawn" : ""));
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
}
