package dev.lariat.study;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.loss.Loss;
import dev.lariat.metric.Metric;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Shape;
import dev.lariat.optim.Optimizer;
import dev.lariat.study.candidate.CandidateChoice;
import dev.lariat.study.candidate.CustomNetwork;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.NetworkRegularizer;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.CellPlace;
import dev.lariat.study.cell.CellsByModel;
import dev.lariat.study.cell.TrialLog;
import dev.lariat.study.yardstick.Yardstick;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The study of a table: whether a network overfits, which regularizer to use, how strong, and how sure that is.
 * Immutable: every setting returns another study. The same study gives the same result, whatever the number of threads
 * and however often it was interrupted.
 *
 * <pre>{@code
 * var result = Study.of(data.target("diagnosis")).regularizers("l2", "dropout").threads(2).run();
 * System.out.println(result.verdict().use());
 * result.model().save(path);
 * }</pre>
 */
public final class Study {
  private final StudySettings settings;
  private final StudyContext around;
  private final Preparation preparation; // one for all studies that differ in their context only

  private Study(StudySettings settings, StudyContext around, Preparation preparation) {
    this.settings = settings;
    this.around = around;
    this.preparation = preparation;
  }

  private Study with(Consumer<StudySettings.Draft> change) {
    StudySettings changed = settings.with(change);
    return new Study(changed, around, new Preparation(changed));
  }

  private Study in(StudyContext changed) {
    return new Study(settings, changed, preparation);
  }

  /** A study of a table whose target is marked, with all regularizers that suit it. */
  public static Study of(Dataset data) {
    StudySettings settings = StudySettings.of(data);
    return new Study(settings, new StudyContext(TrialLog.inMemory(), CellPlace.here(), StudyListener.silent(),
        "Study.run", "", Optional.empty()), new Preparation(settings));
  }

  /** The names that {@link #regularizers(String...)} takes. */
  public static List<String> regularizerNames() {
    return CandidateChoice.ALL.names();
  }

  /**
   * Only these regularizers; {@code none} is always run, because all others are compared with it.
   *
   * @throws IllegalArgumentException if one is unknown
   */
  public Study regularizers(String... names) {
    return with(s -> s.choice = s.choice.only(names));
  }

  /** Custom regularizers beside the others. */
  public Study add(NetworkRegularizer... custom) {
    return with(s -> s.choice = s.choice.plus(custom));
  }

  /**
   * Only these kinds of models, {@code trivial} beside them. All are compared with the network without regularizer; of
   * linear models alone with the unpenalised end of their path.
   */
  public Study models(ModelKind... kinds) {
    return with(s -> s.choice = s.choice.models(kinds));
  }

  /**
   * The strengths of a regularizer with one part, in place of the adaptive grid: no other is tried.
   *
   * @throws IllegalArgumentException if the regularizer is unknown or has several parts, or a value is off its scale
   */
  public Study strengths(String regularizer, double... values) {
    return with(s -> s.choice = s.choice.strengths(regularizer, values));
  }

  /** Changes the recipe of the networks, for example {@code r -> r.withHidden(List.of(256))}. */
  public Study recipe(UnaryOperator<NetworkRecipe> change) {
    return with(s -> {
      UnaryOperator<NetworkRecipe> before = s.recipe;
      s.recipe = recipe -> change.apply(before.apply(recipe));
    });
  }

  /**
   * Every row is an image: its columns are the pixels, line by line, the channels of a pixel together. Networks are of
   * convolutions, by {@link NetworkRecipe#ofImages}.
   */
  public Study image(int height, int width, int channels) {
    var image = new Shape.Image(height, width, channels);
    return with(s -> s.map = Optional.of(image));
  }

  /**
   * Every row is a sequence: its columns are the numbers of the first step, then those of the second. Networks are
   * recurrent, by {@link NetworkRecipe#ofSequences}.
   */
  public Study series(int steps, int channels) {
    return series(new Shape.Sequence(steps, channels));
  }

  /**
   * Every row is a sequence, as in {@link #series(int, int)}; where rows have lengths of their own, behind its numbers
   * stands the column that says how many steps a row has, and behind that the columns that stand beside the sequence.
   */
  public Study series(Shape.Sequence sequence) {
    return with(s -> s.map = Optional.of(sequence));
  }

  /**
   * Studies this network in place of the recipe's: which regularizer it needs. Its own regularizers, dropout and decay
   * are taken away from what all candidates begin with, and are one more candidate, {@code own}, if there are any.
   *
   * @param optimizer the learning rate is that at the top of the schedule; empty for the recipe's
   */
  public Study network(Network network, Optional<Optimizer> optimizer) {
    return network(network, optimizer, Optional.empty());
  }

  /**
   * As {@link #network(Network, Optional)}, with the loss that all networks minimise; its label smoothing is taken away
   * with the other regularizers. What is compared stays the study's {@link #metric}.
   *
   * @param loss empty for the one that goes with the target
   */
  public Study network(Network network, Optional<Optimizer> optimizer, Optional<Loss> loss) {
    var own = new CustomNetwork(network, optimizer, loss);
    Study begun = network.image().map(image -> image(image.height(), image.width(), image.channels())).orElse(this);
    Study changed = begun.recipe(own::in);
    return own.regularizer().map(changed::add).orElse(changed);
  }

  /** K folds, at least 2, whatever the number of rows. */
  public Study folds(int count) {
    return with(s -> s.rows = s.rows.withFolds(count));
  }

  /** A column that says the fold of every row; it is not learnt from. */
  public Study foldColumn(String column) {
    return with(s -> s.rows = s.rows.byColumn(column));
  }

  /** Rows with the same value in this column stay together; it is not learnt from. */
  public Study groupColumn(String column) {
    return with(s -> s.rows = s.rows.byGroup(column));
  }

  /** Splits in the order of this column. */
  public Study timeColumn(String column) {
    return with(s -> s.rows = s.rows.byTime(column));
  }

  /** Repetitions of every cell with other random numbers, at least 1. */
  public Study seeds(int count) {
    return with(s -> s.effort = s.effort.withSeeds(count));
  }

  /** Seed of the folds, the initial weights, the batches and the noise. */
  public Study seed(long value) {
    return with(s -> s.seed = value);
  }

  /** What is minimised by the choice; by default log-loss, or squared error. */
  public Study metric(Metric value) {
    return with(s -> s.metric = Optional.of(value));
  }

  /** A first answer: fewer strengths and regularizers, half the epochs, one draw of folds, no refinement. */
  public Study quick() {
    return with(s -> s.effort = s.effort.withQuick());
  }

  /** Whether strengths of one candidate that are behind early are dropped; on by default. */
  public Study halving(boolean on) {
    return with(s -> s.effort = s.effort.withHalving(on));
  }

  /** Which answer is trained on all rows; by default {@link Preference#BEST}, what to use. */
  public Study prefer(Preference value) {
    return with(s -> s.preference = value);
  }

  /** The mean of so many networks is used, refitted with other seeds; 1 for a single one. By default 8. */
  public Study average(int networks) {
    return with(s -> s.finish = s.finish.withNetworks(networks));
  }

  /** Whether probabilities are calibrated by one temperature where that pays; on by default. */
  public Study temperature(boolean on) {
    return with(s -> s.finish = s.finish.withTemperature(on));
  }

  /** Whether the best linear model gets a share in the predictions where that pays; on by default. */
  public Study mixture(boolean on) {
    return with(s -> s.finish = s.finish.withMixture(on));
  }

  /**
   * Measures another kind of model on the same folds. It is no candidate: the verdict does not depend on it.
   *
   * @param value for example {@link Yardstick#installed()}
   */
  public Study yardstick(Yardstick value) {
    return with(s -> s.yardstick = Optional.of(value));
  }

  /** The time for all of it, the refit included; above 0. What was left out is said. */
  public Study timeLimit(Duration limit) {
    return with(s -> s.effort = s.effort.withTimeLimit(limit));
  }

  /** Cells that run at once, at least 1. The result does not depend on it. */
  public Study threads(int count) {
    return with(s -> s.effort = s.effort.withThreads(count));
  }

  /** A share of the rows, in (0, 1), is kept out of everything and reported once, at the end. */
  public Study test(double share) {
    return with(s -> s.rows = s.rows.withTestShare(share));
  }

  /** Rows of another table are reported once, at the end. */
  public Study test(Dataset rows) {
    return with(s -> s.rows = s.rows.withTestRows(rows));
  }

  /** Where finished cells are kept. */
  public Study log(TrialLog value) {
    return in(new StudyContext(value, around.place(), around.listener(), around.command(), around.dataHash(),
        around.allRows()));
  }

  /**
   * Where cells are computed, those with fewer rows among them, and the networks that follow them trained; by default
   * on threads of this machine. Linear paths on all rows and the importance of columns are computed here.
   */
  public Study on(CellPlace place) {
    return in(new StudyContext(around.log(), place, around.listener(), around.command(), around.dataHash(),
        around.allRows()));
  }

  /** Follows the study. */
  public Study listener(StudyListener value) {
    return in(
        new StudyContext(around.log(), around.place(), value, around.command(), around.dataHash(), around.allRows()));
  }

  /** What the model's provenance says. */
  public Study provenance(String command, String dataHash) {
    return in(new StudyContext(around.log(), around.place(), around.listener(), command, dataHash, around.allRows()));
  }

  /**
   * The table is a sample: what is used is trained on {@link #allRows}, which are passed over. Kinds of models that
   * need their rows in memory are not tried then.
   */
  public Study ofSample() {
    return with(s -> s.sample = true);
  }

  /** What is used is trained on all of these rows, of which the study's table is a sample. */
  public Study allRows(AllRows rows) {
    return in(new StudyContext(around.log(), around.place(), around.listener(), around.command(), around.dataHash(),
        Optional.of(rows)));
  }

  /**
   * What would be run.
   *
   * @throws DataException if the table cannot be learnt from
   */
  public StudyDescription describe() {
    return preparation.plan().description();
  }

  /** About how long it would take on this machine, from the epochs of the network without regularizer. */
  public Duration estimate() {
    return preparation.plan().time().estimate();
  }

  /** What a study of networks on images or sequences would hold in memory; empty for tables. */
  public Optional<StudyMemory> memory() {
    return preparation.plan().memory();
  }

  /** A text that differs where the result may differ. */
  public String settings() {
    return preparation.plan().settingsText();
  }

  /** A text that differs where the result of a cell may differ: what other machines compare before they compute any. */
  public String cellSettings() {
    return preparation.plan().cellSettings();
  }

  /**
   * What computes the cells on this machine, for who computes them for a study that runs elsewhere.
   *
   * @param part on whose folds
   * @throws IllegalArgumentException if the study has no such folds
   */
  public CellsByModel cells(CellPlace.Part part) {
    return preparation.plan().cells(part);
  }

  /**
   * Where the network of a trial that is trained on all rows ends, for who wants it for a study that runs elsewhere;
   * none where its training does not end well.
   *
   * @param member which of those that are averaged, from 0
   */
  public double[] whole(Trial trial, int member) {
    StudyPlan plan = preparation.plan();
    return new Refit(plan, around, plan.cells()).end(trial, member);
  }

  /**
   * Runs the study, or what is left of it in the log.
   *
   * @throws DataException if the table cannot be learnt from
   * @throws CancellationException if the thread is interrupted; finished cells are in the log
   */
  public StudyResult run() {
    long start = System.nanoTime();
    return new StudyRun(preparation.plan(), around).run(start);
  }
}
