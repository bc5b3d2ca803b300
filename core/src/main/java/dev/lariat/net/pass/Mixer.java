package dev.lariat.net.pass;

import dev.lariat.kernel.Philox;
import dev.lariat.net.Mixing;
import dev.lariat.net.layer.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Optional;

/**
 * Mixes, moves or covers the rows of dense batches, as a {@link Mixing} says. One thread's; allocates nothing after its
 * construction.
 */
public final class Mixer {
  /** The stream of random numbers that mixing draws from: not a layer's, nor that of an epoch's order. */
  private static final int STREAM = 0xFFFE;

  private final Mixing mixing;
  private final Philox random;
  private final int width;
  private final int columns;
  private final int[] columnOfInput; // [width] 0 … columns − 1
  private final boolean[] codes; // [width]
  private final int[] places; // [batch] the partner of each row of the batch
  private final int[] partners; // [batch] their rows in the table
  private final int[] order; // [columns] of which the first ones are taken
  private final boolean[] taken; // [columns]
  private final float[] plain; // [batch · width] the batch as it was
  private final float[] gradient; // [batch · outputs]
  private final int height; // of an image; 0 for tables
  private final int lineWidth; // of an image: numbers of a line, channels included
  private final int channels;
  private final int[] box = new int[4]; // of an image: from line, to line, from number, to number
  private float share;

  /**
   * A mixer for batches of up to so many rows.
   *
   * @param columnOfInput the table column of each input; null where each is a column
   * @param codes which inputs carry codes
   * @param image what a row is, where it is an image
   */
  public Mixer(Mixing mixing, long seed, int fold, int batch, int[] columnOfInput, boolean[] codes, int outputs,
      Optional<Shape.Image> image) {
    this.mixing = mixing;
    this.random = new Philox(seed, fold, 0, 0, STREAM);
    this.width = codes.length;
    this.columnOfInput = numbered(columnOfInput, width);
    this.codes = codes.clone();
    this.columns = Arrays.stream(this.columnOfInput).max().orElse(0) + 1;
    this.places = new int[batch];
    this.partners = new int[batch];
    this.order = new int[columns];
    this.taken = new boolean[columns];
    this.plain = new float[Math.multiplyExact(batch, width)];
    this.height = image.map(Shape.Image::height).orElse(0);
    this.channels = image.map(Shape.Image::channels).orElse(1);
    this.lineWidth = image.map(shape -> shape.width() * shape.channels()).orElse(0);
    this.gradient = new float[Math.multiplyExact(batch, outputs)];
  }

  /** Columns without an input do not count. */
  private static int[] numbered(int[] columnOfInput, int width) {
    var numbers = new HashMap<Integer, Integer>();
    int[] numbered = new int[width];
    for (int i = 0; i < width; i++) {
      int column = columnOfInput == null ? i : columnOfInput[i];
      numbered[i] = numbers.computeIfAbsent(column, _ -> numbers.size());
    }
    return numbered;
  }

  /**
   * Draws for a step, and mixes its inputs.
   *
   * @param batch modified
   * @param rows which rows they are, from {@code from} on; not modified
   * @return whether targets are mixed: if not, partners and share are left as they are
   */
  public boolean mix(Batch batch, int[] rows, int from, int count, int epoch, int step) {
    random.at(epoch, step);
    switch (mixing.form()) {
      case MIXUP -> share = (float) beta(mixing.strength());
      case CUTMIX -> {
        if (random.nextDouble() >= mixing.strength()) {
          return false;
        }
        share = height > 0 ? takeBox(random.nextDouble()) : take();
      }
      case SHIFT -> {
        shift(batch.dense, count);
        return false;
      }
      case CUTOUT -> {
        cover(batch.dense, count);
        return false;
      }
      case FLIP, FLIP_VERTICAL -> {
        flip(batch.dense, count, mixing.form() == Mixing.Form.FLIP);
        return false;
      }
    }
    if (share == 0) {
      return false;
    }
    for (int r = 0; r < count; r++) {
      places[r] = r;
    }
    for (int i = count - 1; i > 0; i--) { // Fisher and Yates
      int j = random.nextInt(i + 1);
      int place = places[i];
      places[i] = places[j];
      places[j] = place;
    }
    System.arraycopy(batch.dense, 0, plain, 0, count * width);
    for (int r = 0; r < count; r++) {
      partners[r] = rows[from + places[r]];
      switch (mixing.form()) {
        case MIXUP -> average(batch.dense, r * width, places[r] * width);
        case CUTMIX -> {
          if (height > 0) {
            exchangeBox(batch.dense, r * width, places[r] * width);
          } else {
            exchange(batch.dense, r * width, places[r] * width);
          }
        }
        case SHIFT, CUTOUT, FLIP, FLIP_VERTICAL ->
          throw new IllegalStateException("targets are not mixed by " + mixing.form().word());
      }
    }
    return true;
  }

  private void average(float[] inputs, int at, int other) {
    for (int i = 0; i < width; i++) {
      inputs[at + i] = codes[i]
          ? plain[(share > 0.5f ? other : at) + i]
          : plain[at + i] + share * (plain[other + i] - plain[at + i]);
    }
  }

  private void exchange(float[] inputs, int at, int other) {
    for (int i = 0; i < width; i++) {
      if (taken[columnOfInput[i]]) {
        inputs[at + i] = plain[other + i];
      }
    }
  }

  /** Places a box of about this share of an image anywhere inside it, and returns the share that it has. */
  private float takeBox(double area) {
    double side = Math.sqrt(area);
    int lines = Math.max(1, (int) (side * height));
    int across = lineWidth / channels;
    int pixels = Math.max(1, (int) (side * across));
    int line = random.nextInt(height - lines + 1);
    int pixel = random.nextInt(across - pixels + 1);
    box[0] = line;
    box[1] = line + lines;
    box[2] = pixel * channels;
    box[3] = (pixel + pixels) * channels;
    return (float) (lines * pixels * channels) / width;
  }

  private void exchangeBox(float[] inputs, int at, int other) {
    for (int line = box[0]; line < box[1]; line++) {
      int from = line * lineWidth + box[2];
      System.arraycopy(plain, other + from, inputs, at + from, box[3] - box[2]);
    }
  }

  /** Inputs are standardised by channel, so that a channel's mean is 0. */
  private void cover(float[] inputs, int count) {
    for (int r = 0; r < count; r++) {
      takeBox(mixing.strength());
      for (int line = box[0]; line < box[1]; line++) {
        int from = r * width + line * lineWidth;
        Arrays.fill(inputs, from + box[2], from + box[3], 0);
      }
    }
  }

  private void flip(float[] inputs, int count, boolean leftToRight) {
    System.arraycopy(inputs, 0, plain, 0, count * width);
    int across = lineWidth / channels;
    for (int r = 0; r < count; r++) {
      if (random.nextDouble() >= mixing.strength()) {
        continue;
      }
      for (int line = 0; line < height; line++) {
        int to = r * width + line * lineWidth;
        if (leftToRight) {
          for (int pixel = 0; pixel < across; pixel++) {
            System.arraycopy(plain, to + (across - 1 - pixel) * channels, inputs, to + pixel * channels, channels);
          }
        } else {
          System.arraycopy(plain, r * width + (height - 1 - line) * lineWidth, inputs, to, lineWidth);
        }
      }
    }
  }

  private void shift(float[] inputs, int count) {
    int mostDown = Math.max(1, (int) Math.rint(mixing.strength() * height));
    int across = lineWidth / channels;
    int mostRight = Math.max(1, (int) Math.rint(mixing.strength() * across));
    System.arraycopy(inputs, 0, plain, 0, count * width);
    for (int r = 0; r < count; r++) {
      int down = random.nextInt(2 * mostDown + 1) - mostDown;
      int right = (random.nextInt(2 * mostRight + 1) - mostRight) * channels;
      for (int line = 0; line < height; line++) {
        int from = r * width + Math.clamp(line - down, 0, height - 1) * lineWidth;
        int to = r * width + line * lineWidth;
        moveLine(inputs, from, to, right);
      }
    }
  }

  /** A line of the batch as it was, moved to the right; the edge pixel is repeated. */
  private void moveLine(float[] inputs, int from, int to, int right) {
    int kept = Math.max(0, lineWidth - Math.abs(right));
    System.arraycopy(plain, from + Math.max(0, -right), inputs, to + Math.max(0, right), kept);
    for (int i = 0; i < right; i++) {
      inputs[to + i] = plain[from + i % channels];
    }
    for (int i = lineWidth + right; i < lineWidth; i++) {
      inputs[to + i] = plain[from + lineWidth - channels + i % channels];
    }
  }

  /** Takes columns at random, and returns their share. */
  private float take() {
    int count = Math.max(1, (int) (random.nextDouble() * columns));
    for (int c = 0; c < columns; c++) {
      order[c] = c;
      taken[c] = false;
    }
    for (int c = 0; c < count; c++) {
      int other = c + random.nextInt(columns - c);
      int column = order[other];
      order[other] = order[c];
      order[c] = column;
      taken[column] = true;
    }
    return count / (float) columns;
  }

  /** A number from Beta(a, a): of two numbers from Gamma(a) the share of one in their sum. */
  double beta(double a) {
    double x = gamma(a);
    double y = gamma(a);
    return x + y > 0 ? x / (x + y) : 0; // both may be too small for a double where a is
  }

  /** A number from Gamma(a, 1) (Marsaglia and Tsang 2000, with their way down from a + 1 to a). */
  private double gamma(double a) {
    double d = (a < 1 ? a + 1 : a) - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = 1 + c * x;
      v = v * v * v;
      double u = random.nextDouble();
      if (v > 0 && StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        double drawn = d * v;
        return a < 1 ? drawn * StrictMath.pow(random.nextDouble(), 1 / a) : drawn;
      }
    }
  }

  /** {@return the row of each partner; overwritten by the next batch} */
  public int[] partners() {
    return partners;
  }

  /** {@return what the partners count in the last batch that was mixed} */
  public float share() {
    return share;
  }

  /** {@return where the gradient of the loss with the partners' targets is to be written} */
  public float[] partnersGradient() {
    return gradient;
  }

  /**
   * Puts the gradients of both targets together.
   *
   * @param own of the rows' own targets; modified: {@code (1 − s)·own + s·}{@link #partnersGradient}
   */
  public void combine(float[] own, int count) {
    for (int i = 0; i < count; i++) {
      own[i] = (1 - share) * own[i] + share * gradient[i];
    }
  }
}
