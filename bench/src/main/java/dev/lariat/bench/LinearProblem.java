package dev.lariat.bench;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.Observations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A lasso path to be fitted. Dense columns are correlated by .2 and standardised, 50 (100 of many) true coefficients,
 * signal to noise 2; sparse ones are normal where they are not zero, scaled to a deviation of 1.
 */
@SuppressWarnings("ImmutableEnumChecker") // families are records
enum LinearProblem {
  TALL(Family.gaussian(), 10_000, 1_000, 1, "adelie", "sklearn", "skglm", "celer"),
  WIDE(Family.gaussian(), 1_000, 20_000, 1, "adelie", "sklearn", "skglm", "celer"),
  CLASSES(Family.binomial(), 2_000, 5_000, 1, "adelie", "skglm"),
  SPARSE(Family.binomial(), 20_000, 50_000, .002, "adelie", "skglm"),
  /** As many posts and words as 20 newsgroups have, as tf-idf, which is not standardised. */
  WORDS(Family.binomial(), 11_000, 100_000, .0012, "saga"),
  NEWSGROUPS(Family.multinomial(), 11_000, 100_000, .0012, "saga"),
  DIGITS(Family.multinomial(), 5_000, 784, 1, "adelie");

  final Family family;
  final int rows;
  final int features;
  final double density;
  private final List<String> pythonPeers;

  LinearProblem(Family family, int rows, int features, double density, String... pythonPeers) {
    this.family = family;
    this.rows = rows;
    this.features = features;
    this.density = density;
    this.pythonPeers = List.of(pythonPeers);
  }

  String title() {
    return family.label() + " " + String.format("%,d × %,d", rows, features)
        + (density < 1 ? ", density " + density : "") + (this == DIGITS ? ", mnist10k" : "");
  }

  /** Who can fit this: celer's and scikit-learn's paths are gaussian; skglm has no multinomial one. */
  List<String> pythonPeers() {
    return pythonPeers;
  }

  int predictors() {
    return this == NEWSGROUPS ? 20 : family.equals(Family.multinomial()) ? 10 : 1;
  }

  /** Whether columns have their own scale, and keep it. */
  boolean areWords() {
    return this == WORDS || this == NEWSGROUPS;
  }

  /** The fold of each row, ten of them. */
  int[] folds() {
    var random = new SplittableRandom(1);
    int[] fold = new int[rows];
    for (int i = 0; i < rows; i++) {
      int to = random.nextInt(i + 1);
      fold[i] = fold[to];
      fold[to] = i % 10;
    }
    return fold;
  }

  /** Makes the problem and leaves it in {@code folder} for the peers. */
  Observations make(Path data, Path folder) throws IOException {
    Files.writeString(folder.resolve("family"), family.label() + "\n");
    write(folder.resolve("shape.i32"), new int[]{rows, features, predictors(), density < 1 ? 1 : 0});
    write(folder.resolve("fold.i32"), folds());
    if (areWords()) {
      Files.writeString(folder.resolve("unscaled"), "");
    }
    Observations made = areWords()
        ? words(folder)
        : density < 1 ? sparse(folder) : dense(this == DIGITS ? digits(data) : correlated(rows, features), data);
    if (density == 1) {
      try (var channel = open(folder.resolve("x.f64"))) {
        for (int j = 0; j < features; j++) {
          write(channel, column(made.x(), j));
        }
      }
    }
    try (var channel = open(folder.resolve("y.f64"))) {
      write(channel, made.y());
    }
    return made;
  }

  private static double[] column(DesignMatrix x, int j) {
    double[] out = new double[x.rows()];
    x.addColumn(j, 1, out);
    return out;
  }

  /** Standardised columns with a correlation of .2. */
  static double[][] correlated(int rows, int features) {
    var random = new SplittableRandom(7);
    double[] common = new double[rows];
    Arrays.setAll(common, _ -> random.nextGaussian());
    double[][] x = new double[features][rows];
    for (double[] column : x) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < rows; i++) {
        column[i] = Math.sqrt(.2) * common[i] + Math.sqrt(.8) * random.nextGaussian();
        sum += column[i];
        squares += column[i] * column[i];
      }
      double mean = sum / rows;
      double scale = Math.sqrt(squares / rows - mean * mean);
      for (int i = 0; i < rows; i++) {
        column[i] = (column[i] - mean) / scale;
      }
    }
    return x;
  }

  private static double[][] digits(Path data) throws IOException {
    Digits digits = Digits.read(data.resolve("mnist10k.csv.gz"));
    double[][] x = new double[784][5_000];
    for (int i = 0; i < 5_000; i++) {
      for (int j = 0; j < 784; j++) {
        x[j][i] = digits.pixels()[i * 784 + j];
      }
    }
    return x;
  }

  private Observations dense(double[][] x, Path data) throws IOException {
    DesignMatrix matrix = DesignMatrix.dense(x);
    if (this == DIGITS) {
      int[] labels = Digits.read(data.resolve("mnist10k.csv.gz")).labels();
      return Observations.multinomial(matrix, Arrays.stream(labels, 0, rows).asDoubleStream().toArray(), 10);
    }
    return observe(matrix, family, features >= 5_000 ? 100 : 50);
  }

  /** A target with a signal of twice the noise's variance; for two classes with log-odds of variance 4. */
  static Observations observe(DesignMatrix x, Family family, int relevant) {
    var random = new SplittableRandom(11);
    double[] signal = new double[x.rows()];
    int step = x.columns() / relevant;
    for (int a = 0; a < relevant; a++) {
      x.addColumn(a * step, (a % 2 == 0 ? 1 : -1) * (1 + random.nextDouble()), signal);
    }
    double squares = Arrays.stream(signal).map(v -> v * v).sum() / signal.length;
    double scale = 2 / Math.sqrt(squares);
    double[] y = new double[signal.length];
    for (int i = 0; i < y.length; i++) {
      double eta = signal[i] * scale;
      y[i] = family.equals(Family.gaussian())
          ? eta + Math.sqrt(2) * random.nextGaussian()
          : random.nextDouble() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
    }
    return family.equals(Family.gaussian()) ? Observations.gaussian(x, y) : Observations.binomial(x, y);
  }

  private Observations sparse(Path folder) throws IOException {
    var random = new SplittableRandom(7);
    int perColumn = (int) (rows * density);
    int[] start = new int[features + 1];
    int[] row = new int[features * perColumn];
    double[] value = new double[row.length];
    for (int j = 0; j < features; j++) {
      start[j + 1] = start[j] + perColumn;
      int[] mine = random.ints(0, rows).distinct().limit(perColumn).sorted().toArray();
      System.arraycopy(mine, 0, row, start[j], perColumn);
      double sum = 0;
      double squares = 0;
      for (int e = start[j]; e < start[j + 1]; e++) {
        value[e] = random.nextGaussian();
        sum += value[e];
        squares += value[e] * value[e];
      }
      double scale = Math.sqrt(squares / rows - sum / rows * sum / rows);
      for (int e = start[j]; e < start[j + 1]; e++) {
        value[e] /= scale;
      }
    }
    write(folder.resolve("start.i32"), start);
    write(folder.resolve("row.i32"), row);
    try (var channel = open(folder.resolve("value.f64"))) {
      write(channel, value);
    }
    return observe(DesignMatrix.sparse(rows, start, row, value), family, 100);
  }

  /**
   * Posts of words whose frequencies fall as their ranks rise (Zipf), as tf-idf in rows of length 1. The words of ranks
   * 100 to 2,000 tell the classes.
   */
  private Observations words(Path folder) {
    Posts posts = Posts.made(rows, features);
    try {
      write(folder.resolve("start.i32"), posts.start());
      write(folder.resolve("row.i32"), posts.row());
      try (var channel = open(folder.resolve("value.f64"))) {
        write(channel, posts.value());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DesignMatrix x = DesignMatrix.sparse(rows, posts.start(), posts.row(), posts.value());
    var random = new SplittableRandom(11);
    double[][] signal = new double[predictors()][rows];
    for (int word = 100; word < 2_000; word += 5) {
      x.addColumn(word, 30 * random.nextGaussian(), signal[random.nextInt(signal.length)]);
    }
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      if (signal.length == 1) {
        y[i] = random.nextDouble() < 1 / (1 + Math.exp(-signal[0][i])) ? 1 : 0;
        continue;
      }
      double best = Double.NEGATIVE_INFINITY; // Gumbel's way of drawing from a softmax
      for (int k = 0; k < signal.length; k++) {
        double drawn = signal[k][i] - Math.log(-Math.log(1 - random.nextDouble()));
        y[i] = drawn > best ? k : y[i];
        best = Math.max(best, drawn);
      }
    }
    return this == WORDS ? Observations.binomial(x, y) : Observations.multinomial(x, y, predictors());
  }

  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  static void write(FileChannel channel, double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, 8)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    try {
      channel.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, int[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    Files.write(file, bytes.array());
  }
}
