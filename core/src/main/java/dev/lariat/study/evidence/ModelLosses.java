package dev.lariat.study.evidence;

import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.model.Model;

/** How far predictions of rows are from what is known of them. */
final class ModelLosses {
  private ModelLosses() {}

  /**
   * {@return what a class lacks of certainty, or the distance from a number, one a row; NaN where it is not known}
   *
   * @param predictions [rows × width] of the model
   */
  static double[] of(Model model, Dataset rows, double[] predictions) {
    Target known = Target.known(rows.column(model.target().name()), model.target().task(), model.target().classes());
    double[] numbers = model.target().task() == Task.REGRESSION ? known.values() : new double[0];
    int[] labels = model.target().task() == Task.REGRESSION ? new int[0] : known.labels();
    int width = model.target().width();
    double[] losses = new double[rows.rows()];
    for (int row = 0; row < losses.length; row++) {
      losses[row] = model.target().task() == Task.REGRESSION
          ? Math.abs(predictions[row * width] - numbers[row])
          : labels[row] < 0 ? Double.NaN : 1 - predictions[row * width + labels[row]];
    }
    return losses;
  }
}
