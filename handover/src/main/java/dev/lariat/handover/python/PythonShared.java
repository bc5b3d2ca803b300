package dev.lariat.handover.python;

import dev.lariat.data.encoding.Feature;
import dev.lariat.handover.source.PythonLiteral;
import dev.lariat.handover.source.TemplateFile;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.handover.python.ScriptPlan.Kind;
import dev.lariat.handover.pruning.LinearPlan;
import dev.lariat.loss.AbsoluteError;
import dev.lariat.loss.BinaryCrossEntropy;
import dev.lariat.loss.Huber;
import dev.lariat.loss.SoftmaxCrossEntropy;
import dev.lariat.loss.SquaredError;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.Provenance;
import dev.lariat.net.EarlyStopping;
import dev.lariat.net.Mixing;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.TrainingPlan;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the emitted Python files of all frameworks have in common. */
public final class PythonShared {
  private static final TemplateFile TEMPLATES = TemplateFile.of(PythonShared.class, "shared.py");

  private PythonShared() {}

  /**
   * Everything above the network: what the file is, imports, settings, how the table is read, what is done to rows and
   * weights.
   *
   * @param rules whether the regularizers are written as a table
   * @param maxNorm whether lengths are limited by hand
   */
  public static void beginning(ProgramText script, ScriptPlan plan, boolean rules, boolean maxNorm, String framework,
      String packages, String imports) {
    head(script, plan, framework, packages, imports);
    if (rules) {
      rules(script, plan);
    }
    script.append(PythonTable.of(plan).text());
    rowWeights(script, plan);
    script.addIf(plan.plan.wordDropout().isPresent(), TEMPLATES.part("drop_words"));
    script.addIf(plan.plan.embeddingDropout().isPresent(), TEMPLATES.part("drop_embeddings"));
    proximal(script, plan, maxNorm);
    plan.plan.mixing().ifPresent(mixing -> mixed(script, plan, mixing));
    script.addIf(plan.scheduled(), "\n\n$FUNCTION", "FUNCTION", ScheduleText.of(plan.plan.schedule()));
  }

  /** The command that made a model, for a docstring. */
  static String command(Provenance provenance) {
    return provenance.command().replace("\\", "/").replace("\"\"\"", "'''");
  }

  private static void head(ProgramText script, ScriptPlan plan, String framework, String packages, String imports) {
    TrainingPlan training = plan.plan;
    ModelTarget target = plan.model.target();
    var left = plan.network.leftOut();
    script.add(TEMPLATES.part("head"), "FRAMEWORK", framework, "COMMAND", command(plan.model.provenance()), "PACKAGES",
        PythonTable.packages(plan, packages), "LEFTOUT",
        left.inputs() + left.units() == 0
            ? ""
            : left.inputs() + " inputs and " + left.units()
                + " hidden units whose weights are all zero are left out.\n",
        "MATH", (plan.scheduled() ? "import math\n" : "") + PythonTable.modules(plan), "IMPORTS", imports, "TARGET",
        PythonLiteral.quoted(target.name()));
    script.addIf(plan.classes(), "CLASSES = $CLASSES\n", "CLASSES", PythonLiteral.strings(target.classes()));
    script.addIf(!plan.classes(), "MEAN, DEVIATION = $MEAN, $DEVIATION\n", "MEAN",
        NumberLiteral.of(plan.model.scale().mean()), "DEVIATION", NumberLiteral.of(plan.model.scale().deviation()));
    script.add(TEMPLATES.part("settings"), "EPOCHS", training.epochs(), "BATCH", training.batch(), "RATE",
        NumberLiteral.of(training.optimizer().learningRate()), "SEED", training.seed(), "SHARE",
        NumberLiteral.of(plan.validationShare()));
    plan.members.ifPresent(all -> script.add("SEEDS = $SEEDS  # a network each\n", "SEEDS",
        all.members().stream().map(member -> member.plan().seed()).toList()));
    if (training.earlyStopping().isPresent()) {
      EarlyStopping stopping = training.earlyStopping().get();
      script.add("PATIENCE, MINIMUM_DELTA = $PATIENCE, $DELTA\n", "PATIENCE", stopping.patience(), "DELTA",
          NumberLiteral.of(stopping.minimumDelta()));
    }
    script.addIf(training.wordDropout().isPresent(), "WORD_DROPOUT = $RATE\n", "RATE",
        NumberLiteral.of(training.wordDropout().orElse(0)));
    script.addIf(training.embeddingDropout().isPresent(), "EMBEDDING_DROPOUT = $RATE\n", "RATE",
        NumberLiteral.of(training.embeddingDropout().orElse(0)));
    script.addIf(training.dropsWords(), "WORDS = $WORDS\n", "WORDS", words(plan));
    script.addIf(!training.classWeights().weights().isEmpty(), "CLASS_WEIGHTS = $WEIGHTS\n", "WEIGHTS",
        training.classWeights().weights());
  }

  /** The inputs that are words, as a Python list. */
  private static String words(ScriptPlan plan) {
    List<Feature> features = plan.network.features(plan.model.preprocessing().features());
    return PythonLiteral.numbers(IntStream.range(0, features.size())
        .filter(input -> features.get(input).role() == Feature.Role.TERM)
        .boxed()
        .toList());
  }

  /** Rules of the weights as data, where a framework's own settings do not carry them all. */
  private static void rules(ProgramText script, ScriptPlan plan) {
    script.addIf(!plan.rules.isEmpty(), TEMPLATES.part("regularizers"), "RULES", plan.rulesTable());
  }

  /** Row weights from class weights, mean 1 over the training rows. */
  private static void rowWeights(ProgramText script, ScriptPlan plan) {
    script.addIf(plan.weighted(), TEMPLATES.part("row_weights"), "OFCLASS",
        plan.plan.classWeights().balanced()
            ? "counts = np.bincount(labels, minlength=len(CLASSES))\n    of_class = len(labels) / np.maximum(counts, 1)"
            : "of_class = np.array(CLASS_WEIGHTS)");
  }

  /** Thresholds and lengths, in NumPy, for kernels as [inputs, units]. */
  private static void proximal(ProgramText script, ScriptPlan plan, boolean maxNorm) {
    boolean lasso = plan.proximal() && plan.any(Kind.GROUPS);
    script.addIf(lasso, TEMPLATES.part("group_threshold"));
    boolean l1 = plan.proximal() && plan.any(Kind.L1);
    boolean lengths = maxNorm && plan.any(Kind.MAX_NORM);
    if (!l1 && !lasso && !lengths) {
      return;
    }
    script.add(TEMPLATES.part("constrained"), "WHAT",
        l1 || lasso
            ? "makes exact zeros (a soft threshold: lambda times the step that a steady gradient of 1 would make)"
            : "is done to the weights");
    script.addIf(l1, TEMPLATES.part("constrained l1"));
    script.addIf(lasso, TEMPLATES.part("constrained groups"));
    script.addIf(lengths, TEMPLATES.part("constrained lengths"));
    script.add("    return w.astype(np.float32)\n");
  }

  /** A function that draws how the rows of a batch are mixed. */
  private static void mixed(ProgramText script, ScriptPlan plan, Mixing mixing) {
    List<Integer> columns = plan.columnOfInput();
    String strength = NumberLiteral.of(mixing.strength());
    switch (mixing.form()) {
      case MIXUP -> {
        String codes = plan.codedInputs().stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        script.add(TEMPLATES.part("mixup"), "STRENGTH", strength, "WIDTH", columns.size(), "CODES",
            codes.equals("[]") ? "" : ProgramText.fill(TEMPLATES.part("mixup codes"), "INPUTS", codes));
      }
      case CUTMIX -> plan.plan.network()
          .image()
          .ifPresentOrElse(image -> onImages(script, "cutmix of images", image, strength),
              () -> script.add(TEMPLATES.part("cutmix"), "COLUMNS", PythonLiteral.numbers(columns), "STRENGTH",
                  strength, "COUNT", columns.stream().distinct().count()));
      case SHIFT, CUTOUT -> onImages(script, mixing.form().word(), plan.plan.network().image().orElseThrow(), strength);
      case FLIP, FLIP_VERTICAL -> {
        boolean leftToRight = mixing.form() == Mixing.Form.FLIP;
        script.add(TEMPLATES.part("flip"), "STRENGTH", strength, "SHAPE",
            shape(plan.plan.network().image().orElseThrow()), "WHERE", leftToRight ? "in a mirror" : "upside down",
            "AXIS", leftToRight ? 2 : 1);
      }
    }
  }

  private static void onImages(ProgramText script, String part, Shape.Image image, String strength) {
    script.add(TEMPLATES.part(part), "STRENGTH", strength, "SHAPE", shape(image));
  }

  private static String shape(Shape.Image image) {
    return image.height() + ", " + image.width() + ", " + image.channels();
  }

  /**
   * The line that begins an epoch with changed rows; empty where nothing changes them.
   *
   * @param array how a framework makes one of its arrays of {@code %s}
   */
  public static String changedRows(ScriptPlan plan, String array) {
    return plan.changedRows("plain_train").map(rows -> trained(array, rows)).orElse("");
  }

  /** The line that ends an epoch with the rows as they were; empty where nothing changed them. */
  public static String plainRows(ScriptPlan plan, String array) {
    return plan.changedRows("").isPresent() ? trained(array, "plain_train") : "";
  }

  private static String trained(String array, String rows) {
    return "        x_train = " + array.replace("%s", rows) + "\n";
  }

  /** Whether {@link #proximal} writes a function. */
  public static boolean constrains(ScriptPlan plan, boolean maxNorm) {
    return plan.proximal() || (maxNorm && plan.any(Kind.MAX_NORM));
  }

  /** The scale by which a standardised loss becomes one in the target's unit. */
  public static String unit(ScriptPlan plan) {
    return LossText.unit(plan.plan.loss());
  }

  /** The beginning of what trains: table, split. */
  static void training(ProgramText script, String what) {
    script.add(TEMPLATES.part("train"), "WHAT", what);
  }

  /** The end of every file: arguments, and what they ask for. */
  static void end(ProgramText script, boolean classes, String run) {
    script.add(TEMPLATES.part(classes ? "show classes" : "show numbers"));
    script.add(TEMPLATES.part("main"), "RUN", run);
  }

  /**
   * What weights predict.
   *
   * @param outputs the framework's function of that name
   */
  public static void predictions(ProgramText script, ScriptPlan plan, String outputs) {
    script.add(outputs);
    script.add(TEMPLATES.part(switch (plan.plan.loss()) {
      case SoftmaxCrossEntropy _ -> "probabilities";
      case BinaryCrossEntropy _ -> "probability";
      case SquaredError _,AbsoluteError _,Huber _ -> switch (plan.model.target().transform()) {
        case NONE -> "number";
        case LOG -> "number of a logarithm";
      };
    }));
    if (plan.members.isEmpty()) {
      script.add(TEMPLATES.part("predictions"));
      return;
    }
    EnsembleModel all = plan.members.get();
    String temperature = all.temperature()
        .map(t -> ProgramText.fill(TEMPLATES.part("temperature"), "INVERSE", NumberLiteral.of(t.inverse()), "ROWS",
            t.rows()))
        .orElse("");
    String mixture = all.mixture().map(with -> {
      script.append("\n\n" + PythonTable.besides(new LinearPlan(with.linear())).encoding().strip() + "\n");
      return ProgramText.fill(TEMPLATES.part("mixture"), "SHARE", NumberLiteral.of(with.weight()), "LINEAR",
          FamilyText.meaning(with.linear().path().family(), with.linear().target().transform()));
    }).orElse("");
    script.add(TEMPLATES.part("predictions of members"), "HOW",
        (temperature.isEmpty() ? "" : ", calibrated") + (mixture.isEmpty() ? "" : ", with a share of a linear model's"),
        "TEMPERATURE", temperature, "MIXTURE", mixture);
  }

  /** The beginning of a network's training. */
  public static void main(ProgramText script, ScriptPlan plan) {
    training(script, plan.members.isEmpty() ? "the network" : "the network of a seed");
    script.add("    x_train, y_train, x_val, y_val = x[training], y[training], x[validation], y[validation]\n");
    script.addIf(plan.scheduled(), "    global STEPS\n    STEPS = math.ceil(len(x_train) / BATCH)\n");
    script.addIf(plan.weighted(), "    weights = row_weights(y_train)\n");
    script.addIf(plan.changedRows("").isPresent(), "    np.random.seed(seed)\n    plain_train = x_train\n");
  }

  /** The end of an epoch and of main, in the loop over epochs. */
  public static void report(ProgramText script, ScriptPlan plan, String framework, String keep, String restore) {
    script.add(TEMPLATES.part("history"), "METRIC", plan.classes() ? " - val_accuracy: {val_accuracy:.4f}" : "");
    if (plan.plan.earlyStopping().isPresent()) {
      script.add(TEMPLATES.part("early stopping"), "KEEP", keep, "RESTORE", restore);
    }
    script.add(TEMPLATES.part("end"), "FRAMEWORK", framework, "LAST",
        plan.plan.earlyStopping().isPresent() ? "best_epoch" : "len(history)");
    end(script, plan.classes(),
        plan.members.isEmpty() ? "    train(arguments, SEED)\n" : TEMPLATES.part("run members"));
  }
}
