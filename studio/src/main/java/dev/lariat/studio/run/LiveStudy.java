package dev.lariat.studio.run;

import dev.lariat.io.run.RunDirectory;
import dev.lariat.io.run.StartedCommand;
import dev.lariat.metric.Metric;
import dev.lariat.page.study.StudyFiles;
import dev.lariat.study.Study;
import dev.lariat.study.RemainingTime;
import dev.lariat.study.StudyDescription;
import dev.lariat.study.StudyListener;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.studio.command.PreparedFit;
import dev.lariat.studio.web.EventFeed;
import dev.lariat.studio.web.FailureLine;
import dev.lariat.studio.web.PageWords;
import dev.lariat.studio.web.Precedence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A study at work in this process. What it finds goes into its run directory, cell by cell, as with {@code lariat fit};
 * what happens is told to whoever listens.
 */
final class LiveStudy implements StudyListener {
  /** How it stands. */
  enum State {
    /** Cells are at work. */
    RUNNING,
    /** The cells at work go on to their end; no other begins. */
    PAUSED,
    /** Ended by the user; what was finished is kept. */
    STOPPED,
    /** The verdict is there. */
    FINISHED,
    /** Ended by a failure, of which the last event tells. */
    FAILED
  }

  private final PreparedFit fit;
  private final RunDirectory run;
  private final FailureLine failures;
  private final Precedence precedence;
  private final EventFeed feed = new EventFeed();
  private final RemainingTime remaining = new RemainingTime();
  private final Map<Cell, CellCurve> atWork = new ConcurrentHashMap<>();
  private final Thread worker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean stopping;
  private State state = State.RUNNING;
  private Metric metric;
  private int cells;

  /**
   * Locks the run directory and begins, or goes on.
   *
   * @throws dev.lariat.io.run.FolderInUseException if another process is at work there
   */
  LiveStudy(PreparedFit fit, StartedCommand command, FailureLine failures, Precedence precedence) {
    this.fit = fit;
    this.failures = failures;
    this.precedence = precedence;
    run = RunDirectory.open(fit.folder(), fit.header(), false);
    try {
      command.write(fit.folder());
      worker = Thread.ofPlatform().name("lariat-study").daemon().start(this::work);
    } catch (RuntimeException | Error failure) {
      run.close(); // nobody else would: the run would stay locked
      throw failure;
    }
  }

  EventFeed feed() {
    return feed;
  }

  State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  boolean isAtWork() {
    return switch (state()) {
      case RUNNING, PAUSED -> true;
      case STOPPED, FINISHED, FAILED -> false;
    };
  }

  private void work() {
    State end = State.FAILED;
    String line = "";
    try (run) {
      if (StudyFiles.finished(fit.folder()).isEmpty()) {
        fit.ending().write(fit.study().log(run).listener(this), fit.folder(), Study::run);
      }
      StudyFiles.writePage(fit.folder());
      end = State.FINISHED;
    } catch (CancellationException _) {
      end = State.STOPPED;
    } catch (RuntimeException failure) {
      // Whatever an interruption breaks off, such as a file that is written: it was asked for.
      end = stopping ? State.STOPPED : State.FAILED;
      line = stopping ? "" : failures.of(failure);
    } catch (Error failure) {
      line = failures.of(failure);
    }
    become(end, line);
    feed.end();
  }

  private void become(State next, String line) {
    lock.lock();
    try {
      state = next;
      changed.signalAll();
      feed.append("state", Map.of("state", word(next), "line", line));
    } finally {
      lock.unlock();
    }
  }

  /** {@return a state as pages know it} */
  static String word(State state) {
    return switch (state) {
      case RUNNING -> "running";
      case PAUSED -> "paused";
      case STOPPED -> "stopped";
      case FINISHED -> "finished";
      case FAILED -> "failed";
    };
  }

  /** No other cell begins. */
  void pause() {
    change(State.RUNNING, State.PAUSED);
  }

  /** Cells begin again. */
  void goOn() {
    change(State.PAUSED, State.RUNNING);
  }

  private void change(State from, State to) {
    lock.lock();
    try {
      if (state == from) {
        become(to, "");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends it; what was finished is kept, and the same study goes on from there. */
  void stop() {
    stopping = true;
    worker.interrupt();
  }

  /** Waits until it has ended, for tests and for a start of the same study. */
  void await() throws InterruptedException {
    worker.join();
  }

  @Override
  public void started(StudyDescription description) {
    metric = description.metric();
    var told = new LinkedHashMap<String, Object>();
    told.put("data", description.data());
    told.put("rows", description.rows());
    told.put("columns", description.columns());
    told.put("target", description.target());
    told.put("task", metric.task().name().toLowerCase(Locale.ROOT));
    told.put("metric", metric.label());
    told.put("higherIsBetter", metric.isShownHigherBetter());
    told.put("folds", description.folds());
    told.put("testRows", description.testRows());
    told.put("network", description.recipe().networkText());
    told.put("epochs", description.recipe().epochs());
    told.put("candidates", description.candidates().stream().map(Object::toString).toList());
    told.put("cells", description.cells());
    told.put("notes", description.notes().stream().map(PageWords::of).toList());
    List<CellResult> known = run.results().stream().filter(result -> !result.cell().isCount()).toList();
    told.put("resumed", known.size());
    feed.append("started", told);
    known.forEach(result -> feed.append("cell", CellNews.of(result, metric)));
    cells = known.size();
    feed.append("state", Map.of("state", word(state()), "line", ""));
  }

  @Override
  public void epochFinished(Cell cell, int epoch, double trainingLoss, double validationLoss) {
    CellCurve curve = atWork.computeIfAbsent(cell, CellCurve::new);
    if (curve.add(epoch, trainingLoss, validationLoss, metric)) {
      feed.tell(CellCurve.key(cell), "curve", curve.news());
    }
    precedence.letPass();
  }

  /** The cell is no longer at work. */
  private void leave(Cell cell) {
    atWork.remove(cell);
    feed.forget(CellCurve.key(cell));
  }

  @Override
  public void cellFinished(CellResult result, Progress progress) {
    leave(result.cell());
    remaining.add(result);
    cells++;
    feed.append("cell", CellNews.of(result, metric));
    feed.append("progress", Map.of("done", cells, "cells", progress.cells(), "paths", progress.paths(), "epochs",
        progress.epochs(), "secondsLeft", remaining.of(progress).toMillis() / 1000.0, "best", progress.best()));
    waitWhilePaused();
  }

  @Override
  public void phase(String what) {
    atWork.keySet().forEach(this::leave); // those that the time limit cut off
    feed.append("phase", Map.of("what", what));
    waitWhilePaused();
  }

  /** The thread that hands out cells waits here. */
  private void waitWhilePaused() {
    lock.lock();
    try {
      while (state == State.PAUSED) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var stopped = new CancellationException("interrupted");
      stopped.initCause(e);
      throw stopped;
    } finally {
      lock.unlock();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
  }
}
