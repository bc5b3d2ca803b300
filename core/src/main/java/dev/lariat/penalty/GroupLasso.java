package dev.lariat.penalty;

/**
 * {@code λ·Σ_g √size_g·‖w_g‖₂}: whole groups vanish together (Yuan and Lin, 2006). On a first layer by input or column
 * it selects features; by unit it prunes.
 *
 * @param lambda λ, not negative
 * @param by which weights form a group
 */
public record GroupLasso(double lambda, GroupBy by) implements Penalty {
  /** Checks λ. */
  public GroupLasso {
    Checks.strength("the group-lasso strength", lambda);
  }

  @Override
  public String name() {
    return "groupLasso(" + lambda + ", " + by + ")";
  }

  /** {@code λ·√size}: what a group's norm is multiplied with. */
  public double groupStrength(int size) {
    return lambda * Math.sqrt(size);
  }

  @Override
  public double value(float[] weights, WeightShape shape) {
    Groups groups = Groups.of(shape, by);
    double sum = 0;
    for (int g = 0; g < groups.count(); g++) {
      sum += groupStrength(groups.size(g)) * groups.norm(g, weights);
    }
    return sum;
  }

  @Override
  public double subgradientDistance(float[] weights, float[] gradient, WeightShape shape) {
    Groups groups = Groups.of(shape, by);
    double worst = 0;
    for (int g = 0; g < groups.count(); g++) {
      double norm = groups.norm(g, weights);
      double strength = groupStrength(groups.size(g));
      double distance = norm == 0
          ? Math.max(0, groups.norm(g, gradient) - strength)
          : distance(groups, g, weights, gradient, strength / norm);
      worst = Math.max(worst, distance);
    }
    return worst;
  }

  private static double distance(Groups groups, int g, float[] weights, float[] gradient, double scale) {
    double sum = 0;
    for (int k = 0; k < groups.size(g); k++) {
      int i = groups.member(g, k);
      double d = gradient[i] + scale * weights[i];
      sum += d * d;
    }
    return Math.sqrt(sum);
  }

  @Override
  public double lambdaMax(float[] gradientAtZero, WeightShape shape) {
    Groups groups = Groups.of(shape, by);
    double largest = 0;
    for (int g = 0; g < groups.count(); g++) {
      largest = Math.max(largest, groups.norm(g, gradientAtZero) / Math.sqrt(groups.size(g)));
    }
    return largest;
  }
}
