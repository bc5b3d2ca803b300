package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.brief;
import static dev.lariat.cli.report.Words.list;
import static dev.lariat.cli.report.Words.name;
import static dev.lariat.cli.report.Words.number;
import static dev.lariat.cli.report.Words.shortened;
import static dev.lariat.cli.report.Words.signed;
import static dev.lariat.cli.report.Words.strength;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A verdict as text with small figures that fits the screen: from {@code verdict.json}, so that it can be printed again
 * at any time.
 */
public final class VerdictText {
  /** What the table takes at its full width; below that it goes without intervals. */
  private static final int WHOLE = 80;
  private static final int BAR = 6;
  private static final int WIDEST_BAR = 26;
  private static final int NAME = 20;
  private static final int NARROW_NAME = 15;
  private static final int MOST_COLUMNS = 5;

  private final JsonNode json;
  private final TextFigures figures;
  private final boolean plain;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private VerdictText(JsonNode json, boolean plain, int width) {
    this.json = json;
    this.plain = plain;
    this.width = width;
    this.figures = new TextFigures(plain);
  }

  /**
   * The text of a verdict.
   *
   * @param plain whether to keep to ASCII
   * @param width columns of the screen, at least 55
   */
  public static VerdictText of(JsonNode json, boolean plain, int width) {
    return new VerdictText(json, plain, width);
  }

  public List<String> lines() {
    lines.clear();
    diagnosis();
    curves();
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

  /** A line in ASCII, as far as our own signs go: names are the user's. */
  static String ascii(String line) {
    return line.replace('►', '>').replace("±", "+-").replace('−', '-').replace('…', '~').replace("≈", "~");
  }

  private void diagnosis() {
    JsonNode d = json.get("diagnosis");
    String state = d.get("state").asString();
    String metric = json.get("metric").asString();
    String sentence = switch (state) {
      case "overfits" -> Words.surelyBeaten(d)
          ? "stopping earlier or a regularizer does better beyond doubt."
          : "at an earlier epoch it was better.";
      case "underfits" -> "it is too small, twice the width lowers both losses.";
      case "too-little-data" -> "the rows cannot tell a useful gain from none.";
      default -> "nothing that was tried is surely better by 2 % or more.";
    };
    paragraph("Diagnosis of the network without regularizer: " + state + "; " + sentence);
    paragraph(String.format(Locale.ROOT, "  Its %s is %s on its own rows, %s on new ones (gap %s ± %s); trivial: %s.",
        metric, number(d.get("trainLoss")), number(d.get("validationLoss")), number(d.get("gap")),
        number(d.get("gapStandardError")), number(d.get("trivialLoss"))));
    if (d.get("overBestEpoch").get("low").asDouble() > 0) {
      paragraph("  It ends " + number(d.get("overBestEpoch").get("mean")) + " above its best epoch (95 % "
          + interval(d.get("overBestEpoch")) + ").");
    }
    if (Words.surelyBeaten(d)) {
      paragraph("  It ends " + number(d.get("overBestCandidate").get("mean")) + " above "
          + (json.get("conditional").asBoolean() ? "the surest candidate" : "the best candidate") + " (95 % "
          + interval(d.get("overBestCandidate")) + ").");
    }
    lines.add("");
  }

  /** Losses by epoch on one scale: without regularizer, and with the one that is shown beside it. */
  private void curves() {
    List<JsonNode> curves = list(json.get("curves"));
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (JsonNode curve : curves) {
      for (String side : List.of("trainLoss", "validationLoss")) {
        for (JsonNode loss : curve.get(side)) {
          low = Math.min(low, loss.asDouble(Double.POSITIVE_INFINITY));
          high = Math.max(high, loss.asDouble(Double.NEGATIVE_INFINITY));
        }
      }
    }
    if (!(high > low)) {
      return;
    }
    int spark = Math.min(24, (width - NARROW_NAME - 30) / 2);
    for (JsonNode curve : curves) {
      lines.add(String.format(Locale.ROOT, "  %-" + NARROW_NAME + "s train %s %-7s new %s %s",
          shortened(Words.trial(curve), NARROW_NAME), spark(curve.get("trainLoss"), low, high, spark),
          last(curve, "trainLoss"), spark(curve.get("validationLoss"), low, high, spark), last(curve, "validationLoss"))
          .stripTrailing());
    }
    lines.add("");
  }

  private String spark(JsonNode losses, double low, double high, int cells) {
    double[] values = list(losses).stream().mapToDouble(loss -> loss.asDouble(Double.NaN)).toArray();
    String line = figures.sparkline(values, low, high, cells);
    return line + " ".repeat(Math.max(0, Math.min(cells, values.length) - line.length()));
  }

  private static String last(JsonNode curve, String side) {
    JsonNode losses = curve.get(side);
    return losses.isEmpty() ? "" : number(losses.get(losses.size() - 1));
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
    boolean whole = width >= WHOLE;
    int name = whole ? NAME : NARROW_NAME;
    int bar = Math.clamp(BAR + (whole ? width - WHOLE : 0), BAR, WIDEST_BAR);
    String row = "%s %-" + (name + 1) + "s%-10s%-14s%-" + (bar + 1) + "s%s";
    lines.add(String.format(Locale.ROOT, row, " ", "", "strength", "loss ± SE", "",
        whole ? "against none (95 %)" : "vs. none"));
    for (JsonNode c : candidates) {
      boolean recommended = name(c).equals(name(json.get("recommendation")));
      String mark = recommended ? "►" : c.get("ties").asBoolean() ? "=" : " ";
      JsonNode interval = c.get("confidenceInterval");
      String difference = Words.isNone(c)
          ? ""
          : signed(c.get("differenceToNone").asDouble()) + (whole
              ? " (" + signed(interval.get(0).asDouble()) + ", " + signed(interval.get(1).asDouble()) + ")"
              : "");
      double loss = c.get("loss").asDouble();
      double error = c.get("standardError").asDouble();
      lines.add(
          String
              .format(Locale.ROOT, row, mark, shortened(name(c), name), strength(c, c.get("strength")),
                  number(loss) + (plain ? " +-" : " ±") + brief(error), figures.interval(loss, error, low, high, bar),
                  difference)
              .stripTrailing());
    }
    boolean ties = candidates.stream()
        .anyMatch(c -> c.get("ties").asBoolean() && !name(c).equals(name(json.get("recommendation"))));
    paragraph("  ► to use" + (ties ? "   = ties with the best" : "")
        + (json.get("conditional").asBoolean() ? "   intervals: for these fitted models, by row" : ""));
    List<String> extended = candidates.stream().filter(c -> !c.get("notes").isEmpty()).map(Words::name).toList();
    if (!extended.isEmpty()) {
      paragraph("  The best strength lay at the edge, and the grid was extended: " + String.join(", ", extended) + ".");
    }
    lines.add("");
  }

  private void choice(String title, JsonNode choice, boolean all) {
    String strength = strength(choice, choice.get("strength"));
    String loss = all && choice.has("loss")
        ? ": expected " + json.get("metric").asString() + " " + number(choice.get("loss"))
        : "";
    paragraph(title + ": " + name(choice) + (strength.isEmpty() ? "" : ", strength " + strength) + loss);
    for (JsonNode reason : list(choice.get("reasons"))) {
      paragraph("  " + reason.asString());
    }
    if (all) {
      strengths(choice);
    }
    if (all) {
      lines.add("");
    }
  }

  /** Losses along the strengths of what is recommended. */
  private void strengths(JsonNode choice) {
    JsonNode candidate = list(json.get("candidates")).stream()
        .filter(c -> name(c).equals(name(choice)))
        .findFirst()
        .orElseThrow();
    List<JsonNode> curve = list(candidate.get("curve"));
    if (curve.size() < 3 || candidate.get("strength").isArray()) {
      return;
    }
    double[] losses = curve.stream().mapToDouble(point -> point.get("loss").asDouble()).toArray();
    double low = Arrays.stream(losses).min().orElseThrow();
    double high = Arrays.stream(losses).max().orElseThrow();
    lines.add("  Loss by strength: " + strength(candidate, curve.getFirst().get("strength")) + " "
        + figures.sparkline(losses, low, high, 24) + " " + strength(candidate, curve.getLast().get("strength")));
  }

  private void importance() {
    List<JsonNode> columns = list(json.get("importance"));
    if (columns.isEmpty()) {
      return;
    }
    lines.add("Columns that matter most (rise of the loss when shuffled):");
    double most = Math.max(columns.getFirst().get("increase").asDouble(), Double.MIN_NORMAL);
    int name = Math.clamp(width - 40, NAME, 30);
    for (JsonNode column : columns.subList(0, Math.min(MOST_COLUMNS, columns.size()))) {
      double increase = column.get("increase").asDouble();
      double deviation = column.get("deviation").asDouble();
      lines.add(
          String.format(Locale.ROOT, "  %-" + name + "s %-12s %s%s", shortened(column.get("column").asString(), name),
              figures.bar(increase / most, 12), number(increase), deviation == 0 ? "" : " ± " + brief(deviation)));
    }
    lines.add("");
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
    while (first.length() + rest.length() > width) {
      int cut = rest.lastIndexOf(' ', width - first.length());
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
