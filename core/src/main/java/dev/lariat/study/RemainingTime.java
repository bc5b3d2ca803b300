package dev.lariat.study;

import dev.lariat.study.cell.CellResult;
import java.time.Duration;

/** About how long a study still takes: what is left, at the pace of the cells that this process has run. */
public final class RemainingTime {
  private long epochs; // of networks
  private double epochSeconds; // what they took
  private int paths;
  private double pathSeconds;

  /** Before the first cell. */
  public RemainingTime() {}

  /** A cell has come to an end, or to a rung. */
  public void add(CellResult result) {
    switch (result.cell().trial().model()) {
      case TRIVIAL -> {
        // takes no time
      }
      case LINEAR, ADDITIVE -> {
        paths++;
        pathSeconds += result.scores().getFirst().seconds(); // of the weakest strength, which is fitted last
      }
      case NETWORK -> {
        epochs += result.scores().size();
        epochSeconds += result.last().seconds();
      }
    }
  }

  /** {@return the time of what is left} */
  public Duration of(StudyListener.Progress progress) {
    double work = progress.epochs() * epochSeconds / Math.max(1, epochs)
        + progress.paths() * pathSeconds / Math.max(1, paths);
    return Duration.ofNanos((long) (work / progress.threads() * 1e9));
  }
}
