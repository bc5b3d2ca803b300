package dev.lariat.cli.explain;

import dev.lariat.cli.word.ValueWords;
import dev.lariat.cli.word.Choice;
import dev.lariat.explain.TracedLoss;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.OptimizerKind;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lariat explain update}. */
@Command(name = "update", description = {"Write out what an update does to a few weights, step by step.",
    "Without --penalty: no penalty, L1 under its three zero rules, and L2, side by side."})
final class UpdateCommand implements Runnable {
  /** The penalties to choose from. */
  enum Kind {
    /** No penalty. */
    NONE,
    /** λ‖θ‖₁. */
    L1,
    /** λ/2·‖θ‖₂². */
    L2,
    /** Both. */
    ELASTIC_NET
  }

  /** The losses to choose from. */
  enum Form {
    /** The same gradient everywhere. */
    LINEAR,
    /** A bowl. */
    QUADRATIC
  }

  @Spec
  private CommandSpec spec;

  @Mixin
  private Output output;

  @Option(names = "--theta", paramLabel = "X,Y,…", defaultValue = "1.5,0.5", description = "The weights at the start (${DEFAULT-VALUE}).")
  private String theta;

  @Option(names = "--loss", completionCandidates = FormWords.class, paramLabel = "FORM", defaultValue = "linear", description = "linear: the same --gradient everywhere (the default); quadratic: ½Σ(θ − b)² with the --minimum b.")
  private String loss;

  @Option(names = "--gradient", paramLabel = "G,…", description = "The loss's gradient, for each weight or for all (1).")
  private String gradient;

  @Option(names = "--minimum", paramLabel = "B,…", description = "The quadratic loss's minimum, for each weight or for all.")
  private String minimum;

  @Option(names = "--penalty", completionCandidates = KindWords.class, paramLabel = "KIND", description = "none, l1, l2 or elastic-net.")
  private String penalty;

  @Option(names = "--lambda", paramLabel = "λ", defaultValue = "0.1", description = "The penalty's strength (${DEFAULT-VALUE}).")
  private double lambda;

  @Option(names = "--alpha", paramLabel = "SHARE", defaultValue = "0.5", description = "L1's share in the elastic net (${DEFAULT-VALUE}).")
  private double alpha;

  @Option(names = "--rule", completionCandidates = ValueWords.ZeroRules.class, paramLabel = "RULE", description = "How L1 meets zero: subgradient, clipped or proximal (the default).")
  private String rule;

  @Option(names = "--optimizer", paramLabel = "NAME", defaultValue = "sgd", completionCandidates = OptimizerWords.class, description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private String optimizer;

  @Option(names = "--lr", paramLabel = "η", defaultValue = "0.1", description = "The learning rate (${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--momentum", paramLabel = "μ", defaultValue = "0.9", description = "For momentum and nesterov (${DEFAULT-VALUE}).")
  private double momentum;

  @Option(names = "--decay", paramLabel = "D", defaultValue = "0.01", description = "AdamW's decay (${DEFAULT-VALUE}).")
  private double decay;

  @Option(names = "--dialect", completionCandidates = ValueWords.Dialects.class, paramLabel = "NAME", defaultValue = "pytorch", description = "Whose arithmetic: keras, pytorch or mlx (${DEFAULT-VALUE}).")
  private String dialect;

  @Option(names = "--steps", paramLabel = "N", defaultValue = "5", description = "How many updates (${DEFAULT-VALUE}).")
  private int steps;

  @Override
  public void run() {
    List<Double> start = NumberList.of("--theta", theta);
    NumberList.notNegative("--lambda", lambda);
    var setting = new UpdatePage.Setting(start, tracedLoss(start.size()), lambda, chosenOptimizer(), steps);
    if (penalty == null && rule == null) {
      var comparison = UpdateComparison.of(setting);
      output.show(spec, comparison.page(), comparison.numbers());
    } else {
      var page = UpdatePage.of(setting, chosenPenalty(),
          rule == null ? ZeroRule.PROXIMAL : Choice.of(ZeroRule.class, "--rule", rule));
      output.show(spec, page.page(), page.numbers());
    }
  }

  private TracedLoss tracedLoss(int weights) {
    return switch (Choice.of(Form.class, "--loss", loss)) {
      case LINEAR -> {
        if (minimum != null) {
          throw new IllegalArgumentException("--minimum goes with --loss quadratic: a linear loss has none");
        }
        yield new TracedLoss.Linear(NumberList.of("--gradient", gradient == null ? "1" : gradient, weights));
      }
      case QUADRATIC -> {
        if (gradient != null || minimum == null) {
          throw new IllegalArgumentException("--loss quadratic takes --minimum, and its gradient is θ − minimum");
        }
        yield new TracedLoss.Quadratic(NumberList.of("--minimum", minimum, weights));
      }
    };
  }

  private List<Regularizer> chosenPenalty() {
    return switch (penalty == null ? Kind.L1 : Choice.of(Kind.class, "--penalty", penalty)) {
      case NONE -> List.of();
      case L1 -> List.of(new L1(lambda));
      case L2 -> List.of(new L2(lambda));
      case ELASTIC_NET -> List.of(new ElasticNet(lambda, alpha));
    };
  }

  private Optimizer chosenOptimizer() {
    Dialect whose = Choice.of(Dialect.class, "--dialect", dialect);
    OptimizerKind.Form form = OptimizerKind.form(optimizer)
        .orElseThrow(() -> new IllegalArgumentException(
            "--optimizer: no '" + optimizer + "'; there are " + String.join(", ", OptimizerKind.words())));
    return form.make()
        .apply(new OptimizerKind.Settings(rate, momentum, OptionalDouble.of(NumberList.notNegative("--decay", decay)),
            whose));
  }

  /** What {@code --loss} takes. */
  private static final class FormWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Choice.words(Form.class).iterator();
    }
  }

  /** What {@code --penalty} takes. */
  private static final class KindWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Choice.words(Kind.class).iterator();
    }
  }

  /** What {@code --optimizer} takes. */
  private static final class OptimizerWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return OptimizerKind.words().iterator();
    }
  }
}
