package dev.lariat.handover.translation;

import dev.lariat.optim.RmsProp;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.translation.PenaltyStrength.LossKind;
import dev.lariat.handover.translation.TrainingSettings.Constants;
import dev.lariat.optim.Adam;
import dev.lariat.optim.AdamW;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Sgd;
import dev.lariat.optim.UpdateRule;
import dev.lariat.optim.UpdateStep;
import dev.lariat.penalty.WeightShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The equivalent of one framework's settings in another: setting by setting with the formula, what has no equivalent,
 * both update rules, and how far a run with the translated settings, and one with the same numbers copied, ends from
 * the original.
 */
public final class Translation {
  /** After how many steps runs are compared. */
  private static final int[] STEPS = {1, 10, 100};

  /** How well the other framework says it. */
  public enum Match {
    /** The same arithmetic. */
    EXACT,
    /** The same arithmetic by a few lines of one's own. */
    BY_HAND,
    /** Nearly the same. */
    NEARLY,
    /** It has nothing like it. */
    NONE
  }

  /**
   * One setting.
   *
   * @param what its name
   * @param from how the one says it
   * @param to how the other says it; "—" where it has nothing like it
   * @param formula why this is the same
   * @param match how well
   */
  public record Line(String what, String from, String to, String formula, Match match) {}

  /**
   * How far runs end from the original: {@code ‖w − w₀‖₂ / ‖w₀‖₂}, kernel and bias together.
   *
   * @param after steps, or the optimum
   * @param translated with the translated settings
   * @param copied with the same numbers
   */
  public record Difference(String after, double translated, double copied) {}

  private final TrainingSettings settings;
  private final Framework target;
  private final EffectiveSettings source;
  private final EffectiveSettings translated;
  private final EffectiveSettings copied;
  private final List<Line> lines = new ArrayList<>();

  /**
   * Translates.
   *
   * @throws IllegalArgumentException if the settings are not of the framework
   */
  public Translation(TrainingSettings settings, Framework target) {
    this(settings, target, List.of());
  }

  /**
   * Translates, with dropouts of layers on images and sequences.
   *
   * @throws IllegalArgumentException if the settings or the dropouts are not of the framework
   */
  public Translation(TrainingSettings settings, Framework target, List<LayerDropout> dropouts) {
    this.settings = settings;
    this.target = target;
    this.source = settings.recipe();
    this.translated = translated();
    this.copied = copied();
    addLines();
    dropouts.forEach(dropout -> lines.add(dropout.translated(settings.framework(), target)));
  }

  private boolean linear() {
    return source.optimizer().isEmpty() || target == Framework.GLMNET;
  }

  private EffectiveSettings translated() {
    EffectiveSettings there = source.in(target);
    return switch (target) {
      case GLMNET -> EffectiveSettings.optimum(there.strength());
      case SKLEARN -> there.optimizer().isEmpty()
          ? EffectiveSettings.optimum(there.strength())
          : new EffectiveSettings(Optional.of(there.bareOptimizer()), new PenaltyStrength(0, there.strength().l2()), 0,
              false, false, there.zeroRule());
      case LARIAT ->
        new EffectiveSettings(there.optimizer(), there.strength(), there.decay(), false, false, there.zeroRule());
      case KERAS, PYTORCH, MLX -> there;
    };
  }

  private EffectiveSettings copied() {
    return settings.copiedTo(target);
  }

  private void addLines() {
    var from = new Wording(settings.framework(), settings.problem());
    var to = new Wording(target, settings.problem());
    addOptimizer(from, to);
    if (linear()) {
      if (!settings.penalty().none()) {
        lines.add(new Line("penalty", linearFrom(from), to.linear(translated), linearFormula(), Match.EXACT));
      }
    } else {
      if (source.strength().l1() > 0) {
        addL1(from, to);
      }
      if (source.strength().l2() > 0) {
        addL2(from, to);
      }
    }
    if (source.decay() > 0 && !(source.optimizer().orElse(null) instanceof AdamW && target != Framework.SKLEARN
        && target != Framework.GLMNET)) {
      addDecay(from, to);
    }
    settings.dropout()
        .ifPresent(rate -> add("dropout", from.dropout(rate), to.dropout(rate),
            "the share dropped; all scale by 1/(1 − p) in training", Match.EXACT));
    settings.maxNorm()
        .ifPresent(limit -> add("max-norm", from.maxNorm(limit), to.maxNorm(limit),
            "‖w‖₂ ≤ c for the incoming weights of each unit",
            target == Framework.KERAS || target == Framework.LARIAT ? Match.EXACT : Match.BY_HAND));
  }

  private void add(String what, Optional<String> from, Optional<String> to, String formula, Match match) {
    lines.add(new Line(what, from.orElse("—"), to.orElse("—"), to.isEmpty() ? "no equivalent" : formula,
        to.isEmpty() ? Match.NONE : match));
  }

  private void addOptimizer(Wording from, Wording to) {
    if (source.optimizer().isEmpty()) {
      lines.add(new Line("optimizer", from.optimizer(source), to.optimizer(translated),
          "a linear model has one optimum, whatever the way there", Match.EXACT));
      return;
    }
    if (target == Framework.GLMNET) {
      lines.add(new Line("optimizer", from.optimizer(source), "solved to the optimum",
          "only where training converges, and for a model without hidden layers", Match.NEARLY));
      return;
    }
    Optimizer rule = source.optimizer().get();
    String said = from.optimizer(source);
    String saying = to.optimizer(translated);
    if (rule instanceof AdamW && target == Framework.SKLEARN) {
      lines.add(new Line("optimizer", said, saying, "scikit-learn has Adam, but no decoupled decay", Match.NEARLY));
      return;
    }
    switch (rule) {
      case Sgd sgd -> lines.add(new Line("optimizer", said, saying, sgdFormula(sgd), Match.EXACT));
      case Adam adam -> addAdam(rule, adam, said, saying);
      case AdamW adamW -> addAdam(rule, adamW.adam(), said, saying);
      case RmsProp rms -> addRmsProp(rms, said, saying);
    }
  }

  private void addAdam(Optimizer rule, Adam adam, String said, String saying) {
    if (!adam.biasCorrection() && target != Framework.MLX && target != Framework.LARIAT) {
      lines.add(new Line("optimizer", said, saying, "MLX leaves the bias of m and v uncorrected by default, which "
          + target.title() + " cannot: its first step is (1−β₁)/√(1−β₂) = 3.16 times as long", Match.NEARLY));
    } else if (changedForm(adam.dialect())) {
      lines.add(new Line("optimizer", said, saying,
          "ε stands beside √v in Keras, beside √v/√(1−β₂ᵗ) in PyTorch: ε(t) = ε̂/√(1−β₂ᵗ) would be the same, no constant is; "
              + "lariat export writes an Adam that is",
          Match.NEARLY));
    } else {
      boolean dropsBiases = rule.hasOwnDecay() && source.decayOnBiases() && !translated.decayOnBiases();
      lines.add(new Line("optimizer", said, saying,
          "the same arithmetic" + (dropsBiases ? "; here biases do not decay" : keepsBiases(rule)),
          dropsBiases ? Match.NEARLY : Match.EXACT));
    }
  }

  private void addRmsProp(RmsProp rms, String said, String saying) {
    if (target == Framework.SKLEARN) {
      lines.add(new Line("optimizer", said, saying, "scikit-learn has no RMSprop", Match.NONE));
    } else if (changedForm(rms.dialect())) {
      lines.add(new Line("optimizer", said, saying,
          "ε stands under the root in Keras, beside it in PyTorch and MLX: no constant makes them the same; "
              + "lariat export writes an RMSprop that is",
          Match.NEARLY));
    } else {
      lines.add(new Line("optimizer", said, saying, "the same arithmetic", Match.EXACT));
    }
  }

  /** Lariat's AdamW leaves biases alone; the others must be told to. */
  private String keepsBiases(Optimizer rule) {
    if (!rule.hasOwnDecay() || source.decayOnBiases()) {
      return "";
    }
    return switch (target) {
      case KERAS -> "; biases do not decay: optimizer.exclude_from_weight_decay(var_names=[\"bias\"]) before build";
      case PYTORCH, MLX -> "; biases do not decay: give them a group with weight_decay=0";
      case SKLEARN, GLMNET, LARIAT -> "";
    };
  }

  private boolean changedForm(Dialect dialect) {
    return translated.optimizer().isPresent() && hatForm(dialect) != hatForm(translated.optimizer().get().dialect());
  }

  private static boolean hatForm(Dialect dialect) {
    return dialect == Dialect.KERAS;
  }

  private String sgdFormula(Sgd sgd) {
    if (sgd.momentum() == 0) {
      return "w ← w − η·g in all of them";
    }
    boolean inside = sgd.dialect() == Dialect.KERAS;
    boolean insideThere = translated.optimizer().orElseThrow().dialect() == Dialect.KERAS;
    return inside == insideThere
        ? "the same arithmetic"
        : "v = −η·b: the same while η is constant; a schedule tells them apart";
  }

  private void addL1(Wording from, Wording to) {
    boolean built = target == Framework.KERAS || target == Framework.LARIAT;
    boolean loses = source.zeroRule() != translated.zeroRule();
    add("L1", from.l1(source), to.l1(translated), loses
        ? "λ‖w‖₁ in all of them, there by the subgradient λ·sign(w): no exact zeros; lariat export writes the soft threshold"
        : "λ‖w‖₁ in all of them", loses ? Match.NEARLY : built ? Match.EXACT : Match.BY_HAND);
  }

  private void addL2(Wording from, Wording to) {
    String formula = switch (settings.framework()) {
      case KERAS -> switch (target) {
        case KERAS -> "the same";
        case SKLEARN -> "alpha = 2·λ·batch / " + (settings.problem().loss() == LossKind.SQUARED_ERROR ? "2" : "1");
        case PYTORCH, MLX, LARIAT, GLMNET -> "λΣw² has the gradient 2λ·w: twice Keras' number";
      };
      case SKLEARN -> "divided by the batch" + (target == Framework.KERAS ? ", and half for Σw²" : "");
      case PYTORCH, MLX, LARIAT, GLMNET -> switch (target) {
        case KERAS -> "d·w is the gradient of d/2·Σw²: half the number";
        case SKLEARN -> "alpha = d·batch" + (settings.problem().loss() == LossKind.SQUARED_ERROR ? "/2" : "");
        case PYTORCH, MLX, LARIAT, GLMNET -> "g ← g + d·w in both";
      };
    };
    boolean byHand = target == Framework.MLX
        || (target == Framework.PYTORCH && source.optimizer().orElse(null) instanceof AdamW);
    boolean dropsBiases = source.l2OnBiases() && !translated.l2OnBiases();
    add("L2", from.l2(source), to.l2(translated),
        formula + (source.l2OnBiases()
            ? dropsBiases ? "; here biases are left alone" : "; on biases too"
            : "; on kernels alone"),
        dropsBiases ? Match.NEARLY : byHand ? Match.BY_HAND : Match.EXACT);
  }

  private void addDecay(Wording from, Wording to) {
    boolean plain = source.optimizer().orElse(null) instanceof Sgd sgd && sgd.momentum() == 0;
    boolean byHand = (target == Framework.PYTORCH || target == Framework.MLX) && !plain;
    boolean dropsBiases = source.decayOnBiases() && !translated.decayOnBiases();
    add("decay", from.decay(source), to.decay(translated),
        (plain ? "coupled and decoupled decay are the same without momentum" : "w ← w − η·d·w beside the step")
            + (dropsBiases ? "; here biases are left alone" : ""),
        dropsBiases ? Match.NEARLY : byHand ? Match.BY_HAND : Match.EXACT);
  }

  private String linearFrom(Wording from) {
    Constants c = settings.penalty();
    return switch (c.form()) {
      case PAIR -> settings.framework().solvesLinear() ? from.linear(source) : pair(from);
      case ELASTIC_NET -> from.linear(source);
      case RIDGE -> "Ridge(alpha=" + NumberLiteral.of(c.l1()) + ")";
      case INVERSE ->
        "LogisticRegression(C=" + NumberLiteral.of(c.l1()) + ", l1_ratio=" + NumberLiteral.of(c.l2()) + ")";
    };
  }

  private String pair(Wording from) {
    String l1 = source.strength().l1() > 0 ? from.l1(source).orElse("") : "";
    String l2 = source.strength().l2() > 0 ? from.l2(source).orElse("") : "";
    return l1.isEmpty() ? l2 : l2.isEmpty() ? l1 : l1 + "; " + l2;
  }

  private String linearFormula() {
    String lambda = switch (settings.penalty().form()) {
      case RIDGE -> "λ = alpha/n with n = " + settings.problem().rows() + " rows";
      case INVERSE -> "λ = 1/(n·C) with n = " + settings.problem().rows() + " rows";
      case PAIR, ELASTIC_NET -> "λ(α‖w‖₁ + (1−α)/2·‖w‖₂²)";
    };
    String loss = switch (settings.problem().loss()) {
      case SQUARED_ERROR -> settings.framework().solvesLinear() == target.solvesLinear()
          ? ", squared error halved"
          : ", squared error halved in linear models: λ of a network is twice that of a linear model";
      case CROSS_ENTROPY -> ", the mean of −log-likelihood";
    };
    String names = target == Framework.GLMNET && settings.problem().loss() == LossKind.SQUARED_ERROR
        ? "; family=\"gaussian\" would divide λ(1−α) by y's standard deviation"
        : "";
    return lambda + loss + names;
  }

  /** Setting by setting. */
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /** The source's update of a kernel, step by step. */
  public List<String> sourceRule() {
    return rule(source);
  }

  /** The target's. */
  public List<String> targetRule() {
    return rule(translated);
  }

  private static List<String> rule(EffectiveSettings recipe) {
    if (recipe.optimizer().isEmpty()) {
      return List.of("solve: minimise mean loss + " + NumberLiteral.tidy(recipe.strength().l1()) + "·‖w‖₁ + "
          + NumberLiteral.tidy(recipe.strength().l2()) + "/2·‖w‖₂²");
    }
    return UpdateRule.of(recipe.bareOptimizer(), recipe.regularizers(false), recipe.zeroRule(), WeightShape.vector(1))
        .steps()
        .stream()
        .map(UpdateStep::toString)
        .toList();
  }

  /** The reference problem, in words. */
  public String problem() {
    return "a linear model of " + ReferenceProblem.INPUTS + " inputs on " + ReferenceProblem.ROWS
        + " rows, all in every step, " + switch (settings.problem().loss()) {
          case SQUARED_ERROR -> "squared error";
          case CROSS_ENTROPY -> "cross-entropy";
        };
  }

  /** How far the translated and the copied settings end from the original on the reference problem. */
  public List<Difference> differences() {
    var problem = new ReferenceProblem(settings.problem().loss());
    var differences = new ArrayList<Difference>();
    if (source.optimizer().isEmpty()) {
      double[] original = problem.optimum(source);
      differences.add(new Difference("the optimum", ReferenceProblem.difference(original, problem.optimum(translated)),
          ReferenceProblem.difference(original, problem.optimum(copied))));
      return differences;
    }
    for (int steps : STEPS) {
      double[] original = problem.train(source, steps);
      differences.add(new Difference(steps == 1 ? "1 step" : steps + " steps",
          ReferenceProblem.difference(original, run(problem, translated, steps)),
          ReferenceProblem.difference(original, run(problem, copied, steps))));
    }
    return differences;
  }

  private static double[] run(ReferenceProblem problem, EffectiveSettings recipe, int steps) {
    return recipe.optimizer().isEmpty() ? problem.optimum(recipe) : problem.train(recipe, steps);
  }
}
