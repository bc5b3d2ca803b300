package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.brief;
import static dev.lariat.cli.report.Words.number;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Does it overfit? Losses by epoch, without and with a regularizer. */
final class OverfitSection {
  /** The share of the epochs, at the beginning, that may go beyond the axis. */
  private static final double FIRST = 0.2;

  /** How many times the later losses the first ones must be for that. */
  private static final double FAR = 2;

  private OverfitSection() {}

  static Section of(Run run) {
    JsonNode d = run.verdict().get("diagnosis");
    Section.Builder section = Section.of("overfit", "Does it overfit?");
    Optional<JsonNode> without = run.curveWithout();
    without.ifPresent(curve -> section.draw(curves(run, curve)));
    section.say((run.verdict().get("folds").asInt() > 1 || run.verdict().get("seeds").asInt() > 1
        ? "Bands are one standard error over the folds. "
        : "") + "Losses are evaluated at the epoch's weights, with dropout off "
        + "and without any penalty, so that training and validation may be compared.");
    JsonNode over = d.get("overBestEpoch");
    if (over.get("low").asDouble() > 0) {
      section.say("Trained to its end the network is " + number(over.get("mean")) + " ± "
          + brief(over.get("standardError").asDouble()) + " above its best epoch (95 % interval "
          + number(over.get("low")) + " to " + number(over.get("high")) + ").");
    }
    return section.finding(switch (d.get("state").asString()) {
      case "overfits" -> Words.surelyBeaten(d)
          ? "Yes: stopping earlier or a regularizer does better beyond doubt"
          : "Yes: at an earlier epoch it was better";
      case "underfits" -> "No, it is too small: twice the width lowers both losses";
      case "too-little-data" -> "The rows cannot tell a useful gain from none";
      default -> "No: nothing that was tried is surely better by 2 % or more";
    });
  }

  private static Figure curves(Run run, JsonNode without) {
    Optional<JsonNode> with = run.curveWith();
    List<JsonNode> curves = Stream.concat(Stream.of(without), with.stream()).toList();
    double later = curves.stream().mapToDouble(curve -> highest(curve, FIRST)).max().orElseThrow();
    boolean cut = curves.stream().mapToDouble(curve -> highest(curve, 0)).max().orElseThrow() > FAR * later;
    var chart = new Chart("losses-by-epoch").axis("x", "epoch", false)
        .axis("y", run.loss() + (cut ? "; the first epochs are higher" : ""), false)
        .whole("x")
        .limit("x", "min", 1)
        .limit("x", "max", Math.max(2, without.get("trainLoss").size()))
        .header("setting", "epoch", "training loss", "± SE", "validation loss", "± SE");
    if (cut) {
      chart.limit("y", "max", ceiling(1.1 * later));
    }
    draw(chart, without, "no regularizer", Chart.WITHOUT);
    with.ifPresent(curve -> draw(chart, curve, Words.trial(curve), Chart.WITH));
    String title = "Without a regularizer the gap between training and new rows ends at " + number(gap(without));
    return chart.titled(title + with
        .map(curve -> "; " + Words.trial(curve)
            + (gap(curve) < gap(without) ? " narrows it to " : " does not narrow it: ") + number(gap(curve)))
        .orElse(""));
  }

  /** The highest loss of a curve after a share of its epochs. */
  private static double highest(JsonNode curve, double after) {
    int epochs = curve.get("trainLoss").size();
    return IntStream.range(Math.min(epochs - 1, (int) (after * epochs)), epochs)
        .mapToDouble(i -> Math.max(curve.get("trainLoss").get(i).asDouble(0),
            curve.get("validationLoss").get(i).asDouble(0) + curve.get("validationStandardError").get(i).asDouble(0)))
        .max()
        .orElse(0);
  }

  /** A number that is not smaller, at which an axis with round labels can end. */
  private static double ceiling(double value) {
    double unit = Math.pow(10, Math.floor(Math.log10(value)));
    return unit
        * DoubleStream.of(1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8).filter(end -> end * unit >= value).findFirst().orElse(10);
  }

  private static double gap(JsonNode curve) {
    JsonNode train = curve.get("trainLoss");
    return curve.get("validationLoss").get(train.size() - 1).asDouble() - train.get(train.size() - 1).asDouble();
  }

  private static void draw(Chart chart, JsonNode curve, String name, String colour) {
    Chart.Series band = chart.series("band", "", colour);
    Chart.Series validation = chart.series("line", name + ": validation", colour);
    Chart.Series trainBand = chart.series("band", "", colour);
    Chart.Series training = chart.series("line", name + ": training", colour).dashed();
    for (int i = 0; i < curve.get("trainLoss").size(); i++) {
      double epoch = i + 1.0;
      double loss = curve.get("validationLoss").get(i).asDouble(Double.NaN);
      double error = curve.get("validationStandardError").get(i).asDouble(0);
      double train = curve.get("trainLoss").get(i).asDouble(Double.NaN);
      double trainError = curve.get("trainStandardError").get(i).asDouble(0);
      band.add(epoch, loss - error, loss + error);
      trainBand.add(epoch, train - trainError, train + trainError);
      validation.add(epoch, loss);
      training.add(epoch, train);
      chart.row(name, Integer.toString(i + 1), number(train), brief(trainError), number(loss), brief(error));
    }
  }
}
