package dev.lariat.study.cell;

import dev.lariat.data.Target;
import dev.lariat.metric.Metric;
import dev.lariat.net.Epoch;
import dev.lariat.net.Scores;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.training.Predictor;
import dev.lariat.net.training.TrainingRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The training of a network on a fold, with what it scores by epoch. What an epoch's {@link Scores} do not tell (the
 * ranking of rows, and the losses of single rows) is taken from predictions when the epoch ends.
 */
public final class FoldRun {
  private final TrainingRun run;
  private final FoldRows fold;
  private final Metric metric;
  private final boolean everyEpoch;
  private final boolean byRow;
  private final List<Extra> extras = new ArrayList<>(); // by epoch
  private TrainingResult result;

  /**
   * What is taken from predictions.
   *
   * @param validation losses of the validation rows
   * @param training losses of the training rows
   * @param rowLosses of the validation rows, or null
   * @param tempered losses by inverse temperature, as {@link Score#tempered}
   */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  private record Extra(Map<Metric, Double> validation, Map<Metric, Double> training, float[] rowLosses,
      List<Double> tempered) {
    static final Extra NONE = new Extra(Map.of(), Map.of(), null, List.of());
  }

  /**
   * @param everyEpoch whether a candidate may end at any epoch, not at the last one alone
   * @param byRow whether losses of single rows are asked for
   */
  FoldRun(TrainingRun run, FoldRows fold, Metric metric, boolean everyEpoch, boolean byRow) {
    this.run = run;
    this.fold = fold;
    this.metric = metric;
    this.everyEpoch = everyEpoch;
    this.byRow = byRow;
    this.result = run.result();
  }

  /** {@return how many epochs have been trained} */
  int epochs() {
    return result.history().epochs().size();
  }

  /** {@return whether the planned schedule goes on} */
  boolean running() {
    return result.end() == TrainingResult.End.RUNNING;
  }

  /** {@return the numbers that it keeps, about} */
  long numbers() {
    return 5L * result.weights().parameters().stream().mapToLong(parameter -> parameter.values().length).sum();
  }

  /** Trains one epoch. */
  void advance() {
    result = run.advance(1);
    boolean compared = everyEpoch || !running();
    boolean diverged = result.end() == TrainingResult.End.DIVERGED;
    List<Metric> predicted = diverged ? List.of() : ofPredictions();
    List<Metric> asked = compared ? predicted : predicted.stream().filter(each -> each == metric).toList();
    boolean calibrated = compared && !diverged && metric == Metric.LOG_LOSS;
    if (asked.isEmpty() && !(byRow && compared) && !calibrated) {
      extras.add(Extra.NONE);
      return;
    }
    Predictor predictor = run.predictor();
    boolean trainScored = !diverged && !Double.isNaN(result.history().epochs().getLast().training().loss());
    List<Metric> own = trainScored ? predicted.stream().filter(each -> each == metric).toList() : List.of();
    extras.add(new Extra(losses(asked, predictor, fold.validation()), losses(own, predictor, fold.training()),
        byRow && compared ? fold.losses(metric, predictor, fold.validation()) : null,
        calibrated ? fold.tempered(predictor, byRow ? ScoredRows.BLOCKS : 1) : List.of()));
  }

  /** Says how the last epoch was scored, if it was finite. */
  void tell(Cell cell, CellWatch watch) {
    if (result.end() == TrainingResult.End.DIVERGED || epochs() == 0) {
      return;
    }
    Epoch epoch = result.history().epochs().getLast();
    Extra extra = extras.getLast();
    watch.trained(cell, epochs(), loss(metric, epoch.training(), extra.training, fold.training()),
        loss(metric, epoch.validation(), extra.validation, fold.validation()));
  }

  /** {@return what an epoch's scores do not tell: the ranking, and all errors where the logarithm was learnt} */
  private List<Metric> ofPredictions() {
    return switch (fold.transform()) {
      case NONE -> Metric.AUC.suits(fold.task(), fold.classes()) ? List.of(Metric.AUC) : List.of();
      case LOG -> Metric.suiting(fold.task(), fold.classes());
    };
  }

  private Map<Metric, Double> losses(List<Metric> metrics, Predictor predictor, TrainingRows rows) {
    var losses = new EnumMap<Metric, Double>(Metric.class);
    metrics.forEach(each -> losses.put(each, fold.loss(each, predictor, rows)));
    return losses;
  }

  /** {@return how it is trained} */
  public TrainingPlan plan() {
    return run.plan();
  }

  /** {@return the network as it is now} */
  public Predictor predictor() {
    return run.predictor();
  }

  /** {@return a score for each epoch, and a last one that is not finite where training diverged} */
  public List<Score> scores() {
    var scores = new ArrayList<Score>();
    double seconds = 0;
    List<Epoch> epochs = result.history().epochs();
    for (int e = 0; e < epochs.size(); e++) {
      Epoch epoch = epochs.get(e);
      seconds += epoch.trainingSeconds();
      boolean compared = everyEpoch || (e == epochs.size() - 1 && !running());
      scores.add(new Score(loss(metric, epoch.validation(), extras.get(e).validation, fold.validation()),
          loss(metric, epoch.training(), extras.get(e).training, fold.training()), epoch.zeroShare(),
          epoch.nonZeroWeights(), columnsUsed(epoch), seconds, compared ? losses(epoch, extras.get(e)) : Map.of(),
          compared ? extras.get(e).tempered : List.of()));
    }
    if (result.end() == TrainingResult.End.DIVERGED) {
      scores.add(new Score(Double.NaN, Double.NaN, 0, 0, 0, seconds));
    }
    return scores;
  }

  private Map<Metric, Double> losses(Epoch epoch, Extra extra) {
    var losses = new EnumMap<Metric, Double>(Metric.class);
    for (Metric each : Metric.suiting(fold.task(), fold.classes())) {
      double loss = loss(each, epoch.validation(), extra.validation, fold.validation());
      if (Double.isFinite(loss)) {
        losses.put(each, loss);
      }
    }
    return losses;
  }

  /** {@return the loss in the target's unit, from what a network was scored in units of its own} */
  private double loss(Metric of, Scores scores, Map<Metric, Double> predicted, TrainingRows rows) {
    if (predicted.containsKey(of)) {
      return predicted.get(of);
    }
    if (fold.transform() != Target.Transform.NONE) {
      return Double.NaN; // its scores are those of the logarithm
    }
    double deviation = fold.scale().deviation();
    double root = scores.rootMeanSquaredError();
    return switch (of) {
      case LOG_LOSS -> scores.loss();
      case ERROR -> 1 - scores.accuracy();
      case AUC -> Double.NaN;
      case SQUARED_ERROR -> root * root * deviation * deviation;
      case ABSOLUTE_ERROR -> scores.meanAbsoluteError() * deviation;
      case R_SQUARED -> root * root / fold.variance(rows);
    };
  }

  /** Table columns with a weight that is not zero; exact for the last epoch, and where all inputs are used. */
  private int columnsUsed(Epoch epoch) {
    int[] columns = fold.training().columnOfInput().orElseThrow();
    if (epoch.inputsUsed() == columns.length) {
      return (int) Arrays.stream(columns).distinct().count();
    }
    List<Boolean> used = run.predictor().inputsUsed();
    return (int) IntStream.range(0, columns.length).filter(used::get).map(i -> columns[i]).distinct().count();
  }

  /** {@return the result of a cell so far} */
  CellResult result(Cell cell) {
    List<Score> scores = scores();
    float[][] rowLosses = extras.stream()
        .map(Extra::rowLosses)
        .filter(losses -> losses != null)
        .toArray(float[][]::new);
    return new CellResult(cell, !running(), scores,
        rowLosses.length == scores.size() || rowLosses.length == 1 ? rowLosses : new float[0][]);
  }
}
