package dev.lariat.handover.translation;

import dev.lariat.handover.translation.PenaltyStrength.LossKind;
import dev.lariat.optim.UpdateRule;
import dev.lariat.penalty.WeightShape;
import dev.lariat.penalty.ZeroRule;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A small linear model on which two settings are compared: 64 rows of 8 inputs, three of them without influence, all
 * rows in every step, a kernel and a bias. Trained by the very update rules of {@code dev.lariat.optim}; the optimum by
 * proximal gradient steps in double precision.
 */
final class ReferenceProblem {
  static final int ROWS = 64;
  static final int INPUTS = 8;
  private static final int OPTIMUM_STEPS = 4_000;

  private final LossKind loss;
  private final double[][] x = new double[ROWS][INPUTS];
  private final double[] y = new double[ROWS];
  private final float[] start = new float[INPUTS + 1]; // kernel, then bias

  ReferenceProblem(LossKind loss) {
    this.loss = loss;
    var random = new SplittableRandom(20260101);
    double[] truth = {1.5, -1, 0.75, -0.5, 0.25, 0, 0, 0};
    for (int r = 0; r < ROWS; r++) {
      double sum = 0.3 + 0.5 * normal(random);
      for (int i = 0; i < INPUTS; i++) {
        x[r][i] = normal(random);
        sum += truth[i] * x[r][i];
      }
      y[r] = switch (loss) {
        case SQUARED_ERROR -> sum;
        case CROSS_ENTROPY -> sum > 0 ? 1 : 0;
      };
    }
    for (int i = 0; i < start.length; i++) {
      start[i] = (float) (random.nextDouble() - 0.5);
    }
  }

  private static double normal(SplittableRandom random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  /** The weights after so many steps, kernel first, the bias last. */
  double[] train(EffectiveSettings recipe, int steps) {
    ZeroRule zeroRule = recipe.zeroRule();
    var kernelShape = WeightShape.of(INPUTS, 1);
    var kernelRule = UpdateRule.of(recipe.bareOptimizer(), recipe.regularizers(false), zeroRule, kernelShape);
    var biasRule = UpdateRule.of(recipe.bareOptimizer(), recipe.regularizers(true), zeroRule, WeightShape.vector(1));
    float[] kernel = Arrays.copyOf(start, INPUTS);
    float[] bias = {start[INPUTS]};
    float[] kernelGradient = new float[INPUTS];
    float[] biasGradient = new float[1];
    var kernelState = kernelRule.state(kernel, kernelGradient);
    var biasState = biasRule.state(bias, biasGradient);
    double rate = recipe.optimizer().orElseThrow().learningRate();
    double[] weights = new double[INPUTS + 1];
    double[] gradient = new double[INPUTS + 1];
    for (int t = 1; t <= steps; t++) {
      join(kernel, bias, weights);
      gradient(weights, gradient);
      for (int i = 0; i < INPUTS; i++) {
        kernelGradient[i] = (float) gradient[i];
      }
      biasGradient[0] = (float) gradient[INPUTS];
      kernelRule.begin(t, rate);
      kernelRule.apply(kernelState, 0, INPUTS);
      kernelRule.finish(kernelState);
      biasRule.begin(t, rate);
      biasRule.apply(biasState, 0, 1);
      biasRule.finish(biasState);
    }
    join(kernel, bias, weights);
    return weights;
  }

  private static void join(float[] kernel, float[] bias, double[] weights) {
    for (int i = 0; i < INPUTS; i++) {
      weights[i] = kernel[i];
    }
    weights[INPUTS] = bias[0];
  }

  /** The weights that minimise the penalised objective. */
  double[] optimum(EffectiveSettings recipe) {
    double[] w = new double[INPUTS + 1];
    double[] gradient = new double[INPUTS + 1];
    double rate = 0.2; // below 2 by the largest curvature, which is 3.7
    double threshold = rate * recipe.strength().l1();
    for (int step = 0; step < OPTIMUM_STEPS; step++) {
      gradient(w, gradient);
      for (int i = 0; i < INPUTS; i++) {
        double moved = (w[i] - rate * gradient[i]);
        moved = Math.signum(moved) * Math.max(0, Math.abs(moved) - threshold);
        w[i] = moved / (1 + rate * recipe.strength().l2());
      }
      w[INPUTS] -= rate * gradient[INPUTS];
    }
    return w;
  }

  /** The gradient of the mean loss. */
  private void gradient(double[] weights, double[] gradient) {
    Arrays.fill(gradient, 0);
    for (int r = 0; r < ROWS; r++) {
      double z = weights[INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        z += weights[i] * x[r][i];
      }
      double error = switch (loss) {
        case SQUARED_ERROR -> 2 * (z - y[r]);
        case CROSS_ENTROPY -> 1 / (1 + StrictMath.exp(-z)) - y[r];
      } / ROWS;
      for (int i = 0; i < INPUTS; i++) {
        gradient[i] += error * x[r][i];
      }
      gradient[INPUTS] += error;
    }
  }

  /** {@code ‖a − b‖₂ / ‖a‖₂}. */
  static double difference(double[] a, double[] b) {
    double distance = 0;
    double length = 0;
    for (int i = 0; i < a.length; i++) {
      distance += (a[i] - b[i]) * (a[i] - b[i]);
      length += a[i] * a[i];
    }
    return Math.sqrt(distance) / Math.sqrt(length);
  }
}
