package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.brief;
import static dev.lariat.cli.report.Words.number;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Does it overfit? Losses by epoch, without and with a regularizer. */
final class OverfitSection {
  /** The share of the schedule in which losses fall from the guess of an untrained network. */
  private static final double BEGINNING = 0.05;
  /** How much higher they must be there for the figure to end below them. */
  private static final double MUCH = 1.5;

  private OverfitSection() {}

  static Section of(Run run) {
    JsonNode d = run.verdict().get("diagnosis");
    Section.Builder section = Section.of("overfit", "Does it overfit?");
    Optional<JsonNode> without = run.curveWithout();
    without.ifPresent(curve -> section.draw(curves(run, curve)));
    boolean folds = !run.verdict().get("conditional").asBoolean();
    section.say((folds ? "Bands are one standard error over the folds. " : "")
        + "Losses are evaluated at the epoch's weights, with dropout off and without any penalty, so that training and "
        + "validation may be compared."
        + (without.isPresent() && Double.isFinite(top(run)) ? " The first epochs begin above the figure." : ""));
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
      default -> "No: nothing was found that does better";
    });
  }

  private static Figure curves(Run run, JsonNode without) {
    var chart = new Chart("losses-by-epoch").axis("x", "epoch", false).axis("y", run.loss(), false).whole("x")
        .limit("x", "min", 1).limit("x", "max", Math.max(2, without.get("trainLoss").size()))
        .header("setting", "epoch", "training loss", "± SE", "validation loss", "± SE");
    if (Double.isFinite(top(run))) {
      chart.limit("y", "max", top(run));
    }
    draw(chart, without, "no regularizer", Chart.WITHOUT);
    Optional<JsonNode> with = run.curveWith();
    with.ifPresent(curve -> draw(chart, curve, Words.trial(curve), Chart.WITH));
    String title = "Without a regularizer the gap between training and new rows ends at " + number(gap(without));
    return chart.titled(title + with.map(curve -> "; " + Words.trial(curve)
        + (gap(curve) < gap(without) ? " narrows it to " : " does not narrow it: ") + number(gap(curve))).orElse(""));
  }

  /** Where the figure ends, if the first epochs would leave the rest no room; otherwise infinite. */
  private static double top(Run run) {
    double first = 0;
    double later = 0;
    for (JsonNode curve : List.of(run.curveWithout(), run.curveWith()).stream().flatMap(Optional::stream).toList()) {
      int epochs = curve.get("trainLoss").size();
      int beginning = (int) Math.ceil(BEGINNING * epochs);
      for (int i = 0; i < epochs; i++) {
        double loss = Math.max(curve.get("trainLoss").get(i).asDouble(Double.NaN),
            curve.get("validationLoss").get(i).asDouble(Double.NaN)
                + curve.get("validationStandardError").get(i).asDouble(0));
        first = i < beginning ? Math.max(first, loss) : first;
        later = i < beginning ? later : Math.max(later, loss);
      }
    }
    if (!(later > 0 && first > MUCH * later)) {
      return Double.POSITIVE_INFINITY;
    }
    double power = Math.pow(10, Math.floor(Math.log10(later)));
    double unit = later < 2 * power ? power / 2 : power;
    return Math.ceil(later / unit) * unit;
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
