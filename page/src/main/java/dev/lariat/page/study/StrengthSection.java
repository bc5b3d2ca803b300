package dev.lariat.page.study;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;
import static dev.lariat.page.phrase.Phrases.name;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.FinishedStudy.Dropped;
import dev.lariat.io.run.FinishedStudy.Point;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import dev.lariat.study.candidate.Strength;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** How strong? The loss of every candidate along its strengths. */
final class StrengthSection {
  /** The ratio of the strongest to the weakest from which an axis is logarithmic. */
  private static final double WIDE = 15;

  /** More bars than this would hide each other: a band shows them. */
  private static final int MOST_BARS = 25;

  private final ReportedStudy run;

  StrengthSection(ReportedStudy run) {
    this.run = run;
  }

  Section section() {
    Section.Builder section = Section.of("strength", "How strong?");
    Candidate used = run.used();
    List<Candidate> others = run.candidates()
        .stream()
        .filter(c -> !run.isUsed(c) && !Phrases.isLinear(c) && strengths(c) > 1)
        .toList();
    if (strengths(used) > 1) {
      section.draw(figure(used));
    }
    Range losses = range(others);
    others.forEach(c -> section.draw(small(c, losses)));
    section.say("Strength grows to the right. Blue is the " + run.metric()
        + " on new rows, bars are one standard error; "
        + "dashed grey is the one on the rows it learnt from. Above stand the weights that are not zero, where strengths "
        + "differ in them. 'best' is the best strength, 'as good' the strongest that is within one standard error of it "
        + "(of their difference). Grey crosses were dropped before their schedule ended, because they were behind early; "
        + "they have no figure that could be compared."
        + (others.size() > 1 ? " Small figures share one scale; what lies outside of it is cut." : ""));
    String notes = run.candidates()
        .stream()
        .filter(c -> !c.notes().isEmpty())
        .map(c -> Phrases.capital(name(c)) + ": " + String.join("; ", c.notes().stream().toList()) + ".")
        .collect(Collectors.joining(" "));
    if (!notes.isEmpty()) {
      section.say(notes);
    }
    return section.finding(Stream.concat(Stream.of(used), run.candidates().stream().filter(c -> !Phrases.isLinear(c)))
        .filter(c -> strengths(c) > 1)
        .findFirst()
        .map(c -> Phrases.capital(name(c)) + " is best at " + Phrases.strength(c, c.strength()) + oneSe(c))
        .orElse("There is no strength to choose"));
  }

  private static String oneSe(Candidate candidate) {
    String best = Phrases.strength(candidate, candidate.strength());
    String oneSe = Phrases.strength(candidate, candidate.oneSeStrength());
    return best.equals(oneSe)
        ? isStrongest(candidate) ? ", the strongest that was tried" : ", and none stronger is as good"
        : "; up to " + oneSe + " it is as good within one standard error";
  }

  /** Whether no strength was tried that is another one and in no part weaker. */
  private static boolean isStrongest(Candidate candidate) {
    return Stream
        .concat(candidate.curve().stream().map(Point::strength), candidate.dropped().stream().map(Dropped::strength))
        .filter(tried -> tried.values().size() == candidate.strength().values().size())
        .noneMatch(tried -> tried.atLeast(candidate.strength()) && !tried.equals(candidate.strength()));
  }

  private static int strengths(Candidate candidate) {
    return candidate.curve().size() + candidate.dropped().size();
  }

  /** Losses that small figures show, all on the same scale. */
  private record Range(double low, double high) {}

  /** From the best to what always predicting the same reaches, but no further than the worst. */
  private Range range(List<Candidate> shown) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Candidate c : shown) {
      for (Point point : c.curve()) {
        double error = run.shownError(point.loss(), point.standardError());
        low = Math.min(low, run.shown(point.loss()) - error);
        high = Math.max(high, run.shown(point.loss()) + error);
      }
    }
    double trivial = run.shown(run.verdict().diagnosis().trivialLoss());
    double from = run.higherIsBetter() && trivial < high ? Math.max(low, trivial) : low;
    double end = !run.higherIsBetter() && trivial > low ? Math.min(high, trivial) : high;
    double margin = 0.05 * (end - from);
    return new Range(from - margin, end + margin);
  }

  private Figure small(Candidate c, Range losses) {
    Chart chart = chart(c).small().height(190);
    if (losses.high() > losses.low()) {
      chart.limit("y", "min", losses.low()).limit("y", "max", losses.high());
    }
    return chart.titled(
        Phrases.capital(name(c)) + ": best at " + Phrases.strength(c, c.strength()) + ", " + run.value(c.loss()));
  }

  private Figure figure(Candidate c) {
    return chart(c)
        .titled(Phrases.capital(name(c)) + ": best at " + Phrases.strength(c, c.strength()) + ", " + run.measured(c));
  }

  private Chart chart(Candidate c) {
    boolean several = c.strength().values().size() > 1;
    boolean epochs = Phrases.stopsByEpoch(c);
    List<Point> points = c.curve();
    List<Dropped> dropped = c.dropped();
    var chart = new Chart("strength-" + name(c).replaceAll("[^a-z0-9]+", "-"));
    List<String> names = points.stream().map(p -> Phrases.strength(c, p.strength())).toList();
    if (several) {
      chart.names("x", "strength (" + c.regularizer() + ")", names);
    } else {
      double[] all = DoubleStream
          .concat(points.stream().mapToDouble(p -> value(c, p.strength())),
              dropped.stream().mapToDouble(d -> value(c, d.strength())))
          .filter(v -> v > 0)
          .toArray();
      double low = DoubleStream.of(all).min().orElse(1);
      double high = DoubleStream.of(all).max().orElse(1);
      chart.axis("x", epochs ? "epoch at which training stops" : "strength", high / low > WIDE);
      if (epochs) {
        chart.inverse("x");
      }
    }
    chart.axis("y", run.axis(), false)
        .header("strength", run.metric() + " on new rows", "± SE", "on its own rows", "weights not zero", "columns",
            "");
    boolean many = points.size() > MOST_BARS;
    Chart.Series band = chart.series(SeriesType.BAND, "", Chart.WITH);
    Chart.Series line = chart.series(SeriesType.LINE, many ? "new rows, ± SE" : "", Chart.WITH);
    Chart.Series errors = chart.series(SeriesType.ERRORS, "new rows, ± SE", Chart.WITH);
    Chart.Series train = chart.series(SeriesType.LINE, "its own rows", Chart.SOFT).dashed();
    Chart.Series tops = chart.series(SeriesType.TOPS, "", Chart.SOFT);
    boolean varies = points.stream().map(p -> count(p.nonZeroWeights())).distinct().count() > 1;
    for (int i = 0; i < points.size(); i++) {
      Point p = points.get(i);
      double x = several ? i : value(c, p.strength());
      double loss = run.shown(p.loss());
      double error = run.shownError(p.loss(), p.standardError());
      String tip = names.get(i) + ": " + run.measured(p.loss(), p.standardError());
      line.add(tip, x, loss);
      if (many) {
        band.add(x, loss - error, loss + error);
      } else {
        errors.add(tip, x, loss, loss - error, loss + error);
      }
      train.add(x, run.shown(p.trainLoss()));
      if (varies) {
        tops.add(count(p.nonZeroWeights()), x);
      }
      chart.row(names.get(i), number(loss), error(error, loss), run.value(p.trainLoss()), count(p.nonZeroWeights()),
          count(p.inputsUsed()), mark(c, names.get(i)));
    }
    Chart.Series grey = chart.series(SeriesType.DROPPED, dropped.isEmpty() || several ? "" : "dropped", Chart.SOFT);
    for (Dropped drop : dropped) {
      String strength = Phrases.strength(c, drop.strength());
      if (!several && value(c, drop.strength()) > 0) {
        grey.add((strength.isEmpty() ? "0" : strength) + ": " + drop.reason(), value(c, drop.strength()));
      }
      chart.row(strength, "", "", "", "", "", drop.reason());
    }
    guides(chart, c, several, names);
    return chart;
  }

  private static void guides(Chart chart, Candidate c, boolean several, List<String> names) {
    String best = Phrases.strength(c, c.strength());
    String oneSe = Phrases.strength(c, c.oneSeStrength());
    double at = several ? names.indexOf(best) : value(c, c.strength());
    double then = several ? names.indexOf(oneSe) : value(c, c.oneSeStrength());
    if (best.equals(oneSe)) {
      chart.guide("x", at, "best");
    } else {
      chart.guide("x", at, "best");
      chart.guide("x", then, "as good");
    }
  }

  private static String mark(Candidate c, String strength) {
    boolean best = strength.equals(Phrases.strength(c, c.strength()));
    boolean oneSe = strength.equals(Phrases.strength(c, c.oneSeStrength()));
    return best ? "best" : oneSe ? "strongest as good" : "";
  }

  /** Where a strength stands: early stopping at its epoch. */
  private static double value(Candidate candidate, Strength strength) {
    double value = strength.values().size() > 1 ? 0 : strength.value();
    return Phrases.stopsByEpoch(candidate) && value > 0 ? Math.rint(1 / value) : value;
  }
}
