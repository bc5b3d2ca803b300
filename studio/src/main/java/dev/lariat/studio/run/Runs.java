package dev.lariat.studio.run;

import dev.lariat.io.run.RunDirectory;
import dev.lariat.io.run.StartedCommand;
import dev.lariat.page.study.StudyFiles;
import dev.lariat.studio.command.FitWords;
import dev.lariat.studio.command.PreparedFit;
import dev.lariat.studio.table.StudioFolder;
import dev.lariat.studio.web.FailureLine;
import dev.lariat.studio.web.Precedence;
import dev.lariat.studio.web.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The studies of the folder, at work and on the disk. A run's name is its run directory, seen from the folder. */
final class Runs implements AutoCloseable {
  private static final int MOST = 200;
  /** Options of {@code lariat fit} that may name a file which is read. */
  private static final Set<String> WITH_FILE = Set.of("--test", "--network", "--stop-words");

  private final StudioFolder folder;
  private final FitWords words;
  private final FailureLine failures;
  private final Precedence precedence;
  private final Map<String, LiveStudy> live = new HashMap<>();
  private boolean closed;

  Runs(StudioFolder folder, FitWords words, FailureLine failures, Precedence precedence) {
    this.folder = folder;
    this.words = words;
    this.failures = failures;
    this.precedence = precedence;
  }

  /**
   * A run in a line.
   *
   * @param run its name
   * @param state {@code running}, {@code paused}, {@code stopped}, {@code finished}, {@code failed}, or {@code open}:
   * begun and not finished, and not at work here
   * @param use what it says to use; empty until it is finished
   * @param canGoOn whether its words are known
   */
  record Line(String run, String state, String use, boolean canGoOn, long changed) {}

  /** Begins a study, or goes on with it; where it is at work already, nothing happens. */
  String start(StudyForm form) {
    Path data = folder.table(form.data());
    return start(data, form.options(), form.shown(), Optional.empty());
  }

  /** Goes on with a run by the words in its directory. */
  String goOn(String run) {
    synchronized (this) {
      LiveStudy known = live.get(run);
      if (known != null && known.isAtWork()) {
        known.goOn();
        return run;
      }
    }
    Path directory = directory(run);
    StartedCommand command = StartedCommand.read(directory)
        .orElseThrow(() -> Refusal.wrong("this run does not say by which words it was begun: type its command"));
    Path data = folder.table(folder.shown(command.data()));
    refuseFilesOutside(command.options());
    return start(data, command.options(), StudyForm.shown(folder.shown(data), command.options()),
        Optional.of(directory));
  }

  /** The words of a run directory may name files beside the table, as the command line takes them. */
  private void refuseFilesOutside(List<String> options) {
    for (int i = 0; i < options.size(); i++) {
      String[] word = options.get(i).split("=", 2);
      if (WITH_FILE.contains(word[0]) && (word.length == 2 || i + 1 < options.size())) {
        String value = word.length == 2 ? word[1] : options.get(i + 1);
        if (!(word[0].equals("--test") && StudyForm.isNumber(value.strip()))) {
          folder.requireInside(value);
        }
      }
    }
  }

  /** Reading the table may take long, and holds up nobody who asks for other runs. */
  private String start(Path data, List<String> options, String shown, Optional<Path> directory) {
    PreparedFit fit = words.prepare(data, options, shown);
    Path where = folder.fresh(directory.map(folder::shown).orElse(fit.folder().toString()));
    String run = folder.shown(where);
    if (Files.exists(where)) {
      directory(run);
    }
    begin(run, new PreparedFit(fit.study(), where, fit.header(), fit.ending()), new StartedCommand(data, options));
    return run;
  }

  /** Begins a study once, whoever else has prepared the same. */
  private synchronized void begin(String run, PreparedFit fit, StartedCommand command) {
    if (closed) {
      throw Refusal.wrong("the studio is closing");
    }
    LiveStudy known = live.get(run);
    if (known == null || !known.isAtWork()) {
      if (known != null) {
        ended(known);
      }
      live.put(run, new LiveStudy(fit, command, failures, precedence));
    }
  }

  /**
   * A run directory by its name.
   *
   * @throws Refusal if it is not there, or it or one of its files is a link that leads out of the folder
   */
  Path directory(String run) {
    Path directory = folder.existing(run);
    if (!folder.isClosed(directory)) {
      throw new Refusal(403, "a file of " + run + " is a link that leads out of the folder");
    }
    return directory;
  }

  private static void ended(LiveStudy study) {
    try {
      study.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A study of this process.
   *
   * @throws Refusal if there is none
   */
  synchronized LiveStudy live(String run) {
    LiveStudy known = live.get(run);
    if (known == null) {
      throw Refusal.notFound(run + " is not at work here");
    }
    return known;
  }

  /** {@return all runs, the newest first} */
  List<Line> all() {
    var lines = new ArrayList<Line>();
    for (Path directory : folder.runs(this::isRun)) {
      lines.add(line(directory));
    }
    lines.sort(Comparator.comparingLong(Line::changed).reversed());
    return lines.subList(0, Math.min(MOST, lines.size()));
  }

  /** {@return a run in a line} */
  Line line(String run) {
    Path directory = directory(run);
    if (!isRun(directory)) {
      throw Refusal.notFound(run + " is no run directory");
    }
    return line(directory);
  }

  private Line line(Path directory) {
    String run = folder.shown(directory);
    LiveStudy known;
    synchronized (this) {
      known = live.get(run);
    }
    boolean goesOn = Files.exists(directory.resolve(StartedCommand.NAME));
    long changed = directory.toFile().lastModified();
    if (known != null && known.isAtWork()) {
      return new Line(run, LiveStudy.word(known.state()), "", goesOn, changed);
    }
    try {
      return StudyFiles.finished(directory)
          .map(study -> new Line(run, "finished", StudyFiles.used(study), false, changed))
          .orElseGet(() -> new Line(run, known == null ? "open" : LiveStudy.word(known.state()), "", goesOn, changed));
    } catch (RuntimeException damaged) {
      return new Line(run, "failed", failures.of(damaged), false, changed);
    }
  }

  private boolean isRun(Path directory) {
    return Files.isDirectory(directory) && !Files.isSymbolicLink(directory)
        && (Files.exists(directory.resolve(RunDirectory.TRIALS))
            || Files.exists(directory.resolve(RunDirectory.VERDICT)))
        && folder.isClosed(directory);
  }

  /** Ends the studies at work; each goes on from where it was. */
  @Override
  public synchronized void close() {
    closed = true;
    live.values().forEach(LiveStudy::stop);
  }
}
