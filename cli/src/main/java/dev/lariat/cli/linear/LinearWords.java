package dev.lariat.cli.linear;

import dev.lariat.data.NumberText;
import dev.lariat.data.encoding.Feature;
import dev.lariat.linear.LinearPath;
import dev.lariat.model.LinearFit;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The words of text columns in the order in which they enter a path, with their signs. */
final class LinearWords {
  /** Words of a column that are shown; a JSON object has all. */
  private static final int MOST = 12;
  private static final int WIDEST = 100;
  /** On a page. */
  private static final int SHOWN = 20;
  private static final int MOST_ROWS = 100;
  private static final int MOST_CHARTS = 4;
  private static final int FEW = 6;

  private LinearWords() {}

  /** Entries of terms by column. */
  private static Map<String, List<LinearFit.Entry>> byColumn(LinearFit fit, List<Feature> features) {
    var words = new LinkedHashMap<String, List<LinearFit.Entry>>();
    for (LinearFit.Entry entry : fit.entries()) {
      Feature feature = features.get(entry.feature());
      if (feature.role() == Feature.Role.TERM) {
        words.computeIfAbsent(feature.column(), _ -> new ArrayList<>()).add(entry);
      }
    }
    return words;
  }

  /** A paragraph for each text column; nothing where there is none. */
  static void print(LinearFit fit, PrintWriter out) {
    List<Feature> features = fit.preprocessing().features();
    byColumn(fit, features).forEach((column, entries) -> {
      out.println();
      out.println("Words of '" + column + "', "
          + (together(entries) ? "the largest coefficients first" : "in the order in which they enter") + meaning(fit)
          + ":");
      var line = new StringBuilder(" ");
      for (int i = 0; i < Math.min(MOST, entries.size()); i++) {
        LinearFit.Entry entry = entries.get(i);
        String word = features.get(entry.feature()).level() + " " + sign(entry) + of(fit, entry)
            + (i + 1 < entries.size() ? "," : "");
        if (line.length() + word.length() > WIDEST) {
          out.println(line);
          line = new StringBuilder(" ");
        }
        line.append(' ').append(word);
      }
      out.println(line.append(entries.size() > MOST ? " …" : ""));
    });
  }

  /** Whether all enter at once, as with ridge. */
  private static boolean together(List<LinearFit.Entry> entries) {
    return entries.getFirst().point() == entries.getLast().point() && entries.size() > 1;
  }

  private static String sign(LinearFit.Entry entry) {
    return entry.coefficient() > 0 ? "+" : "−";
  }

  private static String meaning(LinearFit fit) {
    return fit.classes().size() == 2 ? " (+ speaks for " + fit.target() + " = " + fit.classes().getLast() + ")" : "";
  }

  /** Of several classes the one whose predictor the word entered. */
  private static String of(LinearFit fit, LinearFit.Entry entry) {
    return fit.classes().size() > 2 ? " (" + fit.classes().get(entry.predictor()) + ")" : "";
  }

  /** The words as a part of a page: those with the largest coefficients, and all first ones in their order. */
  static List<Section> sections(LinearFit fit) {
    List<Feature> features = fit.preprocessing().features();
    var sections = new ArrayList<Section>();
    byColumn(fit, features).forEach((column, entries) -> {
      Section.Builder section = Section.of("words-" + sections.size(), "Which words of '" + column + "' tell?");
      LinearPath.Point point = fit.choices().isEmpty()
          ? fit.path().points().getLast()
          : fit.choices().getLast().point();
      for (int k = 0; k < Math.min(MOST_CHARTS, point.index().length); k++) {
        chart(fit, column, point, k).ifPresent(section::draw);
      }
      List<List<String>> rows = entries.stream()
          .limit(MOST_ROWS)
          .map(entry -> List.of(features.get(entry.feature()).level(), sign(entry) + of(fit, entry),
              NumberText.coefficient(fit.path().points().get(entry.point()).lambda())))
          .toList();
      section.table(together(entries) ? "The words with the largest coefficients" : "The words that enter first",
          List.of("word", "sign", "enters at λ"), rows);
      List<String> first = entries.stream()
          .limit(FEW)
          .map(entry -> features.get(entry.feature()).level() + " " + sign(entry) + of(fit, entry))
          .toList();
      sections.add(section.finding(String.join(", ", first) + meaning(fit)));
    });
    return sections;
  }

  /** The largest coefficients of a predictor's words; nothing where it has none. */
  private static Optional<Figure> chart(LinearFit fit, String column, LinearPath.Point point, int k) {
    List<Feature> features = fit.preprocessing().features();
    List<Integer> places = IntStream.range(0, point.index()[k].length)
        .boxed()
        .filter(a -> isWord(features.get(point.index()[k][a]), column))
        .sorted(Comparator.comparingDouble(a -> -Math.abs(point.coefficient()[k][a])))
        .limit(SHOWN)
        .toList();
    if (places.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = places.stream().map(a -> features.get(point.index()[k][a]).level()).toList();
    String of = fit.predictors().isEmpty() ? "" : ", " + fit.predictors().get(k);
    var chart = new Chart("words-of-" + Integer.toHexString(column.hashCode()) + "-" + k).names("y", "", words)
        .inverse("y")
        .axis("x", "coefficient", false)
        .guide("x", 0, "")
        .height(80 + 24 * words.size())
        .header("word", "coefficient");
    Chart.Series bars = chart.series(SeriesType.BARS, "", Chart.WITH);
    for (int i = 0; i < words.size(); i++) {
      double coefficient = point.coefficient()[k][places.get(i)];
      bars.add(words.get(i) + ": " + NumberText.coefficient(coefficient), coefficient, i);
      chart.row(words.get(i), NumberText.coefficient(coefficient));
    }
    return Optional.of(chart.titled("The largest coefficients of words at λ " + NumberText.coefficient(point.lambda())
        + of + (fit.classes().size() == 2 ? ": to the right they speak for " + fit.classes().getLast() : "")));
  }

  private static boolean isWord(Feature feature, String column) {
    return feature.role() == Feature.Role.TERM && feature.column().equals(column);
  }

  /** An array of words, if there is a text column. */
  static void add(LinearFit fit, ObjectNode json) {
    List<Feature> features = fit.preprocessing().features();
    Map<String, List<LinearFit.Entry>> columns = byColumn(fit, features);
    if (columns.isEmpty()) {
      return;
    }
    ArrayNode words = json.putArray("words");
    columns.values().forEach(entries -> entries.forEach(entry -> {
      Feature feature = features.get(entry.feature());
      ObjectNode word = words.addObject().put("column", feature.column()).put("term", feature.level());
      if (fit.classes().size() > 2) {
        word.put("class", fit.classes().get(entry.predictor()));
      }
      word.put("lambda", fit.path().points().get(entry.point()).lambda()).put("coefficient", entry.coefficient());
    }));
  }
}
