package dev.lariat.optim;

/**
 * How far an optimizer moves a weight per unit of a gradient that stays: {@code numerator / (rootScale·√v + epsilon)}.
 * The proximal threshold must be λ × this, or the fixed point is not the penalised optimum: with lr·λ, for ½(w−1)² +
 * ½|w| whose optimum is ½, momentum 0.9 settles at 0.95.
 */
final class SteadyStep {
  private final Optimizer optimizer;
  double numerator;
  double rootScale; // 0 where the step is the same for all weights
  double epsilon;
  private double velocity; // of a unit gradient, in the Keras dialect

  private SteadyStep(Optimizer optimizer) {
    this.optimizer = optimizer;
  }

  static SteadyStep of(Optimizer optimizer) {
    return new SteadyStep(optimizer);
  }

  /** To be called once in every step, in order. */
  void begin(long t, double learningRate) {
    switch (optimizer) {
      case Sgd sgd when sgd.momentum() == 0 -> set(learningRate, 0, 1);
      case Sgd sgd -> begin(sgd, t, learningRate);
      case Adam adam -> begin(adam, t, learningRate);
      case AdamW adamW -> begin(adamW.adam(), t, learningRate);
    }
  }

  /**
   * Keras' velocity remembers the rates of the steps before; what it does with a gradient that stays follows the same
   * recursion.
   */
  private void begin(Sgd sgd, long t, double learningRate) {
    double steady = learningRate * (1 - sgd.dampening()) / (1 - sgd.momentum());
    switch (sgd.dialect()) {
      case KERAS -> {
        velocity = t == 1 ? steady : sgd.momentum() * velocity + learningRate;
        set(sgd.nesterov() ? sgd.momentum() * velocity + learningRate : velocity, 0, 1);
      }
      case PYTORCH, MLX -> set(steady, 0, 1);
    }
  }

  private void begin(Adam adam, long t, double learningRate) {
    double root = adam.biasCorrection() ? StrictMath.sqrt(1 - StrictMath.pow(adam.beta2(), (double) t)) : 1;
    switch (adam.dialect()) {
      case KERAS -> set(learningRate * root, 1, adam.epsilon());
      case PYTORCH, MLX -> set(learningRate, 1 / root, adam.epsilon());
    }
  }

  private void set(double newNumerator, double newRootScale, double newEpsilon) {
    numerator = newNumerator;
    rootScale = newRootScale;
    epsilon = newEpsilon;
  }

  boolean perWeight() {
    return !(optimizer instanceof Sgd);
  }

  /** The steps of all weights, where they are {@linkplain #perWeight per weight}. */
  void fill(float[] second, float[] out) {
    float top = (float) numerator;
    float root = (float) rootScale;
    float small = (float) epsilon;
    for (int i = 0; i < out.length; i++) {
      out[i] = top / Math.fma(root, (float) Math.sqrt(second[i]), small);
    }
  }

  /** The step of weight i. */
  float of(ParameterState state, int i) {
    return perWeight()
        ? (float) numerator / Math.fma((float) rootScale, (float) Math.sqrt(state.second[i]), (float) epsilon)
        : (float) numerator;
  }
}
