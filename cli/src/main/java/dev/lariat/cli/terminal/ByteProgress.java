package dev.lariat.cli.terminal;

import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** On a terminal a bar that says how many bytes of a pass over files are read, and how long the rest takes. */
public final class ByteProgress implements AutoCloseable {
  private static final int WIDEST = 78;
  private static final long MEGA = 1_000_000;
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintWriter status;
  private final boolean shown;
  private ProgressBar bar;
  private String task = "";

  /** @param shown whether somebody looks on */
  public ByteProgress(PrintWriter status, boolean shown) {
    this.status = status;
    this.shown = shown;
  }

  /**
   * Shows how far the work is.
   *
   * @param now what is done; another one begins a bar of its own
   * @param bytes that are read
   * @param all bytes that there are
   */
  public void at(String now, long bytes, long all) {
    if (!shown) {
      return;
    }
    if (!now.equals(task)) {
      close();
      task = now;
      int width = Math.min(WIDEST, Terminal.columns() - 2);
      bar = new ProgressBarBuilder().setTaskName(now)
          .setInitialMax(all)
          .setUnit(" MB", MEGA)
          .setStyle(Terminal.plain() ? ProgressBarStyle.ASCII : ProgressBarStyle.UNICODE_BLOCK)
          .setUpdateIntervalMillis(200)
          .setSpeedUnit(ChronoUnit.SECONDS)
          .setMaxRenderedLength(width)
          .setConsumer(new DelegatingProgressBarConsumer(this::draw, width))
          .build();
    }
    bar.stepTo(bytes);
    if (bytes >= all) {
      close(); // what follows a pass may print
    }
  }

  private void draw(String text) {
    status.print("\r" + text);
    status.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      status.print(ERASE_LINE);
      status.flush();
      bar = null;
    }
  }
}
