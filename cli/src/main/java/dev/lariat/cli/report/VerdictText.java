package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.brief;
import static dev.lariat.cli.report.Words.list;
import static dev.lariat.cli.report.Words.name;
import static dev.lariat.cli.report.Words.number;
import static dev.lariat.cli.report.Words.shortened;
import static dev.lariat.cli.report.Words.signed;
import static dev.lariat.cli.report.Words.strength;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A verdict as text that fits a screen of 80 columns: from {@code verdict.json}, so that it can be printed again at any time. */
public final class VerdictText {
  private static final int WIDTH = 80;
  private static final int BAR = 6;
  private static final int MOST_COLUMNS = 5;

  private final JsonNode json;
  private final boolean plain;
  private final List<String> lines = new ArrayList<>();

  private VerdictText(JsonNode json, boolean plain) {
    this.json = json;
    this.plain = plain;
  }

  /** Plain ASCII where the terminal asks for it. */
  public static VerdictText of(JsonNode json) {
    return of(json, System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"))
        || !System.out.charset().name().startsWith("UTF"));
  }

  public static VerdictText of(JsonNode json, boolean plain) {
    return new VerdictText(json, plain);
  }

  public List<String> lines() {
    lines.clear();
    diagnosis();
    table();
    choice("Use", json.get("recommendation"), true);
    JsonNode simplest = json.get("simplest");
    if (!name(simplest).equals(name(json.get("recommendation")))
        || !simplest.get("strength").equals(json.get("recommendation").get("strength"))) {
      choice("Simplest", simplest, false);
    }
    importance();
    test();
    left();
    return plain ? lines.stream().map(VerdictText::ascii).toList() : List.copyOf(lines);
  }

  private static String ascii(String line) {
    return line.replace('►', '>').replace("±", "+-").replace('−', '-').replace('─', '-').replace('●', 'o')
        .replace('…', '~')
        .replace("≈", "~");
  }

  private void diagnosis() {
    JsonNode d = json.get("diagnosis");
    String state = d.get("state").asString();
    String metric = json.get("metric").asString();
    String sentence = switch (state) {
      case "overfits" -> "stopping earlier or a regularizer does better beyond doubt.";
      case "underfits" -> "it is too small, twice the width lowers both losses.";
      case "too-little-data" -> "the rows cannot tell a useful gain from none.";
      default -> "nothing was found that does better.";
    };
    paragraph("Diagnosis of the network without regularizer: " + state + "; " + sentence);
    paragraph(String.format(Locale.ROOT, "  Its %s is %s on its own rows, %s on new ones (gap %s ± %s); trivial: %s.",
        metric, number(d.get("trainLoss")), number(d.get("validationLoss")), number(d.get("gap")),
        number(d.get("gapStandardError")), number(d.get("trivialLoss"))));
    if (d.get("overBestEpoch").get("low").asDouble() > 0) {
      paragraph("  It ends " + number(d.get("overBestEpoch").get("mean")) + " above its best epoch (95 % "
          + interval(d.get("overBestEpoch")) + ").");
    }
    if (d.get("overBestCandidate") != null && d.get("overBestCandidate").has("low")
        && d.get("overBestCandidate").get("low").asDouble() > 0) {
      paragraph("  It ends " + number(d.get("overBestCandidate").get("mean")) + " above the best candidate (95 % "
          + interval(d.get("overBestCandidate")) + ").");
    }
    lines.add("");
  }

  private String interval(JsonNode interval) {
    return number(interval.get("low")) + " to " + number(interval.get("high"));
  }

  private void table() {
    List<JsonNode> candidates = list(json.get("candidates"));
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (JsonNode c : candidates) {
      if (!c.get("model").asString().equals("trivial")) {
        low = Math.min(low, c.get("loss").asDouble() - c.get("standardError").asDouble());
        high = Math.max(high, c.get("loss").asDouble() + c.get("standardError").asDouble());
      }
    }
    String row = "%s %-21s%-10s%-14s%-" + (BAR + 1) + "s%s";
    lines.add(String.format(Locale.ROOT, row, " ", "", "strength", "loss ± SE", "", "less none's (95 %)"));
    for (JsonNode c : candidates) {
      boolean recommended = name(c).equals(name(json.get("recommendation")));
      boolean none = c.get("model").asString().equals("network") && c.get("regularizer").asString().equals("none");
      String mark = recommended ? "►" : c.get("ties").asBoolean() ? "=" : " ";
      JsonNode interval = c.get("confidenceInterval");
      String difference = none
          ? ""
          : signed(c.get("differenceToNone").asDouble()) + " (" + signed(interval.get(0).asDouble()) + ", "
              + signed(interval.get(1).asDouble()) + ")";
      double loss = c.get("loss").asDouble();
      double error = c.get("standardError").asDouble();
      lines.add(String.format(Locale.ROOT, row, mark, shortened(name(c), 20), strength(c, c.get("strength")),
          number(loss) + " ±" + brief(error), bar(loss, error, low, high), difference).stripTrailing());
    }
    lines.add("  ► recommended   = ties with the best"
        + (json.get("conditional").asBoolean() ? "   intervals: for these fitted models, by row" : ""));
    List<String> extended = candidates.stream().filter(c -> !c.get("notes").isEmpty()).map(Words::name).toList();
    if (!extended.isEmpty()) {
      paragraph("  The best strength lay at the edge, and the grid was extended: " + String.join(", ", extended) + ".");
    }
    lines.add("");
  }

  private static String bar(double loss, double error, double low, double high) {
    double unit = (BAR - 1) / Math.max(high - low, Double.MIN_NORMAL);
    int from = (int) Math.round((loss - error - low) * unit);
    int at = (int) Math.round((loss - low) * unit);
    int to = (int) Math.round((loss + error - low) * unit);
    var text = new StringBuilder();
    for (int i = 0; i < BAR; i++) {
      text.append(i == at ? '●' : i >= from && i <= to ? '─' : ' ');
    }
    return at >= BAR ? " ".repeat(BAR - 1) + ">" : text.toString();
  }

  private void choice(String title, JsonNode choice, boolean all) {
    String strength = strength(choice, choice.get("strength"));
    paragraph(title + ": " + name(choice) + (strength.isEmpty() ? "" : ", strength " + strength));
    for (JsonNode reason : list(choice.get("reasons"))) {
      paragraph("  " + reason.asString());
    }
    if (all) {
      lines.add("");
    }
  }

  private void importance() {
    List<JsonNode> columns = list(json.get("importance"));
    if (columns.isEmpty()) {
      return;
    }
    var text = new StringBuilder("Columns that matter most (loss when shuffled): ");
    for (int i = 0; i < Math.min(MOST_COLUMNS, columns.size()); i++) {
      JsonNode column = columns.get(i);
      text.append(i == 0 ? "" : ", ").append(shortened(column.get("column").asString(), 24)).append(" +")
          .append(number(column.get("increase")));
    }
    paragraph(text + ".");
  }

  private void test() {
    JsonNode test = json.get("test");
    if (test == null) {
      return;
    }
    var parts = new ArrayList<String>();
    test.properties().forEach(entry -> {
      if (entry.getValue().isNumber() && !entry.getKey().equals("rows")) {
        parts.add(entry.getKey() + " " + number(entry.getValue()));
      }
    });
    if (test.has("calibration")) {
      parts.add("calibration error " + number(test.get("calibration").get("expectedError")));
    }
    paragraph(String.format(Locale.ROOT, "On %,d test rows, looked at once: %s.", test.get("rows").asInt(),
        String.join(", ", parts)));
  }

  private void left() {
    for (JsonNode missing : list(json.get("missing"))) {
      paragraph("left out: " + missing.asString());
    }
    if (json.has("closed")) {
      paragraph(
          "The study ended early (" + json.get("closed").asString() + "); strengths not run are in verdict.json.");
    }
  }

  /** Wrapped, later lines indented as the first or by two. */
  private void paragraph(String text) {
    int indent = text.length() - text.stripLeading().length();
    String rest = text.stripLeading();
    String first = " ".repeat(indent);
    while (first.length() + rest.length() > WIDTH) {
      int cut = rest.lastIndexOf(' ', WIDTH - first.length());
      if (cut <= 0) {
        break;
      }
      lines.add(first + rest.substring(0, cut));
      rest = rest.substring(cut + 1);
      first = " ".repeat(Math.max(2, indent));
    }
    lines.add(first + rest);
  }
}
