package dev.lariat.net.layer;

/** What a convolution sees beyond the edge of its input: zeros, or nothing. */
public enum Padding {
  /** Nothing: only where the whole kernel fits. */
  VALID,
  /** As many zeros as make ⌈n/stride⌉ outputs, the smaller half before, as Keras has it. */
  SAME,
  /** Zeros before the first step alone, so that no step sees a later one; of sequences. */
  CAUSAL
}
