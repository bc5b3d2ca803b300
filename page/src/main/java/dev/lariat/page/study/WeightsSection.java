package dev.lariat.page.study;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.percent;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import dev.lariat.study.evidence.PixelWeights;
import dev.lariat.study.evidence.WeightStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What did it do to the weights? The networks of the folds, without and with the regularizer. */
final class WeightsSection {
  private static final int TILES_A_ROW = 8;

  private final List<WeightStatistics> settings;
  private final ReportedStudy run;

  private WeightsSection(ReportedStudy run, List<WeightStatistics> settings) {
    this.run = run;
    this.settings = settings;
  }

  /** Empty where the run recorded no weights. */
  static Optional<Section> of(ReportedStudy run) {
    List<WeightStatistics> settings = run.evidence().weights();
    return settings.isEmpty() ? Optional.empty() : Optional.of(new WeightsSection(run, settings).section());
  }

  private Section section() {
    Section.Builder section = Section.of("weights", "What did it do to the weights?").draw(histogram());
    if (settings.stream().anyMatch(s -> zeroShare(s) > 0)) {
      section.draw(zeros());
    }
    section.table("Sizes", List.of("setting", "weights", "exactly zero", "largest |w|", "columns used"), settings
        .stream()
        .map(s -> List.of(name(s), count(s.count()), percent(zeroShare(s)), NumberText.number(s.largest()), columns(s)))
        .toList());
    settings.stream().filter(s -> s.pixels().isPresent()).forEach(s -> section.draw(pixels(s, s.pixels().get())));
    section.say(
        "Weights of all layers and folds, biases left out. Only L1, elastic net and the group lasso make exact zeros; "
            + "L2, decay, max-norm and dropout make weights small or spread them out.");
    return section.finding(finding());
  }

  private String finding() {
    WeightStatistics last = settings.getLast();
    if (zeroShare(last) > 0) {
      return Phrases.capital(name(last)) + " sets " + percent(zeroShare(last)) + " of the weights to exactly zero";
    }
    double ratio = last.meanSize() / settings.getFirst().meanSize();
    return settings.size() == 1
        ? "Without a regularizer no weight is exactly zero"
        : Phrases.capital(name(last)) + " makes no weight zero; their mean size is "
            + String.format(Locale.ROOT, "%.2f", ratio) + " × that without";
  }

  private String columns(WeightStatistics setting) {
    double used = setting.columnsUsed();
    return Double.isNaN(used) ? "" : count(used) + " of " + count(run.verdict().columns());
  }

  private static String name(WeightStatistics setting) {
    return Phrases.isNone(setting.trial()) ? "no regularizer" : Phrases.trial(setting.trial());
  }

  private static double zeroShare(WeightStatistics setting) {
    double zeros = 0;
    double all = 0;
    for (WeightStatistics.Layer layer : setting.layers()) {
      zeros += layer.zeroShare() * layer.weights();
      all += layer.weights();
    }
    return zeros / all;
  }

  private Figure histogram() {
    var chart = new Chart("weights").axis("x", "weight", false)
        .axis("y", "share of the weights (logarithmic)", true)
        .header("setting", "from", "to", "share");
    double smallest = 1;
    for (WeightStatistics setting : settings) {
      Chart.Series steps = chart.series(SeriesType.STEPS, name(setting),
          Phrases.isNone(setting.trial()) ? Chart.WITHOUT : Chart.WITH);
      List<Double> edges = setting.edges();
      for (int i = 0; i < setting.shares().size(); i++) {
        double share = setting.shares().get(i);
        if (share > 0) {
          smallest = Math.min(smallest, share);
          steps.add(edges.get(i), edges.get(i + 1), share);
        }
        chart.row(name(setting), NumberText.number(edges.get(i)), NumberText.number(edges.get(i + 1)),
            NumberText.number(share));
      }
    }
    chart.limit("y", "min", Math.pow(10, Math.floor(Math.log10(smallest)))).limit("y", "max", 1);
    return chart.titled("Weights of all layers: " + String.join("; ",
        settings.stream()
            .map(s -> name(s) + ", mean size " + NumberText.number(s.meanSize()) + ", largest "
                + NumberText.number(s.largest()))
            .toList()));
  }

  private Figure zeros() {
    List<WeightStatistics.Layer> layers = settings.getFirst().layers();
    var chart = new Chart("zeros-by-layer").names("y", "", layers.stream().map(l -> l.name()).toList())
        .inverse("y")
        .axis("x", "share of weights that are exactly zero (%)", false)
        .limit("x", "min", 0)
        .limit("x", "max", 100)
        .height(110 + 44 * layers.size())
        .header("setting", "layer", "weights", "exactly zero");
    for (WeightStatistics setting : settings) {
      Chart.Series bars = chart.series(SeriesType.BARS, name(setting),
          Phrases.isNone(setting.trial()) ? Chart.WITHOUT : Chart.WITH);
      int i = 0;
      for (WeightStatistics.Layer layer : setting.layers()) {
        double share = layer.zeroShare();
        bars.add(name(setting) + ", " + layer.name() + ": " + percent(share), 100 * share, i++);
        chart.row(name(setting), layer.name(), count(layer.weights()), percent(share));
      }
    }
    WeightStatistics last = settings.getLast();
    return chart
        .titled(String.join(", ", last.layers().stream().map(l -> l.name() + ": " + percent(l.zeroShare())).toList())
            + " zeros with " + name(last));
  }

  /** The weights of units of the first layer, where the inputs are the pixels of a picture. */
  private Figure pixels(WeightStatistics setting, PixelWeights pixels) {
    List<PixelWeights.Unit> units = pixels.units();
    int rows = Math.ceilDiv(units.size(), TILES_A_ROW);
    var chart = new Chart("first-layer-" + name(setting).replaceAll("[^a-z0-9]+", "-")).half()
        .names("x", "", blanks(Math.min(units.size(), TILES_A_ROW)))
        .names("y", "", blanks(rows))
        .inverse("y")
        .height(20 + 58 * rows)
        .header("unit", "largest |w|");
    Chart.Series pictures = chart.images(pixels.side());
    for (int at = 0; at < units.size(); at++) {
      PixelWeights.Unit unit = units.get(at);
      pictures.picture("unit " + unit.number() + ", largest |w| " + NumberText.number(unit.largest()), unit.percent(),
          at % TILES_A_ROW, Math.floorDiv(at, TILES_A_ROW));
      chart.row(Integer.toString(unit.number()), NumberText.number(unit.largest()));
    }
    return chart.titled("First layer, " + name(setting) + ": the " + units.size() + " units with the largest weights");
  }

  private static List<String> blanks(int count) {
    return java.util.Collections.nCopies(count, "");
  }
}
