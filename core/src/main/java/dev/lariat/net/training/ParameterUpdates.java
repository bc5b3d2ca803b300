package dev.lariat.net.training;

import dev.lariat.net.pass.GradientSink;
import dev.lariat.net.pass.Workspace;
import dev.lariat.net.Weights;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.Architecture;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.ParameterState;
import dev.lariat.optim.UpdateRule;
import dev.lariat.penalty.Penalty;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.util.List;

/**
 * The update rules of all parameters of a run. Without clipping a parameter changes range by range while its gradient
 * is hot in the cache; with clipping the changes wait until the whole gradient's norm is known.
 */
final class ParameterUpdates implements GradientSink {
  private final List<Architecture.Spec> specs;
  private final Weights weights;
  private final UpdateRule[] rules; // null where not trained
  private final ParameterState[] states;
  private final double clipNorm;
  private long steps;

  ParameterUpdates(Architecture architecture, Weights weights, Workspace workspace, TrainingPlan plan) {
    this.specs = architecture.parameters();
    this.weights = weights;
    this.clipNorm = plan.clipNorm();
    rules = new UpdateRule[specs.size()];
    states = new ParameterState[specs.size()];
    for (int i = 0; i < rules.length; i++) {
      Architecture.Spec spec = specs.get(i);
      if (spec.role().trained()) {
        rules[i] = rule(spec, plan.optimizer(), plan.zeroRule());
        states[i] = rules[i].state(weights.parameters().get(i).values(), workspace.gradient(i));
      }
    }
  }

  /** Biases and the like do not take the optimizer's own decay. */
  private static UpdateRule rule(Architecture.Spec spec, Optimizer optimizer, ZeroRule zeroRule) {
    Optimizer own = spec.role().weight() ? optimizer : optimizer.withoutDecay();
    return UpdateRule.of(own, spec.regularizers(), zeroRule, spec.shape());
  }

  /** {@return how many steps are done} */
  long steps() {
    return steps;
  }

  /** Goes on after so many steps. */
  void steps(long done) {
    steps = done;
  }

  /** Adds what the rules keep from step to step. */
  void addMoments(List<float[]> arrays) {
    for (ParameterState state : states) {
      if (state != null && state.first() != null) {
        arrays.add(state.first());
      }
      if (state != null && state.second() != null) {
        arrays.add(state.second());
      }
    }
  }

  /** Begins a step of all parameters. */
  void begin(double learningRate) {
    steps++;
    for (UpdateRule rule : rules) {
      if (rule != null) {
        rule.begin(steps, learningRate);
      }
    }
  }

  @Override
  public void range(int parameter, int from, int to) {
    if (clipNorm == Double.POSITIVE_INFINITY) {
      rules[parameter].apply(states[parameter], from, to);
    }
  }

  @Override
  public void complete(int parameter) {
    if (clipNorm == Double.POSITIVE_INFINITY) {
      rules[parameter].finish(states[parameter]);
    }
  }

  /** Ends the step: with clipping, this is when the weights change. */
  void end() {
    if (clipNorm < Double.POSITIVE_INFINITY) {
      clip();
      for (int i = 0; i < rules.length; i++) {
        if (rules[i] != null) {
          rules[i].apply(states[i], 0, specs.get(i).shape().size());
          rules[i].finish(states[i]);
        }
      }
    }
  }

  private void clip() {
    double sum = 0;
    for (ParameterState state : states) {
      if (state != null) {
        for (float g : state.gradient()) {
          sum += (double) g * g;
        }
      }
    }
    double norm = Math.sqrt(sum);
    if (norm > clipNorm) {
      float scale = (float) (clipNorm / norm);
      for (ParameterState state : states) {
        if (state != null) {
          float[] g = state.gradient();
          for (int i = 0; i < g.length; i++) {
            g[i] *= scale;
          }
        }
      }
    }
  }

  /** The sum of all penalties at the weights as they are. */
  double penalty() {
    double sum = 0;
    for (int i = 0; i < rules.length; i++) {
      for (Regularizer regularizer : specs.get(i).regularizers()) {
        if (regularizer instanceof Penalty penalty) {
          sum += penalty.value(weights.parameters().get(i).values(), specs.get(i).shape());
        }
      }
    }
    return sum;
  }
}
