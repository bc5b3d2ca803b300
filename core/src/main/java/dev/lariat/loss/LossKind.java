package dev.lariat.loss;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of {@link Loss}, with its names. {@link #ALL} is the one list of them: model files, the command line and its
 * help read it.
 *
 * @param type the record
 * @param fileName in a model file; never changes, so that no file is orphaned
 * @param word for it on the command line
 * @param make from settings of which it takes those that it knows
 */
public record LossKind(Class<? extends Loss> type, String fileName, String word, Function<Settings, Loss> make) {
  /**
   * What can be set on the command line.
   *
   * @param smoothing of labels, in [0, 1)
   * @param delta where {@link Huber} goes over from squares to absolute values, above 0
   */
  public record Settings(double smoothing, double delta) {
    /** What holds where nothing is set. */
    public static final Settings DEFAULT = new Settings(0, 1);
  }

  /** Every kind, in the order in which help lists them. */
  public static final List<LossKind> ALL = List.of(
      new LossKind(SoftmaxCrossEntropy.class, "softmaxCrossEntropy", "cross-entropy",
          s -> new SoftmaxCrossEntropy(s.smoothing())),
      new LossKind(BinaryCrossEntropy.class, "binaryCrossEntropy", "binary-cross-entropy",
          s -> new BinaryCrossEntropy(s.smoothing())),
      new LossKind(SquaredError.class, "squaredError", "squared-error", _ -> new SquaredError()),
      new LossKind(AbsoluteError.class, "absoluteError", "absolute-error", _ -> new AbsoluteError()),
      new LossKind(Huber.class, "huber", "huber", s -> new Huber(s.delta())));

  /** {@return whether δ makes a difference to it} */
  public boolean takesDelta() {
    return !make.apply(new Settings(0, 1)).equals(make.apply(new Settings(0, 2)));
  }

  /** {@return the words of the command line} */
  public static List<String> words() {
    return ALL.stream().map(LossKind::word).toList();
  }

  /** {@return the kind of a word, in either case; empty if there is none} */
  public static Optional<LossKind> kind(String word) {
    return ALL.stream().filter(kind -> kind.word().equals(word.toLowerCase(Locale.ROOT))).findFirst();
  }
}
