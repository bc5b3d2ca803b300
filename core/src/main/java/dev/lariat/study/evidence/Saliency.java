package dev.lariat.study.evidence;

import dev.lariat.data.Task;
import dev.lariat.model.NetworkModel;
import dev.lariat.net.training.InputGradients;
import java.util.List;

/**
 * From where in its inputs a prediction comes: input by input the gradient times the input (Simonyan et al. 2014, "Deep
 * inside convolutional networks"; Ancona et al. 2018 compare it with others). An input is on the scale of the network,
 * so that it is the distance from the mean: to first order the product is by how much the prediction would fall if the
 * input were the mean. Of several networks it is the mean.
 */
final class Saliency {
  private final List<InputGradients> networks;
  private final Task task;

  Saliency(List<NetworkModel> networks) {
    this.networks = networks.stream()
        .map(NetworkModel::predictor)
        .map(predictor -> new InputGradients(predictor.architecture(), predictor.weights()))
        .toList();
    this.task = networks.getFirst().target().task();
  }

  /**
   * Gradient × input at a row.
   *
   * @param best the class whose log-odds it is of; not read where the target is a number
   */
  double[] at(float[] row, int best) {
    double[] product = new double[row.length];
    for (InputGradients network : networks) {
      float[] gradient = network.at(row, 0, (raw, by, count) -> towards(raw, by, count, best));
      for (int i = 0; i < product.length; i++) {
        product[i] += (double) gradient[i] * row[i] / networks.size();
      }
    }
    return product;
  }

  /** Of the number itself; of a class {@code log(p/(1 − p)) = z_best − log Σ exp(z_others)}. */
  private void towards(float[] raw, float[] by, int count, int best) {
    if (task == Task.REGRESSION) {
      by[0] = 1;
    } else if (count == 1) { // one logit, of the second class
      by[0] = best == 1 ? 1 : -1;
    } else {
      ofOthers(raw, by, count, best);
      by[best] = 1;
    }
  }

  private static void ofOthers(float[] raw, float[] by, int count, int best) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < count; c++) {
      highest = c == best ? highest : Math.max(highest, raw[c]);
    }
    double sum = 0;
    for (int c = 0; c < count; c++) {
      sum += c == best ? 0 : StrictMath.exp(raw[c] - highest);
    }
    for (int c = 0; c < count; c++) {
      by[c] = (float) (-StrictMath.exp(raw[c] - highest) / sum);
    }
  }
}
