package dev.lariat.io.cluster;

import dev.lariat.io.Tables;
import dev.lariat.io.cluster.TravellingStudy.TravellingFile;
import dev.lariat.io.run.TrialLine;
import dev.lariat.study.Study;
import dev.lariat.study.cell.CellPlace.Part;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellsByModel;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * The side of a machine that computes cells: makes the study once, however many threads ask, and then answers line by
 * line.
 */
public final class CellWorker {
  /** What is answered where the study could be made. */
  public static final String READY = "ready";
  /** The line that asks for no cell, but whether this machine could compute any. */
  public static final String HELLO = "hello";

  /** By the study's text: a machine may compute cells of several studies in its life. */
  private static final Map<String, CellWorker> WORKERS = new ConcurrentHashMap<>();

  private final Study study;
  private final Map<Part, CellsByModel> runners = new ConcurrentHashMap<>();

  private CellWorker(Study study) {
    this.study = study;
  }

  /**
   * Answers a line.
   *
   * @param study {@link TravellingStudy#text}
   * @param file where a file of the study lies on this machine, by its name
   * @param name of this machine, for people
   * @param asked {@link #HELLO} or a cell
   * @param cancelled asked between epochs
   * @return {@link #READY}, or the answer to who asked for the cell
   */
  public static String answer(String study, UnaryOperator<String> file, String name, String asked,
      BooleanSupplier cancelled) {
    try {
      CellWorker worker = WORKERS.computeIfAbsent(study, text -> made(TravellingStudy.parse(text), file));
      return asked.equals(HELLO) ? READY : worker.cell(CellQuestion.parse(asked), cancelled);
    } catch (RefusedException e) {
      return CellAnswer.REFUSED.text(name + " " + e.getMessage());
    } catch (UncheckedIOException e) {
      return CellAnswer.REFUSED.text(name + " cannot read what it was sent: " + e.getMessage());
    } catch (RuntimeException e) {
      return CellAnswer.text(e);
    } catch (LinkageError e) {
      return CellAnswer.REFUSED.text(name + " lacks a part of lariat, or has another version of it: " + e);
    }
  }

  /**
   * Throws what an answer to {@link #HELLO} says, unless it is {@link #READY}.
   *
   * @throws java.io.UncheckedIOException if the machine refuses
   */
  public static void requireReady(String answer) {
    if (!answer.equals(READY)) {
      CellResult _ = CellAnswer.parse(answer);
    }
  }

  private String cell(CellQuestion asked, BooleanSupplier cancelled) {
    if (asked.part() == Part.WHOLE) {
      return CellAnswer.RESULT.text(FittedLine.text(study.whole(asked.cell().trial(), asked.cell().seed())));
    }
    CellsByModel runner = runners.computeIfAbsent(asked.part(), study::cells);
    if (asked.weights()) {
      return CellAnswer.RESULT.text(FittedLine.text(runner.fitted(asked.cell(), asked.until())));
    }
    CellResult result = runner.run(asked.cell(), asked.until(), cancelled::getAsBoolean);
    return result == null ? CellAnswer.CANCELLED.text("") : CellAnswer.RESULT.text(TrialLine.text(result));
  }

  private static CellWorker made(TravellingStudy travelling, UnaryOperator<String> file) {
    Optional<String> why = Machine.here().refusal(travelling.machine());
    if (why.isPresent()) {
      throw new RefusedException(why.get());
    }
    var tables = new ArrayList<Path>();
    Map<String, Path> files = new LinkedHashMap<>();
    for (TravellingFile sent : travelling.files()) {
      Path here = Path.of(file.apply(sent.name()));
      if (!Tables.hash(here).equals(sent.hash())) {
        throw new RefusedException("has another " + sent.name()
            + ": it was changed after the start, or another file of this name is there; start again");
      }
      if (sent.option().isEmpty()) {
        tables.add(here);
      } else {
        files.put(sent.option(), here);
      }
    }
    StudyMaker maker = ServiceLoader.load(StudyMaker.class, StudyMaker.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new RefusedException("lacks lariat's commands: its class path has no lariat-cli"));
    Study study = maker.study(tables, travelling.words(), files);
    if (!study.cellSettings().equals(travelling.settings())) {
      throw new RefusedException("makes another study of the same words (" + study.cellSettings() + " instead of "
          + travelling.settings() + "): install the same version of lariat on both");
    }
    return new CellWorker(study);
  }
}
