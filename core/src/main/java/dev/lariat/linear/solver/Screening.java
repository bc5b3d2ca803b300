package dev.lariat.linear.solver;

/**
 * Which blocks a λ is solved on: those that the sequential strong rule keeps (Tibshirani et al., 2012: |x̃_jᵀθ(λ')| ≥
 * 2λ − λ'), every block that is not zero, and whatever the optimality check over all blocks then finds missing.
 */
final class Screening {
  private final BlockPenalty blocks;
  private final boolean[] kept; // [blocks]
  private final int[] set; // [blocks] the kept ones
  private int count;

  Screening(BlockPenalty blocks) {
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

  /** Starts a λ: {@code blocks.l1} is its λα, {@code previous} that of the solution whose gradient is given. */
  void start(double[] b, double[] gradient, double previous) {
    count = 0;
    double threshold = 2 * blocks.l1 - previous;
    for (int block = 0; block < kept.length; block++) {
      kept[block] = blocks.unpenalised(block) || !blocks.zero(block, b)
          || blocks.entry(block, gradient, true) >= threshold * blocks.l1Factor[block];
      if (kept[block]) {
        set[count++] = block;
      }
    }
  }

  /** Adds the blocks that break the KKT conditions; returns how many. */
  int addViolators(double[] b, double[] gradient) {
    int added = 0;
    for (int block = 0; block < kept.length; block++) {
      if (!kept[block] && blocks.violation(block, b, gradient) > 0) {
        kept[block] = true;
        set[count++] = block;
        added++;
      }
    }
    return added;
  }
}
