package dev.lariat.handover.translation;

import dev.lariat.handover.translation.PenaltyStrength.LossKind;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.RmsProp;
import dev.lariat.optim.Sgd;
import dev.lariat.penalty.ZeroRule;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The settings of a regularized training run in one framework's own words and numbers.
 *
 * @param framework whose
 * @param optimizer which update rule; none for a linear model that is solved to its optimum
 * @param penalty L1 and L2 in the framework's own constants; L2 in PyTorch and MLX is the coupled {@code weight_decay}
 * @param weightDecay {@code weight_decay} as the framework's optimizer means it, if given
 * @param dropout the share dropped, if given
 * @param maxNorm the largest length of a unit's incoming weights, if given
 * @param problem the loss and sizes that some constants depend on
 */
public record TrainingSettings(Framework framework, Optional<Rule> optimizer, Constants penalty,
    OptionalDouble weightDecay, OptionalDouble dropout, OptionalDouble maxNorm, Problem problem) {
  /** Which update rule. */
  public enum Kind {
    /** Plain gradient descent. */
    SGD,
    /** With momentum. */
    MOMENTUM,
    /** With Nesterov's momentum. */
    NESTEROV,
    /** Adam. */
    ADAM,
    /** Adam with decoupled decay. */
    ADAMW,
    /** The gradient over the root of a running mean of its squares. */
    RMSPROP;

    /** {@return the word for it on the command line} */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the kind of a word, in either case; empty if there is none} */
    public static Optional<Kind> of(String word) {
      return Stream.of(values()).filter(kind -> kind.word().equalsIgnoreCase(word)).findFirst();
    }
  }

  /**
   * An update rule with what was said of it; what was not said is the framework's default.
   *
   * @param kind which
   * @param learningRate η
   * @param momentum μ; 0.9 where not said
   * @param epsilon Adam's ε
   * @param biasCorrection for MLX, whose default is none
   * @param dialect for Lariat, whose default is PyTorch's
   */
  public record Rule(Kind kind, OptionalDouble learningRate, OptionalDouble momentum, OptionalDouble epsilon,
      Optional<Boolean> biasCorrection, Optional<Dialect> dialect) {
    /** A rule with the framework's defaults. */
    public static Rule of(Kind kind) {
      return new Rule(kind, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty(),
          Optional.empty());
    }

    /** The same with another learning rate. */
    public Rule learningRate(double rate) {
      return new Rule(kind, OptionalDouble.of(rate), momentum, epsilon, biasCorrection, dialect);
    }
  }

  /**
   * L1 and L2 as somebody wrote them.
   *
   * @param form which constants
   * @param l1 of L1, or the whole strength (alpha, lambda, C) of a linear form
   * @param l2 of L2, or the share of L1 of a linear form
   */
  public record Constants(Form form, double l1, double l2) {
    /** What the two numbers are. */
    public enum Form {
      /** l1 and l2 side by side. */
      PAIR,
      /** scikit-learn's {@code ElasticNet(alpha, l1_ratio)}, glmnet's λ and α, Lariat's linear models. */
      ELASTIC_NET,
      /** scikit-learn's {@code Ridge(alpha)}. */
      RIDGE,
      /** scikit-learn's {@code LogisticRegression(C, l1_ratio)}. */
      INVERSE
    }

    /** Checks the ranges. */
    public Constants {
      if (!(l1 >= 0) || Double.isInfinite(l1) || !(l2 >= 0) || Double.isInfinite(l2)) {
        throw new IllegalArgumentException("a strength must be 0 or more, not " + (l1 >= 0 ? l2 : l1));
      }
      if (form != Form.PAIR && l2 > 1) {
        throw new IllegalArgumentException("the share of L1 must be from 0 to 1, not " + l2);
      }
      if (form == Form.INVERSE && l1 == 0) {
        throw new IllegalArgumentException("C must be above 0");
      }
    }

    /** No penalty. */
    public static final Constants NONE = new Constants(Form.PAIR, 0, 0);

    /** As a pair of numbers, as somebody who copies them would. */
    Constants pair() {
      return switch (form) {
        case PAIR -> this;
        case ELASTIC_NET -> new Constants(Form.PAIR, l1 * l2, l1 * (1 - l2));
        case RIDGE -> new Constants(Form.PAIR, 0, l1);
        case INVERSE -> new Constants(Form.PAIR, l2 / l1, (1 - l2) / l1);
      };
    }

    boolean none() {
      return l1 == 0 && (form != Form.PAIR || l2 == 0);
    }
  }

  /**
   * What some constants depend on.
   *
   * @param loss squared error or cross-entropy
   * @param rows of the training data: Ridge and LogisticRegression do not divide by them
   * @param batch rows a step: the perceptron divides by them
   */
  public record Problem(LossKind loss, long rows, int batch) {
    /** Checks the sizes. */
    public Problem {
      Objects.requireNonNull(loss);
      if (rows < 1 || batch < 1) {
        throw new IllegalArgumentException("rows and batch must be at least 1, not " + rows + " and " + batch);
      }
    }
  }

  /** Checks that the framework has such settings. */
  public TrainingSettings {
    requireRange("dropout", dropout, 0, 1);
    requireRange("weight decay", weightDecay, 0, Double.MAX_VALUE);
    requireRange("max-norm", maxNorm, Double.MIN_VALUE, Double.MAX_VALUE);
    switch (framework) {
      case GLMNET -> {
        refuse(optimizer.isPresent(), "glmnet has no optimizer to choose: it solves to the optimum");
        refuse(weightDecay.isPresent() || dropout.isPresent() || maxNorm.isPresent(),
            "glmnet has neither weight decay nor dropout nor max-norm");
        refuse(penalty.form() == Constants.Form.RIDGE || penalty.form() == Constants.Form.INVERSE,
            "glmnet has --lambda and --alpha");
      }
      case SKLEARN -> {
        refuse(weightDecay.isPresent() || dropout.isPresent() || maxNorm.isPresent(),
            "scikit-learn has neither weight decay nor dropout nor max-norm");
        refuse(optimizer.filter(rule -> rule.kind() == Kind.RMSPROP).isPresent(), "scikit-learn has no RMSprop");
      }
      case MLX -> refuse(weightDecay.isPresent() && optimizer.filter(rule -> rule.kind() == Kind.ADAM).isPresent(),
          "MLX's Adam has no weight decay: its AdamW has");
      case KERAS, PYTORCH, LARIAT -> {
      }
    }
    refuse(!framework.solvesLinear() && optimizer.isEmpty() && penalty.form() == Constants.Form.PAIR,
        framework.title() + " needs an optimizer: --optimizer sgd, momentum, nesterov, adam, adamw or rmsprop");
  }

  private static void refuse(boolean wrong, String why) {
    if (wrong) {
      throw new IllegalArgumentException(why);
    }
  }

  private static void requireRange(String what, OptionalDouble value, double from, double below) {
    if (value.isPresent() && !(value.getAsDouble() >= from && value.getAsDouble() < below)) {
      throw new IllegalArgumentException(what + " cannot be " + value.getAsDouble());
    }
  }

  /** What these settings do. */
  EffectiveSettings recipe() {
    return meaning(framework, true);
  }

  /** What the same numbers do when they are copied to another framework, whose defaults fill in what is not said. */
  EffectiveSettings copiedTo(Framework other) {
    return meaning(other, false);
  }

  private EffectiveSettings meaning(Framework where, boolean own) {
    Optional<Optimizer> rule = where == Framework.GLMNET ? Optional.empty() : optimizer.map(r -> optimizer(r, where));
    Constants constants = own ? penalty : penalty.pair();
    PenaltyStrength strength = strength(constants, where, rule.isEmpty());
    double decay = 0;
    boolean l2OnBiases = false;
    if (rule.isPresent() && rule.get().hasOwnDecay()) {
      decay = rule.get().decay();
    } else if (weightDecay.isPresent() && rule.isPresent()) {
      switch (where) {
        case KERAS, LARIAT -> decay = weightDecay.getAsDouble();
        case PYTORCH, MLX -> {
          strength = new PenaltyStrength(strength.l1(), strength.l2() + weightDecay.getAsDouble());
          l2OnBiases = true;
        }
        case SKLEARN, GLMNET -> {
        }
      }
    }
    boolean decayOnBiases = decay > 0 && where != Framework.LARIAT;
    ZeroRule zeroRule = where == Framework.LARIAT ? ZeroRule.PROXIMAL : ZeroRule.SUBGRADIENT;
    return new EffectiveSettings(rule, strength, decay, decayOnBiases, l2OnBiases, zeroRule);
  }

  private PenaltyStrength strength(Constants c, Framework where, boolean solved) {
    return switch (c.form()) {
      case PAIR -> switch (where) {
        case KERAS -> PenaltyStrength.ofKeras(c.l1(), c.l2());
        case PYTORCH, MLX, LARIAT -> new PenaltyStrength(c.l1(), c.l2());
        case SKLEARN -> {
          if (!solved) {
            yield PenaltyStrength.ofPerceptron(c.l2(), problem.batch(), problem.loss());
          }
          double sum = c.l1() + c.l2();
          yield sum == 0
              ? PenaltyStrength.NONE
              : problem.loss() == LossKind.CROSS_ENTROPY
                  ? PenaltyStrength.ofInverse(1 / sum, c.l1() / sum, problem.rows())
                  : PenaltyStrength.ofLinear(sum, c.l1() / sum, problem.loss());
        }
        case GLMNET -> {
          double sum = c.l1() + c.l2();
          yield PenaltyStrength.ofLinear(sum, sum == 0 ? 1 : c.l1() / sum, problem.loss());
        }
      };
      case ELASTIC_NET -> PenaltyStrength.ofLinear(c.l1(), c.l2(), problem.loss());
      case RIDGE -> PenaltyStrength.ofRidge(c.l1(), problem.rows());
      case INVERSE -> PenaltyStrength.ofInverse(c.l1(), c.l2(), problem.rows());
    };
  }

  private Optimizer optimizer(Rule rule, Framework where) {
    Dialect dialect = where == Framework.LARIAT ? rule.dialect().orElse(Dialect.PYTORCH) : where.dialect();
    double rate = rule.learningRate().orElseGet(() -> defaultRate(rule.kind(), where));
    return switch (rule.kind()) {
      case SGD -> Sgd.of(rate, 0, false, dialect);
      case MOMENTUM -> Sgd.of(rate, rule.momentum().orElse(0.9), false, dialect);
      case NESTEROV -> Sgd.of(rate, rule.momentum().orElse(0.9), true, dialect);
      case ADAM -> adam(rule, where, rate, dialect);
      case ADAMW -> {
        AdamW defaults = AdamW.of(rate, dialect);
        yield new AdamW(adam(rule, where, rate, dialect), weightDecay.orElse(defaults.decay()));
      }
      case RMSPROP -> {
        RmsProp defaults = RmsProp.of(rate, dialect);
        yield new RmsProp(rate, defaults.rho(), rule.epsilon().orElse(defaults.epsilon()), dialect);
      }
    };
  }

  private static Adam adam(Rule rule, Framework where, double rate, Dialect dialect) {
    Adam defaults = Adam.of(rate, dialect);
    if (where == Framework.SKLEARN) {
      defaults = defaults.withEpsilon(1e-8);
    }
    if (rule.epsilon().isPresent()) {
      defaults = defaults.withEpsilon(rule.epsilon().getAsDouble());
    }
    return where == Framework.MLX ? defaults.withBiasCorrection(rule.biasCorrection().orElse(false)) : defaults;
  }

  private static double defaultRate(Kind kind, Framework where) {
    return switch (where) {
      case KERAS -> switch (kind) {
        case SGD, MOMENTUM, NESTEROV -> 1e-2;
        case ADAM, ADAMW, RMSPROP -> 1e-3;
      };
      case PYTORCH -> switch (kind) {
        case SGD, MOMENTUM, NESTEROV, ADAM, ADAMW -> 1e-3;
        case RMSPROP -> 1e-2;
      };
      case LARIAT, SKLEARN, GLMNET -> 1e-3;
      case MLX -> throw new IllegalArgumentException("MLX has no default learning rate: give --lr");
    };
  }
}
