package dev.lariat.cli;

import dev.lariat.cli.word.ValueWords;
import dev.lariat.cli.terminal.Terminal;
import dev.lariat.handover.translation.Framework;
import dev.lariat.handover.translation.LayerDropout;
import dev.lariat.handover.translation.PenaltyStrength.LossKind;
import dev.lariat.handover.translation.TrainingSettings.Constants;
import dev.lariat.handover.translation.TrainingSettings.Kind;
import dev.lariat.handover.translation.TrainingSettings.Problem;
import dev.lariat.handover.translation.TrainingSettings.Rule;
import dev.lariat.handover.translation.TrainingSettings;
import dev.lariat.handover.translation.Translation.Match;
import dev.lariat.handover.translation.Translation;
import dev.lariat.optim.Dialect;
import dev.lariat.page.TextPage;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code lariat translate}: one framework's settings in another's words. */
@Command(name = "translate", description = "Translate the settings of a regularized training run between frameworks: the equivalent, the formula, what has no equivalent, and the size of the difference.", footer = {
    "", "Frameworks: keras, pytorch, mlx, sklearn, glmnet, lariat.", "Examples:",
    "  lariat translate --from keras --to pytorch --optimizer adam --l2 0.01",
    "  lariat translate --from sklearn --to glmnet --C 0.5 --rows 569",
    "  lariat translate --from glmnet --to keras --lambda 0.1 --alpha 0.5",
    "  lariat translate --from pytorch --to keras --rnn-dropout 0.3"})
final class TranslateCommand implements Runnable {
  private static final int RULE_WIDTH = 56;

  @Spec
  private CommandSpec spec;

  @Option(names = "--from", completionCandidates = ValueWords.Frameworks.class, required = true, paramLabel = "FRAMEWORK", description = "Whose settings they are.")
  private String from;

  @Option(names = "--to", completionCandidates = ValueWords.Frameworks.class, required = true, paramLabel = "FRAMEWORK", description = "Whose settings are wanted.")
  private String to;

  @Option(names = "--optimizer", completionCandidates = ValueWords.Optimizers.class, paramLabel = "NAME", description = "sgd, momentum, nesterov, adam, adamw or rmsprop; none for a linear model (default: adam, or none where a linear model's constants are given).")
  private String optimizer;

  @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate (default: the framework's own).")
  private Double learningRate;

  @Option(names = "--momentum", paramLabel = "MU", description = "Momentum (default: 0.9).")
  private Double momentum;

  @Option(names = "--epsilon", paramLabel = "E", description = "Adam's epsilon (default: the framework's own).")
  private Double epsilon;

  @Option(names = "--bias-correction", paramLabel = "true|false", description = "Of MLX's Adam (default there: false).")
  private Boolean biasCorrection;

  @Option(names = "--dialect", completionCandidates = ValueWords.Dialects.class, paramLabel = "NAME", description = "Of Lariat's optimizers: keras, pytorch or mlx (default: pytorch).")
  private Dialect dialect;

  @Option(names = "--l1", paramLabel = "L1", description = "L1 as the framework has it.")
  private Double l1;

  @Option(names = "--l2", paramLabel = "L2", description = "L2 as the framework has it; in PyTorch and MLX the coupled weight_decay on kernels.")
  private Double l2;

  @Option(names = "--weight-decay", paramLabel = "RATE", description = "The optimizer's weight_decay.")
  private Double weightDecay;

  @Option(names = "--dropout", paramLabel = "RATE", description = "The share dropped.")
  private Double dropout;

  @Option(names = "--spatial-dropout-1d", paramLabel = "RATE", description = "Share of a sequence's channels dropped, each at all steps.")
  private Double sequenceChannels;

  @Option(names = "--spatial-dropout-2d", paramLabel = "RATE", description = "Share of an image's channels dropped, each at all pixels.")
  private Double imageChannels;

  @Option(names = "--rnn-dropout", paramLabel = "RATE", description = "The argument dropout of the framework's GRU or LSTM: not the same in all of them.")
  private Double layerDropout;

  @Option(names = "--rnn-layers", paramLabel = "N", defaultValue = "1", description = "Recurrent layers that one call stacks, PyTorch's num_layers (default: ${DEFAULT-VALUE}).")
  private int recurrentLayers;

  @Option(names = "--recurrent-dropout", paramLabel = "RATE", description = "Share of a recurrent layer's state dropped from step to step.")
  private Double stateDropout;

  @Option(names = "--weight-drop", paramLabel = "RATE", description = "Share of the weights dropped that a recurrent layer's state meets.")
  private Double weightDrop;

  @Option(names = "--max-norm", paramLabel = "LENGTH", description = "The longest that a unit's incoming weights may be.")
  private Double maxNorm;

  @Option(names = "--lambda", paramLabel = "L", description = "glmnet's and lariat linear's lambda.")
  private Double lambda;

  @Option(names = "--alpha", paramLabel = "A", description = "glmnet's share of L1 (default: 1); scikit-learn's strength of ElasticNet, Lasso or, with --optimizer, of the perceptron.")
  private Double alpha;

  @Option(names = "--l1-ratio", paramLabel = "R", description = "scikit-learn's share of L1 (default: 1 with --alpha, 0 with --C).")
  private Double ratio;

  @Option(names = "--ridge", paramLabel = "A", description = "scikit-learn's Ridge(alpha).")
  private Double ridge;

  @Option(names = "--C", paramLabel = "C", description = "scikit-learn's LogisticRegression(C).")
  private Double inverse;

  @Option(names = "--loss", paramLabel = "KIND", description = "squared or cross-entropy (default: by the constants; else cross-entropy).")
  private String loss;

  @Option(names = "--rows", paramLabel = "N", defaultValue = "1000", description = "Training rows: Ridge and LogisticRegression do not divide by them (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(names = "--batch", paramLabel = "ROWS", defaultValue = "32", description = "Rows a step: scikit-learn's perceptron divides by them (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Override
  public void run() {
    var translation = new Translation(settings(), Framework.of(to), dropouts());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(translation));
    } else {
      print(translation, out);
    }
  }

  private TrainingSettings settings() {
    Framework framework = Framework.of(from);
    Constants constants = constants(framework);
    boolean solved = constants.form() != Constants.Form.PAIR || framework == Framework.GLMNET;
    Optional<Rule> rule = rule(solved);
    return new TrainingSettings(framework, rule, constants, optional(weightDecay), optional(dropout), optional(maxNorm),
        new Problem(loss(constants), rows, batch));
  }

  private List<LayerDropout> dropouts() {
    var given = new ArrayList<LayerDropout>();
    add(given, LayerDropout.Kind.IMAGE_CHANNELS, imageChannels);
    add(given, LayerDropout.Kind.SEQUENCE_CHANNELS, sequenceChannels);
    add(given, LayerDropout.Kind.RECURRENT_LAYER, layerDropout);
    add(given, LayerDropout.Kind.STATE, stateDropout);
    add(given, LayerDropout.Kind.STATE_WEIGHTS, weightDrop);
    return given;
  }

  private void add(List<LayerDropout> given, LayerDropout.Kind kind, Double rate) {
    if (rate != null) {
      given.add(new LayerDropout(kind, rate, recurrentLayers));
    }
  }

  private Optional<Rule> rule(boolean solved) {
    String name = optimizer == null ? solved ? "none" : "adam" : optimizer.toLowerCase(Locale.ROOT);
    if (name.equals("none")) {
      return Optional.empty();
    }
    Kind kind = Kind.of(name)
        .orElseThrow(() -> new IllegalArgumentException("--optimizer: no '" + optimizer + "'; there are "
            + Stream.of(Kind.values()).map(Kind::word).collect(Collectors.joining(", ")) + " and none"));
    return Optional.of(new Rule(kind, optional(learningRate), optional(momentum), optional(epsilon),
        Optional.ofNullable(biasCorrection), Optional.ofNullable(dialect)));
  }

  private Constants constants(Framework framework) {
    if (lambda != null) {
      only(framework, "--lambda", Framework.GLMNET, Framework.LARIAT);
      return new Constants(Constants.Form.ELASTIC_NET, lambda, alpha == null ? 1 : alpha);
    }
    if (alpha != null) {
      only(framework, "--alpha", Framework.SKLEARN);
      return optimizer == null
          ? new Constants(Constants.Form.ELASTIC_NET, alpha, ratio == null ? 1 : ratio)
          : new Constants(Constants.Form.PAIR, 0, alpha);
    }
    if (ridge != null) {
      only(framework, "--ridge", Framework.SKLEARN);
      return new Constants(Constants.Form.RIDGE, ridge, 0);
    }
    if (inverse != null) {
      only(framework, "--C", Framework.SKLEARN);
      return new Constants(Constants.Form.INVERSE, inverse, ratio == null ? 0 : ratio);
    }
    if (framework.solvesLinear() && (l1 != null || l2 != null)) {
      throw new IllegalArgumentException(framework == Framework.GLMNET
          ? "glmnet has --lambda and --alpha, not --l1 and --l2"
          : "scikit-learn has --alpha and --l1-ratio, --ridge or --C, not --l1 and --l2");
    }
    return new Constants(Constants.Form.PAIR, l1 == null ? 0 : l1, l2 == null ? 0 : l2);
  }

  private static void only(Framework framework, String option, Framework... owners) {
    if (!List.of(owners).contains(framework)) {
      throw new IllegalArgumentException(option + " is not a setting of " + framework.title());
    }
  }

  private LossKind loss(Constants constants) {
    if (loss != null) {
      return switch (loss.toLowerCase(Locale.ROOT)) {
        case "squared", "squared-error", "mse" -> LossKind.SQUARED_ERROR;
        case "cross-entropy", "binomial", "multinomial" -> LossKind.CROSS_ENTROPY;
        default -> throw new IllegalArgumentException("--loss: no '" + loss + "'; it is squared or cross-entropy");
      };
    }
    return switch (constants.form()) {
      case ELASTIC_NET, RIDGE -> LossKind.SQUARED_ERROR;
      case PAIR, INVERSE -> LossKind.CROSS_ENTROPY;
    };
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private void print(Translation translation, PrintWriter out) {
    String source = Framework.of(from).title();
    String target = Framework.of(to).title();
    out.println(source + " → " + target);
    for (Translation.Line line : translation.lines()) {
      out.println();
      out.printf(Locale.ROOT, "%-10s %s%n", line.what(), line.from());
      out.printf(Locale.ROOT, "%10s %s%n", "→", line.to());
      // Settings are to be copied, so they keep to one line.
      String margin = " ".repeat(11);
      TextPage.wrapped(word(line.match()) + ": " + line.formula(), margin, margin, Terminal.columns())
          .forEach(out::println);
    }
    out.println();
    paragraph("One update of a kernel weight w with gradient g, learning rate η, in step t:", out);
    List<String> left = translation.sourceRule();
    List<String> right = translation.targetRule();
    if (Terminal.columns() >= 2 * RULE_WIDTH + 4) {
      sideBySide(source, target, out);
      for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
        sideBySide(i < left.size() ? left.get(i) : "", i < right.size() ? right.get(i) : "", out);
      }
    } else {
      below(source, left, out);
      below(target, right, out);
    }
    out.println();
    paragraph("Difference of the weights, |w − w'|/|w|, on " + translation.problem() + ":", out);
    var table = new ArrayList<String>();
    table.add(String.format(Locale.ROOT, "  %-12s %12s %14s", "after", "translated", "same numbers"));
    for (Translation.Difference difference : translation.differences()) {
      table.add(String.format(Locale.ROOT, "  %-12s %12s %14s", difference.after(), size(difference.translated()),
          size(difference.copied())));
    }
    Terminal.print(table, out);
  }

  private static void paragraph(String text, PrintWriter out) {
    TextPage.wrapped(text, "", "", Terminal.columns()).forEach(out::println);
  }

  private static void below(String framework, List<String> rule, PrintWriter out) {
    out.println("  " + framework);
    rule.forEach(step -> TextPage.wrapped(step, "    ", "      ", Terminal.columns()).forEach(out::println));
  }

  private static void sideBySide(String left, String right, PrintWriter out) {
    out.println(String.format(Locale.ROOT, "  %-" + RULE_WIDTH + "s  %s", left, right).stripTrailing());
  }

  private static String word(Match match) {
    return switch (match) {
      case EXACT -> "exact";
      case BY_HAND -> "exact, by hand";
      case NEARLY -> "not exact";
      case NONE -> "none";
    };
  }

  private static String size(double difference) {
    return difference == 0 ? "0" : String.format(Locale.ROOT, "%.1e", difference);
  }

  private static String json(Translation translation) {
    var mapper = new JsonMapper();
    var json = mapper.createObjectNode();
    var settings = json.putArray("settings");
    for (Translation.Line line : translation.lines()) {
      settings.addObject()
          .put("setting", line.what())
          .put("from", line.from())
          .put("to", line.to())
          .put("formula", line.formula())
          .put("match", word(line.match()));
    }
    translation.sourceRule().forEach(json.putArray("fromUpdate")::add);
    translation.targetRule().forEach(json.putArray("toUpdate")::add);
    json.put("problem", translation.problem());
    var differences = json.putArray("differences");
    for (Translation.Difference difference : translation.differences()) {
      differences.addObject()
          .put("after", difference.after())
          .put("translated", difference.translated())
          .put("sameNumbers", difference.copied());
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }
}
