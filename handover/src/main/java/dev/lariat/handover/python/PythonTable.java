package dev.lariat.handover.python;

import dev.lariat.handover.source.PythonLiteral;
import dev.lariat.handover.source.TemplateFile;
import dev.lariat.handover.pruning.LinearPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.data.BooleanColumn;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.Scale;
import dev.lariat.data.text.TextFeatures;
import dev.lariat.data.text.TextOptions;
import dev.lariat.handover.pruning.LongTableColumns;
import dev.lariat.io.column.Missing;
import dev.lariat.model.ModelTarget;
import dev.lariat.net.layer.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The part of every emitted file that reads the table: the preprocessing with its constants, the target, the split. */
final class PythonTable {
  private static final TemplateFile TEMPLATES = TemplateFile.of(PythonTable.class, "table.py");

  /** Kinds of columns that hold names or texts, which may be any word. */
  private static final List<String> NAMES = List.of("levels", "levels_and_other", "code", "text", "words");
  /** Those of them that have levels. */
  private static final List<String> LEVELS = NAMES.subList(0, 3);
  /** What means no and yes, in lower case. */
  private static final Map<String, Integer> YES_NO = yesNo();

  /** Of a line of a vocabulary. */
  private static final int WIDEST = 120;

  private final Preprocessing preprocessing;
  private final ModelTarget target;
  private final List<Integer> inputs;
  private final boolean network;
  private final String prefix; // of the names, so that two tables may stand in one file
  private final List<String> kinds = new ArrayList<>();
  private final ProgramText vocabularies = new ProgramText();
  private final Optional<Shape.Image> pictures; // what a row is, where all columns are its pixels
  private final Optional<LongTableColumns> steps; // of a long table
  private final Optional<Ends> ends; // of series that may end early
  private int texts;

  private PythonTable(Preprocessing preprocessing, ModelTarget target, List<Integer> inputs, boolean network,
      String prefix, Optional<Shape.Image> pictures, Optional<LongTableColumns> steps, Optional<Ends> ends) {
    this.prefix = prefix;
    this.steps = steps;
    this.ends = ends;
    this.pictures = pictures;
    this.preprocessing = preprocessing;
    this.target = target;
    this.inputs = inputs;
    this.network = network;
  }

  /** For a network: inputs in single precision, a number to predict standardised. */
  static PythonTable of(ScriptPlan plan) {
    return new PythonTable(plan.model.preprocessing(), plan.model.target(), plan.network.inputs(), true, "",
        pictures(plan), plan.steps,
        plan.series()
            .map(
                row -> new Ends("[column[1] for column in COLUMNS[:" + row.size() + "]]", row.size(), row.channels())));
  }

  /** For a linear model: doubles, a number to predict as it is. */
  static PythonTable of(LinearPlan plan) {
    return new PythonTable(plan.model.preprocessing(), plan.model.target(), plan.features, false, "", Optional.empty(),
        plan.steps,
        plan.series.map(row -> new Ends(PythonLiteral.strings(row.numbers()), row.numbers().size(), row.channels())));
  }

  /**
   * Where a series ends.
   *
   * @param columns those of its numbers, as Python
   */
  private record Ends(String columns, int numbers, int channels) {}

  /** For a linear model beside networks: its {@link #encoding} alone, with names of its own. */
  static PythonTable besides(LinearPlan plan) {
    return new PythonTable(plan.model.preprocessing(), plan.model.target(), plan.features, false, "linear_",
        Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Optional<Shape.Image> pictures(ScriptPlan plan) {
    return plan.plan.network().image().filter(image -> image.size() == plan.model.preprocessing().encodings().size());
  }

  /** The modules of Python that the part needs beside those of every file. */
  static String modules(ScriptPlan plan) {
    return modules(plan.model.preprocessing(), plan.steps)
        + (pictures(plan).isPresent() ? "import gzip\nimport os\n" : "");
  }

  /** The packages that are needed, with what a folder of pictures needs. */
  static String packages(ScriptPlan plan, String packages) {
    return pictures(plan).isPresent() ? packages + ";\nfor a folder of pictures, pillow" : packages;
  }

  /** The modules of Python that the part of a linear model needs. */
  static String modules(Preprocessing preprocessing, Optional<LongTableColumns> steps) {
    boolean levels = preprocessing.encodings()
        .stream()
        .anyMatch(encoding -> encoding instanceof Encoding.OneHot || encoding instanceof Encoding.Code);
    return (steps.isPresent() || levels || hasTexts(preprocessing) ? "import re\n" : "")
        + (levels ? "from decimal import Decimal\n" : "");
  }

  private static boolean hasTexts(Preprocessing preprocessing) {
    return preprocessing.encodings()
        .stream()
        .anyMatch(encoding -> encoding instanceof Encoding.Text || encoding instanceof Encoding.Words);
  }

  String text() {
    String encoding = encoding();
    var script = new ProgramText();
    script.append(encoding);
    target(script);
    read(script);
    return script.toString();
  }

  private String name(String name) {
    return prefix.toUpperCase(Locale.ROOT) + name;
  }

  /** {@return how the table becomes inputs} */
  String encoding() {
    var columns = new StringBuilder();
    var places = new ArrayList<Integer>(); // of the encoded columns' features, in the model's numbering
    int from = 0;
    for (Encoding encoding : preprocessing.encodings()) {
      int to = from + encoding.width();
      int first = from;
      if (inputs.stream().anyMatch(i -> i >= first && i < to)) {
        columns.append("    ").append(column(encoding, from)).append(",\n");
        Set<Integer> leftOut = encoding instanceof Encoding.Text text ? unusedTerms(text, from) : Set.of();
        for (int f = from; f < to; f++) {
          if (!leftOut.contains(f)) {
            places.add(f);
          }
        }
      }
      from = to;
    }
    var script = new ProgramText();
    script.append(vocabularies.toString());
    script.add(TEMPLATES.part("columns"), "COLUMNS", columns, "LIST", name("COLUMNS"), "MISSING",
        PythonLiteral.set(Missing.words()));
    boolean values = !NAMES.containsAll(kinds);
    script.addIf(values, TEMPLATES.part("missing among values"), "WORDS",
        PythonLiteral.set(Missing.wordsAmongValues()));
    List<Integer> kept = inputs.stream().map(places::indexOf).toList();
    boolean all = kept.size() == places.size();
    script.addIf(!all, TEMPLATES.part("kept"), "KEPT", PythonLiteral.numbers(kept), "NAME", name("KEPT"));
    script.add("\n\n");
    helpers(script);
    script.add(TEMPLATES.part("encode begin"), "WIDTH", kept.size(), "WHAT",
        network ? "The network's inputs" : "The features", "HOW",
        network ? ": scaled in double precision, then narrowed" : "", "FUNCTION", prefix + "encode", "LIST",
        name("COLUMNS"));
    script.addIf(values, TEMPLATES.part("encode among values"), "NAMES",
        "(" + NAMES.stream().map(PythonLiteral::quoted).collect(Collectors.joining(", ")) + ")");
    boolean elseNeeded = false;
    for (String kind : kinds) {
      script.append("        " + (elseNeeded ? "el" : "") + "if kind == \"" + kind + "\":\n" + branch(kind));
      elseNeeded = true;
    }
    script.add(TEMPLATES.part("encode end"), "TYPE", network ? "float32" : "float64", "KEPT",
        all ? "" : "[:, " + name("KEPT") + "]");
    return script.toString();
  }

  /** Terms whose weights are all zero are no inputs; their share in the length of a row stays. */
  private Set<Integer> unusedTerms(Encoding.Text text, int from) {
    var unused = new TreeSet<Integer>();
    for (int f = from; f < from + text.features().width(); f++) {
      unused.add(f);
    }
    unused.removeAll(Set.copyOf(inputs));
    return unused;
  }

  /** Writes a vocabulary; gives its name. */
  private String vocabulary(String column, TextFeatures features) {
    String name = name("VOCABULARY") + (texts++ == 0 ? "" : "_" + texts);
    List<String> terms = features.terms();
    double[] idf = features.idf();
    var lines = new StringBuilder();
    var line = new StringBuilder("   ");
    for (int t = 0; t < terms.size(); t++) {
      String entry = " " + PythonLiteral.quoted(terms.get(t)) + ": " + NumberLiteral.of(idf[t]) + ",";
      if (line.length() + entry.length() > WIDEST && line.length() > 3) {
        lines.append(line).append('\n');
        line = new StringBuilder("   ");
      }
      line.append(entry);
    }
    vocabularies.add(TEMPLATES.part("vocabulary"), "COLUMN", column.replaceAll("\\R", " "), "NAME", name, "TERMS",
        lines.append(line).append('\n'));
    return name;
  }

  private String text(Encoding.Text text, int from) {
    String name = vocabulary(text.column(), text.features());
    int terms = text.features().width();
    Set<Integer> leftOut = unusedTerms(text, from);
    String used = leftOut.isEmpty()
        ? "None"
        : PythonLiteral.numbers(IntStream.range(0, terms).filter(t -> !leftOut.contains(from + t)).boxed().toList());
    TextOptions options = text.features().options();
    return "(" + String.join(", ", name, used, PythonLiteral.bool(options.sublinear()), parts(options),
        Integer.toString(options.shortest()), Integer.toString(options.longest()),
        PythonLiteral.strings(options.stopWords())) + ")";
  }

  private String column(Encoding encoding, int from) {
    return switch (encoding) {
      case Encoding.Numeric n -> tuple("number", n.column(), scale(n.scale()), n.indicator());
      case Encoding.Hinges h -> tuple("pieces", h.column(), "(" + scale(h.scale()) + ", ["
          + h.edges().stream().map(NumberLiteral::of).collect(Collectors.joining(", ")) + "])", h.indicator());
      case Encoding.Bool b -> tuple("yes_no", b.column(), scale(b.scale()), b.indicator());
      case Encoding.Date d -> {
        var parts = new StringBuilder("[");
        for (int i = 0; i < d.parts().size(); i++) {
          parts.append(i == 0 ? "" : ", ")
              .append("(\"")
              .append(d.parts().get(i).name().toLowerCase(Locale.ROOT))
              .append("\", ")
              .append(scale(d.scales().get(i)))
              .append(')');
        }
        String order = switch (d.order()) {
          case YEAR_FIRST -> "date_ymd";
          case DAY_FIRST -> "date_dmy";
          case MONTH_FIRST -> "date_mdy";
          case MONTH_NAMED -> "date_named";
          case EPOCH_SECONDS -> "date_seconds";
          case EPOCH_MILLIS -> "date_millis";
        };
        yield tuple(order, d.column(), parts.append(']').toString(), d.indicator());
      }
      case Encoding.OneHot h ->
        tuple(h.other() ? "levels_and_other" : "levels", h.column(), PythonLiteral.strings(h.levels()), h.indicator());
      case Encoding.Code c -> tuple("code", c.column(), PythonLiteral.strings(c.levels()), false);
      case Encoding.Text t -> tuple("text", t.column(), text(t, from), t.indicator());
      case Encoding.Words w -> tuple("words", w.column(), words(w), false);
    };
  }

  private String words(Encoding.Words words) {
    TextOptions options = words.features().options();
    return "(" + String.join(", ", vocabulary(words.column(), words.features()), Integer.toString(words.most()),
        parts(options), "1", "1", PythonLiteral.strings(options.stopWords())) + ")";
  }

  private static String parts(TextOptions options) {
    return switch (options.terms()) {
      case WORDS -> "\"words\"";
      case CHARACTERS -> "\"characters\"";
    };
  }

  private String tuple(String kind, String column, String how, boolean missing) {
    if (!kinds.contains(kind)) {
      kinds.add(kind);
    }
    return "(\"" + kind + "\", " + PythonLiteral.quoted(column) + ", " + how + ", " + PythonLiteral.bool(missing) + ")";
  }

  private static String scale(Scale scale) {
    // A factor of 0 stands for a spread beyond the largest double: less its center a number may be infinite.
    double center = scale.factor() == 0 ? 0 : scale.center();
    return "(" + NumberLiteral.of(scale.fill()) + ", " + NumberLiteral.of(center) + ", "
        + NumberLiteral.of(scale.factor()) + ", " + NumberLiteral.of(scale.clip()) + ")";
  }

  private void helpers(ProgramText script) {
    script.addIf(
        kinds.stream()
            .anyMatch(k -> k.equals("number") || k.equals("pieces") || k.equals("yes_no") || k.startsWith("date")),
        TEMPLATES.part("scaled"));
    script.addIf(kinds.contains("number") || kinds.contains("pieces"), TEMPLATES.part("numbers"));
    boolean levels = kinds.stream().anyMatch(LEVELS::contains);
    script.addIf(levels || kinds.contains("yes_no"), TEMPLATES.part("yes or no"), "WORDS",
        YES_NO.entrySet()
            .stream()
            .map(word -> PythonLiteral.quoted(word.getKey()) + ": " + word.getValue())
            .collect(Collectors.joining(", ", "{", "}")));
    script.addIf(levels, TEMPLATES.part("places"));
    script.addIf(kinds.stream().anyMatch(k -> k.startsWith("date")), TEMPLATES.part("date_part"));
    script.addIf(kinds.contains("text") || kinds.contains("words"), TEMPLATES.part("terms"));
    script.addIf(kinds.contains("text"), TEMPLATES.part("weighted"));
    script.addIf(kinds.contains("words"), TEMPLATES.part("in order"));
  }

  private static Map<String, Integer> yesNo() {
    Map<String, Integer> words = new LinkedHashMap<>();
    for (String word : List.of("false", "true", "no", "yes", "f", "t", "n", "y", "0", "1", "0.0", "1.0")) {
      words.put(word, BooleanColumn.meaning(word));
    }
    return words;
  }

  private static String branch(String kind) {
    return switch (kind) {
      case "number" -> TEMPLATES.part("branch number");
      case "pieces" -> TEMPLATES.part("branch pieces");
      case "yes_no" -> TEMPLATES.part("branch yes_no");
      case "levels" -> TEMPLATES.part("branch levels");
      case "levels_and_other" -> TEMPLATES.part("branch levels_and_other");
      case "code" -> TEMPLATES.part("branch code");
      case "text" -> TEMPLATES.part("branch text");
      case "words" -> TEMPLATES.part("branch words");
      default -> ProgramText.fill(TEMPLATES.part("branch date"), "DATES", switch (kind) {
        case "date_dmy" -> "text.mask(absent), dayfirst=True";
        case "date_mdy" -> "text.mask(absent), format=\"mixed\", dayfirst=False";
        case "date_named" -> "text.mask(absent), format=\"mixed\"";
        case "date_seconds" -> "pd.to_numeric(text.mask(absent)), unit=\"s\"";
        case "date_millis" -> "pd.to_numeric(text.mask(absent)), unit=\"ms\"";
        default -> "text.mask(absent), format=\"ISO8601\"";
      });
    };
  }

  private void target(ProgramText script) {
    script.add(TEMPLATES.part(switch (target.task()) {
      case CLASSIFICATION -> "target class";
      case REGRESSION -> switch (target.transform()) {
        case NONE -> network ? "target standardised" : "target number";
        case LOG -> network ? "target logarithm standardised" : "target logarithm";
      };
    }));
  }

  /** Who has trained on a folder of pictures has no table of them, and who has on a long table none of sequences. */
  private void read(ProgramText script) {
    if (pictures.isPresent()) {
      Shape.Image image = pictures.get();
      script.add(TEMPLATES.part("read pictures"), "SHAPE",
          image.height() + ", " + image.width() + ", " + image.channels());
    } else if (steps.isPresent()) {
      script.add(TEMPLATES.part("read steps"), "ID", PythonLiteral.quoted(steps.get().id()), "TIME",
          PythonLiteral.quoted(steps.get().time()));
    } else {
      script.add(TEMPLATES.part("read"), "RETURN", ends.isPresent() ? "table =" : "return");
      ends.ifPresent(row -> script.add(TEMPLATES.part("lengths"), "COLUMNS", row.columns, "NUMBERS", row.numbers,
          "CHANNELS", row.channels));
    }
    script.add(TEMPLATES.part("split"));
  }
}
