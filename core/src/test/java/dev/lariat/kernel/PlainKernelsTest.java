package dev.lariat.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The oracle of the other kernels, against numbers that were computed by hand. */
class PlainKernelsTest {
  private static final Kernels PLAIN = Kernels.plain();
  /** Stands where nothing may be written. */
  private static final float LEFT = -77;

  /** (1 2 3; 4 5 6). */
  private static final float[] A = {1, 2, 3, 4, 5, 6};
  /** (7 8; 9 10; 11 12). */
  private static final float[] B = {7, 8, 9, 10, 11, 12};

  @Test
  void productsAreThoseOfTheDefinition() {
    float[] c = new float[4];
    PLAIN.productNN(2, 2, 3, A, 0, B, 0, c, 0);
    assertThat(c).containsExactly(58, 64, 139, 154);

    // Aᵀ·D with D = (1 2; 3 4)
    float[] tn = new float[6];
    PLAIN.productTN(3, 2, 2, A, 0, new float[]{1, 2, 3, 4}, 0, tn, 0);
    assertThat(tn).containsExactly(13, 18, 17, 24, 21, 30);

    // A·Eᵀ with E = (1 0 2; 0 1 0)
    float[] nt = new float[4];
    PLAIN.productNT(2, 2, 3, A, 0, new float[]{1, 0, 2, 0, 1, 0}, 0, nt, 0);
    assertThat(nt).containsExactly(7, 2, 16, 5);
  }

  @Test
  void offsetsAreKept() {
    float[] c = {LEFT, 0, LEFT};
    PLAIN.productNN(1, 1, 2, new float[]{0, 3, 4}, 1, new float[]{0, 0, 5, 6}, 2, c, 1);
    assertThat(c).containsExactly(LEFT, 39, LEFT);
  }

  @Test
  void aProductWithoutDepthIsZero() {
    float[] c = {5, 5};
    PLAIN.productNN(1, 2, 0, new float[0], 0, new float[0], 0, c, 0);
    assertThat(c).containsExactly(0, 0);
  }

  @Test
  void eachElementIsOneChainOfFma() {
    // −1 + (1 + 2⁻¹³)·(1 − 2⁻¹³) is −2⁻²⁶; with a rounded product it were 0
    float[] c = new float[1];
    PLAIN.productNN(1, 1, 2, new float[]{1, 1 + 0x1p-13f}, 0, new float[]{-1, 1 - 0x1p-13f}, 0, c, 0);
    assertThat(c).containsExactly(-0x1p-26f);
  }

  @Test
  void theRowsOfAGradientAreHandedOverInOrder() {
    List<String> ranges = new ArrayList<>();
    PLAIN.productTN(3, 2, 2, A, 0, new float[]{1, 2, 3, 4}, 0, new float[7], 1,
        (from, to) -> ranges.add(from + "-" + to));
    assertThat(ranges).containsExactly("1-3", "3-5", "5-7");
  }

  @Test
  void theEpilogueIsBiasNonlinearityMask() {
    // z = (58 64; 139 154) + (−60, 0); leaky ReLU of slope ½; every other element is dropped, the rest doubled
    float[] c = new float[4];
    float[] state = new float[4];
    float[] mask = {2, 0, 0, 2};
    PLAIN.productNN(2, 2, 3, A, 0, B, 0, c, 0,
        new Epilogue(new float[]{LEFT, -60, 0}, 1, Nonlinearity.LEAKY_RELU, 0.5f, mask, state));
    assertThat(c).containsExactly(-2, 0, 0, 308);
    assertThat(state).as("y before the mask").containsExactly(-1, 64, 79, 154);

    PLAIN.productNN(2, 2, 3, A, 0, B, 0, c, 0, new Epilogue(new float[]{-60, 0}, 0, Nonlinearity.SILU, 0, null, state));
    assertThat(state).as("z").containsExactly(-2, 64, 79, 154);
    assertThat(c[0]).isCloseTo((float) (-2 / (1 + Math.exp(2))), within(1e-6f));
  }

  @Test
  void sparseProductsAreThoseOfTheDenseOnes() {
    // (0 2 0; 4 0 6)
    int[] starts = {0, 1, 3};
    int[] index = {1, 0, 2};
    float[] value = {2, 4, 6};
    float[] c = new float[4];
    PLAIN.sparseNN(2, 2, 3, starts, 0, index, value, B, 0, c, 0, Epilogue.NONE);
    assertThat(c).containsExactly(18, 20, 94, 104);
    float[] tn = new float[6];
    PLAIN.sparseTN(2, 2, 3, starts, 0, index, value, new float[]{1, 2, 3, 4}, 0, tn, 0);
    assertThat(tn).containsExactly(12, 16, 2, 4, 18, 24);
    double[] y = {1, 10, 100};
    assertThat(PLAIN.sparseDot(1, 3, index, new double[]{2, 4, 6}, y)).isEqualTo(604);
    PLAIN.sparseAxpy(1, 3, 0.5, index, new double[]{2, 4, 6}, y);
    assertThat(y).containsExactly(3, 10, 103);
  }

  @Test
  void columnsAreSummedAndRowsGathered() {
    float[] sums = {LEFT, 0, 0, 0, LEFT};
    PLAIN.columnSums(2, 3, A, 0, sums, 1);
    assertThat(sums).containsExactly(LEFT, 5, 7, 9, LEFT);
    float[] rows = new float[6];
    PLAIN.gatherRows(3, A, 0, new int[]{9, 1, 1}, 1, 2, rows, 0);
    assertThat(rows).containsExactly(4, 5, 6, 4, 5, 6);
  }

  @Test
  void sumsHave16AccumulatorsAndOneTree() {
    // one after the other 2²⁴ + 1 + 1 stays 2²⁴; here accumulators 1 and 9 are joined first
    float[] x = new float[18];
    x[0] = 0x1p24f;
    x[1] = 1;
    x[9] = 1;
    assertThat(PLAIN.sum(16, x, 0)).isEqualTo(0x1p24f + 2);
    // elements 1 and 17 are in one accumulator
    x[9] = 0;
    x[17] = 1;
    assertThat(PLAIN.sum(18, x, 0)).isEqualTo(0x1p24f + 2);
    double[] d = new double[18];
    d[0] = 0x1p53;
    d[1] = 1;
    d[9] = 1;
    assertThat(PLAIN.sum(18, d, 0)).isEqualTo(0x1p53 + 2);
  }

  @Test
  void dotProductsAreSumsOfFma() {
    assertThat(PLAIN.dot(3, A, 0, B, 0)).isEqualTo(7 + 16 + 27);
    assertThat(PLAIN.dot(3, new double[]{1, 2, 3}, 0, new double[]{0, 7, 8, 9}, 1)).isEqualTo(7 + 16 + 27);
    assertThat(PLAIN.weightedDot(2, new double[]{2, 3}, 0, new double[]{5, 7}, 0, new double[]{11, 13}, 0))
        .isEqualTo(2 * 5 * 11 + 3 * 7 * 13);
    // −1 + (1 + 2⁻³⁰)·(1 − 2⁻³⁰), in one accumulator
    double[] x = new double[17];
    double[] y = new double[17];
    x[0] = -1;
    y[0] = 1;
    x[16] = 1 + 0x1p-30;
    y[16] = 1 - 0x1p-30;
    assertThat(PLAIN.dot(17, x, 0, y, 0)).isEqualTo(-0x1p-60);
    // w·x is rounded, its product with y is not: as above, but with w·x = 1
    double[] w = new double[17];
    w[0] = 1;
    w[16] = y[16];
    y[16] = 1;
    assertThat(PLAIN.weightedDot(17, w, 0, x, 0, y, 0)).isZero();
  }

  @Test
  void softmaxIsTheDefinitionWithoutOverflow() {
    float[] z = {0, 0, 0, 0, 1000, 1000, -1000, -1000};
    float[] p = new float[8];
    float[] logSumExp = new float[2];
    PLAIN.softmax(2, 4, z, 0, p, 0, logSumExp, 0);
    assertThat(p).containsExactly(0.25f, 0.25f, 0.25f, 0.25f, 0.5f, 0.5f, 0, 0);
    assertThat(logSumExp).containsExactly((float) Math.log(4), (float) (1000 + Math.log(2)));

    // probabilities 1/6, 2/6, 3/6
    double[] d = {Math.log(1), Math.log(2), Math.log(3)};
    double[] q = new double[3];
    double[] log = new double[1];
    PLAIN.softmax(1, 3, d, 0, q, 0, log, 0);
    assertThat(q).containsExactly(new double[]{1 / 6.0, 2 / 6.0, 3 / 6.0}, within(2e-16));
    assertThat(log[0]).isCloseTo(Math.log(6), within(4e-16));
  }

  @Test
  void elementsAreComputedOneByOne() {
    float[] y = {1, 2, 3};
    PLAIN.axpy(2, 10, A, 1, y, 1);
    assertThat(y).containsExactly(1, 22, 33);
    PLAIN.scale(2, 2, y, 0);
    assertThat(y).containsExactly(2, 44, 33);
    PLAIN.multiply(2, A, 2, y, 0);
    assertThat(y).containsExactly(6, 176, 33);
    double[] d = {1, 2, 3};
    PLAIN.axpy(2, 10.0, new double[]{5, 6}, 0, d, 1);
    assertThat(d).containsExactly(1, 52, 63);
    PLAIN.activate(Nonlinearity.RELU, 0, 3, new float[]{-1, 0, 2}, 0, y, 0);
    assertThat(y).containsExactly(0, 0, 2);
    float[] gradient = {5, 5, 5};
    PLAIN.activationGradient(Nonlinearity.RELU, 0, 3, y, 0, new float[]{3, 3, 3}, 0, gradient, 0);
    assertThat(gradient).containsExactly(0, 0, 15);
    PLAIN.exp(2, new float[]{0, 1}, 0, y, 1);
    assertThat(y).containsExactly(0, 1, (float) Math.E);
    PLAIN.log(1, new float[]{1}, 0, y, 0);
    assertThat(y).containsExactly(0, 1, (float) Math.E);
    PLAIN.exp(1, new double[]{1}, 0, d, 0);
    PLAIN.expm1(1, new double[]{1e-20}, 0, d, 1);
    PLAIN.log1p(1, new double[]{1e-20}, 0, d, 2);
    assertThat(d).containsExactly(Math.E, 1e-20, 1e-20);
    PLAIN.log(1, new double[]{Math.E}, 0, d, 0);
    assertThat(d).containsExactly(1, 1e-20, 1e-20);
  }

  @Test
  void adamIsItsFormula() {
    // m = ½·8 + ½·0, v = ¾·16 + ¼·8·8, w = 0.9·10 − 3·4/(√28·2 + 1)
    float[] g = {LEFT, 8};
    float[] m = {LEFT, 0};
    float[] v = {LEFT, 16};
    float[] w = {LEFT, 10};
    PLAIN.adam(1, 2, 0.5f, 0.5f, 0.75f, 0.25f, 0.9f, 3, 2, 1, g, m, v, w);
    assertThat(m).containsExactly(LEFT, 4);
    assertThat(v).containsExactly(LEFT, 28);
    assertThat(w[0]).isEqualTo(LEFT);
    assertThat(w[1]).isCloseTo((float) (9 - 12 / (2 * Math.sqrt(28) + 1)), within(2e-6f));
    assertThat(g).containsExactly(LEFT, 8);
    // a moment that would be subnormal is 0
    float[] small = {Float.MIN_NORMAL};
    PLAIN.adam(0, 1, 0.5f, 0.5f, 0.5f, 0.5f, 1, 1, 1, 1, new float[1], small, new float[1], new float[1]);
    assertThat(small).containsExactly(0);
  }

  /** The places of {@link Kernels#dropoutMask}'s description, and about the rate of zeros. */
  @Test
  void aMaskTakesItsBitsFromPhilox() {
    int n = 3 * 64 + 5;
    float[] mask = new float[n + 1];
    long seed = 0x1234567887654321L;
    PLAIN.dropoutMask(seed, 2, 3, 4, 5, 0.25f, n, mask, 1);
    int[] words = new int[4];
    int zeros = 0;
    for (int e = 0; e < n; e++) {
      int r = e % 64 / 16;
      int l = e % 16;
      Philox.block((int) seed, (int) (seed >>> 32), e / 64 * 8 + l / 2, 4, 3, Philox.place(2, 5), words);
      int word = words[r / 2 * 2 + l % 2];
      int half = r % 2 == 0 ? word & 0xFFFF : word >>> 16;
      assertThat(mask[1 + e]).as("element %d", e).isEqualTo(half < 0.25 * 65536 ? 0 : 1 / 0.75f);
      zeros += mask[1 + e] == 0 ? 1 : 0;
    }
    // four standard errors
    assertThat(zeros / (double) n).isCloseTo(0.25, within(4 * Math.sqrt(0.25 * 0.75 / n)));
  }

  @Test
  void gramIsTheProductOfTheColumns() {
    double[][] columns = {{1, 2, 3}, {4, 5, 6}};
    double[] gram = new double[4];
    PLAIN.gram(3, columns, null, gram);
    assertThat(gram).containsExactly(14, 32, 32, 77);
    PLAIN.gram(3, columns, new double[]{1, 10, 100}, gram);
    assertThat(gram).containsExactly(941, 1904, 1904, 3866);
  }

  @Test
  void productsOfColumnsHaveWeightsOfTheirOwn() {
    double[][] left = {{1, 2, 3}, {4, 5, 6}};
    double[][] weights = {{1, 10, 100}, {1, 1, 1}};
    double[][] right = {{1, 1, 1}, {1, 0, 2}};
    double[] out = new double[4];
    PLAIN.products(3, left, weights, right, new int[]{2, 2}, out);
    assertThat(out).containsExactly(321, 15, 601, 16);
  }

  @Test
  void wholeNumbersFourToAnInt() {
    float[] whole = new float[150];
    float[] y = new float[192];
    double sum = 0;
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (i * 37) % 255 - 127;
      y[i] = i - 70;
      sum += whole[i] * y[i];
    }
    whole[149] = -127;
    whole[0] = 127;
    sum += (-127 - ((149 * 37) % 255 - 127)) * 79.0 + (127 + 127) * -70.0;
    int[] packed = new int[3 + PackedBytes.ints(whole.length)];
    float[] halves = new float[whole.length];
    for (int i = 0; i < whole.length; i++) {
      halves[i] = whole[i] / 2 + 0.2f;
    }
    assertThat(PLAIN.pack(halves, 2, packed, 3)).isCloseTo(150 * 0.16f, within(1e-3f)); // 0.4 beside whole numbers
    for (int i = 0; i < 192; i++) {
      assertThat(PackedBytes.at(packed, 3, i)).isEqualTo(i < 150 ? (int) whole[i] : 0);
    }
    assertThat(PLAIN.dot(packed, 3, y)).isEqualTo((float) sum);
    assertThatThrownBy(() -> PLAIN.dot(packed, 3, whole)).isInstanceOf(IllegalArgumentException.class);
  }

  /** As those of doubles, to what single precision takes from a chain of 256 products. */
  @Test
  void productsInSinglePrecisionAreAddedUpInDouble() {
    int rows = 100_000;
    float[][] column = new float[2][rows];
    double[][] same = new double[2][rows];
    double[] ones = new double[rows];
    var random = new SplittableRandom(4);
    for (int i = 0; i < rows; i++) {
      ones[i] = 1;
      for (int c = 0; c < 2; c++) {
        column[c][i] = random.nextFloat();
        same[c][i] = column[c][i];
      }
    }
    float[] weights = new float[rows];
    Arrays.fill(weights, 1);
    double[] out = new double[4];
    PLAIN.products(rows, column, weights, column, new int[]{2, 2}, out);
    double[] exact = new double[4];
    PLAIN.products(rows, same, new double[][]{ones, ones}, same, new int[]{2, 2}, exact);
    for (int i = 0; i < 4; i++) {
      assertThat(out[i]).isCloseTo(exact[i], within(2e-6 * exact[i]));
    }
    PLAIN.products(3, new float[][]{{1, 2, 3}, {4, 5, 6}}, new float[]{1, 10, 100}, new float[][]{{1, 1, 1}, {1, 0, 2}},
        new int[]{2, 2}, out);
    assertThat(out).containsExactly(321, 654, 601, 1204);
  }
}
