package dev.lariat.study.candidate;

/** When a study tries a regularizer. */
public enum Tried {
  /** Unless others are asked for. */
  ALWAYS,
  /** Likewise, but not for a first answer. */
  IN_FULL_STUDIES,
  /** Where it is asked for by name. */
  ON_REQUEST
}
