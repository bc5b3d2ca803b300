package dev.lariat.net;

import dev.lariat.loss.Loss;
import dev.lariat.optim.Optimizer;
import dev.lariat.optim.Schedule;
import dev.lariat.penalty.ZeroRule;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Everything that decides what a run computes, but the rows. The one place of the defaults: {@link #of}.
 *
 * @param network the layers with their regularizers
 * @param loss what is minimised, with its smoothing
 * @param optimizer the update rule
 * @param schedule of the learning rate
 * @param zeroRule how L1 and the group lasso meet zero
 * @param epochs how many at most, at least 1
 * @param batch rows a step, at least 1; the last step of an epoch may have fewer
 * @param clipNorm the loss's gradient, all parameters together, is scaled down to this Euclidean norm; infinite for no
 * clipping
 * @param earlyStopping if any
 * @param classWeights what each class counts
 * @param mixing what is done to each batch before its step, if anything
 * @param wordDropout the share of a text's terms that each step leaves out, the others being divided by 1 − it; empty
 * for none
 * @param embeddingDropout the share of all terms that a step leaves out of every text of its batch, the others being
 * divided by 1 − it; empty for none
 * @param seed of initial weights, batches and noise
 * @param fold which fold of a study, 0 to 65535; part of the key of every random number
 */
public record TrainingPlan(Network network, Loss loss, Optimizer optimizer, Schedule schedule, ZeroRule zeroRule,
    int epochs, int batch, double clipNorm, Optional<EarlyStopping> earlyStopping, ClassWeights classWeights,
    Optional<Mixing> mixing, OptionalDouble wordDropout, OptionalDouble embeddingDropout, long seed, int fold) {
  /**
   * The norm that gradients of recurrent networks are clipped to: a gradient that is multiplied with the same matrix at
   * every step may grow with their number (Pascanu, Mikolov and Bengio, 2013).
   */
  private static final double RECURRENT_CLIP_NORM = 1;

  /** Checks every range. */
  public TrainingPlan {
    Objects.requireNonNull(network);
    Objects.requireNonNull(loss);
    Objects.requireNonNull(optimizer);
    Objects.requireNonNull(schedule);
    Objects.requireNonNull(zeroRule);
    Objects.requireNonNull(earlyStopping);
    Objects.requireNonNull(classWeights);
    // Files of earlier versions do not say these.
    mixing = mixing == null ? Optional.empty() : mixing;
    wordDropout = wordDropout == null ? OptionalDouble.empty() : wordDropout;
    embeddingDropout = embeddingDropout == null ? OptionalDouble.empty() : embeddingDropout;
    mixing.ifPresent(how -> checkMixing(how.form(), network));
    if (epochs < 1) {
      throw new IllegalArgumentException("training needs at least 1 epoch, not " + epochs);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("a batch needs at least 1 row, not " + batch);
    }
    if (!(clipNorm > 0)) {
      throw new IllegalArgumentException("the norm to clip gradients to must be above 0, not " + clipNorm);
    }
    wordDropout.ifPresent(TrainingPlan::checkShareOfWords);
    embeddingDropout.ifPresent(TrainingPlan::checkShareOfWords);
    if (fold < 0 || fold > 0xFFFF) {
      throw new IllegalArgumentException("a fold's number must be from 0 to 65535, not " + fold);
    }
  }

  private static void checkShareOfWords(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("the share of dropped words must be above 0 and below 1, not " + share);
    }
  }

  private static void checkMixing(Mixing.Form form, Network network) {
    boolean image = network.image().isPresent();
    if (form.onImages() && !image) {
      throw new IllegalArgumentException(
          form.word() + " is for images: the network must begin with one, as in image 28x28");
    }
    if (network.padded()) {
      throw new IllegalArgumentException(
          form.word() + " mixes rows, and sequences with lengths of their own have no step in common at their ends");
    }
    if (form == Mixing.Form.CUTMIX && network.onMaps() && !image) {
      throw new IllegalArgumentException(
          "cutmix mixes columns of tables and boxes of images, no sequences: take mixup");
    }
  }

  /**
   * Adam with rate 0.001, a constant schedule, 10 epochs of batches of 32, the proximal zero rule, no clipping (of
   * recurrent networks to the norm 1), no early stopping, seed 0.
   */
  public static TrainingPlan of(Network network, Loss loss) {
    return new TrainingPlan(network, loss, Optimizer.adam(1e-3), Schedule.constant(), ZeroRule.PROXIMAL, 10, 32,
        network.recurrent() ? RECURRENT_CLIP_NORM : Double.POSITIVE_INFINITY, Optional.empty(), ClassWeights.NONE,
        Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(), 0, 0);
  }

  /** The same with another network. */
  public TrainingPlan withNetwork(Network value) {
    return with(draft -> draft.network = value);
  }

  /** The same with another loss. */
  public TrainingPlan withLoss(Loss value) {
    return with(draft -> draft.loss = value);
  }

  /** The same with another optimizer. */
  public TrainingPlan withOptimizer(Optimizer value) {
    return with(draft -> draft.optimizer = value);
  }

  /** The same with another schedule. */
  public TrainingPlan withSchedule(Schedule value) {
    return with(draft -> draft.schedule = value);
  }

  /** The same with another zero rule. */
  public TrainingPlan withZeroRule(ZeroRule value) {
    return with(draft -> draft.zeroRule = value);
  }

  /** The same with another number of epochs. */
  public TrainingPlan withEpochs(int value) {
    return with(draft -> draft.epochs = value);
  }

  /** The same with another batch size. */
  public TrainingPlan withBatch(int value) {
    return with(draft -> draft.batch = value);
  }

  /** The same with gradients clipped to a norm. */
  public TrainingPlan withClipNorm(double value) {
    return with(draft -> draft.clipNorm = value);
  }

  /** The same with early stopping. */
  public TrainingPlan withEarlyStopping(EarlyStopping value) {
    return with(draft -> draft.earlyStopping = Optional.of(value));
  }

  /** The same with class weights. */
  public TrainingPlan withClassWeights(ClassWeights value) {
    return with(draft -> draft.classWeights = value);
  }

  /** The same with batches that are mixed, moved or covered. */
  public TrainingPlan withMixing(Mixing value) {
    return with(draft -> draft.mixing = Optional.of(value));
  }

  /** The same with another share of dropped words, 0 for none; the rows must have inputs that are words. */
  public TrainingPlan withWordDropout(double value) {
    return with(draft -> draft.wordDropout = share(value));
  }

  /**
   * The same with another share of words whose weights a step leaves out, 0 for none: all rows of a batch lose the same
   * words, as in the embedding dropout of Gal and Ghahramani 2016 and of Merity, Keskar and Socher 2018.
   */
  public TrainingPlan withEmbeddingDropout(double value) {
    return with(draft -> draft.embeddingDropout = share(value));
  }

  private static OptionalDouble share(double value) {
    return value == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Whether words of texts are left out in training. */
  public boolean dropsWords() {
    return wordDropout.isPresent() || embeddingDropout.isPresent();
  }

  /** The same with another seed. */
  public TrainingPlan withSeed(long value) {
    return with(draft -> draft.seed = value);
  }

  /** The same with another fold. */
  public TrainingPlan withFold(int value) {
    return with(draft -> draft.fold = value);
  }

  /** The same plan but for what a change assigns. */
  private TrainingPlan with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return new TrainingPlan(draft.network, draft.loss, draft.optimizer, draft.schedule, draft.zeroRule, draft.epochs,
        draft.batch, draft.clipNorm, draft.earlyStopping, draft.classWeights, draft.mixing, draft.wordDropout,
        draft.embeddingDropout, draft.seed, draft.fold);
  }

  /** A plan that is being changed: each setting is assigned by its name. */
  private static final class Draft {
    private Network network;
    private Loss loss;
    private Optimizer optimizer;
    private Schedule schedule;
    private ZeroRule zeroRule;
    private int epochs;
    private int batch;
    private double clipNorm;
    private Optional<EarlyStopping> earlyStopping;
    private ClassWeights classWeights;
    private Optional<Mixing> mixing;
    private OptionalDouble wordDropout;
    private OptionalDouble embeddingDropout;
    private long seed;
    private int fold;

    Draft(TrainingPlan plan) {
      network = plan.network;
      loss = plan.loss;
      optimizer = plan.optimizer;
      schedule = plan.schedule;
      zeroRule = plan.zeroRule;
      epochs = plan.epochs;
      batch = plan.batch;
      clipNorm = plan.clipNorm;
      earlyStopping = plan.earlyStopping;
      classWeights = plan.classWeights;
      mixing = plan.mixing;
      wordDropout = plan.wordDropout;
      embeddingDropout = plan.embeddingDropout;
      seed = plan.seed;
      fold = plan.fold;
    }
  }
}
