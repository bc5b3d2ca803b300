package dev.lariat.cli.linear;

import dev.lariat.data.encoding.Feature;
import dev.lariat.model.LinearFit;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The words of text columns in the order in which they enter a path, with their signs. */
final class LinearWords {
  /** Words of a column that are shown; a JSON object has all. */
  private static final int MOST = 12;
  private static final int WIDEST = 100;

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
      boolean together = entries.getFirst().point() == entries.getLast().point() && entries.size() > 1;
      out.println();
      out.println("Words of '" + column + "', "
          + (together ? "the largest coefficients first" : "in the order in which they enter") + meaning(fit) + ":");
      var line = new StringBuilder(" ");
      for (int i = 0; i < Math.min(MOST, entries.size()); i++) {
        LinearFit.Entry entry = entries.get(i);
        String word = features.get(entry.feature()).level() + (entry.coefficient() > 0 ? " +" : " −") + of(fit, entry)
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

  private static String meaning(LinearFit fit) {
    return fit.classes().size() == 2 ? " (+ speaks for " + fit.target() + " = " + fit.classes().getLast() + ")" : "";
  }

  /** Of several classes the one whose predictor the word entered. */
  private static String of(LinearFit fit, LinearFit.Entry entry) {
    return fit.classes().size() > 2 ? " (" + fit.classes().get(entry.predictor()) + ")" : "";
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
