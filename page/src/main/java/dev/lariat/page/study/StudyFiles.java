package dev.lariat.page.study;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.io.model.ModelFile;
import dev.lariat.io.run.EvidenceFile;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.RunDirectory;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.study.StudyResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a study leaves in its run directory when it is done. The verdict comes last: where it is, all is. */
public final class StudyFiles {
  private StudyFiles() {}

  /** {@return the verdict of a study that was finished earlier; empty where it was not} */
  public static Optional<FinishedStudy> finished(Path runDirectory) {
    Path verdict = runDirectory.resolve(RunDirectory.VERDICT);
    return Files.exists(verdict) && Files.exists(runDirectory.resolve(ModelFile.NAME))
        ? Optional.of(VerdictFile.read(verdict))
        : Optional.empty();
  }

  /** Writes model, evidence and verdict; takes away the page of an earlier study. */
  public static FinishedStudy write(StudyResult result, Path runDirectory) {
    result.save(runDirectory.resolve(ModelFile.NAME), true);
    EvidenceFile.write(result.evidence(), runDirectory);
    FinishedStudy study = VerdictFile.of(result, result.model().provenance());
    VerdictFile.write(study, runDirectory.resolve(RunDirectory.VERDICT));
    try {
      Files.deleteIfExists(runDirectory.resolve(ReportFile.NAME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return study;
  }

  /** {@return what a study says to use, in a few words} */
  public static String used(FinishedStudy study) {
    String strength = Phrases.strength(study.use(), study.use().strength());
    return Phrases.use(study.use()) + (strength.isEmpty() ? "" : ", strength " + strength);
  }

  /** Writes the page, unless it is there. */
  public static void writePage(Path runDirectory) {
    Path report = runDirectory.resolve(ReportFile.NAME);
    if (!Files.exists(report)) {
      ReportFile.write(runDirectory, report, false);
    }
  }
}
