package dev.lariat.data;

/** What is asked of a model: a class or a number. */
public enum Task {
  /** The target is one of a fixed set of labels. */
  CLASSIFICATION,
  /** The target is a real number. */
  REGRESSION
}
