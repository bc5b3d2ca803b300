package dev.lariat.net.training;

import dev.lariat.net.Architecture;
import dev.lariat.net.Network;
import dev.lariat.net.Weights;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.SpatialDropout;
import dev.lariat.net.pass.Workspace;

/**
 * Gradients of a trained network's outputs by its inputs, at the network as it predicts: dropout off, normalisation by
 * running averages. Belongs to one thread.
 */
public final class InputGradients {
  private final Workspace workspace;
  private final int inputs;
  private final int outputs;
  private final float[] row;

  /**
   * Of a network.
   *
   * @param weights as trained; not modified
   */
  public InputGradients(Architecture architecture, Weights weights) {
    Network network = architecture.network();
    var still = new Network(
        network.layers().stream().filter(layer -> !passesOn(layer)).map(Layer::withoutNoise).toList(), network.output(),
        network.outputInitializer());
    this.inputs = architecture.inputs();
    this.outputs = architecture.outputs();
    this.row = new float[inputs];
    this.workspace = Workspace.tracing(Architecture.of(still, architecture.stages().getFirst().input(), outputs, null),
        weights, 1);
  }

  /** Whether a layer does nothing in prediction. */
  private static boolean passesOn(Layer layer) {
    return layer instanceof SpatialDropout
        || (layer instanceof Dropout dropout && dropout.form() == Dropout.Form.INVERTED);
  }

  /** What of the raw outputs the gradient is of. */
  public interface Towards {
    /**
     * Its gradient by the raw outputs.
     *
     * @param raw the outputs of a row
     * @param gradient receives as many numbers
     */
    void gradient(float[] raw, float[] gradient, int count);
  }

  /**
   * The gradient at a row.
   *
   * @param x of which a row begins at {@code from}; not modified
   * @return by input
   */
  public float[] at(float[] x, int from, Towards towards) {
    System.arraycopy(x, from, row, 0, inputs);
    float[] raw = workspace.trace(row, 1);
    towards.gradient(raw, workspace.outputGradient(), outputs);
    float[] gradient = new float[inputs];
    System.arraycopy(workspace.inputGradient(row, 1), 0, gradient, 0, inputs);
    return gradient;
  }
}
