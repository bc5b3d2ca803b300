package dev.lariat.net;

import dev.lariat.data.NumberText;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Layer;
import java.util.Locale;

/**
 * What is done to a batch before each step, so that the network never sees a row twice: rows are mixed in pairs, or
 * images are moved, covered or mirrored ({@link Form#SHIFT}, {@link Form#CUTOUT}, {@link Form#FLIP}).
 *
 * <p>Mixed: a row gets a part of another row's inputs, and its loss is {@code (1 − s)} of that with its own target and
 * {@code s} of that with the other's. For cross-entropy and the squared error that is a soft target,
 * {@code (1 − s)·y + s·y'}: the gradients are the same. One draw a batch, from random numbers of its own, so that a run
 * with mixing has the initial weights, batches and noise of the run without.
 *
 * @param form how inputs are mixed
 * @param strength of {@link Form#MIXUP} the a of Beta(a, a), above 0; of {@link Form#CUTMIX} the probability that a
 * batch is mixed, in (0, 1]; of {@link Form#SHIFT} the largest move as a share of the side, in (0, 0.5]; of
 * {@link Form#CUTOUT} the covered share of the image, in (0, 0.9]; of {@link Form#FLIP} the probability that an image
 * is mirrored, in (0, 0.5]
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
     * from U(0, 1), and s = c/C (Yun et al. 2019, there for pieces of pictures). Of images it is a box of that share,
     * the same in all rows of a batch.
     */
    CUTMIX,
    /**
     * Each image is moved by up to this share of its sides, up or down and to the left or right, by whole pixels; what
     * comes in from outside repeats the edge. The target stays.
     */
    SHIFT,
    /**
     * A box that covers this share of each image, anywhere inside it, becomes the mean of its channels (DeVries and
     * Taylor 2017, "Improved regularization of convolutional neural networks with cutout"). The target stays.
     */
    CUTOUT,
    /** Each image is mirrored, left to right, with this probability. For what is as likely in a mirror: no letters. */
    FLIP,
    /** The same upside down: for pictures from above, or through a microscope. */
    FLIP_VERTICAL;

    /** {@return whether it needs images} */
    public boolean onImages() {
      return switch (this) {
        case MIXUP, CUTMIX -> false;
        case SHIFT, CUTOUT, FLIP, FLIP_VERTICAL -> true;
      };
    }

    /** {@return whether a row gets a part of another row, and of its target} */
    public boolean inPairs() {
      return !onImages();
    }

    private double most() {
      return switch (this) {
        case MIXUP -> LARGEST;
        case CUTMIX -> 1;
        case SHIFT, FLIP, FLIP_VERTICAL -> 0.5;
        case CUTOUT -> 0.9;
      };
    }

    /** As it stands in settings. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Checks the strength. */
  public Mixing {
    double most = form.most();
    if (!(strength > 0 && strength <= most)) {
      throw new IllegalArgumentException("the strength of " + form.word() + " must be above 0 and at most "
          + NumberText.setting(most) + ", not " + strength);
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
