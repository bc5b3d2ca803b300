package dev.lariat.optim;

import dev.lariat.penalty.CustomPenalty;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.GroupLasso;
import dev.lariat.penalty.Groups;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.WeightShape;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one parameter is updated: a chain of named steps, in this order: penalties' gradients, decay, moments, the move,
 * the zero rule, the constraint. Belongs to one thread.
 *
 * <pre>{@code
 * var rule = UpdateRule.of(adamW(1e-3), List.of(l1(0.01)), ZeroRule.PROXIMAL, WeightShape.vector(2));
 * var state = rule.state(weights, gradient);
 * rule.begin(1, 1e-3); // the first step
 * rule.apply(state, 0, 2); // as far as steps look at single weights
 * rule.finish(state); // and the rest
 * }</pre>
 */
public final class UpdateRule {
  /** Ranges of this many weights stay in the first-level cache through the whole chain. */
  private static final int BLOCK = 1024;

  private final List<UpdateStep> steps;
  private final UpdateStep[] streamed; // the leading elementwise steps
  private final UpdateStep[] whole; // the rest
  private final int size;
  private final boolean first;
  private final boolean second;
  private final boolean before;

  private UpdateRule(List<UpdateStep> steps, int size, boolean first, boolean second, boolean before) {
    this.steps = List.copyOf(steps);
    this.size = size;
    this.first = first;
    this.second = second;
    this.before = before;
    int leading = 0;
    while (leading < steps.size() && steps.get(leading).elementwise()) {
      leading++;
    }
    this.streamed = fused(steps.subList(0, leading)).toArray(UpdateStep[]::new);
    this.whole = steps.subList(leading, steps.size()).toArray(UpdateStep[]::new);
  }

  /**
   * The rule of an optimizer for a parameter with these regularizers. The optimizer's own decay applies unless a
   * {@link Decay} is among them; give biases {@link Optimizer#withoutDecay()} to leave them alone.
   */
  public static UpdateRule of(Optimizer optimizer, List<? extends Regularizer> regularizers, ZeroRule zeroRule,
      WeightShape shape) {
    var sorted = new Sorted(regularizers, shape);
    var steps = new ArrayList<UpdateStep>();
    addGradients(steps, sorted, zeroRule);
    double decay = sorted.decay >= 0 ? sorted.decay : optimizer.decay();
    if (decay > 0) {
      steps.add(new MoveSteps.DecayStep(decay));
    }
    steps.addAll(optimizer.moves());
    addZeroSteps(steps, sorted, zeroRule, optimizer);
    sorted.constraints.forEach(constraint -> steps.add(new ZeroSteps.Constrain(constraint, shape)));
    boolean compares = zeroRule == ZeroRule.CLIPPED && (sorted.l1 > 0 || !sorted.groupLassos.isEmpty());
    return new UpdateRule(steps, shape.size(), optimizer.keepsFirstMoment(), optimizer.keepsSecondMoment(), compares);
  }

  private static void addGradients(List<UpdateStep> steps, Sorted sorted, ZeroRule rule) {
    if (sorted.l2 > 0) {
      steps.add(new GradientSteps.L2Gradient(sorted.l2));
    }
    for (CustomPenalty custom : sorted.customs) {
      if (rule != ZeroRule.PROXIMAL || !custom.hasProximal()) {
        steps.add(new GradientSteps.CustomGradient(custom));
      }
    }
    if (sorted.l1 > 0) {
      switch (rule) {
        case SUBGRADIENT -> steps.add(new GradientSteps.L1Subgradient(sorted.l1));
        case CLIPPED -> steps.add(new GradientSteps.L1Clipped(sorted.l1));
        case PROXIMAL -> {
        }
      }
    }
    if (rule != ZeroRule.PROXIMAL) {
      sorted.groupLassos.forEach(
          (penalty, groups) -> steps.add(new GradientSteps.GroupGradient(penalty, groups, rule == ZeroRule.CLIPPED)));
    }
  }

  private static void addZeroSteps(List<UpdateStep> steps, Sorted sorted, ZeroRule rule, Optimizer optimizer) {
    switch (rule) {
      case SUBGRADIENT -> {
      }
      case CLIPPED -> {
        if (sorted.l1 > 0) {
          steps.add(new ZeroSteps.StopAtZero());
        }
        sorted.groupLassos.forEach((_, groups) -> steps.add(new ZeroSteps.GroupStopAtZero(groups)));
      }
      case PROXIMAL -> {
        if (sorted.l1 > 0) {
          steps.add(new ZeroSteps.SoftThreshold(sorted.l1, optimizer));
        }
        sorted.groupLassos.forEach((penalty, groups) -> steps.add(new GroupThreshold(penalty, groups, optimizer)));
        sorted.customs.stream()
            .filter(CustomPenalty::hasProximal)
            .forEach(custom -> steps.add(new ZeroSteps.CustomProximal(custom, optimizer)));
      }
    }
  }

  /** The steps with Adam's in one. */
  private static List<UpdateStep> fused(List<UpdateStep> steps) {
    var list = new ArrayList<UpdateStep>(steps);
    for (int i = 0; i + 2 < list.size(); i++) {
      if (list.get(i) instanceof MoveSteps.FirstMoment first && list.get(i + 1) instanceof MoveSteps.SecondMoment second
          && list.get(i + 2) instanceof MoveSteps.AdamMove move) {
        MoveSteps.DecayStep decay = i > 0 && list.get(i - 1) instanceof MoveSteps.DecayStep before ? before : null;
        List<UpdateStep> together = list.subList(decay == null ? i : i - 1, i + 3);
        together.clear();
        together.add(new MoveSteps.FusedAdam(decay, first, second, move));
        break;
      }
    }
    return list;
  }

  /** The chain, in order. */
  public List<UpdateStep> steps() {
    return steps;
  }

  /**
   * The arrays of a parameter under this rule, with moments at 0.
   *
   * @param weights kept, and modified by the steps
   * @param gradient kept; the caller writes the loss's gradient into it before each update, and the penalties' steps
   * add to it
   */
  public ParameterState state(float[] weights, float[] gradient) {
    if (weights.length != size || gradient.length != size) {
      throw new IllegalArgumentException(
          "a rule for " + size + " weights got " + weights.length + " weights and " + gradient.length + " gradients");
    }
    return new ParameterState(weights, gradient, first, second, before);
  }

  /**
   * Begins an update.
   *
   * @param t which update of this parameter, from 1
   * @param learningRate after the schedule
   */
  public void begin(long t, double learningRate) {
    for (UpdateStep step : steps) {
      step.begin(t, learningRate);
    }
  }

  /**
   * Updates weights {@code [from, to)} as far as the leading steps that look at single weights go, while their gradient
   * is hot in the cache. Every weight must be given exactly once between {@link #begin} and {@link #finish}.
   */
  public void apply(ParameterState state, int from, int to) {
    run(streamed, state, from, to);
  }

  /** Does the steps that need the whole parameter and all after them. */
  public void finish(ParameterState state) {
    for (UpdateStep step : whole) {
      step.apply(state, 0, size);
    }
  }

  private static void run(UpdateStep[] chain, ParameterState state, int from, int to) {
    for (int block = from; block < to; block += BLOCK) {
      int end = Math.min(to, block + BLOCK);
      for (UpdateStep step : chain) {
        step.apply(state, block, end);
      }
    }
  }

  /** A parameter's regularizers by kind; L1 and L2 strengths of several penalties add up. */
  private static final class Sorted {
    private double l1;
    private double l2;
    private double decay = -1;
    private final Map<GroupLasso, Groups> groupLassos = new LinkedHashMap<>();
    private final List<CustomPenalty> customs = new ArrayList<>();
    private final List<MaxNorm> constraints = new ArrayList<>();

    Sorted(List<? extends Regularizer> regularizers, WeightShape shape) {
      for (Regularizer regularizer : regularizers) {
        switch (regularizer) {
          case L1(double lambda) -> l1 += lambda;
          case L2(double lambda) -> l2 += lambda;
          case ElasticNet net -> {
            l1 += net.l1();
            l2 += net.l2();
          }
          case GroupLasso group -> {
            if (group.lambda() > 0) {
              groupLassos.put(group, Groups.of(shape, group.by()));
            }
          }
          case CustomPenalty custom -> customs.add(custom);
          case Decay(double rate) -> decay = Math.max(0, decay) + rate;
          case MaxNorm maxNorm -> constraints.add(maxNorm);
        }
      }
    }
  }
}
