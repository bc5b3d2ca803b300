package dev.lariat.study;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.stream.PassLog;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.Fit;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Mixture;
import dev.lariat.model.Model;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.Trainer;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.TrainingResult;
import dev.lariat.study.candidate.Trial;
import dev.lariat.parallel.Workers;
import dev.lariat.study.cell.CellsByModel;
import dev.lariat.study.cell.WholePath;
import dev.lariat.study.finish.Finishing;
import dev.lariat.study.verdict.Finish;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Trains what was chosen on all rows but the test rows. Confined to one thread, which shares its work out. */
final class Refit {
  private final StudyPlan study;
  private final StudyContext around;
  private final CellsByModel cells;
  private final Optional<WholeTable> whole; // where the study has a sample

  /**
   * @param around says where models come from
   * @param cells say how a trial's network is trained
   */
  Refit(StudyPlan study, StudyContext around, CellsByModel cells) {
    this.study = study;
    this.around = around;
    this.cells = cells;
    whole = around.allRows().map(rows -> new WholeTable(rows, study));
  }

  /** {@return on how many rows, in words} */
  String rows() {
    return whole.map(table -> "all " + NumberText.count((double) table.rows(), "row")).orElse("all rows");
  }

  /** {@return how all rows were passed over; empty where the study has them} */
  Optional<StudyResult.Streamed> streamed() {
    return whole.map(table -> new StudyResult.Streamed(table.rows(), table.passes()));
  }

  /** A trial on all rows, with the planned schedule. */
  Model of(Trial trial) {
    return switch (trial.model()) {
      case TRIVIAL -> trivial();
      case LINEAR, ADDITIVE -> linear(trial);
      case NETWORK -> network(trial, 0).model();
    };
  }

  /**
   * The networks of a finish, side by side on all rows, and the linear model that has a share. The first network has
   * the study's seed, each further one the next number; one whose training diverged is left out.
   */
  Model finished(Trial trial, Finishing.Decided decided, Optional<Trial> partner) {
    Finish finish = decided.finish();
    List<Fit> fits = Workers.all(around.place().slots(study.settings().effort().threads()),
        IntStream.range(0, finish.networks())
            .mapToObj(member -> (Callable<Fit>) () -> network(trial, member))
            .toList());
    List<NetworkModel> members = Stream
        .concat(Stream.of(fits.getFirst()), fits.stream().skip(1).filter(Refit::converged))
        .map(Fit::model)
        .toList();
    if (members.size() == 1 && decided.temperature().isEmpty() && finish.linearWeight() == 0) {
      return members.getFirst();
    }
    Optional<Mixture> mixture = finish.linearWeight() == 0
        ? Optional.empty()
        : partner.map(linear -> new Mixture(linear(linear), finish.linearWeight()));
    return new EnsembleModel(members, decided.temperature(), mixture, members.getFirst().provenance());
  }

  private static boolean converged(Fit fit) {
    return fit.result().end() != TrainingResult.End.DIVERGED;
  }

  private LinearModel linear(Trial trial) {
    WholePath path = cells.paths(trial.model()).whole(trial);
    Dataset rows = study.learning();
    return whole.flatMap(table -> table.linear(path, trial, provenance()))
        .orElseGet(
            () -> path.at(trial.strength(), provenance().learntFrom(path.preprocessing(), rows, rows.allRows())));
  }

  private Model trivial() {
    Dataset rows = study.learning();
    double[] prediction = cells.trivial().whole();
    Preprocessing columns = Preprocessing.fit(rows, rows.allRows(), study.recipe().preprocessing());
    Set<String> all = rows.columns().stream().map(Column::name).collect(Collectors.toSet());
    return new TrivialModel(ModelTarget.of(rows.target()), columns.unused(all),
        Arrays.stream(prediction).boxed().toList(), provenance());
  }

  private Fit network(Trial trial, int member) {
    TrainingPlan plan = plan(trial, member);
    Trainer trainer = trainer(trial, plan);
    int epochs = trial.epochs(plan.epochs());
    return whole.map(table -> table.train(trainer, member, epochs)).orElseGet(() -> {
      double[] end = around.place().whole(trial, member);
      return end.length == 0
          ? trainer.train(study.learning(), epochs)
          : trainer.train(study.learning(), epochs, new Ended(end));
    });
  }

  private TrainingPlan plan(Trial trial, int member) {
    return cells.networks().plan(trial, seed() + member, study.folds().count());
  }

  private Trainer trainer(Trial trial, TrainingPlan plan) {
    return Trainer.of(plan.network())
        .plan(_ -> plan)
        .loss(plan.loss())
        .preprocessing(cells.networks().recipe(trial).preprocessing())
        .provenance(around.command(), around.dataHash());
  }

  /** Where a network ends; none where its training does not end well. */
  double[] end(Trial trial, int member) {
    TrainingPlan plan = plan(trial, member);
    var log = new Ended(new double[0]);
    Fit fit = trainer(trial, plan).train(study.learning(), trial.epochs(plan.epochs()), log);
    return converged(fit) ? log.last() : new double[0];
  }

  /** Where a training was after its last epoch. */
  private static final class Ended implements PassLog {
    private double[] state;

    Ended(double[] state) {
      this.state = state;
    }

    @Override
    public double[] last() {
      return state;
    }

    @Override
    public void finished(double[] numbers) {
      state = numbers;
    }
  }

  private Provenance provenance() {
    return around.provenance(study.settings().data(), seed());
  }

  private long seed() {
    return study.settings().seed();
  }
}
