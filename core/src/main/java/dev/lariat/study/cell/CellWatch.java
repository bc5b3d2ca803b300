package dev.lariat.study.cell;

/** Looks on while a cell is at work, and may end it. Asked and told by the thread that trains. */
@FunctionalInterface
public interface CellWatch {
  /** {@return whether the cell is no longer wanted; asked between epochs} */
  boolean cancelled();

  /**
   * A network has trained another epoch.
   *
   * @param epoch from 1
   * @param training mean loss on the training rows; NaN where it was not asked
   * @param validation mean loss on the validation rows
   */
  default void trained(Cell cell, int epoch, double training, double validation) {}
}
