package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.count;
import static dev.lariat.cli.report.Words.percent;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What did it do to the weights? The networks of the folds, without and with the regularizer. */
final class WeightsSection {
  private static final int TILES_A_ROW = 8;

  private final List<JsonNode> settings;
  private final Run run;

  private WeightsSection(Run run, List<JsonNode> settings) {
    this.run = run;
    this.settings = settings;
  }

  /** Empty where the run recorded no weights. */
  static Optional<Section> of(Run run) {
    List<JsonNode> settings = Words.list(run.evidence().get("weights"));
    return settings.isEmpty() ? Optional.empty() : Optional.of(new WeightsSection(run, settings).section());
  }

  private Section section() {
    Section.Builder section = Section.of("weights", "What did it do to the weights?").draw(histogram());
    if (settings.stream().anyMatch(s -> zeroShare(s) > 0)) {
      section.draw(zeros());
    }
    section.table("Sizes", List.of("setting", "weights", "exactly zero", "largest |w|", "columns used"),
        settings.stream()
            .map(s -> List.of(name(s), count(s.get("count").asDouble()), percent(zeroShare(s)),
                Words.number(s.get("largest")), columns(s)))
            .toList());
    settings.stream().filter(s -> s.has("pixels")).forEach(s -> section.draw(pixels(s)));
    section.say(
        "Weights of all layers and folds, biases left out. Only L1, elastic net and the group lasso make exact zeros; "
            + "L2, decay, max-norm and dropout make weights small or spread them out.");
    return section.finding(finding());
  }

  private String finding() {
    JsonNode last = settings.getLast();
    if (zeroShare(last) > 0) {
      return VerdictSection.capital(name(last)) + " sets " + percent(zeroShare(last))
          + " of the weights to exactly zero";
    }
    double ratio = last.get("meanSize").asDouble() / settings.getFirst().get("meanSize").asDouble();
    return settings.size() == 1
        ? "Without a regularizer no weight is exactly zero"
        : VerdictSection.capital(name(last)) + " makes no weight zero; their mean size is "
            + String.format(Locale.ROOT, "%.2f", ratio) + " × that without";
  }

  private String columns(JsonNode setting) {
    JsonNode used = setting.get("columnsUsed");
    return used == null ? "" : count(used.asDouble()) + " of " + count(run.verdict().get("columns").asInt());
  }

  private static String name(JsonNode setting) {
    return Words.isNone(setting) ? "no regularizer" : Words.trial(setting);
  }

  private static double zeroShare(JsonNode setting) {
    double zeros = 0;
    double all = 0;
    for (JsonNode layer : setting.get("layers")) {
      zeros += layer.get("zeroShare").asDouble() * layer.get("weights").asDouble();
      all += layer.get("weights").asDouble();
    }
    return zeros / all;
  }

  private Figure histogram() {
    var chart = new Chart("weights").axis("x", "weight", false)
        .axis("y", "share of the weights (logarithmic)", true)
        .header("setting", "from", "to", "share");
    double smallest = 1;
    for (JsonNode setting : settings) {
      Chart.Series steps = chart.series("steps", name(setting), Words.isNone(setting) ? Chart.WITHOUT : Chart.WITH);
      JsonNode bins = setting.get("histogram");
      JsonNode edges = bins.get("edges");
      for (int i = 0; i < bins.get("shares").size(); i++) {
        double share = bins.get("shares").get(i).asDouble();
        if (share > 0) {
          smallest = Math.min(smallest, share);
          steps.add(edges.get(i).asDouble(), edges.get(i + 1).asDouble(), share);
        }
        chart.row(name(setting), Words.number(edges.get(i).asDouble()), Words.number(edges.get(i + 1).asDouble()),
            Words.number(share));
      }
    }
    chart.limit("y", "min", Math.pow(10, Math.floor(Math.log10(smallest)))).limit("y", "max", 1);
    return chart.titled("Weights of all layers: " + String.join("; ",
        settings.stream()
            .map(s -> name(s) + ", mean size " + Words.number(s.get("meanSize")) + ", largest "
                + Words.number(s.get("largest")))
            .toList()));
  }

  private Figure zeros() {
    List<JsonNode> layers = Words.list(settings.getFirst().get("layers"));
    var chart = new Chart("zeros-by-layer").names("y", "", layers.stream().map(l -> l.get("name").asString()).toList())
        .inverse("y")
        .axis("x", "share of weights that are exactly zero (%)", false)
        .limit("x", "min", 0)
        .limit("x", "max", 100)
        .height(110 + 44 * layers.size())
        .header("setting", "layer", "weights", "exactly zero");
    for (JsonNode setting : settings) {
      Chart.Series bars = chart.series("bars", name(setting), Words.isNone(setting) ? Chart.WITHOUT : Chart.WITH);
      int i = 0;
      for (JsonNode layer : setting.get("layers")) {
        double share = layer.get("zeroShare").asDouble();
        bars.add(name(setting) + ", " + layer.get("name").asString() + ": " + percent(share), 100 * share, i++);
        chart.row(name(setting), layer.get("name").asString(), count(layer.get("weights").asDouble()), percent(share));
      }
    }
    JsonNode last = settings.getLast();
    return chart.titled(String.join(", ",
        Words.list(last.get("layers"))
            .stream()
            .map(l -> l.get("name").asString() + ": " + percent(l.get("zeroShare").asDouble()))
            .toList())
        + " zeros with " + name(last));
  }

  /** The weights of units of the first layer, where the inputs are the pixels of a picture. */
  private Figure pixels(JsonNode setting) {
    JsonNode units = setting.get("pixels").get("units");
    int rows = Math.ceilDiv(units.size(), TILES_A_ROW);
    var chart = new Chart("first-layer-" + name(setting).replaceAll("[^a-z0-9]+", "-")).half()
        .names("x", "", blanks(Math.min(units.size(), TILES_A_ROW)))
        .names("y", "", blanks(rows))
        .inverse("y")
        .height(20 + 58 * rows)
        .header("unit", "largest |w|");
    ObjectNode plot = chart.images(setting.get("pixels").get("side").asInt());
    int at = 0;
    for (JsonNode unit : units) {
      ((ArrayNode) plot.get("data")).addArray().add(at % TILES_A_ROW).add(at / TILES_A_ROW);
      ((ArrayNode) plot.get("tips"))
          .add("unit " + unit.get("number").asInt() + ", largest |w| " + Words.number(unit.get("largest")));
      ((ArrayNode) plot.get("images")).add(unit.get("percent"));
      chart.row(unit.get("number").asString(), Words.number(unit.get("largest")));
      at++;
    }
    return chart.titled("First layer, " + name(setting) + ": the " + units.size() + " units with the largest weights");
  }

  private static List<String> blanks(int count) {
    return java.util.Collections.nCopies(count, "");
  }
}
