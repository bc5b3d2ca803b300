package dev.lariat.net.training;

import dev.lariat.net.pass.Workspace;
import dev.lariat.net.Weights;
import dev.lariat.net.SparseRows;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.Scores;
import dev.lariat.net.Architecture;
import dev.lariat.loss.Loss;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A trained network at work: inputs in, probabilities or numbers out. Safe for many threads at once; each call borrows
 * a {@link Workspace} of its own, and only the first calls allocate one. The weights must not change while it is used.
 */
public final class Predictor {
  private final Architecture architecture;
  private final Weights weights;
  private final Loss loss;
  private final int chunk; // rows at once
  private final ConcurrentLinkedQueue<Workspace> idle = new ConcurrentLinkedQueue<>();

  /**
   * A predictor.
   *
   * @param loss what the network was trained on: it says how raw outputs become predictions
   */
  public Predictor(Architecture architecture, Weights weights, Loss loss) {
    architecture.check(weights);
    this.architecture = architecture;
    this.weights = weights;
    this.loss = loss;
    this.chunk = Evaluator.chunk(architecture);
  }

  /** The network bound to its sizes. */
  public Architecture architecture() {
    return architecture;
  }

  /** The weights, not a copy. */
  public Weights weights() {
    return weights;
  }

  /**
   * Numbers a row gets: a probability per class, or one for the positive class under binary cross-entropy; or the
   * predicted numbers.
   */
  public int outputs() {
    return architecture.outputs();
  }

  /** Which inputs have a weight that is not exactly 0: the others need not be there. */
  public List<Boolean> inputsUsed() {
    return WeightSummary.inputsUsed(architecture, weights);
  }

  /** Predictions of rows, row-major. */
  public float[] predict(float[] inputs, int rows) {
    float[] predictions = new float[Math.multiplyExact(rows, outputs())];
    predict(inputs, 0, rows, predictions, 0);
    return predictions;
  }

  /**
   * Predictions of rows, without allocating.
   *
   * @param inputs rows from {@code inputsAt}, row-major; not modified
   * @param predictions overwritten from {@code predictionsAt}: rows × outputs
   */
  public void predict(float[] inputs, int inputsAt, int rows, float[] predictions, int predictionsAt) {
    int width = architecture.inputs();
    int outputs = outputs();
    if (inputsAt + (long) rows * width > inputs.length || predictionsAt + (long) rows * outputs > predictions.length) {
      throw new IllegalArgumentException(rows + " rows of " + width + " inputs and " + outputs + " outputs do not fit "
          + inputs.length + " and " + predictions.length + " numbers");
    }
    Workspace polled = idle.poll();
    Workspace workspace = polled == null ? Workspace.inference(architecture, weights, chunk) : polled;
    for (int from = 0; from < rows; from += chunk) {
      int count = Math.min(chunk, rows - from);
      float[] raw = workspace.infer(inputs, inputsAt + from * width, count);
      int at = predictionsAt + from * outputs;
      System.arraycopy(raw, 0, predictions, at, count * outputs);
      for (int r = 0; r < count; r++) {
        loss.predict(predictions, at + r * outputs, outputs);
      }
    }
    idle.add(workspace);
  }

  /** Predictions of rows, row-major. */
  public float[] predict(TrainingRows rows) {
    check(rows);
    return rows.sparse().map(this::predict).orElseGet(() -> predict(rows.inputs(), rows.rows()));
  }

  /** Predictions of rows of which most inputs are 0, row-major. */
  public float[] predict(SparseRows rows) {
    if (rows.width() != architecture.inputs()) {
      throw new IllegalArgumentException(
          "rows of " + rows.width() + " inputs do not fit a network of " + architecture.inputs());
    }
    float[] predictions = new Evaluator(architecture, weights, loss).outputs(rows);
    for (int r = 0; r < rows.rows(); r++) {
      loss.predict(predictions, r * outputs(), outputs());
    }
    return predictions;
  }

  /** Scores of rows: plain loss and metrics. */
  public Scores scores(TrainingRows rows) {
    check(rows);
    return new Evaluator(architecture, weights, loss).scores(rows);
  }

  /** The plain loss of every row, for paired comparisons. */
  public double[] losses(TrainingRows rows) {
    check(rows);
    return new Evaluator(architecture, weights, loss).losses(rows);
  }

  private void check(TrainingRows rows) {
    if (rows.width() != architecture.inputs() || loss.outputs(rows.targets()) != architecture.outputs()) {
      throw new IllegalArgumentException("rows of " + rows.width() + " inputs do not fit a network of "
          + architecture.inputs() + " inputs and " + architecture.outputs() + " outputs");
    }
  }
}
