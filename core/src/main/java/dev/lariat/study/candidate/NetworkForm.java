package dev.lariat.study.candidate;

/** Which network a candidate regularizes: what the others have, or one that can learn more. */
public enum NetworkForm {
  /** That of the recipe. */
  AS_PLANNED("", ""),
  /** Every hidden layer twice as wide. */
  OF_TWICE_THE_WIDTH("-of-twice-the-width", " (wider)"),
  /** Beside each number stand the pieces of its range. */
  ON_PIECES("-on-pieces", " (pieces)");

  private final String ending;
  private final String shown;

  NetworkForm(String ending, String shown) {
    this.ending = ending;
    this.shown = shown;
  }

  /** {@return the form of a candidate of this name} */
  static NetworkForm of(String regularizer) {
    for (NetworkForm form : values()) {
      if (form != AS_PLANNED && regularizer.endsWith(form.ending)) {
        return form;
      }
    }
    return AS_PLANNED;
  }

  /** {@return the name of a candidate of this form, for example {@code l2-on-pieces}} */
  String name(String regularizer) {
    return regularizer + ending;
  }

  /** {@return the name of the same candidate as planned, for example {@code l2}} */
  String without(String name) {
    return name.substring(0, name.length() - ending.length());
  }

  /** {@return the name as readers know it, for example {@code l2 (pieces)}} */
  String shown(String name) {
    return without(name) + shown;
  }
}
