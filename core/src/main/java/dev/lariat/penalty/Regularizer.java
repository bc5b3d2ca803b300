package dev.lariat.penalty;

/**
 * What may be put on a parameter of a layer: a penalty, decay or a constraint. Noise (dropout) is a layer of its own.
 * Decay and L2 are different types because they are different things under every optimizer but plain SGD (Loshchilov
 * and Hutter, 2019, "Decoupled weight decay regularization").
 */
public sealed interface Regularizer permits Penalty, Decay, MaxNorm {
  /** The word for it in messages and reports, for example {@code l1(0.01)}. */
  String name();
}
