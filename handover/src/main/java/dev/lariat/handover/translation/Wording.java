package dev.lariat.handover.translation;

import dev.lariat.optim.RmsProp;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.translation.PenaltyStrength.LossKind;
import dev.lariat.handover.translation.TrainingSettings.Problem;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Sgd;
import dev.lariat.penalty.ZeroRule;
import java.util.Locale;
import java.util.Optional;

/** How a framework says a setting: a line of its code, or its option. Empty where it has no words for it. */
final class Wording {
  private final Framework framework;
  private final Problem problem;

  Wording(Framework framework, Problem problem) {
    this.framework = framework;
    this.problem = problem;
  }

  String optimizer(EffectiveSettings recipe) {
    if (recipe.optimizer().isEmpty()) {
      return framework.solvesLinear() ? "solved to the optimum" : "any, run to convergence";
    }
    Optimizer rule = recipe.optimizer().get();
    return switch (framework) {
      case KERAS -> keras(rule);
      case PYTORCH -> pytorch(rule);
      case MLX -> mlx(rule);
      case SKLEARN -> sklearn(rule);
      case GLMNET -> "solved to the optimum";
      case LARIAT -> lariat(rule);
    };
  }

  private static String keras(Optimizer rule) {
    String rate = "learning_rate=" + NumberLiteral.of(rule.learningRate());
    return switch (rule) {
      case Sgd sgd -> "keras.optimizers.SGD(" + rate + momentum(sgd, "momentum", "nesterov") + ")";
      case Adam adam -> "keras.optimizers.Adam(" + rate + betas(adam, "beta_1=", ", beta_2=", "") + ", epsilon="
          + NumberLiteral.of(adam.epsilon()) + ")";
      case AdamW w -> "keras.optimizers.AdamW(" + rate + betas(w.adam(), "beta_1=", ", beta_2=", "") + ", epsilon="
          + NumberLiteral.of(w.adam().epsilon()) + ", weight_decay=" + NumberLiteral.of(w.decay()) + ")";
      case RmsProp rms -> "keras.optimizers.RMSprop(" + rate + ", rho=" + NumberLiteral.of(rms.rho()) + ", epsilon="
          + NumberLiteral.of(rms.epsilon()) + ")";
    };
  }

  private static String pytorch(Optimizer rule) {
    String rate = "lr=" + NumberLiteral.of(rule.learningRate());
    return switch (rule) {
      case Sgd sgd -> "torch.optim.SGD(params, " + rate + momentum(sgd, "momentum", "nesterov")
          + (sgd.dampening() > 0 ? ", dampening=" + NumberLiteral.of(sgd.dampening()) : "") + ")";
      case Adam adam -> "torch.optim.Adam(params, " + rate + betas(adam, "betas=(", ", ", ")") + ", eps="
          + NumberLiteral.of(adam.epsilon()) + ")";
      case AdamW w -> "torch.optim.AdamW(params, " + rate + betas(w.adam(), "betas=(", ", ", ")") + ", eps="
          + NumberLiteral.of(w.adam().epsilon()) + ", weight_decay=" + NumberLiteral.of(w.decay()) + ")";
      case RmsProp rms -> "torch.optim.RMSprop(params, " + rate + alpha(rms) + ")";
    };
  }

  private static String mlx(Optimizer rule) {
    String rate = "learning_rate=" + NumberLiteral.of(rule.learningRate());
    return switch (rule) {
      case Sgd sgd -> "optim.SGD(" + rate + momentum(sgd, "momentum", "nesterov")
          + (sgd.dampening() > 0 ? ", dampening=" + NumberLiteral.of(sgd.dampening()) : "") + ")";
      case Adam adam -> "optim.Adam(" + rate + mlxAdam(adam) + ")";
      case AdamW w -> "optim.AdamW(" + rate + mlxAdam(w.adam()) + ", weight_decay=" + NumberLiteral.of(w.decay()) + ")";
      case RmsProp rms -> "optim.RMSprop(" + rate + alpha(rms) + ")";
    };
  }

  private static String alpha(RmsProp rms) {
    return ", alpha=" + NumberLiteral.of(rms.rho()) + ", eps=" + NumberLiteral.of(rms.epsilon());
  }

  private static String mlxAdam(Adam adam) {
    return betas(adam, "betas=(", ", ", ")") + ", eps=" + NumberLiteral.of(adam.epsilon())
        + (adam.biasCorrection() ? ", bias_correction=True" : "");
  }

  private String sklearn(Optimizer rule) {
    String estimator = problem.loss() == LossKind.SQUARED_ERROR ? "MLPRegressor" : "MLPClassifier";
    String rate = "learning_rate_init=" + NumberLiteral.of(rule.learningRate());
    return switch (rule) {
      case Sgd sgd -> estimator + "(solver=\"sgd\", " + rate + ", momentum=" + NumberLiteral.of(sgd.momentum())
          + ", nesterovs_momentum=" + (sgd.nesterov() ? "True" : "False") + ")";
      case Adam adam -> estimator + "(solver=\"adam\", " + rate + betas(adam, "beta_1=", ", beta_2=", "") + ", epsilon="
          + NumberLiteral.of(adam.epsilon()) + ")";
      case AdamW w -> sklearn(w.adam());
      case RmsProp _ -> "—";
    };
  }

  private static String lariat(Optimizer rule) {
    String dialect = rule.dialect() == Dialect.PYTORCH
        ? ""
        : " --dialect " + rule.dialect().name().toLowerCase(Locale.ROOT);
    String rate = "--optimizer " + rule.name() + " --lr " + NumberLiteral.of(rule.learningRate());
    return rate + dialect + (rule.hasOwnDecay() ? " --weight-decay " + NumberLiteral.of(rule.decay()) : "");
  }

  private static String momentum(Sgd sgd, String momentum, String nesterov) {
    return (sgd.momentum() > 0 ? ", " + momentum + "=" + NumberLiteral.of(sgd.momentum()) : "")
        + (sgd.nesterov() ? ", " + nesterov + "=True" : "");
  }

  private static String betas(Adam adam, String first, String second, String end) {
    return adam.beta1() == 0.9 && adam.beta2() == 0.999
        ? ""
        : ", " + first + NumberLiteral.of(adam.beta1()) + second + NumberLiteral.of(adam.beta2()) + end;
  }

  /** L1 and L2 of a run with an optimizer. */
  Optional<String> l1(EffectiveSettings recipe) {
    String number = NumberLiteral.tidy(recipe.strength().l1());
    return switch (framework) {
      case KERAS -> Optional.of("kernel_regularizer=L1(" + number + ")");
      case PYTORCH -> Optional.of("loss + " + number + " * sum(w.abs().sum() for w in kernels)");
      case MLX -> Optional.of("loss + " + number + " * sum(mx.abs(w).sum() for w in kernels)");
      case SKLEARN, GLMNET -> Optional.empty();
      case LARIAT ->
        Optional.of("--l1 " + number + (recipe.zeroRule() == ZeroRule.SUBGRADIENT ? " --zero-rule subgradient" : ""));
    };
  }

  Optional<String> l2(EffectiveSettings recipe) {
    PenaltyStrength strength = recipe.strength();
    boolean biases = recipe.l2OnBiases();
    boolean coupled = recipe.optimizer().stream().noneMatch(Optimizer::hasOwnDecay);
    return switch (framework) {
      case KERAS -> {
        String number = NumberLiteral.tidy(strength.kerasL2());
        yield Optional
            .of("kernel_regularizer=L2(" + number + ")" + (biases ? ", bias_regularizer=L2(" + number + ")" : ""));
      }
      case PYTORCH -> {
        String number = NumberLiteral.tidy(strength.coupledDecay());
        yield Optional.of(!coupled
            ? "loss + " + number + " / 2 * sum((w ** 2).sum() for w in " + (biases ? "params)" : "kernels)")
            : biases
                ? "weight_decay=" + number
                : "[{\"params\": kernels, \"weight_decay\": " + number + "}, {\"params\": biases}]");
      }
      case MLX -> {
        String number = NumberLiteral.tidy(strength.coupledDecay());
        yield Optional.of(biases && recipe.optimizer().orElse(null) instanceof Sgd
            ? "weight_decay=" + number
            : "loss + " + number + " / 2 * sum((w * w).sum() for w in " + (biases ? "params)" : "kernels)"));
      }
      case SKLEARN ->
        Optional.of("alpha=" + NumberLiteral.tidy(strength.perceptronAlpha(problem.batch(), problem.loss())));
      case GLMNET -> Optional.empty();
      case LARIAT -> Optional.of("--l2 " + NumberLiteral.tidy(strength.l2()));
    };
  }

  /** L1 and L2 of a linear model. */
  String linear(EffectiveSettings recipe) {
    PenaltyStrength strength = recipe.strength();
    double lambda = strength.linearLambda(problem.loss());
    return switch (framework) {
      case GLMNET -> "lambda=" + NumberLiteral.tidy(lambda) + ", alpha=" + NumberLiteral.tidy(strength.l1Share())
          + (problem.loss() == LossKind.SQUARED_ERROR ? ", family=gaussian()" : ", family=\"binomial\"")
          + ", standardize=FALSE";
      case SKLEARN -> sklearnLinear(strength, lambda);
      case LARIAT -> "lariat linear --lambda " + NumberLiteral.tidy(lambda) + " --alpha "
          + NumberLiteral.tidy(strength.l1Share()) + " --no-standardize"; // the others take the features as they are
      case KERAS -> strength.l1() > 0 && strength.l2() > 0
          ? "kernel_regularizer=L1L2(" + NumberLiteral.tidy(strength.kerasL1()) + ", "
              + NumberLiteral.tidy(strength.kerasL2()) + ")"
          : (strength.l1() > 0 ? l1(recipe) : l2(recipe)).orElseThrow();
      case PYTORCH, MLX -> (strength.l1() > 0 ? l1(recipe).orElseThrow() : "")
          + (strength.l1() > 0 && strength.l2() > 0 ? "; " : "") + (strength.l2() > 0 ? l2(recipe).orElseThrow() : "");
    };
  }

  private String sklearnLinear(PenaltyStrength strength, double lambda) {
    if (problem.loss() == LossKind.CROSS_ENTROPY) {
      return "LogisticRegression(C=" + NumberLiteral.tidy(strength.inverse(problem.rows()))
          + (strength.l1() > 0 ? ", l1_ratio=" + NumberLiteral.tidy(strength.l1Share()) + ", solver=\"saga\"" : "")
          + ")";
    }
    if (strength.l1() == 0) {
      return "Ridge(alpha=" + NumberLiteral.tidy(strength.ridgeAlpha(problem.rows())) + ")";
    }
    return strength.l2() == 0
        ? "Lasso(alpha=" + NumberLiteral.tidy(lambda) + ")"
        : "ElasticNet(alpha=" + NumberLiteral.tidy(lambda) + ", l1_ratio=" + NumberLiteral.tidy(strength.l1Share())
            + ")";
  }

  /** Decoupled decay of an optimizer other than AdamW. */
  Optional<String> decay(EffectiveSettings recipe) {
    String number = NumberLiteral.tidy(recipe.decay());
    String which = recipe.decayOnBiases() ? "params" : "kernels";
    return switch (framework) {
      case KERAS -> Optional.of("weight_decay=" + number);
      case PYTORCH -> Optional.of(plainSgd(recipe)
          ? "weight_decay=" + number
          : "before step(): for w in " + which + ": w.data.mul_(1 - lr * " + number + ")");
      case MLX -> Optional.of(plainSgd(recipe)
          ? "weight_decay=" + number
          : "before update(): w = w * (1 - lr * " + number + ") for w in " + which);
      case LARIAT -> Optional.of("--weight-decay " + number);
      case SKLEARN, GLMNET -> Optional.empty();
    };
  }

  private static boolean plainSgd(EffectiveSettings recipe) {
    return recipe.optimizer().orElse(null) instanceof Sgd sgd && sgd.momentum() == 0;
  }

  Optional<String> dropout(double rate) {
    String number = NumberLiteral.of(rate);
    return switch (framework) {
      case KERAS -> Optional.of("keras.layers.Dropout(" + number + ")");
      case PYTORCH, MLX -> Optional.of("nn.Dropout(" + number + ")");
      case LARIAT -> Optional.of("--dropout " + number);
      case SKLEARN, GLMNET -> Optional.empty();
    };
  }

  Optional<String> maxNorm(double limit) {
    String number = NumberLiteral.of(limit);
    return switch (framework) {
      case KERAS -> Optional.of("kernel_constraint=MaxNorm(" + number + ", axis=0)");
      case PYTORCH -> Optional.of("after step(): w.data = torch.renorm(w.data, 2, 0, " + number + ") for w in kernels");
      case MLX -> Optional.of("after update(): w = w * mx.minimum(1, " + number
          + " / mx.linalg.norm(w, axis=1, keepdims=True)) for w in kernels");
      case LARIAT -> Optional.of("--max-norm " + number);
      case SKLEARN, GLMNET -> Optional.empty();
    };
  }
}
