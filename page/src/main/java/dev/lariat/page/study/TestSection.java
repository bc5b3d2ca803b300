package dev.lariat.page.study;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.number;
import static dev.lariat.data.NumberText.percent;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedTest;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import dev.lariat.study.evidence.Calibration;
import dev.lariat.study.evidence.TestPredictions;
import java.util.ArrayList;
import java.util.List;

/** How good on new data? The rows that were kept out of everything, looked at once. */
final class TestSection {
  private static final int MOST_CLASSES = 30;
  private static final int NAME = 20;
  private static final String QUESTION = "How good on new data?";

  private final ReportedStudy run;
  private final FinishedTest test;
  private final TestPredictions evidence; // without anything where the run recorded none

  private TestSection(ReportedStudy run, FinishedTest test) {
    this.run = run;
    this.test = test;
    this.evidence = run.evidence()
        .test()
        .orElse(new TestPredictions(List.of(), List.of(), List.of(), List.of(), List.of()));
  }

  static Section of(ReportedStudy run) {
    return run.verdict().test().map(test -> new TestSection(run, test).section()).orElseGet(TestSection::without);
  }

  private static Section without() {
    return Section.of("test", QUESTION)
        .say("The losses above are of rows that the models did not learn from, but settings were chosen on them. "
            + "An estimate that nothing was chosen on takes rows of its own: run the study with --test 0.2, or with --test FILE.")
        .finding("No rows were kept out");
  }

  private Section section() {
    Section.Builder section = Section.of("test", QUESTION);
    if (!evidence.confusion().isEmpty() && evidence.classes().size() <= MOST_CLASSES) {
      section.draw(confusion());
    }
    test.calibration().ifPresent(calibration -> section.draw(reliability(calibration)));
    if (!evidence.roc().isEmpty()) {
      section.draw(roc());
    }
    if (!evidence.points().isEmpty()) {
      section.draw(predicted()).draw(residuals());
    }
    if (!evidence.worst().isEmpty()) {
      worst(section);
    }
    var figures = new ArrayList<List<String>>();
    test.figures().forEach((name, value) -> figures.add(List.of(inWords(name), number(value))));
    test.calibration().ifPresent(found -> figures.add(List.of("calibration error", number(found.expectedError()))));
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
      case "logLoss" -> "log-loss";
      case "macroF1" -> "F1, mean over classes";
      default -> figure;
    };
  }

  private String finding() {
    String rows = count(test.rows(), "row") + " that nothing was chosen on";
    if (test.accuracy().isPresent()) {
      return Phrases.right(test, test.accuracy().getAsDouble()) + " of " + rows + " are predicted right";
    }
    return test.rSquared().isEmpty() ? "On " + rows : "R² is " + number(test.rSquared().getAsDouble()) + " on " + rows;
  }

  private Figure confusion() {
    List<String> names = evidence.classes().stream().map(c -> Phrases.inSentence(c, NAME)).toList();
    List<List<Integer>> counts = evidence.confusion();
    var chart = new Chart("confusion").names("x", "predicted", names)
        .names("y", "true", names)
        .inverse("y")
        .square()
        .half()
        .header("true", "predicted", "rows", "of the true class");
    Chart.Series cells = chart.series(SeriesType.CELLS, "", Chart.WITH);
    int wrong = 0;
    int worst = 0;
    String worstPair = "";
    for (int t = 0; t < names.size(); t++) {
      int all = 0;
      for (int one : counts.get(t)) {
        all += one;
      }
      for (int p = 0; p < names.size(); p++) {
        int rows = counts.get(t).get(p);
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

  private Figure reliability(Calibration calibration) {
    var chart = new Chart("reliability").axis("x", "predicted probability of the predicted class", false)
        .axis("y", "share that is right", false)
        .limit("y", "min", 0)
        .limit("y", "max", 1)
        .limit("x", "max", 1)
        .square()
        .half()
        .header("from", "to", "rows", "mean probability", "share that is right");
    double from = calibration.bins().get(0).from();
    chart.limit("x", "min", from);
    chart.series(SeriesType.LINE, "perfect", Chart.SOFT).dashed().add(from, from).add(1, 1);
    Chart.Series line = chart.series(SeriesType.LINE, "this model", Chart.WITH);
    Chart.Series points = chart.series(SeriesType.ERRORS, "this model", Chart.WITH);
    for (Calibration.Bin bin : calibration.bins()) {
      double confidence = bin.confidence();
      double accuracy = bin.accuracy();
      int rows = bin.rows();
      // With half a row added to each side: also where all rows are right the share is not certain (Agresti and Coull
      // 1998).
      double middle = (accuracy * rows + 0.5) / (rows + 1);
      double error = Math.sqrt(middle * (1 - middle) / (rows + 1));
      line.add(confidence, accuracy);
      points.add(count(rows, "row") + ": said " + percent(confidence) + ", right " + percent(accuracy), confidence,
          accuracy, Math.max(0, middle - error), Math.min(1, middle + error));
      chart.row(number(bin.from()), number(bin.to()), count(rows), number(confidence), number(accuracy));
    }
    return chart.titled("Predicted probabilities are off by " + number(calibration.expectedError()) + " on average");
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
    chart.series(SeriesType.LINE, "chance", Chart.SOFT).dashed().add(0, 0).add(1, 1);
    Chart.Series line = chart.series(SeriesType.LINE, "this model", Chart.WITH);
    for (List<Double> point : evidence.roc()) {
      line.add(point.get(0), point.get(1));
      chart.row(number(point.get(0)), number(point.get(1)));
    }
    return chart.titled("Area under the ROC curve for " + Phrases.inSentence(evidence.classes().get(1), NAME) + ": "
        + number(test.figure("rocAuc").orElse(Double.NaN)));
  }

  private Figure predicted() {
    var chart = new Chart("predicted").axis("x", "true " + target(), false)
        .axis("y", "predicted " + target(), false)
        .half()
        .square()
        .header("true", "predicted");
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (List<Double> point : evidence.points()) {
      low = Math.min(low, point.get(0));
      high = Math.max(high, point.get(0));
    }
    chart.series(SeriesType.LINE, "perfect", Chart.SOFT).dashed().add(low, low).add(high, high);
    Chart.Series points = chart.series(SeriesType.POINTS, "rows", Chart.WITH);
    for (List<Double> point : evidence.points()) {
      points.add(point.get(0), point.get(1));
      chart.row(number(point.get(0)), number(point.get(1)));
    }
    return chart.titled("Predicted against true: R² " + number(test.rSquared().orElse(Double.NaN))
        + ", root mean squared error " + number(test.figure("rmse").orElse(Double.NaN)));
  }

  private Figure residuals() {
    var chart = new Chart("residuals").axis("x", "predicted " + target(), false)
        .axis("y", "true less predicted", false)
        .half()
        .guide("y", 0, "")
        .height(400)
        .header("predicted", "true less predicted");
    Chart.Series points = chart.series(SeriesType.POINTS, "rows", Chart.WITH);
    double sum = 0;
    double squares = 0;
    for (List<Double> point : evidence.points()) {
      double residual = point.get(0) - point.get(1);
      sum += residual;
      squares += residual * residual;
      points.add(point.get(1), residual);
      chart.row(number(point.get(1)), number(residual));
    }
    int rows = evidence.points().size();
    double mean = sum / rows;
    double error = rows < 2 ? 0 : Math.sqrt((squares - rows * mean * mean) / (rows - 1.0) / rows);
    return chart.titled("Predictions are on average " + NumberText.measured(Math.abs(mean), error) + " too "
        + (mean < 0 ? "high" : "low"));
  }

  private void worst(Section.Builder section) {
    boolean classes = !evidence.classes().isEmpty();
    var rows = new ArrayList<List<String>>();
    for (TestPredictions.Row row : evidence.worst()) {
      rows.add(classes
          ? List.of(count(row.number()), row.truth(), row.predicted(), percent(row.probability()))
          : List.of(count(row.number()), number(Double.parseDouble(row.truth())),
              number(Double.parseDouble(row.predicted())),
              number(Double.parseDouble(row.truth()) - Double.parseDouble(row.predicted()))));
    }
    section.table("Worst rows", List.of("row of the table", "true", "predicted",
        classes ? "probability of the true class" : "true less predicted"), rows);
  }

  private String target() {
    return Phrases.inSentence(run.verdict().target(), NAME);
  }
}
