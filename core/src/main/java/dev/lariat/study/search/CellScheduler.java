package dev.lariat.study.search;

import dev.lariat.data.DataException;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.cell.CellWatch;
import dev.lariat.study.cell.TrialLog;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Runs the cells of all candidates, one cell per thread, until no search wants more or the time is over. What is run
 * depends on results only, never on the order in which they arrive.
 */
public final class CellScheduler {
  /** Networks that only diagnose come behind the first strengths at full length: a time limit may end before. */
  private static final int DIAGNOSIS = 3;

  private final List<Candidate> candidates;
  private final StrengthSearch.Plan plan;
  private final CellRunner runner;
  private final TrialLog log;
  private final int threads;
  private final BooleanSupplier over; // whether the time limit is reached
  private final Watcher watcher;
  private final CellResults results;
  private double lowest = Double.POSITIVE_INFINITY;
  private Optional<Best> best = Optional.empty();

  public CellScheduler(List<Candidate> candidates, StrengthSearch.Plan plan, int folds, int seeds, CellRunner runner,
      TrialLog log, int threads, BooleanSupplier over, Watcher watcher) {
    this(candidates, plan, runner, log, threads, over, watcher, new CellResults(folds, seeds));
    log.results().forEach(results::add);
  }

  private CellScheduler(List<Candidate> candidates, StrengthSearch.Plan plan, CellRunner runner, TrialLog log,
      int threads, BooleanSupplier over, Watcher watcher, CellResults results) {
    this.candidates = List.copyOf(candidates);
    this.plan = plan;
    this.runner = runner;
    this.log = log;
    this.threads = threads;
    this.over = over;
    this.watcher = watcher;
    this.results = results;
  }

  /** {@return a scheduler of other candidates, which knows what this one has run} */
  public CellScheduler of(List<Candidate> others) {
    return new CellScheduler(others, plan, runner, log, threads, over, watcher, results);
  }

  /**
   * The trial with the lowest mean loss among those that are complete.
   *
   * @param loss its mean loss
   */
  public record Best(Trial trial, double loss) {}

  /**
   * What is left, as far as it is known.
   *
   * @param cells still to run
   * @param epochs of networks still to run, over all cells
   * @param paths of linear models still to fit
   * @param best so far
   */
  public record Left(int cells, long epochs, int paths, Optional<Best> best) {}

  /** Follows the cells. */
  public interface Watcher {
    /** A cell has come to an end, or to a rung. Called by one thread. */
    void finished(CellResult result, Left left);

    /** A network at work has trained another epoch, as {@link CellWatch#trained} says. */
    default void trained(Cell cell, int epoch, double training, double validation) {}
  }

  /** What happened on a worker: a result, nothing (cancelled), or a failure. */
  private record Outcome(StrengthSearch.Request request, CellResult result, Throwable failure) {}

  /**
   * Runs to the end.
   *
   * @param closingReason says in the log why the sweep ended early
   * @throws CancellationException where the calling thread was interrupted; what was finished is in the log
   */
  public CellResults run(String closingReason) {
    if (log.closed().isPresent()) {
      return results;
    }
    var cancelled = new AtomicBoolean();
    CellWatch watch = new CellWatch() {
      @Override
      public boolean cancelled() {
        return cancelled.get() || over.getAsBoolean();
      }

      @Override
      public void trained(Cell cell, int epoch, double training, double validation) {
        watcher.trained(cell, epoch, training, validation);
      }
    };
    var outcomes = new LinkedBlockingQueue<Outcome>();
    var running = new HashSet<Cell>();
    try (var pool = Executors.newFixedThreadPool(threads,
        Thread.ofPlatform().name("lariat-cell-", 0).daemon().factory())) {
      try {
        while (true) {
          List<StrengthSearch.Request> wanted = requests(candidates, plan, results);
          if (wanted.isEmpty()) {
            return results;
          }
          if (over.getAsBoolean() && running.isEmpty()) {
            log.close(closingReason);
            return results;
          }
          for (StrengthSearch.Request request : wanted) {
            if (over.getAsBoolean() || running.size() >= threads) {
              break;
            }
            if (running.add(request.cell())) {
              pool.execute(() -> outcomes.add(attempt(request, watch)));
            }
          }
          Outcome outcome = outcomes.take();
          running.remove(outcome.request.cell());
          if (outcome.failure != null) {
            throw failed(outcome);
          }
          if (outcome.result != null) {
            log.append(outcome.result);
            results.add(outcome.result);
            follow(outcome.result.cell().trial());
            watcher.finished(outcome.result, progress());
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        var interrupted = new CancellationException("interrupted");
        interrupted.initCause(e);
        throw interrupted;
      } finally {
        cancelled.set(true);
      }
    }
  }

  /** What a fold's rows lack is said of them, what machines lack of the machines; anything else is a defect. */
  private static RuntimeException failed(Outcome outcome) {
    if (outcome.failure instanceof OutOfMemoryError full) {
      throw full;
    }
    Cell cell = outcome.request.cell();
    return switch (outcome.failure) {
      case DataException refused ->
        new DataException("fold " + (cell.fold() + 1) + ": " + refused.getMessage(), refused);
      case UncheckedIOException away -> away; // other machines, and what is between
      default -> new IllegalStateException("while running " + cell, outcome.failure);
    };
  }

  private Outcome attempt(StrengthSearch.Request request, CellWatch watch) {
    try {
      return new Outcome(request, runner.run(request.cell(), request.untilEpoch(), watch), null);
    } catch (Throwable failure) {
      return new Outcome(request, null, failure);
    }
  }

  /** What is wanted now, most urgent first. */
  public static List<StrengthSearch.Request> requests(List<Candidate> candidates, StrengthSearch.Plan plan,
      CellResults results) {
    var wanted = new ArrayList<StrengthSearch.Request>();
    for (Candidate candidate : candidates) {
      if (candidate.source() == Candidate.Source.EPOCHS) {
        continue;
      }
      if (candidate.source() == Candidate.Source.PATH || candidate.axes().isEmpty()) {
        Trial trial = candidate.trial(Strength.ZERO);
        int stage = trial.onlyDiagnoses() ? DIAGNOSIS : candidate.axes().isEmpty() ? 0 : 1;
        for (Cell cell : results.cells(trial)) {
          if (!results.reached(cell, plan.epochs())) {
            wanted.add(new StrengthSearch.Request(cell, plan.epochs(), stage));
          }
        }
        continue;
      }
      wanted.addAll(StrengthSearch.state(candidate, plan, results).requests());
    }
    wanted.sort(Comparator.comparingInt(StrengthSearch.Request::stage));
    return wanted;
  }

  /** Keeps the best trial so far up to date, for the progress display. */
  private void follow(Trial trial) {
    int first = plan.race().search(); // on later draws only those are run that are not far behind
    if (results.complete(trial, first) && !trial.onlyDiagnoses()) {
      double loss = results.meanLoss(trial, first, plan.epochs());
      if (loss < lowest) {
        lowest = loss;
        best = Optional.of(new Best(trial, loss));
      }
    }
  }

  private Left progress() {
    Set<Cell> open = new HashSet<>();
    long epochs = 0;
    int paths = 0;
    for (StrengthSearch.Request request : requests(candidates, plan, results)) {
      if (open.add(request.cell())) {
        switch (request.cell().trial().model()) {
          case TRIVIAL -> {
            // takes no time
          }
          case LINEAR, ADDITIVE -> paths++;
          case NETWORK -> {
            CellResult soFar = results.get(request.cell());
            epochs += request.untilEpoch() - (soFar == null ? 0 : soFar.scores().size());
          }
        }
      }
    }
    return new Left(open.size(), epochs, paths, best);
  }
}
