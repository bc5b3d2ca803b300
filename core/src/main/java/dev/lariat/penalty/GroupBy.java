package dev.lariat.penalty;

/** Which weights of a kernel vanish together under the group lasso. */
public enum GroupBy {
  /** The weights that leave one input: the input drops out of the model. */
  INPUT,
  /** The weights that leave all the inputs made from one table column: the column drops out. */
  COLUMN,
  /** The weights that enter one unit, by all of its gates if it has several: the unit drops out. */
  UNIT
}
