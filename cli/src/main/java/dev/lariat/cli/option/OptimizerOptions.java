package dev.lariat.cli.option;

import dev.lariat.cli.word.Choice;
import dev.lariat.cli.word.ValueWords;
import dev.lariat.loss.Loss;
import dev.lariat.loss.LossKind;
import dev.lariat.net.EarlyStopping;
import dev.lariat.net.Mixing;
import dev.lariat.net.TrainingPlan;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.OptimizerKind;
import dev.lariat.optim.Schedule;
import dev.lariat.penalty.ZeroRule;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the weights are moved, and until when, as options of {@code train}. */
public final class OptimizerOptions {
  @Option(names = "--optimizer", paramLabel = "NAME", defaultValue = "adam", completionCandidates = OptimizerWords.class, description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String optimizer;

  @Option(names = "--lr", paramLabel = "RATE", defaultValue = "0.001", description = "Learning rate (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(names = "--momentum", paramLabel = "MU", defaultValue = "0.9", description = "Of momentum and nesterov (default: ${DEFAULT-VALUE}).")
  private double momentum;

  @Option(names = "--weight-decay", paramLabel = "RATE", description = "Decoupled decay, with adamw (default there: 0.01; in Keras' dialect 0.004).")
  private Double decay;

  @Option(names = "--dialect", completionCandidates = ValueWords.Dialects.class, paramLabel = "NAME", defaultValue = "pytorch", description = "Whose arithmetic the optimizer follows: keras, pytorch or mlx (default: ${DEFAULT-VALUE}).")
  private String dialect;

  @Option(names = "--zero-rule", completionCandidates = ValueWords.ZeroRules.class, paramLabel = "NAME", defaultValue = "proximal", description = "How L1 and the group lasso meet zero: proximal, clipped or subgradient (default: ${DEFAULT-VALUE}).")
  private String zeroRule;

  @Option(names = "--schedule", paramLabel = "NAME", defaultValue = "constant", description = "Of the learning rate: constant, step:EVERY:FACTOR, exponential:FACTOR or cosine[:WARMUP] (in epochs) (default: ${DEFAULT-VALUE}).")
  private String schedule;

  @Option(names = "--clip-norm", paramLabel = "NORM", description = "Scales a longer gradient of the loss down to this norm.")
  private Double clipNorm;

  @Option(names = "--early-stopping", paramLabel = "PATIENCE", description = "Stops after so many epochs without a lower validation loss, and restores the best weights.")
  private Integer patience;

  @Option(names = "--mixup", paramLabel = "A", description = "Mix the rows of a batch in pairs, inputs and targets, in shares from Beta(A, A); 0.1 to 1 are usual.")
  private Double mixup;

  @Option(names = "--cutmix", paramLabel = "P", description = "Give each row of a batch some columns of another row, or a box of another image, and as much of its target; a batch is mixed with probability P.")
  private Double cutmix;

  @Option(names = "--shift", paramLabel = "SHARE", description = "Move each image by up to this share of its sides; 0.05 to 0.2 are usual.")
  private Double shift;

  @Option(names = "--cutout", paramLabel = "SHARE", description = "Cover a box of this share of each image with its mean; 0.05 to 0.3 are usual.")
  private Double cutout;

  private static final double HALF = 0.5; // of the images are mirrored

  @Option(names = "--flip", completionCandidates = ValueWords.Flips.class, paramLabel = "horizontal|vertical", description = "Show half of the images in a mirror, or upside down; for what is the same class then.")
  private String flip;

  @Option(names = "--loss", paramLabel = "NAME", completionCandidates = LossWords.class, description = "${COMPLETION-CANDIDATES} (default: by the target).")
  private String loss;

  @Option(names = "--label-smoothing", paramLabel = "S", defaultValue = "0", description = "Share of each label spread over all classes, in [0, 1) (default: ${DEFAULT-VALUE}).")
  private double smoothing;

  @Option(names = "--word-dropout", paramLabel = "RATE", defaultValue = "0", description = "Share of each text's words left out in each step of training, in [0, 1) (default: ${DEFAULT-VALUE}).")
  private double wordDropout;

  @Option(names = "--embedding-dropout", paramLabel = "RATE", defaultValue = "0", description = "Share of all words left out of every text in a step of training, in [0, 1) (default: ${DEFAULT-VALUE}).")
  private double embeddingDropout;

  @Option(names = "--huber-delta", paramLabel = "D", description = "Where huber goes over from squares to absolute errors, in standard deviations of the target (default: 1).")
  private Double delta;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The plan with these options. */
  public TrainingPlan apply(TrainingPlan plan) {
    ZeroRule rule = Choice.of(ZeroRule.class, "--zero-rule", zeroRule);
    if (typed("--zero-rule") && plan.network().regularizers().stream().noneMatch(ZeroRule::concerns)) {
      throw new IllegalArgumentException(
          "--zero-rule is how L1 and the group lasso meet zero: it goes with --l1, --elastic-net or --group-lasso");
    }
    TrainingPlan changed = plan.withOptimizer(optimizer())
        .withSchedule(schedule())
        .withZeroRule(rule)
        .withWordDropout(wordDropout)
        .withEmbeddingDropout(embeddingDropout);
    if (clipNorm != null) {
      changed = changed.withClipNorm(clipNorm);
    }
    Optional<Mixing> mixing = mixing();
    if (mixing.isPresent()) {
      changed = changed.withMixing(mixing.get());
    }
    return patience == null ? changed : changed.withEarlyStopping(EarlyStopping.patience(patience));
  }

  private Optional<Mixing> mixing() {
    Map<Mixing.Form, Double> said = new EnumMap<>(Mixing.Form.class);
    said.put(Mixing.Form.MIXUP, mixup);
    said.put(Mixing.Form.CUTMIX, cutmix);
    said.put(Mixing.Form.SHIFT, shift);
    said.put(Mixing.Form.CUTOUT, cutout);
    if (flip != null) {
      said.put(switch (flip) {
        case "horizontal" -> Mixing.Form.FLIP;
        case "vertical" -> Mixing.Form.FLIP_VERTICAL;
        default -> throw new IllegalArgumentException("--flip is horizontal or vertical, not '" + flip + "'");
      }, HALF);
    }
    said.values().removeIf(Objects::isNull);
    if (said.size() > 1) {
      throw new IllegalArgumentException(said.keySet()
          .stream()
          .map(form -> "--" + form.word().replace("-vertical", ""))
          .collect(Collectors.joining(" and ")) + ": choose one");
    }
    return said.entrySet().stream().map(one -> new Mixing(one.getKey(), one.getValue())).findFirst();
  }

  /** The loss, if one was asked for. */
  public Optional<Loss> loss() {
    Optional<LossKind> told = Optional.ofNullable(loss)
        .map(word -> LossKind.kind(word).orElseThrow(() -> unknown("--loss", word, LossKind.words())));
    if (delta != null && !told.map(LossKind::takesDelta).orElse(false)) {
      throw new IllegalArgumentException("--huber-delta goes with --loss huber");
    }
    if (told.isEmpty()) {
      return smoothing == 0 ? Optional.empty() : Optional.of(Loss.softmaxCrossEntropy(smoothing));
    }
    LossKind kind = told.get();
    Loss chosen = kind.make()
        .apply(new LossKind.Settings(smoothing, delta == null ? LossKind.Settings.DEFAULT.delta() : delta));
    if (smoothing != 0 && chosen.equals(chosen.unsmoothed())) {
      throw new IllegalArgumentException("--label-smoothing goes with classes, not with --loss " + loss);
    }
    return Optional.of(chosen);
  }

  private boolean typed(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private Optimizer optimizer() {
    OptionalDouble rate = decay == null ? OptionalDouble.empty() : OptionalDouble.of(decay);
    var settings = new OptimizerKind.Settings(learningRate, momentum, rate,
        Choice.of(Dialect.class, "--dialect", dialect));
    OptimizerKind.Form form = OptimizerKind.form(optimizer)
        .orElseThrow(() -> unknown("--optimizer", optimizer, OptimizerKind.words()));
    Optimizer made = form.make().apply(settings);
    if (typed("--momentum") && !form.takesMomentum()) {
      throw new IllegalArgumentException("--momentum goes with --optimizer "
          + String.join(" or ", OptimizerKind.wordsWithMomentum()) + ", not " + form.word());
    }
    if (decay != null && made.decay() != decay) {
      throw new IllegalArgumentException("--weight-decay is decoupled decay and goes with --optimizer adamw, not "
          + form.word() + "; for a penalty in the loss use --l2");
    }
    return made;
  }

  private static IllegalArgumentException unknown(String option, String word, List<String> words) {
    return new IllegalArgumentException(option + ": no '" + word + "'; there are "
        + String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast());
  }

  /** What {@code --optimizer} takes. */
  private static final class OptimizerWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return OptimizerKind.words().iterator();
    }
  }

  /** What {@code --loss} takes. */
  private static final class LossWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return LossKind.words().iterator();
    }
  }

  private Schedule schedule() {
    String[] words = schedule.toLowerCase(Locale.ROOT).split(":", -1);
    try {
      if (words[0].equals("constant") && words.length == 1) {
        return Schedule.constant();
      }
      if (words[0].equals("step") && words.length == 3) {
        return Schedule.step(Integer.parseInt(words[1]), Double.parseDouble(words[2]));
      }
      if (words[0].equals("exponential") && words.length == 2) {
        return Schedule.exponential(Double.parseDouble(words[1]));
      }
      if (words[0].equals("cosine") && words.length <= 2) {
        return Schedule.cosine(words.length == 1 ? 0 : Double.parseDouble(words[1]));
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new IllegalArgumentException(
        "--schedule: cannot read '" + schedule + "'; write constant, step:5:0.5, exponential:0.95, cosine or cosine:1");
  }
}
