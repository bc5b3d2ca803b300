package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.brief;
import static dev.lariat.cli.report.Words.number;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Which columns matter? Permutation importance. */
final class ColumnsSection {
  private static final int MOST = 20;
  private static final int NAME = 28;

  private ColumnsSection() {}

  /** Empty where nothing was measured: for the trivial predictor no column matters. */
  static Optional<Section> of(Run run) {
    List<JsonNode> columns = Words.list(run.verdict().get("importance"));
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<JsonNode> shown = columns.subList(0, Math.min(MOST, columns.size()));
    var chart = new Chart("importance")
        .names("y", "", shown.stream().map(c -> Words.shortened(c.get("column").asString(), NAME)).toList())
        .inverse("y")
        .axis("x", "increase of " + run.loss() + " when shuffled", false)
        .height(80 + 24 * shown.size())
        .header("column", "increase of the loss", "standard deviation");
    Chart.Series bars = chart.series("bars", "", Chart.WITH);
    Chart.Series spread = chart.series("whiskers", "", Chart.INK);
    boolean spreads = columns.stream().anyMatch(c -> c.get("deviation").asDouble() > 0);
    if (shown.stream().allMatch(c -> c.get("increase").asDouble() - c.get("deviation").asDouble() >= 0)) {
      chart.limit("x", "min", 0);
    }
    for (int i = 0; i < shown.size(); i++) {
      double increase = shown.get(i).get("increase").asDouble();
      double deviation = shown.get(i).get("deviation").asDouble();
      bars.add(shown.get(i).get("column").asString() + ": " + Words.measured(increase, deviation), increase, i);
      if (spreads) {
        spread.add(increase, i, increase - deviation, increase + deviation);
      }
    }
    for (JsonNode column : columns) {
      chart.row(column.get("column").asString(), number(column.get("increase")),
          brief(column.get("deviation").asDouble()));
    }
    JsonNode first = columns.getFirst();
    String most = "Shuffling " + Words.inSentence(first.get("column").asString(), NAME) + " raises the loss most, by "
        + Words.measured(first.get("increase").asDouble(), first.get("deviation").asDouble());
    return Optional.of(Section.of("columns", "Which columns matter?")
        .draw(chart
            .titled(most + (columns.size() > MOST ? "; the first " + MOST + " of " + columns.size() + " columns" : "")))
        .say(
            "Measured on validation rows with the models that did not learn from them: how much worse predictions become when a column's values "
                + "are shuffled among the rows (Breiman 2001)"
                + (spreads ? "; bars show the mean, whiskers one standard deviation over folds and shuffles" : "")
                + ". Columns that say the same share their importance, so each of them may look small.")
        .finding("The column " + Words.inSentence(first.get("column").asString(), NAME) + " matters most"));
  }
}
