package dev.lariat.study.candidate;

/**
 * A candidate at one strength. A linear candidate's trials are computed together, as a path: its cells carry
 * {@link Strength#ZERO}.
 *
 * @param model what is regularized
 * @param regularizer for example {@code l2}; {@code none}
 * @param strength how strong
 */
public record Trial(ModelKind model, String regularizer, Strength strength) {
  /** {@return whether this is the model without any regularization that all others are compared with} */
  public boolean isPlain() {
    return model != ModelKind.TRIVIAL && regularizer.equals(Candidate.NONE);
  }

  /** {@return which network it regularizes} */
  public NetworkForm form() {
    return NetworkForm.of(regularizer);
  }

  /**
   * {@return whether it may be what a claim is about} A wider network, one on pieces and an additive model learn more
   * than the model without regularizer can: they may be used, but are no regularizers of it.
   */
  public boolean isClaimed() {
    return form() == NetworkForm.AS_PLANNED && model != ModelKind.ADDITIVE;
  }

  /** {@return the same on the network that the others have} */
  public Trial asPlanned() {
    return new Trial(model, form().without(regularizer), strength);
  }

  /** {@return the regularizer as readers know it, for example {@code l2}, or of twice the width {@code l2 (wider)}} */
  public String shownRegularizer() {
    return isTwiceAsLong() ? "none (twice as long)" : form().shown(regularizer);
  }

  /** {@return whether this is the network that is trained twice as long} */
  public boolean isTwiceAsLong() {
    return regularizer.equals(Candidate.LONG);
  }

  /** {@return whether it is there for the diagnosis, and used only where that says so} */
  public boolean onlyDiagnoses() {
    return regularizer.equals(Candidate.WIDE) || isTwiceAsLong();
  }

  /** {@return whether a strength is the epoch at which training ends} */
  public boolean stopsByEpoch() {
    return regularizer.equals(Candidate.EARLY_STOPPING);
  }

  /**
   * The epochs that its network is trained.
   *
   * @param planned of its whole schedule
   */
  public int epochs(int planned) {
    return stopsByEpoch() ? strength.epoch() : planned;
  }

  /** For example {@code network l2 0.01}; {@code trivial}; {@code network none}. */
  @Override
  public String toString() {
    String name = model == ModelKind.TRIVIAL ? "trivial" : model + " " + regularizer;
    return strength.equals(Strength.ZERO) ? name : name + " " + strength;
  }
}
