package dev.lariat.cli.terminal;

import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Lines of output with, on a terminal, a bar below them that says how far the work is and how long it still takes. */
public final class Progress implements AutoCloseable {
  private static final int WIDEST = 78;
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintWriter lines;
  private final PrintWriter status;
  private final String task;
  private final long steps;
  private final boolean shown;
  private ProgressBar bar; // null before it begins, and where no one looks on

  /**
   * Nothing is shown before {@link #begin}.
   *
   * @param task what is done, in a word
   * @param steps how many steps it has
   * @param lines takes the lines
   * @param status takes the bar, if {@code shown}
   */
  public Progress(String task, long steps, PrintWriter lines, PrintWriter status, boolean shown) {
    this.task = task;
    this.steps = steps;
    this.lines = lines;
    this.status = status;
    this.shown = shown;
  }

  /** The first step begins. */
  public void begin() {
    if (shown) {
      int width = Math.min(WIDEST, Terminal.columns() - 2);
      bar = new ProgressBarBuilder().setTaskName(task)
          .setInitialMax(steps)
          .setStyle(Terminal.plain() ? ProgressBarStyle.ASCII : ProgressBarStyle.UNICODE_BLOCK)
          .setUpdateIntervalMillis(200)
          .setSpeedUnit(ChronoUnit.SECONDS)
          .setMaxRenderedLength(width)
          .setConsumer(new DelegatingProgressBarConsumer(this::draw, width))
          .build();
    }
  }

  /** Whether someone looks on: standard output is a terminal that can move its cursor. */
  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where input or output is no terminal
  public static boolean onTerminal() {
    var console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  private synchronized void draw(String text) {
    status.print("\r" + text);
    status.flush();
  }

  /** Prints a line above the bar. */
  public synchronized void line(String text) {
    if (bar != null) {
      status.print(ERASE_LINE);
      status.flush();
    }
    Terminal.print(text, lines);
    lines.flush();
  }

  /** One step more is done. */
  public void step() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      status.print(ERASE_LINE);
      status.flush();
    }
  }
}
