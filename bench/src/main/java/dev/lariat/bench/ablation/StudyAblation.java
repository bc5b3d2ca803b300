package dev.lariat.bench.ablation;

import com.sun.management.OperatingSystemMXBean;
import dev.lariat.data.Dataset;
import dev.lariat.study.Preference;
import dev.lariat.study.Study;
import dev.lariat.study.StudyResult;
import dev.lariat.study.cell.TrialLog;
import dev.lariat.study.verdict.CandidateSummary;
import dev.lariat.study.verdict.Verdict;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the decision and each step of the finish do to the loss on test rows, in whole studies: the cells of a table are
 * run once, and what follows them several times. Also which candidates have the lowest loss over the folds, and by how
 * much.
 */
final class StudyAblation {
  private static final OperatingSystemMXBean MACHINE = (OperatingSystemMXBean) ManagementFactory
      .getOperatingSystemMXBean();

  private StudyAblation() {}

  /** The steps, each added to the one before it. */
  private static Map<String, UnaryOperator<Study>> steps() {
    var steps = new LinkedHashMap<String, UnaryOperator<Study>>();
    steps.put("proven", study -> study.prefer(Preference.PROVEN).average(1).temperature(false).mixture(false));
    steps.put("use", study -> study.average(1).temperature(false).mixture(false));
    steps.put("average of 8", study -> study.temperature(false).mixture(false));
    steps.put("temperature", study -> study.mixture(false));
    steps.put("mixture", study -> study);
    return steps;
  }

  /** @param quick whether a first answer is asked for */
  static void run(String name, int split, Dataset training, Dataset test, boolean quick, AblationTally tally) {
    var table = new AblationTally.Table(name, training.rows(), training.target().task());
    Study begun = Study.of(training).threads(1).log(TrialLog.keeping(List.of()));
    Study study = quick ? begun.quick() : begun;
    long start = MACHINE.getProcessCpuTime();
    StudyResult whole = study.run(); // all cells, and all steps
    double seconds = (MACHINE.getProcessCpuTime() - start) * 1e-9;
    double after = loss(whole, training, test);
    double before = Double.NaN;
    double first = Double.NaN;
    var line = new StringBuilder();
    for (var step : steps().entrySet()) {
      double loss = step.getKey().equals("mixture") ? after : loss(step.getValue().apply(study).run(), training, test);
      if (Double.isNaN(first)) {
        first = loss;
      } else {
        tally.add(step.getKey(), table, loss / before, seconds);
      }
      before = loss;
      line.append(String.format(Locale.ROOT, ", %s %.6g", step.getKey(), loss));
    }
    tally.add("all of these", table, after / first, seconds);
    System.out.printf(Locale.ROOT, "%s %d %d %s %.1f s%s%n", name, split, training.rows(),
        whole.verdict().use().trial(), seconds, line);
    candidates(name, whole.verdict(), table, tally);
  }

  private static double loss(StudyResult result, Dataset training, Dataset test) {
    return Ablation.loss(result.model().predict(test), Ablation.known(training, test));
  }

  /** Each candidate's loss over the folds against the lowest of the others: below 1 only for the one that wins. */
  private static void candidates(String name, Verdict verdict, AblationTally.Table table, AblationTally tally) {
    List<CandidateSummary> all = verdict.candidates();
    for (CandidateSummary candidate : all) {
      double others = all.stream()
          .filter(c -> !c.trial().equals(candidate.trial()))
          .mapToDouble(CandidateSummary::loss)
          .min()
          .orElse(Double.NaN);
      tally.add("candidate " + candidate.model() + " " + candidate.regularizer(), table, candidate.loss() / others,
          candidate.seconds());
    }
    System.out.printf(Locale.ROOT, "%s: %s wins by %.4f, then %s%n", name, all.getFirst().trial(),
        Math.log(all.get(1).loss() / all.getFirst().loss()), all.get(1).trial());
  }
}
