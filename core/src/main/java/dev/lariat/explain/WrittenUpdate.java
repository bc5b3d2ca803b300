package dev.lariat.explain;

import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.RmsProp;
import dev.lariat.optim.Sgd;
import dev.lariat.penalty.CustomPenalty;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.GroupLasso;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One weight's updates from the papers' formulas in decimal arithmetic, each line written with its numbers. It shares
 * no code with the steps that {@link dev.lariat.optim.UpdateRule} runs, so that the two prove each other.
 */
final class WrittenUpdate {
  private static final Term ONE = Term.of(1);
  private static final Term ZERO = Term.of(0);

  private final Optimizer optimizer;
  private final ZeroRule rule;
  private final Term rate;
  private final Term l1;
  private final Term l2;
  private final Term decay;
  private final int index;
  private Term theta;
  private Term first = ZERO;
  private Term second = ZERO;
  private Term penaltyGradient = ZERO;
  private List<String> lines = List.of();

  WrittenUpdate(Optimizer optimizer, List<? extends Regularizer> regularizers, ZeroRule rule, int index, double start) {
    this.optimizer = optimizer;
    this.rule = rule;
    this.rate = Term.of(optimizer.learningRate());
    this.index = index;
    this.theta = Term.of(start);
    BigDecimal absolute = BigDecimal.ZERO;
    BigDecimal square = BigDecimal.ZERO;
    BigDecimal ownDecay = null;
    for (Regularizer regularizer : regularizers) {
      switch (regularizer) {
        case L1(double lambda) -> absolute = absolute.add(BigDecimal.valueOf(lambda));
        case L2(double lambda) -> square = square.add(BigDecimal.valueOf(lambda));
        case ElasticNet(double lambda, double alpha) -> {
          BigDecimal share = BigDecimal.valueOf(alpha);
          absolute = absolute.add(BigDecimal.valueOf(lambda).multiply(share));
          square = square.add(BigDecimal.valueOf(lambda).multiply(BigDecimal.ONE.subtract(share)));
        }
        case Decay(double d) -> ownDecay = BigDecimal.valueOf(d).add(ownDecay == null ? BigDecimal.ZERO : ownDecay);
        case GroupLasso _,CustomPenalty _,MaxNorm _ -> throw new IllegalArgumentException(
            regularizer.name() + " is not traced: use l1, l2, the elastic net or decay");
      }
    }
    this.l1 = Term.of(absolute);
    this.l2 = Term.of(square);
    this.decay = Term.of(ownDecay != null ? ownDecay : BigDecimal.valueOf(optimizer.decay()));
  }

  BigDecimal theta() {
    return theta.value();
  }

  /** What the penalties added to the gradient; the soft threshold adds nothing there. */
  BigDecimal penaltyGradient() {
    return penaltyGradient.value();
  }

  List<String> lines() {
    return lines;
  }

  /** The gradient of a loss here. */
  Term gradient(TracedLoss loss, int t) {
    Term number = Term.of(loss.numbers().get(index));
    return switch (loss) {
      case TracedLoss.Linear _ -> number;
      case TracedLoss.Quadratic _ -> theta.minus(number);
      case TracedLoss.Noise _ -> t % 2 == 1 ? number : Term.of(number.value().negate());
    };
  }

  /** Step t, from 1, where the loss has this gradient. */
  void step(Term lossGradient, int t) {
    lines = new ArrayList<>();
    Term before = theta;
    if (staysAtZero(before, lossGradient)) {
      penaltyGradient = Term.of(lossGradient.value().negate());
      advanceMoments(ZERO, t);
      lines.add(name("θ") + " = 0, and |" + lossGradient.text() + "| ≤ λ = " + l1.text() + ": it stays at 0");
      first = ZERO;
      return;
    }
    Term gradient = penalised(lossGradient, before);
    penaltyGradient = Term.of(gradient.value().subtract(lossGradient.value()));
    if (!decay.isZero()) {
      theta = evaluate("θ", ONE.minus(rate.times(decay)).times(theta));
    }
    Term moved = move(gradient, t);
    theta = switch (rule) {
      case SUBGRADIENT -> evaluate("θ", moved);
      case PROXIMAL -> evaluate("θ", l1.isZero() ? moved : moved.soft(l1.times(steadyStep(t))));
      case CLIPPED -> clipped(before, moved);
    };
  }

  private boolean staysAtZero(Term weight, Term gradient) {
    return rule == ZeroRule.CLIPPED && !l1.isZero() && weight.isZero()
        && gradient.value().abs().compareTo(l1.value()) <= 0;
  }

  private Term penalised(Term gradient, Term weight) {
    Term sum = l2.isZero() ? gradient : gradient.plus(l2.times(weight));
    if (l1.isZero() || rule == ZeroRule.PROXIMAL) {
      return sum;
    }
    // From zero a clipped weight moves against the penalty's full pull, which then points back to zero.
    return rule == ZeroRule.CLIPPED && weight.isZero()
        ? sum.minus(l1.times(gradient.evaluated().sign()))
        : sum.plus(l1.times(weight.sign()));
  }

  private Term clipped(Term before, Term moved) {
    int was = before.value().signum();
    if (l1.isZero() || was == 0 || was * moved.value().signum() > 0) {
      return evaluate("θ", moved);
    }
    lines.add(name("θ") + " = " + moved.equation() + (moved.isZero() ? "" : ": across zero, so it stops at 0"));
    first = ZERO;
    return ZERO;
  }

  private Term move(Term gradient, int t) {
    return switch (optimizer) {
      case Sgd sgd when sgd.momentum() == 0 -> theta.minus(rate.times(gradient));
      case Sgd sgd -> momentum(sgd, gradient, t);
      case Adam adam -> adam(adam, gradient, t);
      case AdamW adamW -> adam(adamW.adam(), gradient, t);
      case RmsProp rms -> theta.minus(rate.times(meanSquare(rms, evaluate("g", gradient))).over(root(rms)));
    };
  }

  private Term momentum(Sgd sgd, Term written, int t) {
    Term mu = Term.of(sgd.momentum());
    Term gradient = sgd.nesterov() ? evaluate("g", written) : written;
    boolean keras = sgd.dialect() == Dialect.KERAS;
    buffer(sgd, gradient, t);
    if (keras) {
      return sgd.nesterov() ? theta.plus(mu.times(first)).minus(rate.times(gradient)) : theta.plus(first);
    }
    return theta.minus(rate.times(sgd.nesterov() ? gradient.plus(mu.times(first)) : first));
  }

  private void buffer(Sgd sgd, Term gradient, int t) {
    Term kept = Term.of(sgd.momentum()).times(first);
    boolean undamped = sgd.dampening() == 0 || (t == 1 && sgd.dialect() == Dialect.PYTORCH);
    first = switch (sgd.dialect()) {
      case KERAS -> evaluate("v", kept.minus(rate.times(gradient)));
      case PYTORCH, MLX ->
        evaluate("b", kept.plus(undamped ? gradient : ONE.minus(Term.of(sgd.dampening())).times(gradient)));
    };
  }

  private Term adam(Adam adam, Term written, int t) {
    moments(adam, evaluate("g", written));
    Term correction1 = ONE.minus(Term.of(adam.beta1()).power(t));
    Term correction2 = ONE.minus(Term.of(adam.beta2()).power(t));
    if (!adam.biasCorrection()) {
      return theta.minus(rate.times(first).over(second.root().plus(Term.of(adam.epsilon()))));
    }
    return switch (adam.dialect()) {
      case KERAS -> {
        Term scale = evaluate("η̂", rate.times(correction2.root()).over(correction1));
        yield theta.minus(scale.times(first).over(second.root().plus(Term.of(adam.epsilon()))));
      }
      case PYTORCH, MLX -> {
        Term mean = evaluate("m̂", first.over(correction1));
        Term square = evaluate("v̂", second.over(correction2));
        yield theta.minus(rate.times(mean).over(square.root().plus(Term.of(adam.epsilon()))));
      }
    };
  }

  private void moments(Adam adam, Term gradient) {
    Term beta1 = Term.of(adam.beta1());
    Term beta2 = Term.of(adam.beta2());
    first = evaluate("m", beta1.times(first).plus(complement(beta1).times(gradient)));
    second = evaluate("v", beta2.times(second).plus(complement(beta2).times(gradient.squared())));
  }

  /** Counts a gradient in the mean of squares, and returns it. */
  private Term meanSquare(RmsProp rms, Term gradient) {
    Term rho = Term.of(rms.rho());
    second = evaluate("v", rho.times(second).plus(complement(rho).times(gradient.squared())));
    return gradient;
  }

  private Term root(RmsProp rms) {
    Term epsilon = Term.of(rms.epsilon());
    return switch (rms.dialect()) {
      case KERAS -> second.plus(epsilon).evaluated().root();
      case PYTORCH, MLX -> second.root().plus(epsilon);
    };
  }

  /** A weight that stays at zero still has a step counted in its moments. */
  private void advanceMoments(Term gradient, int t) {
    switch (optimizer) {
      case Sgd sgd when sgd.momentum() == 0 -> {
      }
      case Sgd sgd -> buffer(sgd, gradient, t);
      case Adam adam -> moments(adam, gradient);
      case AdamW adamW -> moments(adamW.adam(), gradient);
      case RmsProp rms -> meanSquare(rms, gradient);
    }
  }

  /** How far the optimizer moves the weight per unit of a gradient that stays. */
  private Term steadyStep(int t) {
    return switch (optimizer) {
      case Sgd sgd when sgd.momentum() == 0 -> rate;
      case Sgd sgd -> rate.times(complement(Term.of(sgd.dampening()))).over(ONE.minus(Term.of(sgd.momentum())));
      case Adam adam -> steadyStep(adam, t);
      case AdamW adamW -> steadyStep(adamW.adam(), t);
      case RmsProp rms -> rate.over(root(rms));
    };
  }

  private Term steadyStep(Adam adam, int t) {
    Term epsilon = Term.of(adam.epsilon());
    Term correction = ONE.minus(Term.of(adam.beta2()).power(t));
    if (!adam.biasCorrection()) {
      return rate.over(second.root().plus(epsilon));
    }
    return switch (adam.dialect()) {
      case KERAS -> rate.times(correction.root()).over(second.root().plus(epsilon));
      case PYTORCH, MLX -> rate.over(second.over(correction).evaluated().root().plus(epsilon));
    };
  }

  private static Term complement(Term share) {
    return ONE.minus(share).evaluated();
  }

  /** Writes {@code symbol = text = value} and goes on with the value. */
  private Term evaluate(String symbol, Term term) {
    lines.add(name(symbol) + " = " + term.equation());
    return term.evaluated();
  }

  private String name(String symbol) {
    return Names.indexed(symbol, index);
  }
}
