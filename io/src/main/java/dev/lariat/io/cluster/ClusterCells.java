package dev.lariat.io.cluster;

import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.CellFitter;
import dev.lariat.study.cell.CellPlace;
import dev.lariat.study.cell.CellRunner;
import java.util.function.BooleanSupplier;

/** The cells of one study on a cluster, until it is closed. */
public abstract class ClusterCells implements CellPlace, AutoCloseable {
  /** For who knows a cluster. */
  protected ClusterCells() {}

  /**
   * Lets any machine of the cluster answer a line. Called by several threads at once.
   *
   * @param asked for {@link CellWorker#answer}
   * @param shown what is asked for, for people who look at the cluster
   * @param cancelled asked now and then; where it is true the answer is null
   * @throws java.io.UncheckedIOException if no machine answers
   */
  protected abstract String ask(String asked, String shown, BooleanSupplier cancelled);

  /** {@return how many cells the cluster computes at once} */
  public abstract int slots();

  @Override
  public final int slots(int threads) {
    return slots();
  }

  @Override
  public final CellRunner runner(Part part, CellRunner here) {
    return new AskedCells(part, here.epochs(), this::ask);
  }

  @Override
  public final CellFitter fitter(Part part, CellFitter here) {
    return new AskedCells(part, 0, this::ask);
  }

  @Override
  public final double[] whole(Trial trial, int member) {
    return AskedCells.whole(this::ask, trial, member);
  }

  /** Leaves the cluster. */
  @Override
  public abstract void close();
}
