package dev.lariat.studio.play;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Classic tables of two columns and two classes. The same seed gives the same rows. */
enum ToyTable {
  /** One class inside of the other. */
  CIRCLE,
  /** Opposite corners are of one class. */
  XOR,
  /** Two clouds. */
  CLOUDS,
  /** Two arms around each other. */
  SPIRAL,
  /** Two half moons. */
  MOONS;

  private static final String[] CLASSES = {"blue", "orange"};
  /** How far the arms of the spiral turn, in radians. */
  private static final double TURN = 1.75 * Math.PI;

  /**
   * Rows of this shape.
   *
   * @param rows how many
   * @param noise standard deviation of what is added to both columns, which go from −1 to 1 or so without it
   */
  Dataset rows(int rows, double noise, long seed) {
    var random = new SplittableRandom(seed);
    double[] x = new double[rows];
    double[] y = new double[rows];
    List<String> classes = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int one = i % 2;
      double u = random.nextDouble();
      double v = random.nextDouble();
      switch (this) {
        case CIRCLE -> {
          double radius = one == 0 ? 0.45 * Math.sqrt(u) : Math.sqrt(0.5 + 0.5 * u);
          x[i] = radius * Math.cos(2 * Math.PI * v);
          y[i] = radius * Math.sin(2 * Math.PI * v);
        }
        case XOR -> {
          x[i] = (one == 0 ? 1 : -1) * (0.05 + 0.95 * u) * (v < 0.5 ? 1 : -1);
          y[i] = (0.05 + 0.95 * random.nextDouble()) * (v < 0.5 ? 1 : -1);
        }
        case CLOUDS -> {
          x[i] = (one == 0 ? -0.45 : 0.45) + 0.25 * random.nextGaussian();
          y[i] = (one == 0 ? -0.45 : 0.45) + 0.25 * random.nextGaussian();
        }
        case SPIRAL -> {
          double angle = TURN * u + (one == 0 ? 0 : Math.PI);
          x[i] = u * Math.sin(angle);
          y[i] = u * Math.cos(angle);
        }
        case MOONS -> {
          double angle = Math.PI * u;
          x[i] = one == 0 ? Math.cos(angle) - 0.25 : 0.25 - Math.cos(angle);
          y[i] = one == 0 ? Math.sin(angle) - 0.25 : 0.25 - Math.sin(angle);
        }
      }
      x[i] += noise * random.nextGaussian();
      y[i] += noise * random.nextGaussian();
      classes.add(CLASSES[one]);
    }
    return Dataset
        .of(name().toLowerCase(Locale.ROOT),
            List.of(NumericColumn.of("x", x), NumericColumn.of("y", y), CategoryColumn.of("colour", classes)))
        .target("colour");
  }
}
