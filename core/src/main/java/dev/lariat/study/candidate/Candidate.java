package dev.lariat.study.candidate;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model with a regularizer and the strengths to try.
 *
 * @param model what is regularized
 * @param regularizer its name, in lower case, for example {@code l2} or {@code dropout+weight-decay}
 * @param axes one per part of the strength; none where there is nothing to choose
 * @param source where its losses are read
 * @param adaptive whether strengths may be added to the coarse ones: between the best and its neighbours, and beyond
 * the edge
 */
public record Candidate(ModelKind model, String regularizer, List<StrengthGrid> axes, Source source, boolean adaptive) {
  /** Where the losses of a candidate are read. */
  public enum Source {
    /** A cell for every strength. */
    CELLS,
    /** The curves of the unregularized network: a strength is an epoch. */
    EPOCHS,
    /** One cell computes the whole path of strengths. */
    PATH
  }

  static final String WIDE = NetworkForm.OF_TWICE_THE_WIDTH.name(Candidate.NONE);
  static final String LONG = "none-of-twice-the-epochs";
  public static final String NONE = "none";
  /** As a regularizer it stands for additive models with all of their penalties. */
  public static final String ADDITIVE = "additive";
  /**
   * As a regularizer it stands for networks on pieces of each number's range, without a regularizer and with the best.
   */
  public static final String PIECES = "pieces";
  public static final String EARLY_STOPPING = "early-stopping";

  public Candidate {
    axes = List.copyOf(axes);
    if (!regularizer.matches("[a-z0-9][a-z0-9+.-]*")) {
      throw new IllegalArgumentException("'" + regularizer + "' is not a name of a regularizer: use a-z, 0-9, - and +");
    }
  }

  /** Class shares, or the mean. */
  public static Candidate trivial() {
    return new Candidate(ModelKind.TRIVIAL, NONE, List.of(), Source.CELLS, false);
  }

  /** The network without any regularization. */
  public static Candidate none() {
    return new Candidate(ModelKind.NETWORK, NONE, List.of(), Source.CELLS, false);
  }

  /**
   * The linear model without any regularization: the weakest end of a path, where nothing but linear models compete.
   */
  public static Candidate linearNone() {
    return LinearRegularizer.NONE.candidate(ModelKind.LINEAR);
  }

  /** {@return what all others are compared with: the one without any regularization} */
  public static Candidate baseline(Collection<Candidate> candidates) {
    return candidates.contains(none()) ? none() : linearNone();
  }

  /** Training ends at one epoch common to all folds; the strength is 1/epoch. */
  public static Candidate earlyStopping() {
    return new Candidate(ModelKind.NETWORK, EARLY_STOPPING, List.of(), Source.EPOCHS, false);
  }

  /**
   * The network of twice the width, without regularization: for the diagnosis, and where that is that the network
   * underfits, to be used.
   */
  public static Candidate wide() {
    return new Candidate(ModelKind.NETWORK, WIDE, List.of(), Source.CELLS, false);
  }

  /** The network that is trained twice as long, without regularization: for the diagnosis only. */
  public static Candidate twiceAsLong() {
    return new Candidate(ModelKind.NETWORK, LONG, List.of(), Source.CELLS, false);
  }

  /** {@return this candidate of networks at one strength on another network} */
  public Candidate at(Strength strength, NetworkForm form) {
    return new Candidate(model, form.name(regularizer), at(strength).axes, source, false);
  }

  /** {@return whether it may be what a claim is about} */
  public boolean isClaimed() {
    return trial(Strength.ZERO).isClaimed();
  }

  /** {@return what is tried at a strength} */
  public Trial trial(Strength strength) {
    return new Trial(model, regularizer, strength);
  }

  /** The same candidate with one strength; where strengths are read off a curve or a path, all of it. */
  public Candidate at(Strength strength) {
    return switch (source) {
      case CELLS -> new Candidate(model, regularizer,
          IntStream.range(0, axes.size()).mapToObj(i -> axes.get(i).withCoarse(List.of(strength.value(i)))).toList(),
          source, false);
      case EPOCHS, PATH -> this;
    };
  }

  /** All combinations of the coarse values, from weak to strong on every axis. */
  public List<Strength> coarse() {
    var strengths = List.of(Strength.ZERO);
    for (StrengthGrid axis : axes) {
      strengths = strengths.stream()
          .flatMap(s -> axis.coarse()
              .stream()
              .map(v -> new Strength(IntStream.rangeClosed(0, s.values().size())
                  .mapToObj(i -> i < s.values().size() ? s.value(i) : v)
                  .toList())))
          .toList();
    }
    return strengths;
  }

  /** A number that orders strengths: the sum over the axes of the place within the coarse range. */
  public double amount(Strength strength) {
    double sum = 0;
    for (int i = 0; i < axes.size(); i++) {
      StrengthGrid axis = axes.get(i);
      double from = axis.scale().coordinate(axis.coarse().getFirst());
      double to = axis.scale().coordinate(axis.coarse().getLast());
      sum += (axis.scale().coordinate(strength.value(i)) - from) / (to > from ? to - from : 1);
    }
    return axes.isEmpty() ? strength.value(0) : sum;
  }

  Candidate thinned() {
    return new Candidate(model, regularizer, axes.stream().map(StrengthGrid::thinned).toList(), source, adaptive);
  }

  /** For example {@code network l2}; {@code trivial}. */
  @Override
  public String toString() {
    return trial(Strength.ZERO).toString();
  }
}
