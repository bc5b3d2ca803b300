package dev.lariat.study.evidence;

import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.net.Parameter;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.training.Predictor;
import dev.lariat.parallel.Workers;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellFitter;
import dev.lariat.study.cell.FittedCell;
import dev.lariat.study.cell.FoldRows;
import dev.lariat.study.cell.Score;
import dev.lariat.study.cell.ShuffledFold;
import dev.lariat.study.cell.ShuffledNetwork;
import dev.lariat.study.cell.NetworkCells;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * The networks of one trial, trained once more on every fold, and what only models can tell: curves and the importance
 * of columns.
 */
public final class FoldModels {
  private final NetworkCells cells;
  private final Trial trial;
  private final List<Fold> folds;

  private record Fold(FoldRows rows, TrainingPlan plan, Predictor predictor, List<Score> scores) {}

  private FoldModels(NetworkCells cells, Trial trial, List<Fold> folds) {
    this.cells = cells;
    this.trial = trial;
    this.folds = folds;
  }

  /**
   * A trial that is wanted.
   *
   * @param seed which repetition, from 0
   */
  public record Wanted(Trial trial, int seed) {}

  /**
   * Trains network trials on every fold, to the end, or to the epoch of early stopping; all of them side by side.
   *
   * @param place trains them
   * @param slots how many networks at once
   * @return in the order of what is wanted
   */
  public static List<FoldModels> train(NetworkCells cells, CellFitter place, List<Wanted> wanted, int folds,
      int slots) {
    List<Fold> trained = Workers.all(slots,
        wanted.stream()
            .flatMap(one -> IntStream.range(0, folds).mapToObj(fold -> new Cell(one.trial, fold, one.seed)))
            .map(cell -> (Callable<Fold>) () -> {
              FittedCell fitted = place.fitted(cell, cell.trial().epochs(cells.epochs()));
              return new Fold(cells.fold(cell.trial(), cell.fold()), cells.plan(cell), cells.predictor(fitted),
                  fitted.result().scores());
            })
            .toList());
    return IntStream.range(0, wanted.size())
        .mapToObj(i -> new FoldModels(cells, wanted.get(i).trial, trained.subList(i * folds, (i + 1) * folds)))
        .toList();
  }

  /** Losses by epoch. */
  public LearningCurve curve() {
    int epochs = folds.stream().mapToInt(fold -> fold.scores.size()).min().orElse(0);
    return LearningCurve.of(trial,
        IntStream.range(0, epochs)
            .mapToObj(e -> folds.stream().mapToDouble(fold -> fold.scores.get(e).trainLoss()).toArray())
            .toList(),
        IntStream.range(0, epochs)
            .mapToObj(e -> folds.stream().mapToDouble(fold -> fold.scores.get(e).validationLoss()).toArray())
            .toList());
  }

  /** What the networks predict for the validation rows of their folds, one fold after the other. */
  public double[] predictions() {
    return folds.stream().map(fold -> fold.rows.predictions(fold.predictor)).flatMapToDouble(Arrays::stream).toArray();
  }

  /** {@return the network of each fold as a model of its own} */
  public List<NetworkModel> models(ModelTarget target, Provenance provenance) {
    return folds.stream().map(fold -> {
      // What a file can hold: a user's own penalty is code, and prediction does not need it.
      TrainingPlan plan = fold.plan.withNetwork(fold.plan.network().withoutCustomPenalties());
      Preprocessing inputs = fold.rows.preprocessing();
      return new NetworkModel(target, inputs.unused(NetworkModel.unusedColumns(inputs, fold.predictor)),
          fold.rows.scale(), plan, 0, fold.predictor.weights(), provenance);
    }).toList();
  }

  /** The largest |w| of all folds. */
  public double largestWeight() {
    return WeightStatistics.largest(kernels());
  }

  private List<List<Parameter>> kernels() {
    return folds.stream().map(fold -> WeightStatistics.kernels(fold.predictor.weights().parameters())).toList();
  }

  /**
   * The weights of all folds.
   *
   * @param columns names of the table's columns
   * @param bound of the histogram
   */
  public WeightStatistics weights(List<String> columns, double bound) {
    List<List<Parameter>> kernels = kernels();
    double[] used = folds.stream().mapToDouble(fold -> fold.scores.getLast().inputsUsed()).toArray();
    List<String> inputs = folds.getFirst().rows.preprocessing().features().stream().map(Feature::column).toList();
    return WeightStatistics.of(trial, kernels, used, bound,
        PixelWeights.of(kernels.getFirst().getFirst(), inputs, columns));
  }

  /** The networks, ready for the importance of columns. */
  public List<ShuffledFold> shuffled() {
    return folds.stream()
        .<ShuffledFold>map(fold -> new ShuffledNetwork(cells.metric(), fold.rows, fold.predictor))
        .toList();
  }
}
