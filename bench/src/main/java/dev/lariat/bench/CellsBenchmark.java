package dev.lariat.bench;

import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import dev.lariat.study.Study;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellPlace;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How long the paths of linear and additive models take on the first fold of a table, beside the network without
 * regularizer. Arguments: tables, each {@code FILE:TARGET}. Seconds are those of one thread's CPU, the less of two.
 */
public final class CellsBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CellsBenchmark() {}

  /** Runs the cells. */
  public static void main(String[] arguments) throws Exception {
    for (String argument : arguments) {
      int colon = argument.lastIndexOf(':');
      Dataset data = Tables.read(Path.of(argument.substring(0, colon))).target(argument.substring(colon + 1));
      Study study = Study.of(data);
      List<Candidate> timed = new ArrayList<>(
          study.describe().candidates().stream().filter(c -> c.model().hasPath()).toList());
      timed.add(Candidate.none());
      System.out.printf(Locale.ROOT, "%s: %d rows, %d columns%n", argument, data.rows(), data.features().size());
      for (Candidate candidate : timed.stream().sorted(Comparator.comparing(Candidate::model)).toList()) {
        double seconds = Double.POSITIVE_INFINITY;
        long points = 0;
        for (int time = 0; time < 2; time++) {
          CellRunner cells = study.cells(CellPlace.Part.SWEEP); // anew: a path that was fitted is not fitted again
          cells.run(new Cell(Candidate.trivial().trial(Strength.ZERO), 0, 0), 1, () -> false);
          long start = THREADS.getCurrentThreadCpuTime();
          CellResult result = cells.run(new Cell(candidate.trial(Strength.ZERO), 0, 0), cells.epochs(), () -> false);
          seconds = Math.min(seconds, (THREADS.getCurrentThreadCpuTime() - start) * 1e-9);
          points = result.scores().stream().filter(score -> Double.isFinite(score.validationLoss())).count();
        }
        System.out.printf(Locale.ROOT, "  %-22s %7.2f s, %d %s%n", candidate, seconds, points,
            candidate.model() == ModelKind.NETWORK ? "epochs" : "strengths");
      }
    }
  }
}
