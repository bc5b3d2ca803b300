package dev.lariat.linear.solver;

import dev.lariat.linear.solver.penalty.BlockPenalty;

/** How an iterate moves on. */
sealed interface Step permits NewtonStep, GramStep {
  /**
   * One proximal Newton step in some blocks, whose gradients are fresh.
   *
   * @param depth of the quadratic model
   * @param violation the largest KKT violation among the blocks
   */
  void step(BlockPenalty penalty, int[] set, int count, Depth depth, double violation);

  /** Newton's step on the non-zero ones of these blocks, whose gradients are fresh. */
  void newton(BlockPenalty penalty, int[] set, int count, double tolerance);
}
