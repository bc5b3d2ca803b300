package dev.lariat.handover.translation;

import dev.lariat.optim.Optimizer;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What settings do, on Lariat's scale.
 *
 * @param optimizer none where the optimum itself is meant
 * @param strength of L1 and L2
 * @param decay decoupled, 0 for none; AdamW's own included
 * @param decayOnBiases whether biases decay too, as in all the frameworks
 * @param l2OnBiases whether L2 is on biases too, as with PyTorch's {@code weight_decay}
 * @param zeroRule how L1 meets zero: a subgradient in all the frameworks
 */
record EffectiveSettings(Optional<Optimizer> optimizer, PenaltyStrength strength, double decay, boolean decayOnBiases,
    boolean l2OnBiases, ZeroRule zeroRule) {
  /** The same run in another framework's arithmetic: the closest that its own constants can say. */
  EffectiveSettings in(Framework other) {
    return new EffectiveSettings(optimizer.map(rule -> in(other, rule)), strength, decay, decayOnBiases, l2OnBiases,
        other == Framework.LARIAT ? zeroRule : ZeroRule.SUBGRADIENT);
  }

  /** An optimum of the same objective. */
  static EffectiveSettings optimum(PenaltyStrength strength) {
    return new EffectiveSettings(Optional.empty(), strength, 0, false, false, ZeroRule.SUBGRADIENT);
  }

  private static Optimizer in(Framework other, Optimizer rule) {
    if (other == Framework.LARIAT) {
      return rule;
    }
    return rule.withDialect(other.dialect());
  }

  /** The optimizer without decay of its own: {@link #regularizers} carries it. */
  Optimizer bareOptimizer() {
    return optimizer.orElseThrow().withoutDecay();
  }

  /** What is put on the kernel, or on the bias. */
  List<Regularizer> regularizers(boolean bias) {
    var list = new ArrayList<Regularizer>();
    if (strength.l1() > 0 && !bias) {
      list.add(new L1(strength.l1()));
    }
    if (strength.l2() > 0 && (!bias || l2OnBiases)) {
      list.add(new L2(strength.l2()));
    }
    if (decay > 0 && (!bias || decayOnBiases)) {
      list.add(new Decay(decay));
    }
    return list;
  }
}
