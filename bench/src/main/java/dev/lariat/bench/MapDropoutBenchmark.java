package dev.lariat.bench;

import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.conv;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static dev.lariat.net.layer.Layer.flatten;
import static dev.lariat.net.layer.Layer.image;
import static dev.lariat.net.layer.Layer.maxPool;
import static dev.lariat.net.layer.Layer.spatialDropout;

import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.io.Tables;
import dev.lariat.metric.Metric;
import dev.lariat.model.Model;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Layer;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Which dropout, and how strong, in a small network of convolutions: on the maps, on whole channels, in the dense head,
 * against the same network without, on the same rows with the same seed. The rows are the digits of
 * {@code examples/data/mnist10k.csv.gz}; the last 2,000 judge, and are never chosen by: each figure is of the last
 * epoch, and no setting is picked.
 *
 * <p>Arguments: training rows, epochs and seeds of each part, such as {@code 1000:12:3 4000:8:2}, which is the default.
 */
public final class MapDropoutBenchmark {
  private static final Path DATA = Path.of("examples", "data", "mnist10k.csv.gz");
  private static final int TRAINING = 8000;
  /** 97.5 % quantiles of Student's t, by degrees of freedom from 1. */
  private static final double[] QUANTILES = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262};

  private MapDropoutBenchmark() {}

  /**
   * Where noise is, and how much.
   *
   * @param element behind each pool, each number by itself
   * @param spatial behind each pool, whole channels
   * @param head behind the dense layer
   */
  private record Setting(double element, double spatial, double head) {
    Network network() {
      var layers = new ArrayList<Layer>(List.of(image(28, 28, 1), conv(32, 3, RELU), maxPool(2)));
      noise(layers);
      layers.addAll(List.of(conv(64, 3, RELU), maxPool(2)));
      noise(layers);
      layers.addAll(List.of(flatten(), dense(128, RELU)));
      if (head > 0) {
        layers.add(dropout(head));
      }
      return Network.of(layers);
    }

    private void noise(List<Layer> layers) {
      if (element > 0) {
        layers.add(dropout(element));
      }
      if (spatial > 0) {
        layers.add(spatialDropout(spatial));
      }
    }

    @Override
    public String toString() {
      var words = new ArrayList<String>();
      if (element > 0) {
        words.add("maps " + element);
      }
      if (spatial > 0) {
        words.add("channels " + spatial);
      }
      if (head > 0) {
        words.add("head " + head);
      }
      return words.isEmpty() ? "none" : String.join(", ", words);
    }
  }

  private static final List<Setting> SETTINGS = List.of(new Setting(0, 0, 0), new Setting(0, 0, 0.5),
      new Setting(0, 0.25, 0), new Setting(0.25, 0, 0), new Setting(0, 0.25, 0.5), new Setting(0, 0, 0.25),
      new Setting(0, 0.1, 0), new Setting(0, 0.5, 0), new Setting(0.5, 0, 0), new Setting(0, 0, 0.75));

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

  /** Runs in the repository's folder. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    Dataset all = Tables.read(DATA).target("digit");
    Dataset judges = all.select(numbers(TRAINING, all.rows()));
    for (String part : args.length == 0 ? new String[]{"1000:12:3", "4000:8:2"} : args) {
      int[] of = Arrays.stream(part.split(":")).mapToInt(Integer::parseInt).toArray();
      part(all, judges, of[0], of[1], of[2]);
    }
  }

  private static int[] numbers(int from, int to) {
    int[] numbers = new int[to - from];
    Arrays.setAll(numbers, i -> from + i);
    return numbers;
  }

  private static void part(Dataset all, Dataset judges, int rows, int epochs, int seeds) {
    Map<Setting, List<Judged>> results = new LinkedHashMap<>();
    SETTINGS.forEach(setting -> results.put(setting, new ArrayList<>()));
    for (int seed = 0; seed < seeds; seed++) {
      Dataset training = all.select(drawn(rows, seed));
      for (Setting setting : SETTINGS) {
        Model model = Trainer.of(setting.network())
            .optimizer(Optimizer.adam(1e-3))
            .schedule(Schedule.cosine(0))
            .epochs(epochs)
            .batch(32)
            .seed(seed)
            .train(training)
            .model();
        Judged judged = Judged.of(model, judges);
        results.get(setting).add(judged);
        System.out.printf("%d rows, seed %d, %s: loss %.4f, accuracy %.4f%n", rows, seed, setting, judged.loss,
            judged.accuracy);
      }
      System.out.printf("%n| %d rows, %d epochs, %d seeds | loss | change [95 %%] | accuracy |%n|---|---|---|---|%n",
          rows, epochs, seed + 1);
      results.forEach((setting, own) -> System.out.println(line(setting, own, results.get(SETTINGS.getFirst()))));
      System.out.println();
    }
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

  private static String line(Setting setting, List<Judged> own, List<Judged> without) {
    int n = own.size();
    double[] change = new double[n];
    Arrays.setAll(change, i -> own.get(i).loss - without.get(i).loss);
    double mean = Arrays.stream(change).average().orElseThrow();
    double squares = Arrays.stream(change).map(d -> (d - mean) * (d - mean)).sum();
    String interval = n == 1 || setting.equals(SETTINGS.getFirst())
        ? ""
        : String.format(" ± %.4f", QUANTILES[n - 2] * Math.sqrt(squares / (n - 1) / n));
    return String.format("| %s | %.4f | %+.4f%s | %.4f |", setting,
        own.stream().mapToDouble(Judged::loss).average().orElseThrow(), mean, interval,
        own.stream().mapToDouble(Judged::accuracy).average().orElseThrow());
  }
}
