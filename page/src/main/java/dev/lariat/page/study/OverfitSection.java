package dev.lariat.page.study;

import static dev.lariat.data.NumberText.number;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy.Curve;
import dev.lariat.io.run.FinishedStudy.Diagnosed;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import dev.lariat.study.verdict.Gain;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Does it overfit? Losses by epoch, without and with a regularizer. */
final class OverfitSection {
  /** The share of the epochs, at the beginning, that may go beyond the axis. */
  private static final double FIRST = 0.2;

  /** How many times the later losses the first ones must be for that. */
  private static final double FAR = 2;

  private OverfitSection() {}

  static Section of(ReportedStudy run) {
    Diagnosed d = run.verdict().diagnosis();
    Section.Builder section = Section.of("overfit", "Does it overfit?");
    Optional<Curve> without = run.curveWithout();
    without.ifPresent(curve -> section.draw(curves(run, curve)));
    without.ifPresent(_ -> section.say(
        (run.verdict().folds() > 1 || run.verdict().seeds() > 1 ? "Bands are one standard error over the folds. " : "")
            + "Losses are evaluated at the epoch's weights, with dropout off "
            + "and without any penalty, so that the two may be compared."));
    run.gains()
        .ofStopping()
        .filter(Gain::isSure)
        .ifPresent(gain -> section.say("At its best epoch the " + run.metric()
            + " of the network is better than at the end: " + gain.sentence("stopping there", "") + "."));
    return section.finding(switch (d.state()) {
      case OVERFITS -> "Yes: ";
      case UNDERFITS, TRAINED_TOO_BRIEFLY, FITS -> "No: ";
      case TOO_LITTLE_DATA -> "Not to be told: ";
    } + Phrases.found(run.verdict()));
  }

  private static Figure curves(ReportedStudy run, Curve without) {
    Optional<Curve> with = run.curveWith();
    List<Curve> curves = Stream.concat(Stream.of(without), with.stream()).toList();
    double later = curves.stream().mapToDouble(curve -> highest(run, curve, FIRST)).max().orElseThrow();
    boolean cut = !run.higherIsBetter()
        && curves.stream().mapToDouble(curve -> highest(run, curve, 0)).max().orElseThrow() > FAR * later;
    var chart = new Chart("losses-by-epoch").axis("x", "epoch", false)
        .axis("y", run.axis() + (cut ? "; the first epochs are higher" : ""), false)
        .whole("x")
        .limit("x", "min", 1)
        .limit("x", "max", Math.max(2, without.trainLoss().size()))
        .header("setting", "epoch", run.metric() + " on its own rows", "± SE", run.metric() + " on new rows", "± SE");
    if (cut) {
      chart.limit("y", "max", ceiling(1.1 * later));
    }
    draw(run, chart, without, "no regularizer", Chart.WITHOUT);
    with.ifPresent(curve -> draw(run, chart, curve, Phrases.trial(curve), Chart.WITH));
    return chart.titled(title(run, without, with));
  }

  /** A gap that is negative is none, and of two that look the same none is narrower. */
  private static String title(ReportedStudy run, Curve without, Optional<Curve> with) {
    double gap = gap(run, without);
    String title = gap > 0
        ? "Without a regularizer the gap between its own and new rows ends at " + number(gap)
        : "Without a regularizer the network ends no worse on new rows than on its own";
    if (with.isEmpty()) {
      return title;
    }
    double other = gap(run, with.get());
    String end = other <= 0
        ? " leaves none"
        : number(other).equals(number(gap))
            ? " leaves it at " + number(other)
            : other < gap ? " narrows it to " + number(other) : " has one of " + number(other);
    return title + "; " + Phrases.trial(with.get()) + end;
  }

  /** The highest loss of a curve after a share of its epochs. */
  private static double highest(ReportedStudy run, Curve curve, double after) {
    int epochs = curve.trainLoss().size();
    return IntStream.range(Math.min(epochs - 1, (int) (after * epochs)), epochs)
        .mapToDouble(i -> Math.max(or(run.shown(curve.trainLoss().get(i)), 0),
            or(run.shown(curve.validationLoss().get(i)), 0)
                + or(error(run, curve.validationLoss(), curve.validationStandardError(), i), 0)))
        .max()
        .orElse(0);
  }

  /** A number that is not smaller, at which an axis with round labels can end. */
  private static double ceiling(double value) {
    double unit = Math.pow(10, Math.floor(Math.log10(value)));
    return unit
        * DoubleStream.of(1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8).filter(end -> end * unit >= value).findFirst().orElse(10);
  }

  /** {@return a number, or another where it is not known} */
  private static double or(double number, double other) {
    return Double.isFinite(number) ? number : other;
  }

  private static double gap(ReportedStudy run, Curve curve) {
    double train = curve.trainLoss().getLast();
    return run.cost(train, curve.validationLoss().getLast() - train);
  }

  private static double error(ReportedStudy run, List<Double> losses, List<Double> errors, int epoch) {
    return or(run.shownError(losses.get(epoch), errors.get(epoch)), 0);
  }

  private static void draw(ReportedStudy run, Chart chart, Curve curve, String name, String colour) {
    Chart.Series band = chart.series(SeriesType.BAND, "", colour);
    Chart.Series validation = chart.series(SeriesType.LINE, name + ": new rows", colour);
    Chart.Series trainBand = chart.series(SeriesType.BAND, "", colour);
    Chart.Series training = chart.series(SeriesType.LINE, name + ": its own rows", colour).dashed();
    for (int i = 0; i < curve.trainLoss().size(); i++) {
      double epoch = i + 1.0;
      double loss = run.shown(curve.validationLoss().get(i));
      double error = error(run, curve.validationLoss(), curve.validationStandardError(), i);
      double train = run.shown(curve.trainLoss().get(i));
      double trainError = error(run, curve.trainLoss(), curve.trainStandardError(), i);
      band.add(epoch, loss - error, loss + error);
      trainBand.add(epoch, train - trainError, train + trainError);
      validation.add(epoch, loss);
      training.add(epoch, train);
      chart.row(name, Integer.toString(i + 1), number(train), NumberText.error(trainError, train), number(loss),
          NumberText.error(error, loss));
    }
  }
}
