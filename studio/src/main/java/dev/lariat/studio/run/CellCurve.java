package dev.lariat.studio.run;

import dev.lariat.metric.Metric;
import dev.lariat.page.phrase.Phrases;
import dev.lariat.study.cell.Cell;
import java.util.ArrayList;
import java.util.List;

/** The losses by epoch of a network at work, from the epoch on at which it was begun, or gone on with. One thread. */
final class CellCurve {
  /** More points than this nobody sees. */
  private static final int POINTS = 60;
  /** Five pictures a second look alive. */
  private static final long PAUSE_NANOS = 200_000_000;

  private final Cell cell;
  private final List<Integer> epochs = new ArrayList<>();
  private final List<Double> training = new ArrayList<>();
  private final List<Double> validation = new ArrayList<>();
  private long told = System.nanoTime() - PAUSE_NANOS;

  CellCurve(Cell cell) {
    this.cell = cell;
  }

  /** A key for the cell alone. */
  static String key(Cell cell) {
    return cell.trial() + " " + cell.fold() + " " + cell.seed();
  }

  /**
   * As a page is told of it.
   *
   * @param trial a key of the trial
   * @param shown the same as readers know it
   * @param fold from 1
   * @param epochs at which the curves have points
   * @param training null where it was not asked
   */
  record News(String trial, String shown, int fold, int seed, List<Integer> epochs, List<Double> training,
      List<Double> validation) {}

  /** Adds an epoch; returns whether it is time to tell. */
  boolean add(int epoch, double trainingLoss, double validationLoss, Metric metric) {
    epochs.add(epoch);
    training.add(CellNews.shown(metric, trainingLoss));
    validation.add(CellNews.shown(metric, validationLoss));
    if (epochs.size() > 2 * POINTS) {
      thin();
    }
    long now = System.nanoTime();
    if (now - told < PAUSE_NANOS) {
      return false;
    }
    told = now;
    return true;
  }

  /** Leaves out every second point, the first one stays. */
  private void thin() {
    for (List<?> each : List.of(epochs, training, validation)) {
      for (int i = each.size() - 1 - (each.size() % 2); i > 0; i -= 2) {
        each.remove(i);
      }
    }
  }

  News news() {
    return new News(cell.trial().toString(), Phrases.trial(cell.trial()), cell.fold() + 1, cell.seed(),
        List.copyOf(epochs), new ArrayList<>(training), new ArrayList<>(validation));
  }
}
