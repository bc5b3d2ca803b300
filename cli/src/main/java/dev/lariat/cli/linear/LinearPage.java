package dev.lariat.cli.linear;

import dev.lariat.data.NumberText;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.selection.Stability;
import dev.lariat.model.LinearFit;
import dev.lariat.page.Chart;
import dev.lariat.page.HtmlPage;
import dev.lariat.page.Report;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A path as one page: its coefficients, what cross-validation says of each λ, the deviance, and the numbers behind. */
public final class LinearPage {
  /** The page's name in a run directory. */
  public static final String NAME = "report.html";

  private static final int NAMED = 8;
  private static final int MOST_LINES = 60;
  private static final int MOST_COEFFICIENTS = 100;
  private static final int HEIGHT = 360;
  private static final List<String> COLOURS = List.of("c0", "c1", "c2", "c3", "c4", "c5");

  private final LinearFit fit;
  private final String data;
  private final double[] deviation; // [features] of the columns
  private final List<String> names;
  private final List<LinearPath.Point> points;
  private final List<LinearFit.Choice> choices;

  private LinearPage(LinearFit fit, String data, double[] deviation) {
    this.fit = fit;
    this.data = data;
    this.deviation = deviation;
    names = fit.features();
    points = fit.path().points();
    choices = fit.choices();
  }

  /**
   * The page.
   *
   * @param data the table's name
   * @param deviation [features] the standard deviation of each, with which its coefficients are drawn
   * @param command as it was typed
   * @param version Lariat's
   */
  public static String of(LinearFit fit, String data, double[] deviation, String command, String version) {
    return HtmlPage.of(new LinearPage(fit, data, deviation).report(command, version));
  }

  private Report report(String command, String version) {
    List<Section> sections = new ArrayList<>();
    sections.add(selected());
    sections.addAll(LinearWords.sections(fit));
    fit.validation().ifPresent(cv -> sections.add(validated(cv)));
    sections.add(explained());
    fit.stability().ifPresent(stability -> sections.add(stable(stability)));
    sections.add(coefficients());
    sections.add(Section.of("again", "How is it made again?").code("The command", command).finding("By one command"));
    String headline = headline();
    List<Report.Tile> tiles = new ArrayList<>();
    for (LinearFit.Choice choice : choices) {
      tiles.add(new Report.Tile("λ." + choice.name(), NumberText.coefficient(choice.lambda()),
          NumberText.count(choice.point().nonZeros(), "feature") + ", " + measure() + " "
              + NumberText.measured(choice.mean(), choice.standardError())));
    }
    tiles.add(new Report.Tile("deviance explained", percent(last().devianceRatio()), "at the weakest λ"));
    tiles.add(new Report.Tile("largest gap",
        String.format(Locale.ROOT, "%.0e", points.stream().mapToDouble(LinearPath.Point::gap).max().orElse(0)),
        "no objective is further above its minimum"));
    return new Report("path of " + data + ", target " + fit.target(),
        new Report.Summary(headline + " · " + data, "linear", headline, sentences(), tiles), sections,
        "Made by Lariat " + version + ". This page is one file and loads nothing.");
  }

  private LinearPath.Point last() {
    return points.getLast();
  }

  private String measure() {
    return fit.validation().map(cv -> cv.measure().name().toLowerCase(Locale.ROOT)).orElse("");
  }

  private String headline() {
    String model = fit.family() + " model of " + fit.target();
    return choices.isEmpty()
        ? capital(model) + ": " + NumberText.count(last().nonZeros(), "feature") + " of " + names.size()
            + " along the path"
        : capital(model) + ": " + NumberText.count(choices.getLast().point().nonZeros(), "feature") + " of "
            + names.size() + " at λ.1se";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    List<String> first = fit.entries().stream().limit(NAMED).map(entry -> names.get(entry.feature())).toList();
    if (!first.isEmpty() && fit.objective().penalty().alpha() > 0) {
      sentences.add("The first to enter: " + String.join(", ", first) + ".");
    }
    if (choices.isEmpty()) {
      sentences.add("Without folds nothing says which λ predicts best: --folds 10 does.");
    }
    sentences.addAll(fit.notes().stream().map(note -> "Note: " + note + ".").toList());
    return sentences;
  }

  /** The size of a feature's coefficients at a point, as if its column had a deviation of 1; signed where it is one. */
  private double drawn(LinearPath.Point point, int feature) {
    double square = 0;
    double only = 0;
    for (int k = 0; k < point.index().length; k++) {
      int[] index = point.index()[k];
      int at = Arrays.binarySearch(index, feature);
      if (at >= 0) {
        only = point.coefficient()[k][at] * deviation[feature];
        square += only * only;
      }
    }
    return point.index().length == 1 ? only : Math.sqrt(square);
  }

  private Section selected() {
    boolean sizes = last().index().length > 1;
    var chart = lambdaAxis(new Chart("paths"))
        .axis("y", sizes ? "size of the coefficients (standardised columns)" : "coefficient (standardised columns)",
            false)
        .height(HEIGHT + 60)
        .header("λ", "features", "largest");
    Set<Integer> ever = new LinkedHashSet<>();
    points.forEach(point -> {
      for (int[] index : point.index()) {
        for (int j : index) {
          ever.add(j);
        }
      }
    });
    Map<Integer, Double> largest = new LinkedHashMap<>();
    ever.forEach(j -> largest.put(j, points.stream().mapToDouble(p -> Math.abs(drawn(p, j))).max().orElse(0)));
    List<Integer> order = ever.stream()
        .sorted(Comparator.comparingDouble((Integer j) -> -largest.get(j)))
        .limit(MOST_LINES)
        .toList();
    Chart.Series ends = chart.series(SeriesType.ENDS, "", Chart.SOFT);
    for (int i = order.size() - 1; i >= 0; i--) {
      int j = order.get(i);
      String colour = i < NAMED ? COLOURS.get(i % COLOURS.size()) : Chart.SOFT;
      Chart.Series line = chart.series(SeriesType.LINE, names.get(j), colour);
      if (i < NAMED) {
        ends.add(names.get(j), last().lambda(), drawn(last(), j)).colored(colour);
      } else {
        line.thin();
      }
      points.stream().filter(LinearPage::onAxis).forEach(point -> line.add(point.lambda(), drawn(point, j)));
    }
    for (LinearPath.Point point : points) {
      int most = IntStream.range(0, names.size())
          .filter(ever::contains)
          .boxed()
          .max(Comparator.comparingDouble(j -> Math.abs(drawn(point, j))))
          .orElse(-1);
      chart.row(NumberText.coefficient(point.lambda()), NumberText.count(point.nonZeros()),
          most < 0 || drawn(point, most) == 0
              ? ""
              : names.get(most) + " " + NumberText.coefficient(drawn(point, most)));
    }
    String finding = NumberText.count(ever.size(), "feature") + " of " + names.size() + " enter as λ falls";
    Section.Builder section = Section.of("path", "What enters?")
        .draw(chart.titled("Coefficients along the path"
            + (ever.size() > MOST_LINES ? ": the " + MOST_LINES + " largest of " + ever.size() : "")));
    if (sizes) {
      section.say("There are " + last().index().length
          + " linear predictors: drawn is the length of a feature's coefficients over all of them.");
    }
    return section.finding(finding);
  }

  private static boolean onAxis(LinearPath.Point point) {
    return point.lambda() > 0; // a logarithmic axis has no 0
  }

  private Chart lambdaAxis(Chart chart) {
    chart.axis("x", "λ (logarithmic, weaker to the right)", true).inverse("x");
    for (int c = 0; c < choices.size(); c++) {
      boolean same = c > 0 && choices.get(c).lambda() == choices.getFirst().lambda();
      if (!same && choices.get(c).lambda() > 0) {
        chart.guide("x", choices.get(c).lambda(), "λ." + choices.get(c).name());
      }
    }
    return chart;
  }

  private Section validated(CrossValidation cv) {
    String measure = measure();
    var chart = lambdaAxis(new Chart("cross-validation")).axis("y", measure, false)
        .height(HEIGHT)
        .header("λ", measure, "± SE", "features");
    Chart.Series errors = chart.series(SeriesType.ERRORS, "mean over the folds, ± SE", Chart.WITH);
    Chart.Series tops = chart.series(SeriesType.TOPS, "", Chart.SOFT);
    int step = Math.max(1, points.size() / 10);
    for (int k = 0; k < points.size(); k++) {
      LinearPath.Point point = points.get(k);
      double mean = cv.mean()[k];
      double error = cv.standardError()[k];
      if (onAxis(point)) {
        errors.add("λ " + NumberText.coefficient(point.lambda()) + ": " + NumberText.measured(mean, error),
            point.lambda(), mean, mean - error, mean + error);
        if (k % step == 0) {
          tops.add(NumberText.count(point.nonZeros()), point.lambda());
        }
      }
      chart.row(NumberText.coefficient(point.lambda()), NumberText.coefficient(mean), NumberText.coefficient(error),
          NumberText.count(point.nonZeros()));
    }
    cv.relaxed().ifPresent(relaxed -> {
      for (int g = 0; g + 1 < relaxed.gammas().length; g++) {
        Chart.Series line = chart
            .series(SeriesType.LINE, "γ " + NumberText.setting(relaxed.gammas()[g]), COLOURS.get(g % COLOURS.size()))
            .thin();
        for (int k = 0; k < points.size(); k++) {
          if (onAxis(points.get(k))) {
            line.add(points.get(k).lambda(), relaxed.mean()[g][k]);
          }
        }
      }
    });
    LinearFit.Choice best = choices.getFirst();
    String finding = "Best at λ " + NumberText.coefficient(best.lambda())
        + (Double.isNaN(best.gamma()) ? "" : " and γ " + NumberText.setting(best.gamma())) + ": " + measure + " "
        + NumberText.measured(best.mean(), best.standardError());
    Section.Builder section = Section.of("validation", "Which λ predicts best?")
        .draw(chart.titled("The error on the rows that each fold left out"));
    section.say(cv.folds() + " folds. λ.1se is the strongest λ whose mean is within one standard error of the best.");
    if (!fit.heldOut().isEmpty()) {
      section.table("On the rows that each fold left out", List.of("", "λ.min", "λ.1se"), heldOut());
    }
    return section.finding(finding);
  }

  private List<List<String>> heldOut() {
    List<List<String>> rows = new ArrayList<>();
    List<String> targets = fit.modelTarget().columns();
    for (int k = 0; k < Math.max(1, targets.size()); k++) {
      int target = k;
      List<Map<String, Double>> values = fit.heldOut()
          .stream()
          .map(each -> each.metrics().get(target).values())
          .toList();
      for (String metric : values.getFirst().keySet()) {
        rows.add(List.of(targets.isEmpty() ? metric : metric + " of " + targets.get(k), cell(values.get(0), metric),
            cell(values.get(1), metric)));
      }
    }
    return rows;
  }

  private static String cell(Map<String, Double> values, String metric) {
    return values.containsKey(metric) ? NumberText.coefficient(values.get(metric)) : "–";
  }

  private Section explained() {
    var chart = lambdaAxis(new Chart("deviance")).axis("y", "share of the deviance explained", false)
        .height(HEIGHT - 60)
        .header("λ", "explained", "gap");
    Chart.Series line = chart.series(SeriesType.LINE, "penalised", Chart.WITH);
    for (LinearPath.Point point : points) {
      if (onAxis(point)) {
        line.add(point.lambda(), point.devianceRatio());
      }
      chart.row(NumberText.coefficient(point.lambda()), percent(point.devianceRatio()),
          String.format(Locale.ROOT, "%.1e", Math.max(0, point.gap())));
    }
    fit.relaxed().ifPresent(relaxed -> {
      Chart.Series bare = chart.series(SeriesType.LINE, "relaxed", Chart.OTHER);
      relaxed.relaxed().stream().filter(LinearPage::onAxis).forEach(p -> bare.add(p.lambda(), p.devianceRatio()));
    });
    String finding = percent(last().devianceRatio()) + " of the deviance at the weakest λ, on the rows that were learnt"
        + " from";
    return Section.of("deviance", "How much does it explain?")
        .draw(chart.titled("The share of the deviance explained along the path"))
        .finding(finding);
  }

  private static String percent(double share) {
    return NumberText.percent(share);
  }

  private Section stable(Stability stability) {
    List<List<String>> rows = stability.order()
        .stream()
        .limit(MOST_COEFFICIENTS)
        .map(j -> List.of(names.get(j), NumberText.fixed(stability.frequency()[j], 2),
            stability.frequency()[j] >= stability.threshold() ? "selected" : ""))
        .toList();
    return Section.of("stability", "Is the selection stable?")
        .table("The share of " + stability.halves() + " halves of the rows in which a feature is among the first "
            + stability.most(), List.of("feature", "share", ""), rows)
        .finding(NumberText.count(stability.selected().size(), "feature") + " in at least "
            + NumberText.percent(stability.threshold()) + " of the halves; at most "
            + NumberText.fixed(stability.bound(), 2) + " expected to be so by chance");
  }

  private Section coefficients() {
    Section.Builder section = Section.of("coefficients", "What are the coefficients?");
    List<LinearFit.Choice> shown = choices.isEmpty()
        ? List.of(new LinearFit.Choice("", last().lambda(), Double.NaN, Double.NaN, Double.NaN, last()))
        : choices.reversed();
    for (LinearFit.Choice choice : shown) {
      String at = choice.name().isEmpty() ? "the weakest λ" : "λ." + choice.name();
      String gamma = Double.isNaN(choice.gamma()) ? "" : ", γ " + NumberText.setting(choice.gamma());
      for (int k = 0; k < choice.point().intercepts().length; k++) {
        List<List<String>> rows = new ArrayList<>();
        if (fit.baseline().isEmpty()) {
          rows.add(List.of("(Intercept)", NumberText.coefficient(choice.point().intercepts()[k])));
        }
        Map<String, Double> values = fit.coefficients(choice.point(), k);
        values.entrySet()
            .stream()
            .limit(MOST_COEFFICIENTS)
            .forEach(entry -> rows.add(List.of(entry.getKey(), NumberText.coefficient(entry.getValue()))));
        if (values.size() > MOST_COEFFICIENTS) {
          rows.add(List.of("… " + NumberText.count(values.size() - MOST_COEFFICIENTS) + " more", ""));
        }
        String of = fit.predictors().isEmpty() ? "" : ", " + fit.predictors().get(k);
        section.table("At " + at + " (" + NumberText.coefficient(choice.lambda()) + gamma + ")" + of,
            List.of("feature", "coefficient"), rows);
      }
    }
    return section.finding("On the columns as they are; " + (choices.isEmpty()
        ? "at the weakest λ"
        : NumberText.count(shown.getFirst().point().nonZeros(), "feature") + " at λ.1se, "
            + NumberText.count(shown.getLast().point().nonZeros(), "feature") + " at λ.min"));
  }
}
