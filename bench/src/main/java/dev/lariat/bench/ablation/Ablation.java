package dev.lariat.bench.ablation;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.io.Tables;
import dev.lariat.metric.Metric;
import dev.lariat.model.TableRows;
import dev.lariat.model.TargetScale;
import dev.lariat.net.Architecture;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.Weights;
import dev.lariat.net.training.TrainingRun;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.NetworkRegularizer;
import dev.lariat.study.candidate.Strength;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What each part of the recipe, and each regularizer, does to the loss on rows that nothing was learnt from, on the
 * tables that {@code bench/ablation/tables} fetches. Arguments: their folder; {@code recipe}, {@code tuned},
 * {@code members}, {@code candidates}, {@code inputs}, {@code fit}, {@code quick}, {@code paths} or {@code splits}; the
 * number of splits (3), or from which to which ({@code 2-3}), the most rows of a table (all), the fewest (0), and the
 * changes that are looked at, with commas (all; {@code as it is} must be among them; of {@code candidates} the
 * regularizers), and {@code classification} or {@code regression} for tables of one task only.
 *
 * <p>{@code recipe}: a change is trained without regularizer, with weight decay 1 and with dropout 0.25, on three
 * quarters of the rows; figures are the mean over tables of log(test loss / that of the recipe as it is), paired by
 * split and setting; the loss of numbers is the RMSE. {@code members}: the mean of 1, 2, 4, 8 and 16 networks with
 * other seeds. {@code candidates}: each regularizer at the strength that three folds of the training rows choose,
 * against no regularizer. {@code tuned}: a change with the regularizer and the strength that three folds choose for it.
 * {@code inputs}: networks on pieces of each number's range, where the folds like them. {@code fit} and {@code quick}:
 * the decision and each step of the finish, in whole studies; and by how much each candidate wins over the folds.
 * {@code paths}: additive models against the best linear one. {@code splits}: nothing is trained; a line a table and
 * split names the rows that are asked, from 0, so that other programs ask the same ones
 * ({@code bench/peers/tables.py}).
 */
public final class Ablation {
  private static final double TEST = 0.25;
  /** Of the training rows, that choose a strength. */
  static final int FOLDS = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What stands for all regularizers where strengths are tuned for each change. */
  static final List<NetworkRegularizer> TUNED = List.of(NetworkRegularizer.l2(), NetworkRegularizer.weightDecay(),
      NetworkRegularizer.dropout(), NetworkRegularizer.maxNorm());

  private static List<String> only = List.of();

  private Ablation() {}

  /** A network that was trained, and what it costs. */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  record Trained(double loss, double clampedLoss, double seconds, double[] predictions) {}

  /**
   * Runs the ablation.
   *
   * @param arguments as above
   */
  public static void run(String... arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    String[] range = arguments.length > 2 ? arguments[2].split("-", 2) : new String[]{"3"};
    int first = range.length == 1 ? 1 : Integer.parseInt(range[0]);
    int last = Integer.parseInt(range[range.length - 1]);
    int most = arguments.length > 3 ? Integer.parseInt(arguments[3]) : Integer.MAX_VALUE;
    int fewest = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 0;
    only = arguments.length > 5 ? List.of(arguments[5].split(",", -1)) : List.of();
    Optional<Task> onlyTask = arguments.length > 6
        ? Optional.of(Task.valueOf(arguments[6].toUpperCase(Locale.ROOT)))
        : Optional.empty();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }
    var tally = new AblationTally();
    for (Path file : files) {
      String[] name = file.getFileName().toString().split("\\.", -1);
      Task task = name[1].equals("class") ? Task.CLASSIFICATION : Task.REGRESSION;
      Dataset data = Tables.read(file).target("target", task);
      if (data.rows() > most || data.rows() < fewest || onlyTask.filter(t -> t != task).isPresent()) {
        continue;
      }
      for (int split = first; split <= last; split++) {
        Folds parts = Folds.split(data.target(), TEST, split);
        Dataset training = data.select(parts.training(0));
        Dataset test = data.select(parts.validation(0));
        switch (arguments[1]) {
          case "recipe" -> recipe(name[0], split, training, test, tally);
          case "tuned" -> tuned(name[0], split, training, test, tally);
          case "members" -> members(name[0], split, training, test, tally);
          case "candidates" -> candidates(name[0], split, training, test, tally);
          case "inputs" -> InputsAblation.run(name[0], split, training, test, only, tally);
          case "fit", "quick" -> StudyAblation.run(name[0], split, training, test, arguments[1].equals("quick"), tally);
          case "paths" -> PathsAblation.run(name[0], split, training, test, tally);
          case "splits" -> System.out.println(file.getFileName() + " " + split + " "
              + Arrays.stream(parts.validation(0)).mapToObj(Integer::toString).collect(Collectors.joining(",")));
          default -> throw new IllegalArgumentException(
              "recipe, tuned, members, candidates, inputs, fit, quick, paths or splits, not " + arguments[1]);
        }
      }
    }
    if (!arguments[1].equals("splits")) {
      tally.print();
    }
  }

  private static Map<String, NetworkRegularizer> settings() {
    var settings = new LinkedHashMap<String, NetworkRegularizer>();
    settings.put("none", null);
    settings.put("weight decay 1", NetworkRegularizer.weightDecay());
    settings.put("dropout 0.25", NetworkRegularizer.dropout());
    return settings;
  }

  private static double strength(String setting) {
    return setting.startsWith("weight") ? 1 : 0.25;
  }

  private static void recipe(String table, int split, Dataset training, Dataset test, AblationTally tally) {
    for (var setting : settings().entrySet()) {
      Trained base = null;
      for (RecipeChange change : RecipeChange.all()) {
        if (!only.isEmpty() && !only.contains(change.name())) {
          continue;
        }
        Trained trained = train(training, test, change, setting.getValue(), Strength.of(strength(setting.getKey())), 0);
        base = base == null ? trained : base;
        tally.add(change.name(), table(table, training), trained.loss / base.loss, trained.seconds / base.seconds);
        if (change.name().equals("as it is") && training.target().task() == Task.REGRESSION) {
          tally.add("clamped", table(table, training), trained.clampedLoss / base.loss, 1);
        }
        System.out.printf(Locale.ROOT, "%s %d %d %s; %s: %.5f %.2f s%n", table, split, training.rows(),
            setting.getKey(), change.name(), trained.loss, trained.seconds);
      }
    }
  }

  /** Regularizer and strength are those that three folds of the training rows choose, for each change anew. */
  private static void tuned(String name, int split, Dataset training, Dataset test, AblationTally tally) {
    double base = Double.NaN;
    for (RecipeChange change : RecipeChange.all()) {
      if (!only.isEmpty() && !only.contains(change.name())) {
        continue;
      }
      Tuned tuned = tune(training, split, change, TUNED);
      double loss = train(training, test, change, tuned.regularizer, tuned.strength, 0).loss;
      base = Double.isNaN(base) ? loss : base;
      tally.add(change.name(), table(name, training), loss / base, tuned.seconds);
      System.out.printf(Locale.ROOT, "%s %d %d; %s: %s %s %.5f%n", name, split, training.rows(), change.name(),
          tuned.regularizer.name(), tuned.strength, loss);
    }
  }

  /** What three folds choose, and what it cost to find. */
  record Tuned(NetworkRegularizer regularizer, Strength strength, double seconds) {}

  static Tuned tune(Dataset training, int split, RecipeChange change, List<NetworkRegularizer> regularizers) {
    Folds folds = Folds.stratified(training.target(), FOLDS, split);
    double least = Double.POSITIVE_INFINITY;
    NetworkRegularizer chosen = null;
    Strength at = Strength.ZERO;
    double seconds = 0;
    for (NetworkRegularizer regularizer : regularizers) {
      for (Strength strength : regularizer.candidate().coarse()) {
        double loss = 0;
        for (int fold = 0; fold < folds.count(); fold++) {
          Trained trained = train(training.select(folds.training(fold)), training.select(folds.validation(fold)),
              change, regularizer, strength, 0);
          loss += Double.isNaN(trained.loss) ? Double.POSITIVE_INFINITY : trained.loss;
          seconds += trained.seconds;
        }
        if (loss < least) {
          least = loss;
          chosen = regularizer;
          at = strength;
        }
      }
    }
    if (chosen == null) {
      throw new IllegalStateException("no strength could be trained on the folds");
    }
    return new Tuned(chosen, at, seconds);
  }

  private static void members(String table, int split, Dataset training, Dataset test, AblationTally tally) {
    for (var setting : settings().entrySet()) {
      double[] sum = null;
      double base = Double.NaN;
      double[] single = new double[16];
      for (int k = 1; k <= 16; k++) {
        Trained member = train(training, test, RecipeChange.NONE, setting.getValue(),
            Strength.of(strength(setting.getKey())), k - 1);
        single[k - 1] = member.loss;
        sum = sum == null ? new double[member.predictions.length] : sum;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += member.predictions[i];
        }
        if (Integer.bitCount(k) == 1) {
          int count = k;
          double loss = loss(DoubleStream.of(sum).map(s -> s / count).toArray(), known(training, test));
          base = k == 1 ? loss : base;
          tally.add(k + " networks", table(table, training), loss / base, k);
        }
      }
      double mean = DoubleStream.of(single).map(Math::log).average().orElseThrow();
      double spread = Math.sqrt(DoubleStream.of(single).map(loss -> Math.log(loss) - mean).map(d -> d * d).sum() / 15);
      System.out.printf(Locale.ROOT, "%s %d %s: %.4f, sd of the log loss by seed %.3f%n", table, split,
          setting.getKey(), base, spread);
    }
  }

  private static void candidates(String table, int split, Dataset training, Dataset test, AblationTally tally) {
    Trained none = train(training, test, RecipeChange.NONE, null, Strength.ZERO, 0);
    String lowest = "none";
    double least = none.loss;
    double second = Double.POSITIVE_INFINITY;
    Network network = NetworkRecipe.of(training.target().task(), training.rows(), false).network();
    for (NetworkRegularizer regularizer : NetworkRegularizer.standard()) {
      if (!only.isEmpty() && !only.contains(regularizer.name())) {
        continue;
      }
      if (!regularizer.suits(training.target().task()) || !regularizer.suits(training) || !regularizer.suits(network)) {
        continue;
      }
      Tuned tuned = tune(training, split, RecipeChange.NONE, List.of(regularizer));
      Trained chosen = train(training, test, RecipeChange.NONE, regularizer, tuned.strength, 0);
      tally.add(regularizer.name(), table(table, training), chosen.loss / none.loss, tuned.seconds);
      System.out.printf(Locale.ROOT, "%s %d %d %s %s: %.5f, none %.5f, %.1f s%n", table, split, training.rows(),
          regularizer.name(), tuned.strength, chosen.loss, none.loss, tuned.seconds);
      second = Math.min(second, Math.max(least, chosen.loss));
      if (chosen.loss < least) {
        least = chosen.loss;
        lowest = regularizer.name();
      }
    }
    System.out.printf(Locale.ROOT, "%s %d wins: %s by %.3f%n", table, split, lowest, Math.log(second / least));
  }

  private static AblationTally.Table table(String name, Dataset training) {
    return new AblationTally.Table(name, training.rows(), training.target().task());
  }

  static Target known(Dataset training, Dataset test) {
    return Target.known(test.column("target"), training.target().task(), training.target().classes());
  }

  static Trained train(Dataset training, Dataset test, RecipeChange change, NetworkRegularizer regularizer,
      Strength strength, long seed) {
    if (change.periods() > 0) {
      return train(Waves.beside(training, training, change.periods()), Waves.beside(test, training, change.periods()),
          change.withoutPeriods(), regularizer, strength, seed);
    }
    Task task = training.target().task();
    NetworkRecipe recipe = change.recipe().of(NetworkRecipe.of(task, training.rows(), false), training.rows());
    TrainingPlan plan = recipe.plan(task, seed, 0);
    TrainingPlan regularized = regularizer == null ? plan : regularizer.apply(plan, strength);
    int[] all = training.allRows();
    Preprocessing encoder = Preprocessing.fit(training, all, recipe.preprocessing());
    TargetScale scale = task == Task.REGRESSION
        ? TargetScale.fit(training.target().values(), training.weights())
        : TargetScale.NONE;
    TrainingRows rows = TableRows.encode(training, all, training.target(), encoder, scale);
    TrainingPlan complete = regularized.withNetwork(TableRows.withEmbeddings(regularized.network(), encoder));
    Target known = known(training, test);
    TrainingRows others = TableRows.encode(test, test.allRows(), known, encoder, scale);
    long start = THREADS.getCurrentThreadCpuTime();
    Architecture architecture = Architecture.of(complete.network(), rows.width(),
        complete.loss().outputs(rows.targets()), rows.columnOfInput().orElse(null));
    Weights initial = architecture.initialWeights(seed, 0);
    if (change.fromTrivial()) {
      trivial(initial, training.target());
    }
    var run = new TrainingRun(complete, rows, Optional.empty(), initial);
    run.scoreTrainingFrom(complete.epochs() + 1);
    run.run();
    double seconds = (THREADS.getCurrentThreadCpuTime() - start) * 1e-9;
    float[] raw = run.predictor().predict(others);
    double[] predictions = IntStream.range(0, raw.length)
        .mapToDouble(i -> task == Task.REGRESSION ? scale.number(raw[i]) : raw[i])
        .toArray();
    double clamped = Double.NaN;
    if (task == Task.REGRESSION) {
      double low = DoubleStream.of(training.target().values()).min().orElseThrow();
      double high = DoubleStream.of(training.target().values()).max().orElseThrow();
      clamped = loss(DoubleStream.of(predictions).map(p -> Math.clamp(p, low, high)).toArray(), known);
    }
    return new Trained(loss(predictions, known), clamped, seconds, predictions);
  }

  static double loss(double[] predictions, Target known) {
    return known.task() == Task.CLASSIFICATION
        ? Metric.LOG_LOSS.loss(predictions, known.classes().size(), known.labels(), null)
        : Math.sqrt(Metric.SQUARED_ERROR.loss(predictions, known.values(), null));
  }

  /** The output kernel at 0 and its bias at the log of the class shares: what always predicting the same predicts. */
  private static void trivial(Weights weights, Target target) {
    List<Parameter> parameters = weights.parameters();
    Arrays.fill(parameters.get(parameters.size() - 2).values(), 0);
    float[] bias = parameters.getLast().values();
    if (target.task() == Task.CLASSIFICATION) {
      int[] counts = new int[bias.length];
      for (int label : target.labels()) {
        counts[label]++;
      }
      for (int k = 0; k < counts.length; k++) {
        bias[k] = (float) Math.log(Math.max(counts[k], 0.5) / target.labels().length);
      }
    }
  }
}
