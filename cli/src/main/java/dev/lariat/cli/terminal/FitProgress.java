package dev.lariat.cli.terminal;

import dev.lariat.data.NumberText;
import dev.lariat.study.RemainingTime;
import dev.lariat.study.StudyDescription;
import dev.lariat.study.StudyMemory;
import dev.lariat.study.StudyListener;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.cell.CellResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows a study as it runs: on a terminal a line that is drawn again, with the best so far and the time left. */
public final class FitProgress implements StudyListener, AutoCloseable {
  private static final long MEGABYTE = 1 << 20;
  private static final String ERASE_LINE = "\r\033[K";
  private static final long REDRAW_NANOS = 200_000_000;
  /** In a file or a pipe a line stays: one now and then tells that the work goes on. */
  private static final long LINE_NANOS = 30_000_000_000L;

  private final PrintWriter lines; // null for none
  private final PrintWriter status;
  private final boolean shown;
  private final int resumed;
  private final long start = System.nanoTime();
  private final List<String> said;
  private final boolean plain = Terminal.plain();
  private final int columns = Terminal.columns();
  private final RemainingTime remaining = new RemainingTime();
  private long drawn;
  private int cellsDone;

  /**
   * Progress of a study.
   *
   * @param said notes of the table, which were said before
   */
  public FitProgress(PrintWriter lines, PrintWriter status, boolean shown, int resumed, List<String> said) {
    this.said = List.copyOf(said);
    this.lines = lines;
    this.status = status;
    this.shown = shown;
    this.resumed = resumed;
  }

  @Override
  public void started(StudyDescription description) {
    if (lines == null) {
      return;
    }
    Terminal.print(heading(description, said), lines);
    if (resumed > 0) {
      lines.printf(Locale.ROOT, "goes on: %,d results are there already%n", resumed);
    }
    lines.println();
    lines.flush();
  }

  /**
   * What is studied.
   *
   * @param said notes of the table, which were said before
   */
  public static List<String> heading(StudyDescription description, List<String> said) {
    var lines = new ArrayList<String>();
    lines.add(String.format(Locale.ROOT, "%s: %s, %s, target %s (%s); %s%s", description.data(),
        NumberText.count(description.rows(), "row"), NumberText.count(description.columns(), "column"),
        description.target(), description.metric().task().name().toLowerCase(Locale.ROOT), folds(description),
        description.testRows() > 0 ? String.format(Locale.ROOT, ", %,d test rows", description.testRows()) : ""));
    var recipe = description.recipe();
    lines.add(!description.trainsNetworks()
        ? paths(description)
        : String.format(Locale.ROOT, "network %s, %d epochs of batches of %d, learning rate %s", recipe.networkText(),
            recipe.epochs(), recipe.batch(), NumberText.setting(recipe.learningRate())));
    description.notes().stream().filter(note -> !said.contains(note)).forEach(note -> lines.add("note: " + note));
    return lines;
  }

  private static String paths(StudyDescription description) {
    boolean additive = description.candidates().stream().anyMatch(c -> c.model() == ModelKind.ADDITIVE);
    return additive
        ? "linear and additive models only, compared with the linear one without a penalty"
        : "linear models only, compared with the one without a penalty";
  }

  private static String folds(StudyDescription description) {
    return description.folds() == 1
        ? "one split"
        : description.folds() + " folds"
            + (description.repeats() == 1 ? "" : ", drawn " + description.repeats() + " times");
  }

  /** What would run. */
  public static List<String> plan(StudyDescription description, Duration estimate) {
    var lines = new ArrayList<String>();
    lines.add("");
    for (Candidate candidate : description.candidates()) {
      lines.add(String.format(Locale.ROOT, "  %-30s %s", candidate, strengths(candidate)).stripTrailing());
    }
    if (description.pieces()) {
      lines.add("then network none and the best network on pieces of each number's range");
    }
    lines.add("");
    if (description.trainsNetworks()) {
      lines.add("then, if a network is used: " + description.finish());
    }
    lines.add(String.format(Locale.ROOT, "at least %,d cells, about %s", description.cells(), time(estimate)));
    return lines;
  }

  /** What a study holds. */
  public static String memory(StudyMemory memory) {
    return String.format(Locale.ROOT, "memory: about %,d MB for the rows, %,d MB for the network of each thread",
        Math.ceilDiv(memory.rows(), MEGABYTE), Math.ceilDiv(memory.network(), MEGABYTE));
  }

  private static String strengths(Candidate candidate) {
    return switch (candidate.source()) {
      case EPOCHS -> "read from none's epochs";
      case PATH ->
        candidate.axes().isEmpty() ? "the end of a path" : "a path of " + candidate.coarse().size() + " strengths";
      case CELLS -> candidate.axes()
          .stream()
          .map(axis -> axis.coarse().stream().map(NumberText::setting).collect(Collectors.joining(", ")))
          .collect(Collectors.joining(" × ")) + (candidate.adaptive() ? ", then refined" : "");
    };
  }

  @Override
  public synchronized void cellFinished(CellResult result, Progress progress) {
    cellsDone++;
    remaining.add(result);
    long now = System.nanoTime();
    if (lines == null || now - (drawn == 0 ? start : drawn) < (shown ? REDRAW_NANOS : LINE_NANOS)) {
      return;
    }
    drawn = now;
    Duration left = remaining.of(progress);
    double share = (now - start) / (double) (now - start + left.toNanos());
    List<String> state = List.of(String.format(Locale.ROOT, "%3.0f %%", 100 * share), time(left) + " left",
        String.format(Locale.ROOT, "%,d cells", cellsDone), "best: " + progress.best());
    if (!shown) {
      status.println(String.join("  ", state).strip());
      status.flush();
      return;
    }
    int width = Math.min(24, columns / 4);
    int full = (int) (share * width);
    draw(joined((plain ? "#" : "█").repeat(full) + (plain ? "-" : "░").repeat(width - full) + " " + state.getFirst(),
        state.subList(1, state.size()), columns - 3));
  }

  /** {@return a line with as many of the parts behind it as have room} */
  static String joined(String first, List<String> parts, int most) {
    var line = new StringBuilder(first);
    for (String part : parts) {
      if (line.length() + 2 + part.length() <= most) {
        line.append("  ").append(part);
      }
    }
    return line.toString();
  }

  /** In place of the line before; a line that were wrapped could not be drawn over. */
  private void draw(String text) {
    status.print(ERASE_LINE + "  " + text.substring(0, Math.min(text.length(), columns - 3)));
    status.flush();
  }

  private static String time(Duration time) {
    long seconds = time.toSeconds();
    return seconds < 60
        ? Math.max(1, seconds) + " s"
        : seconds < 3600
            ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
            : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
  }

  @Override
  public synchronized void phase(String what) {
    if (shown) {
      draw(what + (plain ? " ..." : " …"));
    }
  }

  @Override
  public void close() {
    if (shown) {
      status.print(ERASE_LINE);
      status.flush();
    }
  }
}
