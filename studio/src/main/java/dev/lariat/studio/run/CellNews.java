package dev.lariat.studio.run;

import dev.lariat.metric.Metric;
import dev.lariat.page.phrase.Phrases;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.Score;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * A cell that has come to an end, or to a rung, as a page is told of it.
 *
 * @param candidate what competes
 * @param trial a key of it at its strength
 * @param shown the same as readers know it
 * @param strength the same for an axis; null for combinations, and where there is none
 * @param fold from 1
 * @param complete whether it was run to its end
 * @param value the metric on the validation rows
 * @param epochs at which the curves have points; empty for a path
 * @param training the metric on the training rows; null where it was not asked
 * @param validation the metric on the validation rows
 */
record CellNews(String candidate, String trial, String shown, Double strength, int fold, int seed, boolean complete,
    Double value, List<Integer> epochs, List<Double> training, List<Double> validation) {
  /** More points than this nobody sees. */
  private static final int POINTS = 40;

  static CellNews of(CellResult result, Metric metric) {
    Trial trial = result.cell().trial();
    List<Score> scores = result.scores();
    var epochs = new ArrayList<Integer>();
    var training = new ArrayList<Double>();
    var validation = new ArrayList<Double>();
    if (trial.model() == ModelKind.NETWORK) {
      int step = Math.max(1, Math.ceilDiv(scores.size(), POINTS));
      for (int i = 0; i < scores.size(); i++) {
        if (i % step == 0 || i == scores.size() - 1) {
          epochs.add(i + 1);
          training.add(shown(metric, scores.get(i).trainLoss()));
          validation.add(shown(metric, scores.get(i).validationLoss()));
        }
      }
    }
    double best = trial.model().hasPath()
        ? scores.stream()
            .mapToDouble(Score::validationLoss)
            .filter(loss -> !Double.isNaN(loss)) // beyond the end of a path
            .min()
            .orElse(Double.NaN)
        : result.last().validationLoss();
    return new CellNews(Phrases.name(trial), trial.toString(), Phrases.trial(trial),
        trial.strength().values().size() == 1 ? trial.strength().value() : null, result.cell().fold() + 1,
        result.cell().seed(), result.complete(), shown(metric, best), epochs, training, validation);
  }

  /** JSON has no NaN. */
  static Double shown(Metric metric, double loss) {
    double shown = metric.shown(loss);
    return Double.isFinite(shown) ? shown : null;
  }
}
