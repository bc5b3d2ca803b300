package dev.lariat.io.cluster;

import java.util.function.Supplier;

/** Machines that add up blocks of one table, until it is closed. */
public abstract class RowPlace implements AutoCloseable {
  /** For who knows a cluster. */
  protected RowPlace() {}

  /** {@return how many blocks are added up at once} */
  public abstract int slots();

  /**
   * Brings to all machines which sums a pass is about.
   *
   * @param asked for {@link RowWorker#answer}
   */
  protected abstract void pass(byte[] asked);

  /**
   * Begins to add up a block.
   *
   * @param block its number
   * @param shown what is asked for, for people who look at the cluster
   * @return waits for the answer of {@link RowWorker#answer}; throws {@link java.io.UncheckedIOException} if no machine
   * answers
   */
  protected abstract Supplier<byte[]> begin(int block, String shown);

  /** Ends a pass, and what is still under way of it. */
  protected abstract void passEnds();

  /** Leaves the cluster. */
  @Override
  public abstract void close();
}
