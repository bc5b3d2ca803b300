package dev.lariat.page.study;

import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;

import dev.lariat.io.run.FinishedStudy.Curve;
import dev.lariat.io.run.FinishedStudy.Diagnosed;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
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
    section.say(
        (run.verdict().folds() > 1 || run.verdict().seeds() > 1 ? "Bands are one standard error over the folds. " : "")
            + "Losses are evaluated at the epoch's weights, with dropout off "
            + "and without any penalty, so that training and validation may be compared.");
    d.overBestEpoch()
        .filter(over -> over.low() > 0)
        .ifPresent(over -> section
            .say("Trained to its end the network is " + number(over.mean()) + " ± " + error(over.standardError())
                + " above its best epoch (95 % interval " + number(over.low()) + " to " + number(over.high()) + ")."));
    return section.finding(switch (d.state()) {
      case OVERFITS -> d.surelyBeaten()
          ? "Yes: stopping earlier or a regularizer does better beyond doubt"
          : "Yes: at an earlier epoch it was better";
      case UNDERFITS -> "No, it is too small: twice the width lowers both losses";
      case TRAINED_TOO_BRIEFLY -> "No, it is trained too briefly: twice as many epochs do better beyond doubt";
      case TOO_LITTLE_DATA -> "The rows cannot tell a useful gain from none";
      case FITS -> "No: nothing that was tried is surely better by 2 % or more";
    });
  }

  private static Figure curves(ReportedStudy run, Curve without) {
    Optional<Curve> with = run.curveWith();
    List<Curve> curves = Stream.concat(Stream.of(without), with.stream()).toList();
    double later = curves.stream().mapToDouble(curve -> highest(curve, FIRST)).max().orElseThrow();
    boolean cut = curves.stream().mapToDouble(curve -> highest(curve, 0)).max().orElseThrow() > FAR * later;
    var chart = new Chart("losses-by-epoch").axis("x", "epoch", false)
        .axis("y", run.loss() + (cut ? "; the first epochs are higher" : ""), false)
        .whole("x")
        .limit("x", "min", 1)
        .limit("x", "max", Math.max(2, without.trainLoss().size()))
        .header("setting", "epoch", "training loss", "± SE", "validation loss", "± SE");
    if (cut) {
      chart.limit("y", "max", ceiling(1.1 * later));
    }
    draw(chart, without, "no regularizer", Chart.WITHOUT);
    with.ifPresent(curve -> draw(chart, curve, Phrases.trial(curve), Chart.WITH));
    String title = "Without a regularizer the gap between training and new rows ends at " + number(gap(without));
    return chart.titled(title + with
        .map(curve -> "; " + Phrases.trial(curve)
            + (gap(curve) < gap(without) ? " narrows it to " : " does not narrow it: ") + number(gap(curve)))
        .orElse(""));
  }

  /** The highest loss of a curve after a share of its epochs. */
  private static double highest(Curve curve, double after) {
    int epochs = curve.trainLoss().size();
    return IntStream.range(Math.min(epochs - 1, (int) (after * epochs)), epochs)
        .mapToDouble(i -> Math.max(or(curve.trainLoss().get(i), 0),
            or(curve.validationLoss().get(i), 0) + or(curve.validationStandardError().get(i), 0)))
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

  private static double gap(Curve curve) {
    return curve.validationLoss().getLast() - curve.trainLoss().getLast();
  }

  private static void draw(Chart chart, Curve curve, String name, String colour) {
    Chart.Series band = chart.series(SeriesType.BAND, "", colour);
    Chart.Series validation = chart.series(SeriesType.LINE, name + ": validation", colour);
    Chart.Series trainBand = chart.series(SeriesType.BAND, "", colour);
    Chart.Series training = chart.series(SeriesType.LINE, name + ": training", colour).dashed();
    for (int i = 0; i < curve.trainLoss().size(); i++) {
      double epoch = i + 1.0;
      double loss = curve.validationLoss().get(i);
      double error = or(curve.validationStandardError().get(i), 0);
      double train = curve.trainLoss().get(i);
      double trainError = or(curve.trainStandardError().get(i), 0);
      band.add(epoch, loss - error, loss + error);
      trainBand.add(epoch, train - trainError, train + trainError);
      validation.add(epoch, loss);
      training.add(epoch, train);
      chart.row(name, Integer.toString(i + 1), number(train), error(trainError), number(loss), error(error));
    }
  }
}
