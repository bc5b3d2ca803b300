package dev.lariat.explain;

import dev.lariat.kernel.Kernels;

/** How the state of a recurrent network is masked from step to step while it is trained. */
public enum StateMask {
  /** Not at all. */
  NONE(0),
  /**
   * One mask for each row and gate, the same at all steps: what {@code recurrent-dropout} does (Gal and Ghahramani).
   */
  SEQUENCE(3),
  /** Another mask at each step, before the products; what the state carries on stays whole. */
  STEP(3),
  /** Another mask at each step on the state itself, what it carries on included: {@code h = dropout(cell(x, h))}. */
  STATE(1);

  /** The layer's number in the key of a mask: that of the first recurrent layer's state. */
  private static final int LAYER = 0xC001;
  private static final int GATES = 3;

  private final int masks;

  StateMask(int masks) {
    this.masks = masks;
  }

  /** {@return whether another mask is drawn at each step} */
  public boolean perStep() {
    return switch (this) {
      case NONE, SEQUENCE -> false;
      case STEP, STATE -> true;
    };
  }

  /**
   * Masks of one batch, drawn as the trainers draw them: 0, or 1/(1 − p).
   *
   * @param byStep [steps][masks of a step][rows · units]; one step for all where the mask is of the sequence
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Masks(StateMask kind, float[][][] byStep) {
    static Masks of(StateMask kind, int steps, int numbers) {
      return new Masks(kind, new float[kind.perStep() ? steps : Math.min(1, kind.masks)][kind.masks][numbers]);
    }

    /** Draws those of a step of training. */
    void draw(double rate, int step, long seed) {
      for (int t = 0; t < byStep.length; t++) {
        for (int g = 0; g < kind.masks; g++) {
          Kernels.best().dropoutMask(seed, t, g, step, LAYER, (float) rate, byStep[t][g].length, byStep[t][g], 0);
        }
      }
    }

    /**
     * What the state is multiplied by at a step.
     *
     * @param g the gate, or {@link #GATES} for what is carried on
     * @return null for nothing
     */
    float[] of(int t, int g) {
      return switch (kind) {
        case NONE -> null;
        case SEQUENCE -> g == GATES ? null : byStep[0][g];
        case STEP -> g == GATES ? null : byStep[t][g];
        case STATE -> byStep[t][0];
      };
    }
  }
}
