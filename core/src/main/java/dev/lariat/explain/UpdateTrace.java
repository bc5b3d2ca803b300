package dev.lariat.explain;

import dev.lariat.optim.Optimizer;
import dev.lariat.optim.ParameterState;
import dev.lariat.optim.UpdateRule;
import dev.lariat.optim.UpdateStep;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.WeightShape;
import dev.lariat.penalty.ZeroRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What an optimizer does to a few weights, step by step. Every step is done twice: by the {@link UpdateRule} that
 * trainers run, in 32 bits, and by the formulas with the numbers written out, in decimal arithmetic. The two share no
 * code.
 *
 * <pre>{@code
 * var trace = UpdateTrace.of(TracedLoss.linear(1.0, 1.0), List.of(1.5, 0.5), sgd(0.1), List.of(l1(0.1)), ZeroRule.CLIPPED, 5);
 * trace.steps().getFirst().lines().getFirst(); // θ₁ = 1.5 − 0.1·(1 + 0.1·sign(1.5)) = 1.39
 * trace.steps().getLast().theta(); // [0.95, 0.0]
 * }</pre>
 *
 * @param start the weights before the first step
 * @param chain the named steps of one update, each with its formula, in the order in which they run
 * @param steps what each update did
 */
public record UpdateTrace(List<Double> start, List<String> chain, List<Step> steps) {
  /** More steps are refused: nobody reads them. */
  public static final int MAX_STEPS = 10_000;
  /** More weights are refused. */
  public static final int MAX_WEIGHTS = 64;

  /** Makes the lists immutable. */
  public UpdateTrace {
    start = List.copyOf(start);
    chain = List.copyOf(chain);
    steps = List.copyOf(steps);
  }

  /**
   * One update. All lists have an element per weight.
   *
   * @param step from 1
   * @param gradient of the loss, before the update
   * @param penaltyGradient what the penalties added to it; the soft threshold of {@link ZeroRule#PROXIMAL} adds nothing
   * @param theta the weights after the update, in decimal arithmetic, rounded to 64 bits once
   * @param trained the weights after the update as a trainer has them, in 32 bits
   * @param written per weight, the lines of the calculation
   */
  public record Step(int step, List<Double> gradient, List<Double> penaltyGradient, List<Double> theta,
      List<Float> trained, List<List<String>> written) {
    /** Makes the lists immutable. */
    public Step {
      gradient = List.copyOf(gradient);
      penaltyGradient = List.copyOf(penaltyGradient);
      theta = List.copyOf(theta);
      trained = List.copyOf(trained);
      written = List.copyOf(written);
    }

    /** The lines of the calculation, weight by weight. */
    public List<String> lines() {
      return written.stream().flatMap(List::stream).toList();
    }
  }

  /**
   * Traces updates.
   *
   * @param loss whose gradient the weights see
   * @param start the weights
   * @param optimizer at a constant learning rate
   * @param regularizers of L1, L2, elastic net and decay
   * @param zeroRule how L1 meets zero
   * @param steps from 1 to {@link #MAX_STEPS}
   * @throws IllegalArgumentException if the sizes differ, a number is not finite, or a regularizer is of another kind
   */
  public static UpdateTrace of(TracedLoss loss, List<Double> start, Optimizer optimizer,
      List<? extends Regularizer> regularizers, ZeroRule zeroRule, int steps) {
    check(loss, start, steps);
    int size = start.size();
    UpdateRule rule = UpdateRule.of(optimizer, regularizers, zeroRule, WeightShape.vector(size));
    ParameterState state = rule.state(new float[size], new float[size]);
    List<WrittenUpdate> weights = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      state.weights()[i] = start.get(i).floatValue();
      weights.add(new WrittenUpdate(optimizer, regularizers, zeroRule, i, start.get(i)));
    }
    List<Step> done = new ArrayList<>();
    for (int t = 1; t <= steps; t++) {
      train(rule, state, loss, t, optimizer.learningRate());
      done.add(step(weights, loss, t, state));
    }
    return new UpdateTrace(start, rule.steps().stream().map(UpdateStep::toString).toList(), done);
  }

  private static void check(TracedLoss loss, List<Double> start, int steps) {
    if (start.isEmpty() || start.size() > MAX_WEIGHTS) {
      throw new IllegalArgumentException("theta must be 1 to " + MAX_WEIGHTS + " numbers, not " + start.size());
    }
    if (loss.numbers().size() != start.size()) {
      throw new IllegalArgumentException("theta has " + start.size() + " numbers and the loss " + loss.numbers().size()
          + "; give one for each weight");
    }
    for (double weight : start) {
      if (!Double.isFinite(weight) || Math.abs(weight) > 1e30) {
        throw new IllegalArgumentException("theta must be finite numbers within ±1e30, not " + weight);
      }
    }
    if (steps < 1 || steps > MAX_STEPS) {
      throw new IllegalArgumentException("steps must be from 1 to " + MAX_STEPS + ", not " + steps);
    }
  }

  private static void train(UpdateRule rule, ParameterState state, TracedLoss loss, int t, double rate) {
    for (int i = 0; i < state.weights().length; i++) {
      float number = loss.numbers().get(i).floatValue();
      state.gradient()[i] = switch (loss) {
        case TracedLoss.Linear _ -> number;
        case TracedLoss.Quadratic _ -> state.weights()[i] - number;
        case TracedLoss.Noise _ -> t % 2 == 1 ? number : -number;
      };
    }
    rule.begin(t, rate);
    rule.apply(state, 0, state.weights().length);
    rule.finish(state);
  }

  private static Step step(List<WrittenUpdate> weights, TracedLoss loss, int t, ParameterState state) {
    List<Double> gradient = new ArrayList<>();
    List<Double> penaltyGradient = new ArrayList<>();
    List<Double> theta = new ArrayList<>();
    List<Float> trained = new ArrayList<>();
    List<List<String>> written = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      WrittenUpdate weight = weights.get(i);
      Term g = weight.gradient(loss, t);
      weight.step(g, t);
      gradient.add(rounded(g.value()));
      penaltyGradient.add(rounded(weight.penaltyGradient()));
      theta.add(rounded(weight.theta()));
      trained.add(state.weights()[i] + 0f); // −0 is 0
      written.add(List.copyOf(weight.lines()));
    }
    return new Step(t, gradient, penaltyGradient, theta, trained, written);
  }

  private static double rounded(BigDecimal number) {
    return number.doubleValue();
  }

  /** The weights before step 1, after it, after step 2 and so on: one list per moment. */
  public List<List<Double>> weights() {
    List<List<Double>> all = new ArrayList<>();
    all.add(start);
    steps.forEach(step -> all.add(step.theta));
    return Collections.unmodifiableList(all);
  }

  /**
   * The largest distance between the weights of the decimal calculation and those of the trainer: what 32 bits round
   * away.
   */
  public double largestRounding() {
    double largest = 0;
    for (Step step : steps) {
      for (int i = 0; i < step.theta.size(); i++) {
        largest = Math.max(largest, Math.abs(step.theta.get(i) - step.trained.get(i)));
      }
    }
    return largest;
  }
}
