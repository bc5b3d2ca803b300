package dev.lariat.handover.python;

import dev.lariat.loss.Huber;
import dev.lariat.net.layer.LayerParameter;
import dev.lariat.handover.source.PythonLiteral;
import dev.lariat.handover.pruning.TrainedNetwork;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.data.DataException;
import dev.lariat.data.encoding.Feature;
import dev.lariat.loss.AbsoluteError;
import dev.lariat.loss.BinaryCrossEntropy;
import dev.lariat.loss.SoftmaxCrossEntropy;
import dev.lariat.loss.SquaredError;
import dev.lariat.handover.pruning.LongTableColumns;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.NetworkModel;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.Architecture;
import dev.lariat.net.Architecture.Spec;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.LayerParameter.Start;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.Mixing;
import dev.lariat.net.TrainingPlan;
import dev.lariat.optim.Schedule;
import dev.lariat.penalty.CustomPenalty;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.ElasticNet;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.GroupLasso;
import dev.lariat.penalty.L1;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the emitted files of all frameworks must say, gathered once. */
public final class ScriptPlan {
  /** The standard deviation of a standard normal distribution cut at two. */
  public static final double CUT_NORMAL = 0.8796256610342398;

  private static final double HELD_OUT = 0.2;

  public final NetworkModel model;
  public final Optional<EnsembleModel> members; // whose first network the model is; empty for a network alone
  final TrainedNetwork network;
  public final Architecture architecture;
  public final TrainingPlan plan;
  public final Optional<LongTableColumns> steps; // of a long table
  public final Map<String, Rules> rules = new LinkedHashMap<>(); // by the parameter's name; only those with a rule

  /** What is put on one parameter; 0 for none. */
  public static final class Rules {
    public double l1;
    public double l2;
    public double decay;
    public double maxNorm;
    public final List<GroupLasso> groups = new ArrayList<>();

    boolean any() {
      return l1 > 0 || l2 > 0 || decay > 0 || maxNorm > 0 || !groups.isEmpty();
    }
  }

  /**
   * A network alone.
   *
   * @param steps of which columns of a long table its sequences were made
   */
  public ScriptPlan(NetworkModel model, Optional<LongTableColumns> steps) {
    this(model, TrainedNetwork.of(model), Optional.empty(), steps);
  }

  /** All networks of a model, each with all of its inputs: they differ in which of them they use. */
  public ScriptPlan(EnsembleModel all, Optional<LongTableColumns> steps) {
    this(all.members().getFirst(), TrainedNetwork.unpruned(all.members().getFirst()), Optional.of(all), steps);
  }

  private ScriptPlan(NetworkModel model, TrainedNetwork network, Optional<EnsembleModel> members,
      Optional<LongTableColumns> steps) {
    this.steps = steps;
    this.model = model;
    this.network = network;
    this.members = members;
    this.architecture = network.architecture();
    this.plan = model.plan();
    for (Spec spec : architecture.parameters()) {
      Rules r = rules(spec);
      if (r.any()) {
        rules.put(spec.name(), r);
      }
    }
    if (plan.mixing().isPresent() && plan.dropsWords()) {
      throw new DataException("rows that are mixed and words that are left out together have no translation");
    }
    if (plan.zeroRule() == ZeroRule.CLIPPED && (any(Kind.L1) || any(Kind.GROUPS))) {
      throw new DataException("the zero rule CLIPPED has no translation; train with PROXIMAL or SUBGRADIENT");
    }
  }

  /** A kind of regularizer. */
  public enum Kind {
    L1, L2, DECAY, MAX_NORM, GROUPS
  }

  private Rules rules(Spec spec) {
    var r = new Rules();
    boolean ownDecay = false;
    for (Regularizer regularizer : spec.regularizers()) {
      switch (regularizer) {
        case L1(double lambda) -> r.l1 += lambda;
        case L2(double lambda) -> r.l2 += lambda;
        case ElasticNet net -> {
          r.l1 += net.l1();
          r.l2 += net.l2();
        }
        case GroupLasso lasso -> {
          if (lasso.lambda() > 0) {
            r.groups.add(lasso);
          }
        }
        case Decay(double rate) -> {
          r.decay += rate;
          ownDecay = true;
        }
        case MaxNorm(double limit) -> r.maxNorm = limit;
        case CustomPenalty custom ->
          throw new DataException("the penalty " + custom.name() + " is Java code of yours: it has no translation");
      }
    }
    if (!ownDecay && spec.role().weight()) {
      r.decay = plan.optimizer().decay();
    }
    return r;
  }

  public boolean any(Kind kind) {
    return rules.values().stream().anyMatch(r -> switch (kind) {
      case L1 -> r.l1 > 0;
      case L2 -> r.l2 > 0;
      case DECAY -> r.decay > 0;
      case MAX_NORM -> r.maxNorm > 0;
      case GROUPS -> !r.groups.isEmpty();
    });
  }

  /** Whether weights become exactly zero by thresholds after the step. */
  public boolean proximal() {
    return plan.zeroRule() == ZeroRule.PROXIMAL && (any(Kind.L1) || any(Kind.GROUPS));
  }

  /** Whether the penalties that act as gradients are there. */
  public boolean penalised() {
    return any(Kind.L2) || (plan.zeroRule() == ZeroRule.SUBGRADIENT && any(Kind.L1)) || penalisedGroups();
  }

  /** Whether a group lasso acts as a gradient. */
  public boolean penalisedGroups() {
    return plan.zeroRule() == ZeroRule.SUBGRADIENT && any(Kind.GROUPS);
  }

  public boolean classes() {
    return !model.target().classes().isEmpty();
  }

  public double smoothing() {
    return switch (plan.loss()) {
      case SoftmaxCrossEntropy s -> s.smoothing();
      case BinaryCrossEntropy b -> b.smoothing();
      case SquaredError _,AbsoluteError _,Huber _ -> 0;
    };
  }

  /**
   * The share of the rows that a program holds out. A model that was trained on all rows has none: it gets a fifth, so
   * that there is a validation loss.
   */
  public double validationShare() {
    return model.validationShare() > 0 ? model.validationShare() : HELD_OUT;
  }

  /** Whether rows of a batch are mixed in pairs. */
  public boolean mixes() {
    return plan.mixing().filter(mixing -> mixing.form().inPairs()).isPresent();
  }

  /**
   * What the training rows become for an epoch, as a Python expression; empty where nothing changes them.
   *
   * @param plain the rows as they are; {@code rows} is the order of the epoch
   */
  Optional<String> changedRows(String plain) {
    if (!plan.dropsWords()) {
      Optional<Mixing.Form> form = plan.mixing().map(Mixing::form).filter(Mixing.Form::onImages);
      return form.map(one -> one.word().replaceFirst("-.*", "") + "(" + plain + ")"); // flip, for both directions
    }
    String changed = plan.wordDropout().isPresent() ? "drop_words(" + plain + ")" : plain;
    return Optional.of(plan.embeddingDropout().isPresent() ? "drop_embeddings(" + changed + ", rows)" : changed);
  }

  /** The table column of each of the program's inputs, numbered from 0. */
  List<Integer> columnOfInput() {
    return numbered(network.features(model.preprocessing().features()).stream().map(Feature::source).toList());
  }

  /** Each source's number, in the order in which they first come. */
  private static List<Integer> numbered(List<Integer> sources) {
    List<Integer> different = sources.stream().distinct().toList();
    return sources.stream().map(different::indexOf).toList();
  }

  /** Inputs that carry codes. */
  List<Integer> codedInputs() {
    boolean[] codes = Mixing.codes(network.network(), network.inputs().size());
    return IntStream.range(0, codes.length).filter(i -> codes[i]).boxed().toList();
  }

  public boolean clips() {
    return !Double.isInfinite(plan.clipNorm());
  }

  public boolean scheduled() {
    return !(plan.schedule() instanceof Schedule.Constant);
  }

  public boolean weighted() {
    return plan.classWeights().balanced() || !plan.classWeights().weights().isEmpty();
  }

  boolean usesGelu() {
    return architecture.stages()
        .stream()
        .anyMatch(s -> s.layer() instanceof Dense d && d.activation() == Activation.GELU);
  }

  boolean has(Class<?> layer) {
    return architecture.stages().stream().anyMatch(stage -> layer.isInstance(stage.layer()));
  }

  public boolean originalDropout() {
    return architecture.stages()
        .stream()
        .anyMatch(s -> s.layer() instanceof Dropout d && d.form() == Dropout.Form.ORIGINAL && d.rate() > 0);
  }

  public boolean embeds() {
    return has(Embedding.class);
  }

  public boolean normalizesBatches() {
    return has(BatchNorm.class);
  }

  /** The recurrent layers, in order. */
  public List<Recurrent> recurrent() {
    return architecture.stages()
        .stream()
        .map(Stage::layer)
        .filter(Recurrent.class::isInstance)
        .map(Recurrent.class::cast)
        .toList();
  }

  /** What a row is, as a Python tuple. */
  public static String sizes(Shape shape) {
    return switch (shape) {
      case Shape.Vector vector -> "(" + vector.size() + ",)";
      case Shape.Image image -> "(" + image.height() + ", " + image.width() + ", " + image.channels() + ")";
      case Shape.Sequence sequence -> "(" + sequence.length() + ", " + sequence.channels() + ")";
    };
  }

  /** Embedded inputs as Python tuples of input, rows and numbers. */
  public static String codes(Embedding embedding) {
    return embedding.codes()
        .stream()
        .map(code -> "(" + code.input() + ", " + (code.levels() + 1) + ", " + code.dimension() + ")")
        .collect(Collectors.joining(", "));
  }

  /** How the kernel of a layer of units begins; empty for layers that have none. */
  public static Optional<Start.Kernel> start(Stage stage) {
    return stage.parameters()
        .stream()
        .map(Spec::start)
        .filter(Start.Kernel.class::isInstance)
        .map(Start.Kernel.class::cast)
        .findFirst();
  }

  /** Whether a layer has a bias. */
  public static boolean biased(Stage stage) {
    return stage.parameters().stream().anyMatch(spec -> spec.role() == LayerParameter.Role.BIAS);
  }

  /** The standard deviation of a kernel's initial weights. */
  public static double deviation(Start.Kernel start) {
    return Math.sqrt(start.initializer().variance(start.inputs(), start.outputs()));
  }

  /** What a row is, where it is a series that may end early: no sequence of a long table, and no text. */
  public Optional<Shape.Sequence> series() {
    boolean other = steps.isPresent() || plan.network().words().isPresent();
    return plan.network().sequence().filter(row -> row.padded() && !other);
  }

  /** Whether there is a layer on images or sequences, whose kernels have more axes in the frameworks than here. */
  public boolean onMaps() {
    return network.onMaps();
  }

  /** The length of a steady step, by which thresholds are scaled. */
  public SteadyStepText steadyStep() {
    return SteadyStepText.of(plan.optimizer());
  }

  /** The rules as a Python dictionary. */
  String rulesTable() {
    var table = new StringBuilder("{\n");
    rules.forEach((name, r) -> {
      var entries = new ArrayList<String>();
      addEntry(entries, "l1", r.l1);
      addEntry(entries, "l2", r.l2);
      addEntry(entries, "decay", r.decay);
      addEntry(entries, "max_norm", r.maxNorm);
      if (!r.groups.isEmpty()) {
        entries.add("\"group_lasso\": " + groupLasso(name, r));
      }
      table.append("    ")
          .append(PythonLiteral.quoted(name))
          .append(": {")
          .append(String.join(", ", entries))
          .append("},\n");
    });
    return table.append("}").toString();
  }

  /** The group lasso of a kernel, as a Python tuple of strength, axis and the group of each row or column. */
  public String groupLasso(String parameter, Rules r) {
    if (r.groups.size() > 1) {
      throw new DataException(parameter + " has two group lassos: that has no translation");
    }
    return "(" + NumberLiteral.of(r.groups.getFirst().lambda()) + ", " + groups(parameter, r.groups.getFirst().by())
        + ")";
  }

  private static void addEntry(List<String> entries, String key, double value) {
    if (value > 0) {
      entries.add("\"" + key + "\": " + NumberLiteral.tidy(value));
    }
  }

  /** The number of each weight's group, by the kernel's rows or columns: {@code (axis, numbers)}. */
  private String groups(String parameter, GroupBy by) {
    Spec spec = architecture.parameters().stream().filter(s -> s.name().equals(parameter)).findFirst().orElseThrow();
    int inputs = spec.shape().inputs();
    int units = spec.shape().units();
    return switch (by) {
      case UNIT -> "1, list(range(" + units / spec.shape().gates() + "))"
          + (spec.shape().gates() == 1 ? "" : " * " + spec.shape().gates());
      case INPUT -> "0, list(range(" + inputs + "))";
      case COLUMN -> {
        boolean first = architecture.stages()
            .stream()
            .map(Architecture.Stage::parameters)
            .flatMap(List::stream)
            .filter(s -> s.role() == LayerParameter.Role.KERNEL)
            .findFirst()
            .orElseThrow()
            .name()
            .equals(parameter);
        var features = network.features(model.preprocessing().features());
        boolean columns = first && !embeds()
            && architecture.stages()
                .stream()
                .noneMatch(stage -> stage.layer() instanceof MapLayer && stage.parameters().contains(spec));
        yield "0, " + PythonLiteral.numbers(numbered(IntStream.range(0, inputs)
            .mapToObj(i -> columns ? features.get(i).source() : Integer.valueOf(i))
            .toList()));
      }
    };
  }
}
