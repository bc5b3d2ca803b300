package dev.lariat.explain;

import dev.lariat.explain.StateMask.Masks;
import dev.lariat.kernel.Philox;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.ParameterState;
import dev.lariat.optim.UpdateRule;
import dev.lariat.penalty.WeightShape;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Dropout on the state of a recurrent network: the masks on an unrolled sequence, and what of a signal a small network
 * remembers, by how many steps ago it was, where the masks are drawn in another way. Each row is a sequence of numbers
 * from N(0, 1); a second input is 1 at one step and else 0, and the target is the number of that step. The network has
 * to carry the number on, whole, until the last step.
 *
 * @param rate p
 * @param sequence which units of the state are kept where a mask is of the sequence: [unit][step], of one gate
 * @param step which are kept where each step draws another one
 * @param distances how many steps before the last one the signal was
 * @param memories what each kind of mask leaves of it
 */
public record RecurrentDropout(double rate, List<List<Boolean>> sequence, List<List<Boolean>> step,
    List<Integer> distances, List<Memory> memories) {
  /** Units of the state of the network that is trained. */
  public static final int UNITS = 16;
  /** Steps of a sequence. */
  public static final int STEPS = 25;
  /** Batches of training. */
  public static final int BATCHES = 400;
  /** Sequences of a batch. */
  public static final int ROWS = 32;
  /** New sequences by which the memory of a distance is measured. */
  public static final int TEST_ROWS = 512;
  private static final int CHANNELS = 2;
  private static final int SHOWN_UNITS = 8;
  private static final int SHOWN_STEPS = 12;
  private static final double LEARNING_RATE = 0.01;
  private static final List<Integer> DISTANCES = List.of(1, 4, 8, 12, 16, 20, 24);
  private static final int ANY = -1;

  /** Makes the lists immutable. */
  public RecurrentDropout {
    sequence = sequence.stream().map(List::copyOf).toList();
    step = step.stream().map(List::copyOf).toList();
    distances = List.copyOf(distances);
    memories = List.copyOf(memories);
  }

  /**
   * What a network that was trained with these masks remembers.
   *
   * @param mask how its state was masked in training
   * @param known by distance: 1 less the squared error on new sequences, without masks, as a share of the signal's
   * square; 1 if the signal is known exactly, 0 and below if nothing is
   */
  public record Memory(StateMask mask, List<Double> known) {
    /** Makes the list immutable. */
    public Memory {
      known = List.copyOf(known);
    }
  }

  /**
   * Draws masks, trains a network for each kind from the same weights on the same sequences, and measures.
   *
   * @param rate p, in [0, 1)
   */
  public static RecurrentDropout of(double rate, long seed) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout rate must be at least 0 and below 1, not " + rate);
    }
    List<Memory> memories = new ArrayList<>();
    for (StateMask kind : StateMask.values()) {
      memories.add(new Memory(kind, known(trained(kind, rate, seed), seed)));
    }
    return new RecurrentDropout(rate, kept(StateMask.SEQUENCE, rate, seed), kept(StateMask.STEP, rate, seed), DISTANCES,
        memories);
  }

  private static List<List<Boolean>> kept(StateMask kind, double rate, long seed) {
    Masks masks = Masks.of(kind, SHOWN_STEPS, SHOWN_UNITS);
    masks.draw(rate, 1, seed);
    List<List<Boolean>> kept = new ArrayList<>();
    for (int unit = 0; unit < SHOWN_UNITS; unit++) {
      List<Boolean> own = new ArrayList<>();
      for (int t = 0; t < SHOWN_STEPS; t++) {
        own.add(masks.of(t, 0)[unit] != 0);
      }
      kept.add(own);
    }
    return kept;
  }

  private static MaskedGru trained(StateMask kind, double rate, long seed) {
    MaskedGru gru = new MaskedGru(CHANNELS, UNITS, STEPS, ROWS, seed);
    List<UpdateRule> rules = new ArrayList<>();
    List<ParameterState> states = new ArrayList<>();
    for (int i = 0; i < gru.parameters.length; i++) {
      rules.add(UpdateRule.of(Optimizer.adam(LEARNING_RATE), List.of(), ZeroRule.PROXIMAL,
          WeightShape.vector(gru.parameters[i].length)));
      states.add(rules.get(i).state(gru.parameters[i], gru.gradients[i]));
    }
    Sequences rows = new Sequences();
    Masks masks = Masks.of(kind, STEPS, ROWS * UNITS);
    float[] byOutput = new float[ROWS];
    for (int step = 1; step <= BATCHES; step++) {
      rows.draw(new Philox(seed, 0, 0, step, 2), ANY);
      masks.draw(rate, step, seed);
      gru.forward(rows.x, masks);
      for (int r = 0; r < ROWS; r++) {
        byOutput[r] = 2 * (gru.outputs[r] - rows.target[r]) / ROWS;
      }
      gru.backward(rows.x, byOutput, masks);
      double rateOfStep = LEARNING_RATE * (BATCHES + 1 - step) / BATCHES; // falls to nearly 0
      for (int i = 0; i < rules.size(); i++) {
        rules.get(i).begin(step, rateOfStep);
        rules.get(i).apply(states.get(i), 0, gru.parameters[i].length);
        rules.get(i).finish(states.get(i));
      }
    }
    return gru;
  }

  private static List<Double> known(MaskedGru gru, long seed) {
    Sequences rows = new Sequences();
    Masks none = Masks.of(StateMask.NONE, STEPS, 0);
    List<Double> known = new ArrayList<>();
    for (int distance : DISTANCES) {
      double error = 0;
      double square = 0;
      for (int batch = 0; batch < TEST_ROWS / ROWS; batch++) {
        rows.draw(new Philox(seed, 1, distance, batch, 2), distance);
        gru.forward(rows.x, none);
        for (int r = 0; r < ROWS; r++) {
          double d = gru.outputs[r] - rows.target[r];
          error += d * d;
          square += (double) rows.target[r] * rows.target[r];
        }
      }
      known.add(1 - error / square);
    }
    return known;
  }

  /** One batch, drawn anew again and again. */
  private static final class Sequences {
    final float[] x = new float[STEPS * ROWS * CHANNELS]; // by step, then by row
    final float[] target = new float[ROWS];

    /** With the signal so many steps before the last, or anywhere. */
    void draw(Philox random, int distance) {
      Arrays.fill(x, 0);
      for (int r = 0; r < ROWS; r++) {
        for (int t = 0; t < STEPS; t++) {
          x[(t * ROWS + r) * CHANNELS] = (float) random.nextGaussian();
        }
        int back = distance == ANY ? random.nextInt(STEPS) : distance;
        int at = ((STEPS - 1 - back) * ROWS + r) * CHANNELS;
        x[at + 1] = 1;
        target[r] = x[at];
      }
    }
  }
}
