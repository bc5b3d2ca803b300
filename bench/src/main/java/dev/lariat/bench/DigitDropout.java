package dev.lariat.bench;

import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.io.Tables;
import dev.lariat.metric.Metric;
import dev.lariat.model.Model;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Networks that differ in dropout alone, on the digits of {@code examples/data/mnist10k.csv.gz}: against the first of
 * them, on the same rows with the same seed. The last 2,000 rows judge, and are never chosen by: each figure is of the
 * last epoch, and no setting is picked.
 */
final class DigitDropout {
  private static final Path DATA = Path.of("examples", "data", "mnist10k.csv.gz");
  private static final int TRAINING = 8000;
  private static final int BATCH = 32;
  /** 97.5 % quantiles of Student's t, by degrees of freedom from 1. */
  private static final double[] QUANTILES = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262};

  private final Dataset all = Tables.read(DATA).target("digit");
  private final Dataset judges = all.select(numbers(TRAINING, all.rows()));
  private final List<? extends Setting> settings;
  private final double learningRate;

  /** Where noise is, and how much; its text names it. */
  interface Setting {
    /** {@return the network with it} */
    Network network();
  }

  /** The first setting is that without noise. */
  DigitDropout(List<? extends Setting> settings, double learningRate) {
    this.settings = settings;
    this.learningRate = learningRate;
  }

  /**
   * What a network comes to on the rows that judge.
   *
   * @param loss log-loss
   * @param accuracy share of rows predicted right
   */
  private record Judged(double loss, double accuracy) {
    static Judged of(Model model, Dataset judges) {
      double[] predictions = model.predict(judges);
      int classes = model.target().width();
      int[] labels = Target.known(judges.column("digit"), Task.CLASSIFICATION, model.target().classes()).labels();
      double loss = 0;
      int right = 0;
      for (int row = 0; row < labels.length; row++) {
        loss -= Math.log(Math.max(predictions[row * classes + labels[row]], 1e-15));
        right += Metric.likeliest(predictions, row * classes, classes) == labels[row] ? 1 : 0;
      }
      return new Judged(loss / labels.length, right / (double) labels.length);
    }
  }

  /** Prints a line for each training and a table after each seed, over the seeds so far. */
  void compare(int rows, int epochs, int seeds) {
    Map<Setting, List<Judged>> results = new LinkedHashMap<>();
    settings.forEach(setting -> results.put(setting, new ArrayList<>()));
    for (int seed = 0; seed < seeds; seed++) {
      Dataset training = all.select(drawn(rows, seed));
      for (Setting setting : settings) {
        Model model = Trainer.of(setting.network())
            .optimizer(Optimizer.adam(learningRate))
            .schedule(Schedule.cosine(0))
            .epochs(epochs)
            .batch(BATCH)
            .seed(seed)
            .train(training)
            .model();
        Judged judged = Judged.of(model, judges);
        results.get(setting).add(judged);
        System.out.printf("%d rows, seed %d, %s: loss %.4f, accuracy %.4f%n", rows, seed, setting, judged.loss,
            judged.accuracy);
      }
      System.out.printf("%n| %d rows, %d epochs, %d seeds | loss | change [95 %%] | accuracy | changes |%n", rows,
          epochs, seed + 1);
      System.out.println("|---|---|---|---|---|");
      results.forEach((setting, own) -> System.out.println(line(setting, own, results.get(settings.getFirst()))));
      System.out.println();
    }
  }

  private static int[] numbers(int from, int to) {
    int[] numbers = new int[to - from];
    Arrays.setAll(numbers, i -> from + i);
    return numbers;
  }

  /** The first 8,000 rows in an order of the seed's. */
  private static int[] drawn(int rows, int seed) {
    int[] order = numbers(0, TRAINING);
    var random = new SplittableRandom(seed);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return Arrays.copyOf(order, rows);
  }

  private String line(Setting setting, List<Judged> own, List<Judged> without) {
    int n = own.size();
    double[] change = new double[n];
    Arrays.setAll(change, i -> own.get(i).loss - without.get(i).loss);
    double mean = Arrays.stream(change).average().orElseThrow();
    double squares = Arrays.stream(change).map(d -> (d - mean) * (d - mean)).sum();
    String interval = n == 1 || setting.equals(settings.getFirst())
        ? ""
        : String.format(" ± %.4f", QUANTILES[n - 2] * Math.sqrt(squares / (n - 1) / n));
    return String.format("| %s | %.4f | %+.4f%s | %.4f | %s |", setting,
        own.stream().mapToDouble(Judged::loss).average().orElseThrow(), mean, interval,
        own.stream().mapToDouble(Judged::accuracy).average().orElseThrow(),
        String.join(", ", Arrays.stream(change).mapToObj(d -> String.format("%+.3f", d)).toList()));
  }
}
