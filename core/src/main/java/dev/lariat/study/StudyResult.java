package dev.lariat.study;

import dev.lariat.metric.Metrics;
import dev.lariat.model.Model;
import dev.lariat.model.interval.IntervalFormat;
import dev.lariat.model.interval.PredictionIntervals;
import dev.lariat.study.evidence.Calibration;
import dev.lariat.study.evidence.Evidence;
import dev.lariat.study.evidence.Importance;
import dev.lariat.study.evidence.LearningCurve;
import dev.lariat.study.insight.Insight;
import dev.lariat.study.verdict.Verdict;
import dev.lariat.study.warning.Warning;
import dev.lariat.study.yardstick.YardstickLoss;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a study came to.
 *
 * @param description what was run
 * @param verdict what to use, and why
 * @param insight what it tells beside its verdict
 * @param yardstick what another kind of model reached; empty where none was asked for
 * @param refitted the setting of {@code model}: what to use, or the simplest or the proven where that was asked for
 * @param model trained on all rows (but the test rows)
 * @param intervals of the model's predictions, where it predicts a number; empty where a fold's training diverged
 * @param warnings what an expert would ask about the table, the most important first
 * @param curves losses by epoch of the unregularized network and, if it is another, of the refitted one
 * @param importance of the table's columns for the refitted model, the most important first; empty for the trivial
 * predictor
 * @param test what the model does on the rows that were kept out of everything; empty where none were
 * @param evidence what figures show beyond that
 * @param closed why the sweep ended before all cells were done; empty where it did not
 * @param streamed where the study had a sample: all rows, on which the model was trained; else empty
 */
public record StudyResult(StudyDescription description, Verdict verdict, Insight insight,
    Optional<YardstickLoss> yardstick, Verdict.Choice refitted, Model model, Optional<PredictionIntervals> intervals,
    List<Warning> warnings, List<LearningCurve> curves, List<Importance> importance, Optional<Test> test,
    Evidence evidence, Optional<String> closed, Optional<Streamed> streamed) {
  /**
   * The model on test rows.
   *
   * @param metrics the usual ones
   * @param calibration of the probabilities; empty for regression
   */
  public record Test(Metrics metrics, Optional<Calibration> calibration) {}

  /**
   * A table that was passed over instead of held.
   *
   * @param rows that it has
   * @param passes over it, whatever for
   */
  public record Streamed(long rows, int passes) {}

  /** Copies the lists. */
  public StudyResult {
    warnings = List.copyOf(warnings);
    curves = List.copyOf(curves);
    importance = List.copyOf(importance);
  }

  /**
   * Writes the model, with its intervals where it has some, so that the file is whole or not there.
   *
   * @param overwrite whether an existing file may be replaced
   * @throws java.io.UncheckedIOException if it exists and may not be replaced, or cannot be written
   */
  public void save(Path file, boolean overwrite) {
    if (intervals.isPresent()) {
      IntervalFormat.installed().write(model, intervals.get(), file, overwrite);
    } else {
      model.save(file, overwrite);
    }
  }
}
