package dev.lariat.bench;

import dev.lariat.linear.DesignMatrix;
import dev.lariat.linear.Family;
import dev.lariat.linear.Observations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Made-up tables for the linear benchmark: columns with a correlation of 0.2, signal to noise 2. Dense columns as [column][row], sparse ones as
 * CSC.
 */
final class LinearData {
  final Family family;
  final int rows;
  final int columns;
  final double[][] dense; // or null
  final int[] start;
  final int[] index;
  final double[] value;
  final double[] y;

  LinearData(Family family, int rows, int columns, double density, int truth, long seed) {
    this.family = family;
    this.rows = rows;
    this.columns = columns;
    var random = new SplittableRandom(seed);
    double[] eta = new double[rows];
    if (density == 1) {
      dense = new double[columns][rows];
      start = null;
      index = null;
      value = null;
      double[] common = new double[rows];
      Arrays.setAll(common, i -> random.nextGaussian());
      double shared = Math.sqrt(0.2);
      double own = Math.sqrt(0.8);
      for (int j = 0; j < columns; j++) {
        double beta = j < truth ? (j % 2 == 0 ? 1 : -1) * (1 + j % 5) : 0;
        for (int i = 0; i < rows; i++) {
          dense[j][i] = shared * common[i] + own * random.nextGaussian();
          eta[i] += beta * dense[j][i];
        }
      }
    } else {
      dense = null;
      start = new int[columns + 1];
      int[] rowsOf = new int[(int) (rows * (double) columns * density * 1.3) + 1000];
      double[] values = new double[rowsOf.length];
      int e = 0;
      for (int j = 0; j < columns; j++) {
        double beta = j < truth ? (j % 2 == 0 ? 1 : -1) * (1 + j % 5) : 0;
        for (int i = gap(random, density); i < rows; i += 1 + gap(random, density)) {
          rowsOf[e] = i;
          values[e] = random.nextGaussian();
          eta[i] += beta * values[e];
          e++;
        }
        start[j + 1] = e;
      }
      index = Arrays.copyOf(rowsOf, e);
      value = Arrays.copyOf(values, e);
    }
    double squares = Arrays.stream(eta).map(v -> v * v).sum() / rows;
    double noise = Math.sqrt(squares / 2);
    y = new double[rows];
    for (int i = 0; i < rows; i++) {
      double linear = eta[i] + noise * random.nextGaussian();
      y[i] = switch (family) {
        case GAUSSIAN -> linear / noise;
        case BINOMIAL -> linear > 0 ? 1 : 0;
        case MULTINOMIAL -> Math.clamp((int) (linear / noise + 1.5), 0, 2);
        case POISSON -> Math.floor(Math.exp(Math.clamp(linear / noise, -4, 4)));
      };
    }
  }

  private static int gap(SplittableRandom random, double density) {
    return (int) (Math.log(1 - random.nextDouble()) / Math.log1p(-density));
  }

  Observations observations() {
    DesignMatrix x = dense != null
        ? DesignMatrix.dense(dense)
        : DesignMatrix.sparse(rows, start, index, value);
    return switch (family) {
      case GAUSSIAN -> Observations.gaussian(x, y);
      case BINOMIAL -> Observations.binomial(x, y);
      case MULTINOMIAL -> Observations.multinomial(x, y, 3);
      case POISSON -> Observations.poisson(x, y);
    };
  }

  /** Raw little-endian files for the peers: x (or start, index, value) and y, and a line with the sizes. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("sizes.txt"), String.format(Locale.ROOT, "%d %d %s %s%n", rows, columns,
        family.name().toLowerCase(Locale.ROOT), dense != null ? "dense" : "sparse"));
    doubles(folder.resolve("y"), y);
    if (dense != null) {
      doubles(folder.resolve("x"), dense);
    } else {
      doubles(folder.resolve("value"), value);
      doubles(folder.resolve("start"), Arrays.stream(start).asDoubleStream().toArray());
      doubles(folder.resolve("index"), Arrays.stream(index).asDoubleStream().toArray());
    }
  }

  static void doubles(Path file, double[]... parts) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE)) {
      for (double[] part : parts) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * part.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asDoubleBuffer().put(part);
        channel.write(buffer);
      }
    }
  }

  static double[] doubles(Path file) throws IOException {
    var buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
    double[] out = new double[buffer.remaining()];
    buffer.get(out);
    return out;
  }
}
