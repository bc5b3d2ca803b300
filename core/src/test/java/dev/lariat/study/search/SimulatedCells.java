package dev.lariat.study.search;

import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.StrengthGrid;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.cell.CellWatch;
import dev.lariat.study.cell.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Losses as cross-validation has them: the risk of a trial, an effect of the fold that all trials share, luck of the
 * trial that all folds share (their training sets overlap), and noise. The luck and the noise have the correlation that
 * Nadeau and Bengio assume, ρ = n_validation / (n_validation + n_train).
 */
public final class SimulatedCells implements CellRunner {
  private final long seed;
  private final int epochs;
  private final double noise;
  private final double sharedShare; // of the luck and noise of a candidate that all its strengths share
  private final double correlation;
  private final int rows;
  private final ToDoubleFunction<Trial> risk;

  public SimulatedCells(long seed, int epochs, double noise, double sharedShare, double validationOverTraining,
      ToDoubleFunction<Trial> risk) {
    this(seed, epochs, noise, sharedShare, validationOverTraining, 0, risk);
  }

  /**
   * Cells whose results carry the losses of rows.
   *
   * @param rows how many; 0 for none
   */
  public SimulatedCells(long seed, int epochs, double noise, double sharedShare, double validationOverTraining,
      int rows, ToDoubleFunction<Trial> risk) {
    this.rows = rows;
    this.seed = seed;
    this.epochs = epochs;
    this.noise = noise;
    this.sharedShare = sharedShare;
    this.correlation = validationOverTraining / (1 + validationOverTraining);
    this.risk = risk;
  }

  @Override
  public int epochs() {
    return epochs;
  }

  /** The whole of a cell with the luck of another fold: of folds that come after others. */
  public CellResult onFold(Cell cell, int fold) {
    return run(cell, fold, epochs);
  }

  @Override
  public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
    return run(cell, cell.fold(), untilEpoch);
  }

  private CellResult run(Cell cell, int fold, int untilEpoch) {
    Trial trial = cell.trial();
    double deviation = Math.sqrt(sharedShare) * deviation(trial.model() + trial.regularizer(), fold)
        + Math.sqrt(1 - sharedShare) * deviation(trial.toString(), fold);
    double last = risk.applyAsDouble(trial) + 0.5 * normal("fold", fold) + noise * deviation;
    var scores = new ArrayList<Score>();
    for (int epoch = 1; epoch <= untilEpoch; epoch++) {
      // Training goes down to its last loss; what halving sees early is the same order with a little more noise.
      double loss = last + 0.3 * (1 - epoch / (double) epochs);
      scores.add(new Score(loss, loss - 0.1, 0, 100, 10, epoch));
    }
    return new CellResult(cell, untilEpoch >= epochs, scores, rows == 0 ? new float[0][] : rowLosses(trial, scores));
  }

  /** Losses of single rows, whose mean is the loss of the cell; half of their noise is the row's own. */
  private float[][] rowLosses(Trial trial, List<Score> scores) {
    double[] noises = new double[rows];
    double mean = 0;
    for (int row = 0; row < rows; row++) {
      noises[row] = noise * Math.sqrt(rows / 2.0) * (normal("row", row) + normal(trial.toString() + " row", row));
      mean += noises[row] / rows;
    }
    float[][] losses = new float[scores.size()][rows];
    for (int score = 0; score < losses.length; score++) {
      for (int row = 0; row < rows; row++) {
        losses[score][row] = (float) (scores.get(score).validationLoss() + noises[row] - mean);
      }
    }
    return losses;
  }

  private double deviation(String what, int fold) {
    return Math.sqrt(correlation) * normal(what, -1) + Math.sqrt(1 - correlation) * normal(what, fold);
  }

  private double normal(String what, int fold) {
    long key = seed * 0x9E3779B97F4A7C15L + what.hashCode() * 0xBF58476D1CE4E5B9L + fold * 0x94D049BB133111EBL;
    key ^= key >>> 31;
    key *= 0xD6E8FEB86659FD93L;
    key ^= key >>> 32;
    return new Random(key).nextGaussian();
  }

  /** Kinds with six strengths each, beside trivial and none. */
  public static List<Candidate> candidates(int kinds, boolean adaptive) {
    var candidates = new ArrayList<Candidate>();
    candidates.add(Candidate.trivial());
    candidates.add(Candidate.none());
    for (int kind = 0; kind < kinds; kind++) {
      candidates.add(new Candidate(ModelKind.NETWORK, "kind-" + kind,
          List.of(StrengthGrid.logarithmic(1e-6, 100, 1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0)), Candidate.Source.CELLS,
          adaptive));
    }
    candidates.add(Candidate.earlyStopping());
    return candidates;
  }

  public static double strengthOf(Trial trial) {
    return trial.strength().value();
  }
}
