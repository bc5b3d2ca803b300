package dev.lariat.studio.run;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.Suggestions;
import dev.lariat.studio.table.TableView;
import dev.lariat.studio.web.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What a page asks to be studied, as the words of {@code lariat fit}.
 *
 * @param data the table, in the folder
 * @param options the words behind it
 */
record StudyForm(String data, List<String> options) {
  /** What the page may set, as the option is called. */
  private static final List<String> VALUES = List.of("time-limit", "folds", "seeds", "seed", "test", "metric", "epochs",
      "hidden", "models", "regularizers", "prefer", "average", "threads", "group-column", "time-column", "weights",
      "task", "image", "series", "sequence-id", "sequence-time", "sequence-static", "target-missing", "text-ngrams",
      "text-chars", "text-min-df", "text-max-df", "text-max-features", "lr", "batch", "layers");
  private static final List<String> FLAGS = List.of("quick", "no-halving", "no-temperature", "no-mixture", "log-target",
      "sublinear-tf");

  /** Copies the words. */
  StudyForm {
    options = List.copyOf(options);
  }

  /** {@return the words of a form} */
  static StudyForm of(JsonNode form) {
    String data = form.path("path").asString("");
    String target = form.path("target").asString("");
    if (data.isEmpty() || target.isEmpty()) {
      throw Refusal.wrong("choose a table and its target first");
    }
    var options = new ArrayList<String>();
    options.add("--target=" + target);
    Map<String, ColumnKind> kinds = TableView.kinds(form);
    if (!kinds.isEmpty()) {
      options.add("--kinds=" + kinds.entrySet()
          .stream()
          .map(told -> Suggestions.listed(told.getKey()) + "=" + told.getValue().word())
          .collect(Collectors.joining(",")));
    }
    var drop = new ArrayList<String>();
    form.path("drop").forEach(name -> drop.add(Suggestions.listed(name.asString(""))));
    if (!drop.isEmpty()) {
      options.add("--drop=" + String.join(",", drop));
    }
    if (!form.path(TableView.BAD_ROWS).asString("").isEmpty()) {
      options.add("--on-bad-rows=" + form.path(TableView.BAD_ROWS).asString(""));
    }
    for (String name : form.path("options").propertyNames()) {
      if (!VALUES.contains(name) && !FLAGS.contains(name)) {
        throw Refusal.wrong("the page may not set '" + name + "'");
      }
    }
    for (String name : VALUES) {
      String value = form.path("options").path(name).asString("").strip();
      if (name.equals("test") && !value.isEmpty() && !isNumber(value)) {
        throw Refusal.wrong("rows kept out are a share here, such as 0.2; a file of them is for the command line");
      }
      if (!value.isEmpty()) {
        options.add("--" + name + "=" + value);
      }
    }
    for (String name : FLAGS) {
      if (form.path("options").path(name).asBoolean(false)) {
        options.add("--" + name);
      }
    }
    return new StudyForm(data, options);
  }

  /** {@return whether the command line takes a word for a number, and never for the name of a file} */
  static boolean isNumber(String word) {
    return word.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  }

  /** {@return the command for a reader, as a shell takes it} */
  String shown() {
    return shown(data, options);
  }

  /** {@return a command for a reader, as a shell takes it} */
  static String shown(String data, List<String> options) {
    return "lariat fit " + Suggestions.typedPath(data)
        + options.stream().map(word -> " " + Suggestions.typed(word)).collect(Collectors.joining());
  }
}
