package dev.lariat.cli.predict;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.data.Task;
import dev.lariat.model.Contributions;
import dev.lariat.model.Contributions.Contribution;
import dev.lariat.model.Model;
import dev.lariat.study.evidence.TextEvidence;
import dev.lariat.study.evidence.WordChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code lariat predict --why} says of one row. */
public final class WhyText {
  /** Longer values are cut. */
  private static final int LONGEST_VALUE = 24;
  /** More columns than this say nothing that is read. */
  private static final int MOST_COLUMNS = 20;
  private static final int MOST_WORDS = 10;

  private WhyText() {}

  /**
   * The lines.
   *
   * @param row from 1, as the table counts them
   */
  public static List<String> lines(Model model, Dataset data, int row) {
    if (row < 1 || row > data.rows()) {
      throw new DataException("--why " + row + ": " + data.name() + " has the rows 1 to " + data.rows());
    }
    if (!model.target().columns().isEmpty()) {
      throw new DataException("--why explains one prediction, and this model has several targets");
    }
    boolean classes = model.target().task() == Task.CLASSIFICATION;
    String likeliest = "";
    int output = 0;
    if (classes) {
      likeliest = model.target().likeliest(model.predict(data.select(new int[]{row - 1})));
      output = model.target().classes().indexOf(likeliest);
    }
    Contributions why = Contributions.of(model, data, row - 1, output);
    var lines = new ArrayList<String>();
    lines.add(String.format(Locale.ROOT, "row %,d: %s %s; the mean over %s of %s is %s", row,
        classes
            ? "the probability of " + model.target().name() + " = " + likeliest + " is"
            : model.target().name() + " is",
        NumberText.number(why.prediction()), why.rows() < data.rows() ? why.rows() + " rows" : "the rows", data.name(),
        NumberText.number(why.base())));
    lines.add("");
    List<Contribution> shown = why.columns().subList(0, Math.min(MOST_COLUMNS, why.columns().size()));
    int name = width(shown.stream().map(Contribution::column).toList());
    int value = width(shown.stream().map(WhyText::value).toList());
    for (Contribution each : shown) {
      lines.add(String.format(Locale.ROOT, "  %-" + name + "s  %-" + value + "s  %10s ± %s", cut(each.column()),
          value(each), NumberText.signed(each.amount()), NumberText.error(each.standardError())));
    }
    double rest = why.columns().stream().skip(shown.size()).mapToDouble(Contribution::amount).sum();
    if (shown.size() < why.columns().size()) {
      lines.add(String.format(Locale.ROOT, "  and %,d more columns: %s in all", why.columns().size() - shown.size(),
          NumberText.signed(rest)));
    }
    lines.add("");
    lines.add(
        "Each line: what the value moves the prediction by, against the values of other rows (Shapley values, ± standard "
            + "error).");
    WordChanges.ofRow(model, data, row - 1).forEach(text -> lines.addAll(words(text)));
    return lines;
  }

  /** What the words of a text say, the most important ones. */
  private static List<String> words(TextEvidence text) {
    if (text.words().isEmpty()) {
      return List.of("", "Words of '" + text.column() + "': the model knows none of them.");
    }
    String what = text.towards().isEmpty() ? "the prediction" : "the log-odds of " + text.towards();
    return List.of("", "Words of '" + text.column() + "', by how much " + what + " would fall without each:",
        "  " + text.words()
            .stream()
            .limit(MOST_WORDS)
            .map(word -> word.word() + " " + NumberText.signed(word.change()))
            .collect(Collectors.joining(", ")));
  }

  private static String value(Contribution contribution) {
    return contribution.value() == null ? "missing" : cut(contribution.value());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(text -> Math.min(text.length(), LONGEST_VALUE)).max().orElse(1);
  }
}
