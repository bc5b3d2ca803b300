package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.brief;
import static dev.lariat.cli.report.Words.count;
import static dev.lariat.cli.report.Words.name;
import static dev.lariat.cli.report.Words.number;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** How strong? The loss of every candidate along its strengths. */
final class StrengthSection {
  /** The ratio of the strongest to the weakest from which an axis is logarithmic. */
  private static final double WIDE = 15;

  /** More bars than this would hide each other: a band shows them. */
  private static final int MOST_BARS = 25;

  private final Run run;

  StrengthSection(Run run) {
    this.run = run;
  }

  Section section() {
    Section.Builder section = Section.of("strength", "How strong?");
    JsonNode recommended = run.recommended();
    if (strengths(recommended) > 1) {
      section.draw(figure(recommended));
    }
    run.candidates()
        .stream()
        .filter(c -> !run.isRecommended(c) && !Words.isLinear(c) && strengths(c) > 1)
        .forEach(c -> section.draw(figure(c)));
    section.say(
        "Strength grows to the right. Bars are one standard error; above stand the weights that are not zero. The 1-SE "
            + "strength is the strongest whose loss is within one standard error of the best. Grey crosses were dropped before "
            + "their schedule ended, because they were behind early; they have no loss that could be compared.");
    String notes = run.candidates()
        .stream()
        .filter(c -> !c.get("notes").isEmpty())
        .map(c -> VerdictSection.capital(name(c)) + ": "
            + String.join("; ", Words.list(c.get("notes")).stream().map(JsonNode::asString).toList()) + ".")
        .collect(Collectors.joining(" "));
    if (!notes.isEmpty()) {
      section.say(notes);
    }
    return section
        .finding(Stream.concat(Stream.of(recommended), run.candidates().stream().filter(c -> !Words.isLinear(c)))
            .filter(c -> strengths(c) > 1)
            .findFirst()
            .map(
                c -> VerdictSection.capital(name(c)) + " is best at " + Words.strength(c, c.get("strength")) + oneSe(c))
            .orElse("There is no strength to choose"));
  }

  private static String oneSe(JsonNode candidate) {
    String best = Words.strength(candidate, candidate.get("strength"));
    String oneSe = Words.strength(candidate, candidate.get("oneSeStrength"));
    return best.equals(oneSe)
        ? ", and none stronger is as good"
        : "; up to " + oneSe + " it is as good within one standard error";
  }

  private static int strengths(JsonNode candidate) {
    return candidate.get("curve").size() + candidate.get("dropped").size();
  }

  private Figure figure(JsonNode c) {
    boolean several = c.get("strength").isArray();
    boolean epochs = c.get("regularizer").asString().equals("early-stopping");
    List<JsonNode> points = Words.list(c.get("curve"));
    List<JsonNode> dropped = Words.list(c.get("dropped"));
    var chart = new Chart("strength-" + name(c).replaceAll("[^a-z0-9]+", "-"));
    if (!run.isRecommended(c)) {
      chart.half();
    }
    List<String> names = points.stream().map(p -> Words.strength(c, p.get("strength"))).toList();
    if (several) {
      chart.names("x", "strength (" + c.get("regularizer").asString() + ")", names);
    } else {
      double[] all = DoubleStream
          .concat(points.stream().mapToDouble(p -> x(c, p)), dropped.stream().mapToDouble(p -> x(c, p)))
          .filter(v -> v > 0)
          .toArray();
      double low = DoubleStream.of(all).min().orElse(1);
      double high = DoubleStream.of(all).max().orElse(1);
      chart.axis("x", epochs ? "epoch at which training stops" : "strength", high / low > WIDE);
      if (epochs) {
        chart.inverse("x");
      }
    }
    chart.axis("y", "validation " + run.loss(), false)
        .header("strength", "validation loss", "± SE", "training loss", "weights not zero", "columns", "");
    boolean many = points.size() > MOST_BARS;
    Chart.Series band = chart.series("band", "", Chart.WITH);
    Chart.Series line = chart.series("line", many ? "validation, ± SE" : "", Chart.WITH);
    Chart.Series errors = chart.series("errors", "validation, ± SE", Chart.WITH);
    Chart.Series train = chart.series("line", "training", Chart.SOFT).dashed();
    Chart.Series tops = chart.series("tops", "", Chart.SOFT);
    for (int i = 0; i < points.size(); i++) {
      JsonNode p = points.get(i);
      double x = several ? i : x(c, p);
      double loss = p.get("loss").asDouble();
      double error = p.get("standardError").asDouble();
      line.add(names.get(i) + ": " + number(loss) + " ± " + brief(error), x, loss);
      if (many) {
        band.add(x, loss - error, loss + error);
      } else {
        errors.add(names.get(i) + ": " + number(loss) + " ± " + brief(error), x, loss, loss - error, loss + error);
      }
      train.add(x, p.get("trainLoss").asDouble(Double.NaN));
      tops.add(count(p.get("nonZeroWeights").asDouble()), x);
      chart.row(names.get(i), number(loss), brief(error), number(p.get("trainLoss")),
          count(p.get("nonZeroWeights").asDouble()), count(p.get("inputsUsed").asDouble()), mark(c, names.get(i)));
    }
    Chart.Series grey = chart.series("dropped", dropped.isEmpty() || several ? "" : "dropped", Chart.SOFT);
    for (JsonNode drop : dropped) {
      String strength = Words.strength(c, drop.get("strength"));
      if (!several && x(c, drop) > 0) {
        grey.add((strength.isEmpty() ? "0" : strength) + ": " + drop.get("reason").asString(), x(c, drop));
      }
      chart.row(strength, "", "", "", "", "", drop.get("reason").asString());
    }
    guides(chart, c, several, names);
    return chart.titled(VerdictSection.capital(name(c)) + ": lowest at " + Words.strength(c, c.get("strength")) + ", "
        + number(c.get("loss")) + " ± " + brief(c.get("standardError").asDouble()));
  }

  private static void guides(Chart chart, JsonNode c, boolean several, List<String> names) {
    String best = Words.strength(c, c.get("strength"));
    String oneSe = Words.strength(c, c.get("oneSeStrength"));
    double at = several ? names.indexOf(best) : value(c, c.get("strength"));
    double then = several ? names.indexOf(oneSe) : value(c, c.get("oneSeStrength"));
    if (best.equals(oneSe)) {
      chart.guide("x", at, "best = 1-SE");
    } else {
      chart.guide("x", at, "best");
      chart.guide("x", then, "1-SE");
    }
  }

  private static String mark(JsonNode c, String strength) {
    boolean best = strength.equals(Words.strength(c, c.get("strength")));
    boolean oneSe = strength.equals(Words.strength(c, c.get("oneSeStrength")));
    return best && oneSe ? "best, 1-SE" : best ? "best" : oneSe ? "1-SE" : "";
  }

  private static double x(JsonNode candidate, JsonNode point) {
    return value(candidate, point.get("strength"));
  }

  /** Where a strength stands: early stopping at its epoch. */
  private static double value(JsonNode candidate, JsonNode strength) {
    double value = strength.isArray() ? 0 : strength.asDouble();
    return candidate.get("regularizer").asString().equals("early-stopping") && value > 0 ? Math.rint(1 / value) : value;
  }
}
