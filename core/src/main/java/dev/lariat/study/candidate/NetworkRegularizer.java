package dev.lariat.study.candidate;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.Network;
import dev.lariat.net.Mixing;
import dev.lariat.net.TrainingPlan;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.GroupBy;
import dev.lariat.penalty.MaxNorm;
import dev.lariat.penalty.Penalty;
import dev.lariat.penalty.Regularizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;

/**
 * What a study may try on a network: a name, the strengths, and how a strength changes the plan of training. The ones
 * in {@link #standard()} are tried by default; users bring their own with {@link #of}.
 */
public interface NetworkRegularizer {
  /** In lower case, for example {@code l2}. */
  String name();

  /** One per part of the strength. */
  List<StrengthGrid> axes();

  /**
   * The plan with this regularizer. It must not change how random numbers are drawn: candidates are compared in pairs.
   *
   * @param plan without any regularization
   */
  TrainingPlan apply(TrainingPlan plan, Strength strength);

  /** Whether it can be tried where the target makes this task; by default on both. */
  default boolean suits(Task task) {
    return true;
  }

  /** Whether it can do anything for the columns of this table; by default it can. */
  default boolean suits(Dataset data) {
    return true;
  }

  /** Whether it can do anything for such a network; by default it can. */
  default boolean suits(Network network) {
    return true;
  }

  /**
   * What it needs of a network, with what to do, as a sentence goes on behind its name; empty where it suits all.
   */
  default String needs() {
    return "";
  }

  /**
   * Whether strengths between the best and its neighbours, and beyond the edge, are worth a try; by default they are.
   */
  default boolean adaptive() {
    return true;
  }

  /** When it is tried; by default always, and combinations in full studies. */
  default Tried tried() {
    return axes().size() > 1 ? Tried.IN_FULL_STUDIES : Tried.ALWAYS;
  }

  /** How a strength changes a plan. */
  @FunctionalInterface
  interface Change {
    TrainingPlan apply(TrainingPlan plan, Strength strength);
  }

  /** A custom regularizer, for classes and numbers. */
  static NetworkRegularizer of(String name, List<StrengthGrid> axes, Change change) {
    return ChangeOfPlan.of(name, axes, change);
  }

  /** A custom regularizer of some tasks. */
  static NetworkRegularizer of(String name, List<StrengthGrid> axes, Set<Task> tasks, Change change) {
    return ChangeOfPlan.of(name, axes, change).forTasks(tasks);
  }

  /** The candidate that the study tries. */
  default Candidate candidate() {
    return new Candidate(ModelKind.NETWORK, name(), axes(), Candidate.Source.CELLS, adaptive() && !axes().isEmpty());
  }

  /** What the function makes of a strength, on all kernels: the simplest way to try a custom penalty. */
  static NetworkRegularizer onKernels(String name, StrengthGrid axis,
      DoubleFunction<? extends Regularizer> regularizer) {
    return of(name, List.of(axis), (plan, s) -> onKernels(plan, regularizer.apply(s.value())));
  }

  /** {@code λ·‖w‖₁} on all kernels. */
  static NetworkRegularizer l1() {
    return onKernels("l1", StrengthGrid.logarithmic(1e-8, 10, 1e-5, 1e-4, 1e-3, 1e-2), Penalty::l1);
  }

  /** {@code λ/2·‖w‖₂²} on all kernels. */
  static NetworkRegularizer l2() {
    return onKernels("l2", StrengthGrid.logarithmic(1e-8, 100, 1e-4, 1e-3, 1e-2, 0.1), Penalty::l2);
  }

  /** {@code λ·(½‖w‖₁ + ¼‖w‖₂²)} on all kernels. */
  static NetworkRegularizer elasticNet() {
    // Between L1 and L2, which a first answer has.
    return ChangeOfPlan
        .of("elastic-net", StrengthGrid.logarithmic(1e-8, 10, 1e-5, 1e-4, 1e-3, 1e-2),
            (plan, s) -> onKernels(plan, Penalty.elasticNet(s.value())))
        .only(Tried.IN_FULL_STUDIES);
  }

  /** Decoupled decay of the kernels, multiplied by the learning rate: AdamW with Adam. */
  static NetworkRegularizer weightDecay() {
    return of("weight-decay", List.of(decayAxis(0.01, 0.1, 1.0, 10.0)), (plan, s) -> decayed(plan, s.value()));
  }

  /** Dropout after every hidden layer; of a network on maps in its dense head only. */
  static NetworkRegularizer dropout() {
    return of("dropout", List.of(dropoutAxis(0.1, 0.25, 0.5, 0.75)), (plan, s) -> dropped(plan, s.value()));
  }

  /** Whole channels are dropped after every convolution and its pool. */
  static NetworkRegularizer spatialDropout() {
    return ChangeOfPlan
        .of("spatial-dropout", dropoutAxis(0.1, 0.25, 0.5),
            (plan, s) -> withLayers(plan, NoiseLayers.onMaps(plan.network().layers(), s.value())))
        .forNetworks(network -> network.layers().stream().anyMatch(Convolution.class::isInstance),
            "is for convolutions: say --image HxW, or --layers with conv or conv1d");
  }

  /** Images are moved by up to this share of their sides. */
  static NetworkRegularizer shift() {
    return mixing("shift", StrengthGrid.linear(0.01, 0.5, 0.05, 0.1, 0.2), Mixing.Form.SHIFT).only(Tried.ALWAYS);
  }

  /** A box that covers this share of an image becomes its mean. */
  static NetworkRegularizer cutout() {
    return mixing("cutout", StrengthGrid.linear(0.01, 0.9, 0.05, 0.15, 0.3), Mixing.Form.CUTOUT).only(Tried.ALWAYS);
  }

  /**
   * The state that a recurrent layer's gates see has dropped numbers, the same at all steps of a row; what the state
   * carries on is whole.
   */
  static NetworkRegularizer recurrentDropout() {
    return inRecurrent("recurrent-dropout", rate -> new Recurrent.Noise(0, rate, 0));
  }

  /**
   * Dropout of a recurrent layer's inputs and of its state, the same at all steps of a row (Gal and Ghahramani, 2016).
   */
  static NetworkRegularizer variationalDropout() {
    return inRecurrent("variational-dropout", rate -> new Recurrent.Noise(rate, rate, 0));
  }

  /** Weights from state to state are dropped, the same for all rows and steps of a batch (Merity et al., 2018). */
  static NetworkRegularizer weightDrop() {
    return inRecurrent("weight-drop", rate -> new Recurrent.Noise(0, 0, rate));
  }

  private static NetworkRegularizer inRecurrent(String name, DoubleFunction<Recurrent.Noise> noise) {
    return ChangeOfPlan
        .of(name, dropoutAxis(0.1, 0.25, 0.5),
            (plan, s) -> withLayers(plan, NoiseLayers.inRecurrent(plan.network().layers(), noise.apply(s.value()))))
        .forNetworks(Network::recurrent, "is for recurrent networks: say --series N, or --layers with gru or lstm");
  }

  /** {@code ‖w_u‖₂ ≤ c} for the incoming weights of every hidden unit; the strength is 1/c. */
  static NetworkRegularizer maxNorm() {
    return of("max-norm", List.of(StrengthGrid.logarithmic(0.01, 50, 0.3, 1.0, 3.0, 10.0)),
        (plan, s) -> onHidden(plan, new MaxNorm(1 / s.value())));
  }

  /**
   * {@code λ·Σ √size·‖w_g‖₂} on the first kernel, a group for every table column: columns drop out. Of a network on
   * maps on the convolutions and recurrent layers, a group for every filter and for every unit with all its gates.
   */
  static NetworkRegularizer groupLasso() {
    // Its threshold is the most expensive step.
    return ChangeOfPlan.of("group-lasso", StrengthGrid.logarithmic(1e-8, 10, 1e-5, 1e-4, 1e-3, 1e-2),
        (plan, s) -> plan.network().onMaps()
            ? onFilters(plan, Penalty.groupLasso(s.value(), GroupBy.UNIT))
            : onFirst(plan, Penalty.groupLasso(s.value(), GroupBy.COLUMN)))
        .only(Tried.IN_FULL_STUDIES);
  }

  /** A share of every label is spread over all classes. Selection is on the plain loss nevertheless. */
  static NetworkRegularizer labelSmoothing() {
    return of("label-smoothing", List.of(StrengthGrid.linear(0.002, 0.9, 0.02, 0.05, 0.1, 0.2)),
        Set.of(Task.CLASSIFICATION), (plan, s) -> plan.withLoss(plan.loss().smoothed(s.value())));
  }

  /**
   * A whole schedule of fewer epochs; the strength is how many times fewer. What early stopping does, done fairly: the
   * learning rate falls to the end of its course before the network has learnt what is chance. On request, for it has
   * never been the best by more than a per cent ({@code docs/ablation.md}).
   */
  static NetworkRegularizer shorter() {
    return ChangeOfPlan
        .of("shorter", StrengthGrid.logarithmic(1, 1000, 2.0, 4.0, 8.0), (plan, s) -> lasting(plan, 1 / s.value()))
        .notAdaptive()
        .only(Tried.ON_REQUEST);
  }

  /**
   * A plan over another number of epochs, at least one, whose learning rate takes the same course.
   *
   * @param times as many epochs
   */
  static TrainingPlan lasting(TrainingPlan plan, double times) {
    int epochs = Math.max(1, (int) Math.rint(plan.epochs() * times));
    return plan.withSchedule(plan.schedule().stretched(epochs / (double) plan.epochs())).withEpochs(epochs);
  }

  /** Rows of a batch are mixed in pairs, targets too; the strength is the a of Beta(a, a), from which shares are. */
  static NetworkRegularizer mixup() {
    return mixing("mixup", StrengthGrid.logarithmic(0.01, 30, 0.1, 0.3, 1.0), Mixing.Form.MIXUP);
  }

  /**
   * Some columns of a row, or a box of an image, are another's, and so much of its target; the strength is the share of
   * batches.
   */
  static NetworkRegularizer cutmix() {
    return mixing("cutmix", StrengthGrid.linear(0.02, 1, 0.25, 0.5, 1.0), Mixing.Form.CUTMIX);
  }

  /** So many images are mirrored; on request, for who knows whether one in a mirror is of the same class. */
  static NetworkRegularizer flip(Mixing.Form form) {
    return mixing(form.word(), StrengthGrid.linear(0.05, 0.5, 0.25, 0.5), form);
  }

  /** What is done to the rows of a batch; on request. */
  private static ChangeOfPlan mixing(String name, StrengthGrid axis, Mixing.Form form) {
    return ChangeOfPlan.of(name, axis, (plan, s) -> plan.withMixing(new Mixing(form, s.value())))
        .only(Tried.ON_REQUEST)
        .forNetworks(network -> switch (form) {
          case MIXUP -> !network.padded();
          case CUTMIX -> !network.onMaps() || network.image().isPresent();
          case SHIFT, CUTOUT, FLIP, FLIP_VERTICAL -> network.image().isPresent();
        }, switch (form) {
          case MIXUP -> "does not mix sequences with lengths of their own";
          case CUTMIX -> "takes columns of a table or pixels of an image, not steps of a series";
          case SHIFT, CUTOUT, FLIP, FLIP_VERTICAL -> "is for images: say --image HxW";
        });
  }

  /** In each step a share of each text's words is left out, so that no word alone can decide. */
  static NetworkRegularizer wordDropout() {
    return ofTexts("word-dropout", (plan, s) -> plan.withWordDropout(s.value())).forNetworks(
        network -> network.words().isEmpty(), "has nothing to do with words in their order: leave out the embedding");
  }

  /**
   * In each step a share of the vocabulary is left out of all texts: whole rows of the first layer's weights, the
   * words' vectors (Gal and Ghahramani 2016, "A theoretically grounded application of dropout in recurrent neural
   * networks").
   */
  static NetworkRegularizer embeddingDropout() {
    return ofTexts("embedding-dropout",
        (plan, s) -> plan.network().words().isEmpty()
            ? plan.withEmbeddingDropout(s.value())
            : withLayers(plan, NoiseLayers.onWords(plan.network().layers(), s.value())))
        .only(Tried.ON_REQUEST);
  }

  private static ChangeOfPlan ofTexts(String name, Change change) {
    return ChangeOfPlan.of(name, dropoutAxis(0.1, 0.25, 0.5, 0.75), change)
        .forTables(data -> data.features().stream().anyMatch(column -> column.kind() == ColumnKind.TEXT));
  }

  /** Dropout and decoupled decay together. */
  static NetworkRegularizer dropoutAndWeightDecay() {
    return of("dropout+weight-decay", List.of(dropoutAxis(0.1, 0.25, 0.5), decayAxis(0.1, 1.0, 10.0)),
        (plan, s) -> decayed(dropped(plan, s.value(0)), s.value(1)));
  }

  /** All of the above. */
  static List<NetworkRegularizer> standard() {
    return List.of(l1(), l2(), elasticNet(), weightDecay(), dropout(), spatialDropout(), recurrentDropout(),
        variationalDropout(), weightDrop(), maxNorm(), groupLasso(), labelSmoothing(), shorter(), wordDropout(),
        embeddingDropout(), shift(), cutout(), mixup(), cutmix(), flip(Mixing.Form.FLIP),
        flip(Mixing.Form.FLIP_VERTICAL), dropoutAndWeightDecay());
  }

  private static StrengthGrid dropoutAxis(Double... coarse) {
    return StrengthGrid.linear(0.01, 0.95, coarse);
  }

  private static StrengthGrid decayAxis(Double... coarse) {
    return StrengthGrid.logarithmic(1e-5, 200, coarse);
  }

  /** By the optimizer's own decay where it has one, else step by step on the kernels. */
  private static TrainingPlan decayed(TrainingPlan plan, double rate) {
    return plan.optimizer()
        .withOwnDecay(rate)
        .map(plan::withOptimizer)
        .orElseGet(() -> onKernels(plan, new Decay(rate)));
  }

  private static TrainingPlan dropped(TrainingPlan plan, double rate) {
    return withLayers(plan, NoiseLayers.onUnits(plan.network().layers(), rate));
  }

  private static TrainingPlan onKernels(TrainingPlan plan, Regularizer regularizer) {
    TrainingPlan hidden = onHidden(plan, regularizer);
    return hidden.withNetwork(hidden.network().output(regularizer));
  }

  private static TrainingPlan onHidden(TrainingPlan plan, Regularizer regularizer) {
    return withLayers(plan,
        plan.network().layers().stream().map(layer -> layer.withKernelRegularizer(regularizer)).toList());
  }

  private static TrainingPlan onFilters(TrainingPlan plan, Regularizer regularizer) {
    return withLayers(plan,
        plan.network()
            .layers()
            .stream()
            .map(layer -> layer instanceof Convolution || layer instanceof Recurrent
                ? layer.withKernelRegularizer(regularizer)
                : layer)
            .toList());
  }

  private static TrainingPlan onFirst(TrainingPlan plan, Regularizer regularizer) {
    var layers = new ArrayList<>(plan.network().layers());
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).mixesInputs()) {
        layers.set(i, layers.get(i).withKernelRegularizer(regularizer));
        return withLayers(plan, layers);
      }
    }
    return plan.withNetwork(plan.network().output(regularizer));
  }

  private static TrainingPlan withLayers(TrainingPlan plan, List<Layer> layers) {
    return plan.withNetwork(new Network(layers, plan.network().output(), plan.network().outputInitializer()));
  }
}
