package dev.lariat.net.layer;

import java.util.List;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015): {@code scale·(x − mean)/√(variance + ε) + shift} with the batch's
 * moments (variance divided by their number) in training and running averages
 * {@code a ← momentum·a + (1−momentum)·batch} at inference. Each number of a vector by itself; of images and sequences
 * each channel, over all rows and pixels or steps.
 *
 * @param momentum in Keras' sense, whose default is 0.99; PyTorch's 0.1 is 0.9 here
 * @param epsilon ε; Keras has 1e-3, PyTorch 1e-5
 */
public record BatchNorm(double momentum, double epsilon) implements Layer {
  /** Checks both. */
  public BatchNorm {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "batch normalisation's momentum must be at least 0 and below 1, not " + momentum);
    }
    LayerNorm.epsilon(epsilon);
  }

  @Override
  public String label() {
    return "batchNorm";
  }

  @Override
  public Numbering numbering() {
    return Numbering.NORMALIZATION;
  }

  @Override
  public Shape output(Shape input, String name) {
    if (input.hasPadding()) {
      throw new IllegalArgumentException(
          name + " takes no " + input + ": padded steps would count; normalise the vector behind it");
    }
    return input;
  }

  @Override
  public List<LayerParameter> parameters(Shape input) {
    int units = input.channels();
    return List.of(LayerParameter.vector("scale", LayerParameter.Role.SCALE, units, 1),
        LayerParameter.vector("shift", LayerParameter.Role.SHIFT, units, 0),
        LayerParameter.vector("mean", LayerParameter.Role.MEAN, units, 0),
        LayerParameter.vector("variance", LayerParameter.Role.VARIANCE, units, 1));
  }
}
