package dev.lariat.net.training;

import dev.lariat.net.pass.Batch;
import dev.lariat.net.pass.Mixer;
import dev.lariat.net.Mixing;
import dev.lariat.net.pass.StepKey;
import dev.lariat.net.pass.Workspace;
import dev.lariat.net.EarlyStopping;
import dev.lariat.net.Epoch;
import dev.lariat.net.Weights;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.Scores;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.Architecture;
import dev.lariat.net.History;
import dev.lariat.kernel.Kernels;
import dev.lariat.kernel.Philox;
import dev.lariat.loss.BatchLoss;
import dev.lariat.loss.Loss;
import dev.lariat.net.TrainingResult.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * A network being trained: {@link #advance} goes on by some epochs, {@link #run} to the end. One thread; the same plan
 * and rows give the same bits, however the epochs are split over calls. Initial weights, batches and noise depend on
 * (seed, fold, epoch, step, layer) and on no regularizer, so that runs which differ in their regularizers are compared
 * in pairs (common random numbers).
 */
public final class TrainingRun {
  /** The stream of an epoch's order: not a layer's. */
  private static final int ORDER_STREAM = 0xFFFF;
  /** Numbers of {@link #state} that are in no array. */
  private static final int SINGLES = 6;

  private final Kernels kernels = Kernels.best();
  private final TrainingPlan plan;
  private final Architecture architecture;
  private final TrainingRows rows;
  private final Optional<TrainingRows> validation;
  private final Loss loss;
  private final BatchLoss lossAtWork;
  private final Weights weights;
  private final Workspace workspace;
  private final ParameterUpdates updates;
  private final Evaluator evaluator;
  private final StepKey key;
  private final int stepsPerEpoch;
  private final int[] order; // [rows] of the epoch
  private final Batch inputs; // of the step
  private final Mixer mixer; // null without mixing
  private final float[] rowWeights; // [rows] mean 1, or null
  private final List<Epoch> epochs = new ArrayList<>();
  private final Weights kept; // weights to return to
  private int keptEpoch;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int sinceBest;
  private Consumer<Epoch> listener = _ -> {};
  private int trainingScoredFrom = 1;
  private double learningRate;
  private End end = End.RUNNING;
  private String message = "";

  /**
   * A run at its beginning.
   *
   * @throws IllegalArgumentException if the rows do not fit the plan
   */
  public TrainingRun(TrainingPlan plan, TrainingRows rows, Optional<TrainingRows> validation) {
    this(plan, rows, validation, null);
  }

  /**
   * A run that begins at given weights.
   *
   * @param initial copied; null for the plan's own
   */
  public TrainingRun(TrainingPlan plan, TrainingRows rows, Optional<TrainingRows> validation, Weights initial) {
    this.plan = plan;
    this.rows = rows;
    this.validation = validation;
    this.loss = plan.loss();
    this.lossAtWork = loss.batches();
    int outputs = loss.outputs(rows.targets());
    validation.ifPresent(other -> checkAlike(rows, other));
    if (plan.earlyStopping().isPresent() && validation.isEmpty()) {
      throw new IllegalArgumentException("early stopping needs validation rows");
    }
    if (plan.dropsWords() && rows.words().isEmpty()) {
      throw new IllegalArgumentException((plan.wordDropout().isPresent() ? "word" : "embedding")
          + " dropout needs inputs that are words of a text: there are none");
    }
    architecture = Architecture.of(plan.network(), rows.width(), outputs, rows.columnOfInput().orElse(null));
    weights = initial == null ? architecture.initialWeights(plan.seed(), plan.fold()) : initial.copy();
    kept = weights.copy();
    int batch = Math.min(plan.batch(), rows.rows());
    workspace = Workspace.training(architecture, weights, batch);
    updates = new ParameterUpdates(architecture, weights, workspace, plan);
    evaluator = new Evaluator(architecture, weights, loss);
    key = new StepKey(plan.seed(), plan.fold());
    stepsPerEpoch = Math.ceilDiv(rows.rows(), plan.batch());
    order = new int[rows.rows()];
    inputs = new Batch(rows, batch, workspace.takesSparse() && plan.mixing().isEmpty(), kernels);
    mixer = plan.mixing()
        .map(mixing -> new Mixer(mixing, plan.seed(), plan.fold(), batch, rows.columnOfInput().orElse(null),
            Mixing.codes(plan.network(), rows.width()), outputs, plan.network().image()))
        .orElse(null);
    rowWeights = plan.classWeights().rowWeights(rows);
  }

  private static void checkAlike(TrainingRows rows, TrainingRows other) {
    if (other.width() != rows.width() || other.targets().areLabels() != rows.targets().areLabels()
        || other.targets().classes() != rows.targets().classes() || other.targets().width() != rows.targets().width()) {
      throw new IllegalArgumentException(
          "validation rows of another kind than the training rows: " + other.width() + " inputs and " + rows.width());
    }
  }

  /** Calls the listener after every epoch, on the thread that trains. */
  public TrainingRun onEpoch(Consumer<Epoch> newListener) {
    this.listener = newListener;
    return this;
  }

  /**
   * Scores the training rows after this epoch and later ones only; before it their scores are {@link Scores#NONE}.
   * Scoring them is about a third of an epoch's work, and changes nothing in the weights.
   */
  public TrainingRun scoreTrainingFrom(int epoch) {
    trainingScoredFrom = epoch;
    return this;
  }

  /** Trains to the end of the plan. */
  public TrainingResult run() {
    return advance(plan.epochs());
  }

  /**
   * Goes on by up to {@code count} epochs and says how the run stands then. Does nothing once the run has ended.
   *
   * @throws CancellationException if the thread is interrupted, which is looked at before each step; the flag stays set
   */
  public TrainingResult advance(int count) {
    int until = (int) Math.min(plan.epochs(), (long) epochs.size() + count);
    while (end == End.RUNNING && epochs.size() < until) {
      epoch(epochs.size() + 1);
    }
    return result();
  }

  /** How the run stands: its weights are a copy. */
  public TrainingResult result() {
    boolean restore = end == End.DIVERGED || (plan.earlyStopping().isPresent() && keptEpoch > 0);
    History history = new History(epochs);
    return new TrainingResult(restore ? kept.copy() : weights.copy(), history, end, history.bestEpoch(),
        restore ? keptEpoch : epochs.size(), message);
  }

  /**
   * Where the run is after its last epoch, as numbers that can be kept: {@link #resume} of a run of the same plan and
   * rows goes on there to the same bits (but for the group lasso, whose inner search begins anew: its last digits).
   */
  public double[] state() {
    return new RunState(
        new double[]{keptEpoch, bestLoss, sinceBest, updates.steps(), learningRate, end == End.STOPPED_EARLY ? 1 : 0},
        epochs).numbers(changing());
  }

  /**
   * Goes to where another run of the same plan and rows was. The listener is not called for epochs before.
   *
   * @param numbers of {@link #state}
   * @return whether they are of such a run; if not, nothing is changed
   */
  public boolean resume(double[] numbers) {
    RunState state = RunState.of(numbers, SINGLES, changing(), WeightSummary.of(architecture, weights).norms());
    if (state == null) {
      return false;
    }
    double[] single = state.single();
    keptEpoch = (int) single[0];
    bestLoss = single[1];
    sinceBest = (int) single[2];
    updates.steps((long) single[3]);
    learningRate = single[4];
    epochs.clear();
    epochs.addAll(state.epochs());
    end = single[5] == 1 ? End.STOPPED_EARLY : epochs.size() == plan.epochs() ? End.COMPLETED : End.RUNNING;
    return true;
  }

  /** All arrays that an epoch changes and the next one needs. */
  private List<float[]> changing() {
    var arrays = new ArrayList<float[]>();
    weights.parameters().forEach(parameter -> arrays.add(parameter.values()));
    kept.parameters().forEach(parameter -> arrays.add(parameter.values()));
    updates.addMoments(arrays);
    return arrays;
  }

  /** The network with its sizes. */
  public Architecture architecture() {
    return architecture;
  }

  /** The plan. */
  public TrainingPlan plan() {
    return plan;
  }

  /** A predictor with a copy of the weights that {@link #result} gives. */
  public Predictor predictor() {
    return new Predictor(architecture, result().weights(), loss);
  }

  /** {@return the rows of an epoch's last step} */
  public int lastStepRows() {
    return rows.rows() - (stepsPerEpoch - 1) * plan.batch();
  }

  /**
   * What dropout left of the last step, for whoever wants to show it: for each layer with dropout, from the input on,
   * whether a unit (of maps a channel) was kept, [{@link #lastStepRows} × units]. Empty before the first epoch.
   */
  public List<boolean[]> keptUnits() {
    return epochs.isEmpty() ? List.of() : workspace.kept(lastStepRows());
  }

  private void epoch(int epoch) {
    long start = System.nanoTime();
    shuffle(epoch);
    for (int step = 0; step < stepsPerEpoch; step++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("training was interrupted in epoch " + epoch);
      }
      key.at(epoch, step);
      if (!step(step)) {
        diverge("the gradient became infinite or not a number in epoch " + epoch + ", step " + (step + 1));
        return;
      }
    }
    long trained = System.nanoTime();
    Epoch record = evaluate(epoch, start, trained);
    if (!record.finite() || !weights.finite()) {
      diverge("the loss or a weight became infinite or not a number in epoch " + epoch);
      return;
    }
    epochs.add(record);
    keep(record);
    if (end == End.RUNNING && epochs.size() == plan.epochs()) {
      end = End.COMPLETED;
    }
    listener.accept(record);
  }

  /** A permutation of the rows that depends on (seed, fold, epoch) only. */
  private void shuffle(int epoch) {
    EpochOrder.fill(order, new Philox(plan.seed(), plan.fold(), epoch, 0, ORDER_STREAM),
        rows.isInMemory() ? order.length : EpochOrder.WINDOW);
  }

  /** One batch: forward, back, update. Returns false if the gradient is not finite. */
  private boolean step(int step) {
    int from = step * plan.batch();
    int count = Math.min(plan.batch(), rows.rows() - from);
    inputs.gather(order, from, count);
    if (plan.wordDropout().isPresent()) {
      inputs.dropWords((float) plan.wordDropout().getAsDouble(), count, key);
    }
    if (plan.embeddingDropout().isPresent()) {
      inputs.dropEmbeddings((float) plan.embeddingDropout().getAsDouble(), count, key);
    }
    boolean mixed = mixer != null && mixer.mix(inputs, order, from, count, epochs.size() + 1, step);
    float[] z = workspace.train(inputs, count, key);
    // ∂(mean over the batch of weight·loss)/∂z
    lossAtWork.gradients(z, architecture.outputs(), rows.targets(), order, from, count, rowWeights,
        workspace.outputGradient());
    if (mixed) {
      lossAtWork.gradients(z, architecture.outputs(), rows.targets(), mixer.partners(), 0, count, rowWeights,
          mixer.partnersGradient());
      mixer.combine(workspace.outputGradient(), count * architecture.outputs());
    }
    if (!finite(workspace.outputGradient(), count * architecture.outputs())) {
      return false;
    }
    long done = (long) epochs.size() * stepsPerEpoch + step;
    learningRate = plan.optimizer().learningRate() * plan.schedule().factor(done, stepsPerEpoch, plan.epochs());
    updates.begin(learningRate);
    workspace.backward(inputs, count, updates);
    updates.end();
    return true;
  }

  private static boolean finite(float[] values, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += values[i] * 0; // 0, or NaN from the first infinity or NaN on
    }
    return sum == 0;
  }

  private Epoch evaluate(int epoch, long start, long trained) {
    Scores training = epoch >= trainingScoredFrom ? evaluator.scores(rows) : Scores.NONE;
    Scores judged = validation.map(evaluator::scores).orElse(Scores.NONE);
    WeightSummary figures = WeightSummary.of(architecture, weights);
    int used = (int) figures.inputUsed().stream().filter(b -> b).count();
    double penalty = updates.penalty();
    long evaluated = System.nanoTime();
    return new Epoch(epoch, learningRate, training, judged, penalty, figures.weights(), figures.nonZero(), used,
        figures.norms(), (trained - start) * 1e-9, (evaluated - trained) * 1e-9);
  }

  /** Keeps the weights to return to: the best epoch's with early stopping, else the last finite one's. */
  private void keep(Epoch epoch) {
    if (plan.earlyStopping().isEmpty()) {
      kept.set(weights);
      keptEpoch = epoch.epoch();
      return;
    }
    EarlyStopping stopping = plan.earlyStopping().get();
    double judged = History.judged(epoch);
    if (judged < bestLoss - stopping.minimumDelta()) {
      bestLoss = judged;
      sinceBest = 0;
      kept.set(weights);
      keptEpoch = epoch.epoch();
    } else if (++sinceBest >= stopping.patience()) {
      end = End.STOPPED_EARLY;
    }
  }

  private void diverge(String what) {
    end = End.DIVERGED;
    message = what + ": try a lower learning rate, clipping, or scaled inputs";
  }
}
