package dev.lariat.studio.command;

import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.RunDirectory;
import dev.lariat.study.Study;
import dev.lariat.study.StudyResult;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A study that may be run.
 *
 * @param study with its provenance
 * @param folder its run directory: by its name the same study is found again
 * @param header what the run directory begins with
 * @param ending what is done with all rows where a sample of them is studied, and how the result is kept
 */
public record PreparedFit(Study study, Path folder, RunDirectory.Header header, Ending ending) {
  /** What follows a study. */
  @FunctionalInterface
  public interface Ending {
    /**
     * Runs a study and writes what came of it into its folder.
     *
     * @param study with its log and listeners
     * @param folder its run directory
     * @param run runs what is made of it
     */
    FinishedStudy write(Study study, Path folder, Function<Study, StudyResult> run);
  }
}
