package dev.lariat.linear.solver;

import dev.lariat.linear.solver.penalty.BlockPenalty;
import dev.lariat.linear.solver.penalty.Blocks;

/**
 * Which blocks a λ is solved on: those that the sequential strong rule keeps (Tibshirani et al., 2012: |x̃_jᵀθ(λ')| ≥
 * 2λ − λ'), every block that is not zero, and whatever the optimality check over all blocks then finds missing.
 */
final class Screening {
  private final Blocks blocks;
  private final boolean[] kept; // [blocks]
  private final int[] set; // [blocks] the kept ones
  private int count;

  Screening(Blocks blocks) {
    this.blocks = blocks;
    kept = new boolean[blocks.count()];
    set = new int[kept.length];
  }

  int[] set() {
    return set;
  }

  int count() {
    return count;
  }

  /** Starts a λ: {@code previous} is the λα of the solution whose gradient is given. */
  void start(BlockPenalty penalty, double[] b, double[] gradient, double previous) {
    count = 0;
    double threshold = 2 * penalty.l1() - previous;
    for (int block = 0; block < kept.length; block++) {
      if (blocks.rests(block, b, gradient, threshold)) {
        kept[block] = false;
        continue;
      }
      kept[block] = blocks.free(block) || !blocks.zero(block, b) || blocks.enters(block, gradient, threshold);
      if (kept[block]) {
        set[count++] = block;
      }
    }
    blocks.order(set, count);
  }

  /** Adds those of some blocks that break the KKT conditions; returns how many. */
  int addViolators(BlockPenalty penalty, double[] b, double[] gradient, int[] some, int many) {
    int added = 0;
    for (int a = 0; a < many; a++) {
      int block = some[a];
      if (!kept[block] && penalty.violation(block, b, gradient) > 0) {
        kept[block] = true;
        set[count++] = block;
        added++;
      }
    }
    return added;
  }
}
