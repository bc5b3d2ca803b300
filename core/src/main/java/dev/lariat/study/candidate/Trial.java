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
  /** For example {@code network l2 0.01}; {@code trivial}; {@code network none}. */
  @Override
  public String toString() {
    String name = model == ModelKind.TRIVIAL ? "trivial" : model + " " + regularizer;
    return strength.equals(Strength.ZERO) ? name : name + " " + strength;
  }
}
