package dev.lariat.net.layer;

import dev.lariat.penalty.Regularizer;
import java.util.List;

/** One layer of a network's description. */
public sealed interface Layer permits Dense, Dropout, BatchNorm, LayerNorm, Embedding, ActivationLayer {
  /** A dense layer without activation. */
  static Dense dense(int units) {
    return dense(units, Activation.LINEAR);
  }

  /** A dense layer whose kernel has these regularizers. */
  static Dense dense(int units, Activation activation, Regularizer... kernelRegularizers) {
    return new Dense(units, activation, true, Initializer.GLOROT_UNIFORM, List.of(kernelRegularizers), List.of());
  }

  /** Inverted dropout. */
  static Dropout dropout(double rate) {
    return new Dropout(rate, Dropout.Form.INVERTED);
  }

  /** Dropout in a form of one's choice. */
  static Dropout dropout(double rate, Dropout.Form form) {
    return new Dropout(rate, form);
  }

  /** Batch normalisation with momentum 0.9 and ε 1e-5. */
  static BatchNorm batchNorm() {
    return new BatchNorm(0.9, 1e-5);
  }

  /** Layer normalisation with ε 1e-5. */
  static LayerNorm layerNorm() {
    return new LayerNorm(1e-5);
  }

  /** Learned embeddings of integer codes that stand in input columns; the first layer. */
  static Embedding embedding(Embedding.Code... codes) {
    return new Embedding(List.of(codes), List.of());
  }

  /** An activation by itself, for example after a normalisation. */
  static ActivationLayer activate(Activation activation) {
    return new ActivationLayer(activation);
  }
}
