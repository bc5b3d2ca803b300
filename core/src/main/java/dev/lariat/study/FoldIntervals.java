package dev.lariat.study;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Mixture;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.TrivialModel;
import dev.lariat.model.interval.PredictionIntervals;
import dev.lariat.study.finish.Finishing;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.CellsByModel;
import dev.lariat.study.evidence.FoldModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Prediction intervals of what is refitted, from models of the folds that were trained anyway: nothing is trained here.
 * They are empty where the target has classes, and where a fold's training diverged.
 *
 * @param rows that the folds part
 * @param folds of these rows
 * @param cells of these folds
 * @param provenance of the models
 */
record FoldIntervals(Dataset rows, Folds folds, CellsByModel cells, Provenance provenance) {
  /** Of the trivial predictor. */
  Optional<PredictionIntervals> trivial(Preprocessing columns) {
    return of(fold -> new TrivialModel(target(), columns, Arrays.stream(cells.trivial().of(fold)).boxed().toList(),
        provenance));
  }

  /** Of a linear or additive trial. */
  Optional<PredictionIntervals> linear(Trial trial) {
    return of(fold -> linear(trial, fold));
  }

  private LinearModel linear(Trial trial, int fold) {
    return cells.paths(trial.model()).model(trial, fold, provenance);
  }

  /**
   * Of networks.
   *
   * @param seeds the same setting with other seeds, whose mean predicts
   * @param partner the linear trial that has a share
   * @param share of the partner, 0 for none
   */
  Optional<PredictionIntervals> networks(List<FoldModels> seeds, Optional<Trial> partner, double share) {
    if (isClasses()) {
      return Optional.empty();
    }
    List<List<NetworkModel>> bySeed = seeds.stream().map(models -> models.models(target(), provenance)).toList();
    return of(fold -> {
      List<NetworkModel> members = bySeed.stream().map(models -> models.get(fold)).toList();
      Optional<Mixture> mixture = share == 0
          ? Optional.empty()
          : partner.map(trial -> new Mixture(linear(trial, fold), share));
      return members.size() == 1 && mixture.isEmpty()
          ? members.getFirst()
          : new EnsembleModel(members, Optional.empty(), mixture, provenance);
    });
  }

  private ModelTarget target() {
    return ModelTarget.of(rows.target());
  }

  private boolean isClasses() {
    return rows.target().task() == Task.CLASSIFICATION;
  }

  private Optional<PredictionIntervals> of(IntFunction<Model> model) {
    if (isClasses()) {
      return Optional.empty();
    }
    var all = new ArrayList<PredictionIntervals.Fold>();
    for (int fold : IntStream.range(0, folds.count()).toArray()) {
      Model ofFold = model.apply(fold);
      Dataset validation = rows.select(folds.validation(fold));
      double[] predicted = ofFold.predict(validation);
      if (!Finishing.finite(predicted)) {
        return Optional.empty();
      }
      all.add(PredictionIntervals.Fold.of(ofFold, validation, predicted));
    }
    return Optional.of(new PredictionIntervals(all));
  }
}
