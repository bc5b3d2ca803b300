package dev.lariat.study.cell;

import dev.lariat.data.encoding.Feature;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.linear.LinearObjective;
import dev.lariat.linear.LinearPath;
import dev.lariat.model.LinearModel;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.Provenance;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.Strength;
import java.util.List;
import java.util.Optional;

/**
 * A path on all rows, and what its coefficients belong to.
 *
 * @param grid at which strengths it was fitted
 * @param path from the strongest point on; where no feature says anything it is one point
 * @param deviations of the features
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
public record WholePath(ModelTarget target, PathGrid grid, Preprocessing preprocessing, LinearPath path,
    double[] deviations) {
  /** {@return whose path it is} */
  public LinearRegularizer regularizer() {
    return grid.regularizer();
  }

  /** {@return the features' names} */
  public List<String> names() {
    return preprocessing.features().stream().map(Feature::name).toList();
  }

  /** {@return the fit at the λ of a strength} */
  public LinearPath.Point point(Strength strength) {
    return new FollowedPath(path, grid).at(grid.regularizer().fromStrong(strength));
  }

  /** {@return the model at the λ of a strength} */
  public LinearModel at(Strength strength, Provenance provenance) {
    double lambda = point(strength).lambda();
    return new LinearModel(target, preprocessing, path, List.of(), Double.NaN, Double.NaN, lambda,
        Optional.of(LinearObjective.of(grid.regularizer().penalty(), grid.options(LinearCells.KEPT_GAP))), provenance);
  }
}
