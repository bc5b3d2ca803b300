package dev.lariat.bench.ablation;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import dev.lariat.model.Provenance;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.PathWork;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellsByModel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What additive models bring over linear ones: each penalty at the strength that five folds of the training rows
 * choose.
 */
final class PathsAblation {
  private static final int FOLDS = 5;
  private static final List<LinearRegularizer> PENALTIES = List.of(LinearRegularizer.L1, LinearRegularizer.L2,
      LinearRegularizer.ELASTIC_NET);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private PathsAblation() {}

  /** The lowest mean loss of a path over folds, and where that is. */
  private record Chosen(LinearRegularizer penalty, Strength strength, double folds, double test, double seconds) {}

  /** Adds a table's ratios to those of the best linear model: of every penalty on pieces, and of the best of them. */
  static void run(String table, int split, Dataset training, Dataset test, AblationTally tally) {
    Folds folds = Folds.stratified(training.target(), FOLDS, split);
    Task task = training.target().task();
    var cells = new CellsByModel(training, folds, NetworkRecipe.of(task, training.rows(), false), Map.of(),
        Metric.of(task), 0, false, PathWork.UNLIMITED);
    Chosen linear = best(PENALTIES.stream().map(penalty -> chosen(cells, ModelKind.LINEAR, penalty, test)).toList());
    List<Chosen> additive = PENALTIES.stream()
        .map(penalty -> chosen(cells, ModelKind.ADDITIVE, penalty, test))
        .toList();
    var counted = new AblationTally.Table(table, training.rows(), task);
    additive.forEach(each -> tally.add("additive " + each.penalty, counted, each.test / linear.test, each.seconds));
    Chosen tried = best(additive.subList(1, additive.size()));
    tally.add("best additive of two", counted, tried.test / linear.test, tried.seconds);
    Chosen either = tried.folds < linear.folds ? tried : linear;
    tally.add("what the folds choose", counted, either.test / linear.test, linear.seconds);
    System.out.printf(Locale.ROOT, "%s %d %d linear %s %.5f (%.2f s), additive %s %.5f (%.2f s), chosen %.5f%n", table,
        split, training.rows(), linear.penalty, linear.test, linear.seconds, tried.penalty, tried.test, tried.seconds,
        either.test);
  }

  private static Chosen best(List<Chosen> all) {
    return all.stream().min((a, b) -> Double.compare(a.folds, b.folds)).orElseThrow();
  }

  private static Chosen chosen(CellsByModel cells, ModelKind kind, LinearRegularizer penalty, Dataset test) {
    long start = THREADS.getCurrentThreadCpuTime();
    double[] sums = new double[penalty.strengths()];
    for (int fold = 0; fold < FOLDS; fold++) {
      var scores = cells.run(new Cell(penalty.candidate(kind).trial(Strength.ZERO), fold, 0), 0, () -> false).scores();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += scores.get(i).validationLoss() / FOLDS;
      }
    }
    double seconds = (THREADS.getCurrentThreadCpuTime() - start) * 1e-9;
    int lowest = -1;
    for (int i = 0; i < sums.length; i++) {
      if (Double.isFinite(sums[i]) && (lowest < 0 || sums[i] < sums[lowest])) {
        lowest = i;
      }
    }
    Strength strength = penalty.candidate(kind).coarse().get(lowest);
    var whole = cells.paths(kind).whole(penalty.toString());
    double[] predictions = whole.at(strength, Provenance.now("ablation", 0, "", "")).predict(test);
    Target known = Target.known(test.column("target"), whole.target().task(), whole.target().classes());
    return new Chosen(penalty, strength, sums[lowest], Ablation.loss(predictions, known), seconds);
  }
}
