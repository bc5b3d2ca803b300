package dev.lariat.linear.solver;

import dev.lariat.linear.solver.penalty.BlockPenalty;

/** Steps on a Gram matrix of all features: the quadratic model is the loss itself. */
final class GramStep implements Step {
  private final GramIterate at;
  private final GramQuadratic quadratic;
  private final CoordinateDescent descent;
  private int[] coefficients = new int[16];

  GramStep(GramIterate at) {
    this.at = at;
    quadratic = new GramQuadratic(at.problem, at.gram());
    descent = new CoordinateDescent(at.blocks);
  }

  @Override
  public void step(BlockPenalty penalty, int[] set, int count, Depth depth, double violation) {
    int number = at.blocks.members(set, count);
    if (coefficients.length < number) {
      coefficients = new int[2 * number];
    }
    at.blocks.collect(set, count, coefficients);
    quadratic.compact(coefficients, number);
    quadratic.add(coefficients, number);
    quadratic.setGradients(coefficients, number, at.gradient, 1);
    // small moves of many correlated coefficients add up in each other's gradients
    var alone = new Depth(depth.gradient() / number, depth.gap(), depth.share());
    descent.solve(quadratic, penalty, set, count, at.b, alone, at.distance(0));
    at.moved();
  }

  @Override
  public void newton(BlockPenalty penalty, int[] set, int count, double tolerance) {
    // the step solves its quadratic model already
  }
}
