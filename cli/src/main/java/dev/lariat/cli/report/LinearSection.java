package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.brief;
import static dev.lariat.cli.report.Words.count;
import static dev.lariat.cli.report.Words.number;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Linear models: how coefficients enter and leave along the path, and the cross-validated loss. */
final class LinearSection {
  private static final int NAMED = 8;
  private static final int MOST_LINES = 60;
  private static final List<String> COLOURS = List.of("c0", "c1", "c2", "c3", "c4", "c5");

  private LinearSection() {}

  /** Empty where no linear model was studied. */
  static Optional<Section> of(Run run) {
    // A path of one point has nothing to show: no column says anything.
    List<JsonNode> paths = Words.list(run.evidence().get("paths"))
        .stream()
        .filter(path -> path.get("lambdas").size() > 1)
        .toList();
    if (paths.isEmpty()) {
      return Optional.empty();
    }
    Section.Builder section = Section.of("linear", "Linear models");
    JsonNode best = null;
    for (JsonNode path : paths) {
      JsonNode candidate = candidate(run, path);
      section.draw(coefficients(path, candidate)).draw(losses(run, path, candidate));
      best = best == null || candidate.get("loss").asDouble() < best.get("loss").asDouble() ? candidate : best;
    }
    section.say("Paths are of all rows, on standardised columns"
        + (classes(paths.getFirst()) > 2
            ? "; with several classes the size of a column's coefficients over all classes is drawn"
            : "")
        + ". λ is on glmnet's scale; a strength is λ over the first of the path, where all coefficients are zero (ridge: nearly).");
    return Optional.of(section.finding(VerdictSection.capital(Words.name(best)) + " is the best of them, "
        + number(best.get("loss")) + " ± " + brief(best.get("standardError").asDouble()) + ", with "
        + count(best.get("inputsUsed").asDouble()) + " of " + count(run.verdict().get("columns").asInt(), "column")));
  }

  private static int classes(JsonNode path) {
    return path.get("outputs").asInt() > 1 ? path.get("outputs").asInt() : 2;
  }

  private static JsonNode candidate(Run run, JsonNode path) {
    return run.candidates()
        .stream()
        .filter(c -> Words.isLinear(c) && c.get("regularizer").equals(path.get("regularizer")))
        .findFirst()
        .orElseThrow();
  }

  private static Figure coefficients(JsonNode path, JsonNode candidate) {
    String name = path.get("regularizer").asString();
    JsonNode lambdas = path.get("lambdas");
    JsonNode columns = path.get("features");
    JsonNode coefficients = path.get("coefficients");
    boolean sizes = path.get("outputs").asInt() > 1;
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
    Chart.Series names = chart.series("ends", "", Chart.SOFT);
    for (int i = order.size() - 1; i >= 0; i--) {
      int c = order.get(i);
      Chart.Series line = chart.series("line", columns.get(c).asString(),
          i < NAMED ? COLOURS.get(i % COLOURS.size()) : Chart.SOFT);
      if (i < NAMED) {
        names
            .add(columns.get(c).asString(), lambdas.get(lambdas.size() - 1).asDouble(),
                coefficients.get(c).get(lambdas.size() - 1).asDouble())
            .colored(COLOURS.get(i % COLOURS.size()));
      } else {
        line.thin();
      }
      for (int l = 0; l < lambdas.size(); l++) {
        line.add(lambdas.get(l).asDouble(), coefficients.get(c).get(l).asDouble());
      }
    }
    int oneSe = index(path, candidate.get("oneSeStrength").asDouble());
    guides(chart, path, candidate);
    for (int l = 0; l < lambdas.size(); l++) {
      int at = l;
      int largest = IntStream.range(0, columns.size())
          .boxed()
          .max(Comparator.comparingDouble(c -> Math.abs(coefficients.get(c).get(at).asDouble())))
          .orElse(0);
      boolean zero = coefficients.get(largest).get(l).asDouble() == 0;
      chart.row(number(lambdas.get(l)), count(path.get("nonZero").get(l).asDouble()),
          zero ? "" : columns.get(largest).asString() + " " + number(coefficients.get(largest).get(l)));
    }
    return chart.titled("Linear " + name + " keeps " + count(path.get("nonZero").get(oneSe).asDouble(), "coefficient")
        + " at its 1-SE λ of " + number(lambdas.get(oneSe))
        + (columns.size() > MOST_LINES ? "; the " + MOST_LINES + " largest of " + columns.size() + " are drawn" : ""));
  }

  private static double largest(JsonNode line) {
    double largest = 0;
    for (JsonNode value : line) {
      largest = Math.max(largest, Math.abs(value.asDouble()));
    }
    return largest;
  }

  /** Where on the path, whose λs fall, a strength stands: it is λ/λ_max, in two digits. */
  private static int index(JsonNode path, double strength) {
    JsonNode lambdas = path.get("lambdas");
    int best = 0;
    for (int i = 1; i < lambdas.size(); i++) {
      if (Math.abs(Math.log(lambdas.get(i).asDouble() / lambdas.get(0).asDouble() / strength)) < Math
          .abs(Math.log(lambdas.get(best).asDouble() / lambdas.get(0).asDouble() / strength))) {
        best = i;
      }
    }
    return best;
  }

  private static double lambda(JsonNode path, double strength) {
    return path.get("lambdas").get(index(path, strength)).asDouble();
  }

  private static void guides(Chart chart, JsonNode path, JsonNode candidate) {
    double best = lambda(path, candidate.get("strength").asDouble());
    double oneSe = lambda(path, candidate.get("oneSeStrength").asDouble());
    chart.guide("x", best, best == oneSe ? "best = 1-SE" : "best");
    if (best != oneSe) {
      chart.guide("x", oneSe, "1-SE");
    }
  }

  private static Figure losses(Run run, JsonNode path, JsonNode candidate) {
    String name = path.get("regularizer").asString();
    var chart = new Chart("validation-" + name).axis("x", "λ (logarithmic, weaker to the right)", true)
        .inverse("x")
        .axis("y", "validation " + run.loss(), false)
        .height(360)
        .half()
        .header("strength", "λ", "validation loss", "± SE", "training loss", "coefficients not zero", "columns");
    Chart.Series errors = chart.series("errors", "validation, ± SE", Chart.WITH);
    Chart.Series train = chart.series("line", "training", Chart.SOFT).dashed();
    Chart.Series tops = chart.series("tops", "", Chart.SOFT);
    for (JsonNode point : new ArrayList<>(Words.list(candidate.get("curve"))).reversed()) {
      double lambda = lambda(path, point.get("strength").asDouble());
      double loss = point.get("loss").asDouble();
      double error = point.get("standardError").asDouble();
      errors.add("λ " + number(lambda) + ": " + number(loss) + " ± " + brief(error), lambda, loss, loss - error,
          loss + error);
      train.add(lambda, point.get("trainLoss").asDouble(Double.NaN));
      tops.add(count(point.get("nonZeroWeights").asDouble()), lambda);
      chart.row(Words.plain(point.get("strength").asDouble()), number(lambda), number(loss), brief(error),
          number(point.get("trainLoss")), count(point.get("nonZeroWeights").asDouble()),
          count(point.get("inputsUsed").asDouble()));
    }
    guides(chart, path, candidate);
    return chart.titled("Linear " + name + " predicts new rows best at λ = "
        + number(lambda(path, candidate.get("strength").asDouble())) + ": " + number(candidate.get("loss")) + " ± "
        + brief(candidate.get("standardError").asDouble()));
  }
}
