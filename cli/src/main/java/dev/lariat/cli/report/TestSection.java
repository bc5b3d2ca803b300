package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.count;
import static dev.lariat.cli.report.Words.number;
import static dev.lariat.cli.report.Words.percent;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How good on new data? The rows that were kept out of everything, looked at once. */
final class TestSection {
  private static final int MOST_CLASSES = 30;
  private static final int NAME = 20;

  private final Run run;
  private final JsonNode test;
  private final JsonNode evidence; // null where the run recorded none

  private TestSection(Run run) {
    this.run = run;
    this.test = run.verdict().get("test");
    this.evidence = run.evidence().get("test");
  }

  static Section of(Run run) {
    return new TestSection(run).section();
  }

  private Section section() {
    Section.Builder section = Section.of("test", "How good on new data?");
    if (test == null) {
      return section
          .say("The losses above are of rows that the networks did not learn from, but settings were chosen on them. "
              + "An estimate that nothing was chosen on takes rows of its own: run the study with --test 0.2, or with --test FILE.")
          .finding("No rows were kept out");
    }
    if (evidence != null && !evidence.get("confusion").isEmpty() && evidence.get("classes").size() <= MOST_CLASSES) {
      section.draw(confusion());
    }
    if (test.has("calibration")) {
      section.draw(reliability());
    }
    if (evidence != null && !evidence.get("roc").isEmpty()) {
      section.draw(roc());
    }
    if (evidence != null && !evidence.get("points").isEmpty()) {
      section.draw(predicted()).draw(residuals());
    }
    if (evidence != null && !evidence.get("worst").isEmpty()) {
      worst(section);
    }
    var figures = new ArrayList<List<String>>();
    test.properties().forEach(entry -> {
      if (entry.getValue().isNumber() && !entry.getKey().equals("rows")) {
        figures.add(List.of(inWords(entry.getKey()), number(entry.getValue())));
      }
    });
    if (test.has("calibration")) {
      figures.add(List.of("calibration error", number(test.get("calibration").get("expectedError"))));
    }
    section.table("All figures on the test rows", List.of("figure", "value"), figures);
    return section.finding(finding());
  }

  /** A key of {@code verdict.json} as readers know it. */
  private static String inWords(String figure) {
    return switch (figure) {
      case "rmse" -> "root mean squared error";
      case "mae" -> "mean absolute error";
      case "rSquared" -> "R²";
      case "rocAuc" -> "area under the ROC curve";
      case "logLoss" -> "log-loss (nats)";
      case "macroF1" -> "F1, mean over classes";
      default -> figure;
    };
  }

  private String finding() {
    String rows = count(test.get("rows").asInt(), "row") + " that nothing was chosen on";
    if (test.has("accuracy")) {
      return Words.right(test) + " of " + rows + " are predicted right";
    }
    JsonNode rSquared = test.get("rSquared");
    return rSquared == null || rSquared.isNull() ? "On " + rows : "R² is " + number(rSquared) + " on " + rows;
  }

  private Figure confusion() {
    List<String> names = Words.list(evidence.get("classes"))
        .stream()
        .map(c -> Words.inSentence(c.asString(), NAME))
        .toList();
    JsonNode counts = evidence.get("confusion");
    var chart = new Chart("confusion").names("x", "predicted", names)
        .names("y", "true", names)
        .inverse("y")
        .square()
        .half()
        .header("true", "predicted", "rows", "of the true class");
    Chart.Series cells = chart.series("cells", "", Chart.WITH);
    int wrong = 0;
    int worst = 0;
    String worstPair = "";
    for (int t = 0; t < names.size(); t++) {
      int all = 0;
      for (JsonNode one : counts.get(t)) {
        all += one.asInt();
      }
      for (int p = 0; p < names.size(); p++) {
        int rows = counts.get(t).get(p).asInt();
        double share = all == 0 ? 0 : rows / (double) all;
        cells.add(
            "true " + names.get(t) + ", predicted " + names.get(p) + ": " + count(rows) + " (" + percent(share) + ")",
            p, t, rows, share);
        chart.row(names.get(t), names.get(p), count(rows), percent(share));
        if (t != p) {
          wrong += rows;
          if (rows > worst) {
            worst = rows;
            worstPair = names.get(t) + " taken for " + names.get(p);
          }
        }
      }
    }
    return chart.titled(wrong == 0
        ? "No row is predicted wrong"
        : count(wrong) + (wrong == 1 ? " row is" : " rows are") + " predicted wrong, most often " + worstPair + " ("
            + count(worst) + ")");
  }

  private Figure reliability() {
    var chart = new Chart("reliability").axis("x", "predicted probability of the predicted class", false)
        .axis("y", "share that is right", false)
        .limit("y", "min", 0)
        .limit("y", "max", 1)
        .limit("x", "max", 1)
        .square()
        .half()
        .header("from", "to", "rows", "mean probability", "share that is right");
    JsonNode calibration = test.get("calibration");
    double from = calibration.get("bins").get(0).get("from").asDouble();
    chart.limit("x", "min", from);
    chart.series("line", "perfect", Chart.SOFT).dashed().add(from, from).add(1, 1);
    Chart.Series line = chart.series("line", "this model", Chart.WITH);
    Chart.Series points = chart.series("errors", "this model", Chart.WITH);
    for (JsonNode bin : calibration.get("bins")) {
      double confidence = bin.get("confidence").asDouble();
      double accuracy = bin.get("accuracy").asDouble();
      int rows = bin.get("rows").asInt();
      // With half a row added to each side: also where all rows are right the share is not certain (Agresti and Coull
      // 1998).
      double middle = (accuracy * rows + 0.5) / (rows + 1);
      double error = Math.sqrt(middle * (1 - middle) / (rows + 1));
      line.add(confidence, accuracy);
      points.add(count(rows, "row") + ": said " + percent(confidence) + ", right " + percent(accuracy), confidence,
          accuracy, Math.max(0, middle - error), Math.min(1, middle + error));
      chart.row(number(bin.get("from")), number(bin.get("to")), count(rows), number(confidence), number(accuracy));
    }
    return chart
        .titled("Predicted probabilities are off by " + number(calibration.get("expectedError")) + " on average");
  }

  private Figure roc() {
    var chart = new Chart("roc").axis("x", "false positive rate", false)
        .axis("y", "true positive rate", false)
        .limit("x", "min", 0)
        .limit("x", "max", 1)
        .limit("y", "min", 0)
        .limit("y", "max", 1)
        .square()
        .half()
        .header("false positive rate", "true positive rate");
    chart.series("line", "chance", Chart.SOFT).dashed().add(0, 0).add(1, 1);
    Chart.Series line = chart.series("line", "this model", Chart.WITH);
    for (JsonNode point : evidence.get("roc")) {
      line.add(point.get(0).asDouble(), point.get(1).asDouble());
      chart.row(number(point.get(0)), number(point.get(1)));
    }
    return chart.titled("Area under the ROC curve for "
        + Words.inSentence(evidence.get("classes").get(1).asString(), NAME) + ": " + number(test.get("rocAuc")));
  }

  private Figure predicted() {
    var chart = new Chart("predicted").axis("x", "true " + target(), false)
        .axis("y", "predicted " + target(), false)
        .half()
        .square()
        .header("true", "predicted");
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (JsonNode point : evidence.get("points")) {
      low = Math.min(low, point.get(0).asDouble());
      high = Math.max(high, point.get(0).asDouble());
    }
    chart.series("line", "perfect", Chart.SOFT).dashed().add(low, low).add(high, high);
    Chart.Series points = chart.series("points", "rows", Chart.WITH);
    for (JsonNode point : evidence.get("points")) {
      points.add(point.get(0).asDouble(), point.get(1).asDouble());
      chart.row(number(point.get(0)), number(point.get(1)));
    }
    return chart.titled("Predicted against true: R² " + number(test.get("rSquared")) + ", root mean squared error "
        + number(test.get("rmse")));
  }

  private Figure residuals() {
    var chart = new Chart("residuals").axis("x", "predicted " + target(), false)
        .axis("y", "true less predicted", false)
        .half()
        .guide("y", 0, "")
        .height(400)
        .header("predicted", "true less predicted");
    Chart.Series points = chart.series("points", "rows", Chart.WITH);
    double sum = 0;
    double squares = 0;
    for (JsonNode point : evidence.get("points")) {
      double residual = point.get(0).asDouble() - point.get(1).asDouble();
      sum += residual;
      squares += residual * residual;
      points.add(point.get(1).asDouble(), residual);
      chart.row(number(point.get(1)), number(residual));
    }
    int rows = evidence.get("points").size();
    double mean = sum / rows;
    double error = rows < 2 ? 0 : Math.sqrt((squares - rows * mean * mean) / (rows - 1.0) / rows);
    return chart.titled(
        "Predictions are on average " + Words.measured(Math.abs(mean), error) + " too " + (mean < 0 ? "high" : "low"));
  }

  private void worst(Section.Builder section) {
    boolean classes = !evidence.get("classes").isEmpty();
    var rows = new ArrayList<List<String>>();
    for (JsonNode row : evidence.get("worst")) {
      rows.add(classes
          ? List.of(count(row.get("row").asInt()), row.get("truth").asString(), row.get("predicted").asString(),
              percent(row.get("probability").asDouble()))
          : List.of(count(row.get("row").asInt()), number(value(row, "truth")), number(value(row, "predicted")),
              number(value(row, "truth") - value(row, "predicted"))));
    }
    section.table("Worst rows", List.of("row of the table", "true", "predicted",
        classes ? "probability of the true class" : "true less predicted"), rows);
  }

  private static double value(JsonNode row, String name) {
    return Double.parseDouble(row.get(name).asString());
  }

  private String target() {
    return Words.inSentence(run.verdict().get("target").asString(), NAME);
  }
}
