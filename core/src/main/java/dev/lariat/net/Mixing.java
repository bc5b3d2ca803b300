package dev.lariat.net;

import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Layer;
import java.util.Locale;

/**
 * Batches whose rows are mixed in pairs: a row gets a part of another row's inputs, and its loss is {@code (1 − s)} of
 * that with its own target and {@code s} of that with the other's. For cross-entropy and the squared error that is a
 * soft target, {@code (1 − s)·y + s·y'}: the gradients are the same. One draw a batch, from random numbers of its own,
 * so that a run with mixing has the initial weights, batches and noise of the run without.
 *
 * @param form how inputs are mixed
 * @param strength of {@link Form#MIXUP} the a of Beta(a, a), above 0; of {@link Form#CUTMIX} the probability that a
 * batch is mixed, in (0, 1]
 */
public record Mixing(Form form, double strength) {
  /** Larger ones mix all batches half and half, and the sums of the draws lose their digits. */
  private static final double LARGEST = 1e6;

  /** How inputs are mixed. */
  public enum Form {
    /**
     * All inputs in the same share: {@code (1 − s)·x + s·x'} with s from Beta(a, a) (Zhang, Cissé, Dauphin and
     * Lopez-Paz 2018). A code is one of the two: that of the larger share.
     */
    MIXUP,
    /**
     * Some table columns, all of their inputs, are the other row's: c of C columns at random, c = max(1, ⌊u·C⌋) with u
     * from U(0, 1), and s = c/C (Yun et al. 2019, here for columns in place of a piece of a picture).
     */
    CUTMIX;

    /** As it stands in settings. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the strength. */
  public Mixing {
    double most = switch (form) {
      case MIXUP -> LARGEST;
      case CUTMIX -> 1;
    };
    if (!(strength > 0 && strength <= most)) {
      throw new IllegalArgumentException("the strength of " + form.word() + " must be above 0 and at most "
          + (form == Form.CUTMIX ? "1" : "1e6") + ", not " + strength);
    }
  }

  /** Mixup with shares from Beta(a, a). */
  public static Mixing mixup(double a) {
    return new Mixing(Form.MIXUP, a);
  }

  /** Cutmix of columns, of a batch with this probability. */
  public static Mixing cutmix(double probability) {
    return new Mixing(Form.CUTMIX, probability);
  }

  /** Which of a network's inputs carry codes, that no mean can be taken of. */
  public static boolean[] codes(Network network, int inputs) {
    boolean[] codes = new boolean[inputs];
    for (Layer layer : network.layers()) {
      if (layer instanceof Embedding embedding) {
        embedding.codes().forEach(code -> codes[code.input()] = true);
      }
    }
    return codes;
  }
}
