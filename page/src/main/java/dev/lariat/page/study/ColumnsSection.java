package dev.lariat.page.study;

import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.page.Chart;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import dev.lariat.study.evidence.Importance;
import java.util.List;
import java.util.Optional;

/** Which columns matter? Permutation importance. */
final class ColumnsSection {
  private static final int MOST = 20;
  private static final int NAME = 28;

  private ColumnsSection() {}

  private static String change(ReportedStudy run) {
    return run.higherIsBetter() ? "fall of " : "rise of ";
  }

  /** {@return by how much what is shown of the loss is worse} */
  static double cost(ReportedStudy run, Importance column) {
    return 0 - Phrases.gain(run.verdict(), column);
  }

  private static double deviation(ReportedStudy run, Importance column) {
    return column.increase() == 0
        ? run.shownError(run.verdict().candidate(run.verdict().refitted()).loss(), column.deviation())
        : column.deviation() * Math.abs(cost(run, column) / column.increase());
  }

  /** Empty where nothing was measured: where always the same is predicted no column matters. */
  static Optional<Section> of(ReportedStudy run) {
    List<Importance> columns = run.verdict().importance();
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<Importance> shown = columns.subList(0, Math.min(MOST, columns.size()));
    var chart = new Chart("importance")
        .names("y", "", shown.stream().map(c -> Phrases.shortened(c.column(), NAME)).toList())
        .inverse("y")
        .axis("x", change(run) + run.axis() + " when shuffled", false)
        .height(80 + 24 * shown.size())
        .header("column", change(run) + run.metric(), "standard deviation");
    Chart.Series bars = chart.series(SeriesType.BARS, "", Chart.WITH);
    Chart.Series spread = chart.series(SeriesType.WHISKERS, "", Chart.INK);
    boolean spreads = columns.stream().anyMatch(c -> c.deviation() > 0);
    if (shown.stream().allMatch(c -> cost(run, c) - deviation(run, c) >= 0)) {
      chart.limit("x", "min", 0);
    }
    for (int i = 0; i < shown.size(); i++) {
      double increase = cost(run, shown.get(i));
      double deviation = deviation(run, shown.get(i));
      bars.add(shown.get(i).column() + ": " + NumberText.measured(increase, deviation), increase, i);
      if (spreads) {
        spread.add(increase, i, increase - deviation, increase + deviation);
      }
    }
    for (Importance column : columns) {
      chart.row(column.column(), number(cost(run, column)), error(deviation(run, column)));
    }
    Importance first = columns.getFirst();
    String most = "Shuffling " + Phrases.inSentence(first.column(), NAME)
        + (run.higherIsBetter() ? " lowers the " : " raises the ") + run.metric() + " most, by "
        + NumberText.measured(cost(run, first), deviation(run, first));
    return Optional.of(Section.of("columns", "Which columns matter?")
        .draw(chart
            .titled(most + (columns.size() > MOST ? "; the first " + MOST + " of " + columns.size() + " columns" : "")))
        .say(
            "Measured on validation rows with the models that did not learn from them: how much worse predictions become when a column's values "
                + "are shuffled among the rows (Breiman 2001)"
                + (spreads ? "; bars show the mean, whiskers one standard deviation over folds and shuffles" : "")
                + ". Columns that say the same share their importance, so each of them may look small.")
        .finding("The column " + Phrases.inSentence(first.column(), NAME) + " matters most"));
  }
}
