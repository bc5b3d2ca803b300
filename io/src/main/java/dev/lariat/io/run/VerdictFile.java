package dev.lariat.io.run;

import dev.lariat.data.DataException;
import dev.lariat.io.AtomicFile;
import dev.lariat.io.JsonText;
import dev.lariat.io.NewerFormat;
import dev.lariat.model.Provenance;
import dev.lariat.study.StudyDescription;
import dev.lariat.study.StudyResult;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.evidence.LearningCurve;
import dev.lariat.study.insight.Insight;
import dev.lariat.study.insight.Suspects;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.CandidateSummary;
import dev.lariat.study.verdict.Diagnosis;
import dev.lariat.study.verdict.Finish;
import dev.lariat.study.verdict.Verdict;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code verdict.json}, format 2: what a study came to. The keys are the components of {@link FinishedStudy}, and
 * documented in {@code docs/files.md}. Two runs of the same study differ in {@code provenance} and {@code seconds}
 * only.
 */
public final class VerdictFile {
  /** The newest format that this version reads, and the one it writes. */
  static final int FORMAT = 2;

  private static final JsonMapper MAPPER = StudyJson.MAPPER;
  private static final String KIND = "verdict of Lariat";

  private VerdictFile() {}

  /** {@return what the file will hold} */
  public static FinishedStudy of(StudyResult result, Provenance provenance) {
    StudyDescription description = result.description();
    Verdict verdict = result.verdict();
    NetworkRecipe recipe = description.recipe();
    Trial refitted = result.refitted().trial();
    FinishedStudy.Use used = use(verdict);
    return new FinishedStudy(FORMAT, description.data(), description.target(), "", description.rows(),
        description.testRows(), description.columns(), description.metric(), description.folds(), description.repeats(),
        description.seeds(),
        new FinishedRecipe(recipe.hidden(), recipe.networkText(), recipe.optimizer().name(), recipe.epochs(),
            recipe.batch(), recipe.learningRate(), null),
        description.notes(), result.warnings(), verdict.conditional(), diagnosis(verdict.diagnosis()),
        verdict.candidates().stream().map(VerdictFile::candidate).toList(), verdict.missing(), verdict.leftOut(),
        Optional.ofNullable(verdict.winnerAgainstNone()), Optional.ofNullable(verdict.bestAgainstTrivial()),
        verdict.finals()
            .map(f -> new FinishedFinals(f.folds(), f.candidates().stream().map(VerdictFile::candidate).toList())),
        used, proven(verdict.proven()), used, simplest(verdict.simplest()),
        new FinishedStudy.Named(refitted.model(), refitted.regularizer(), refitted.strength()),
        result.curves().stream().map(VerdictFile::curve).toList(), result.importance(),
        Optional.of(insight(result.insight())), result.yardstick(),
        result.test().map(test -> new FinishedTest(test.metrics().rows(), test.metrics().values(), test.calibration())),
        result.closed(), result.streamed().map(_ -> true), result.streamed().map(StudyResult.Streamed::rows),
        result.streamed().map(StudyResult.Streamed::passes), provenance);
  }

  private static FinishedStudy.Diagnosed diagnosis(Diagnosis diagnosis) {
    return new FinishedStudy.Diagnosed(diagnosis.state(), diagnosis.gap(), diagnosis.gapStandardError(),
        diagnosis.trainLoss(), diagnosis.validationLoss(), diagnosis.trivialLoss(),
        Optional.ofNullable(diagnosis.overBestEpoch()), Optional.ofNullable(diagnosis.overBestCandidate()),
        Optional.ofNullable(diagnosis.wideTrain()), Optional.ofNullable(diagnosis.wideValidation()),
        Optional.ofNullable(diagnosis.longValidation()));
  }

  private static FinishedStudy.Candidate candidate(CandidateSummary summary) {
    Interval difference = summary.differenceToNone();
    return new FinishedStudy.Candidate(summary.model(), summary.regularizer(), summary.strength(),
        summary.oneSeStrength(), summary.loss(), summary.standardError(), difference.mean(), difference.standardError(),
        List.of(difference.low(), difference.high()), summary.ties(), summary.gap(), summary.zeroShare(),
        summary.nonZeroWeights(), summary.inputsUsed(), summary.epochs(), summary.seconds(), metrics(summary),
        point(summary.oneSe()), summary.curve().stream().map(VerdictFile::point).toList(),
        summary.dropped()
            .entrySet()
            .stream()
            .map(dropped -> new FinishedStudy.Dropped(dropped.getKey(), dropped.getValue()))
            .toList(),
        summary.notes(), summary.paths().hurried() ? Optional.of(true) : Optional.empty(), summary.calibrated());
  }

  private static Map<String, Double> metrics(CandidateSummary summary) {
    var metrics = new LinkedHashMap<String, Double>();
    summary.metrics().forEach((metric, figure) -> metrics.put(metric.key(), figure));
    return metrics;
  }

  private static FinishedStudy.Point point(CandidateSummary.Point point) {
    return new FinishedStudy.Point(point.strength(), point.loss(), point.standardError(), point.trainLoss(),
        point.nonZeroWeights(), point.inputsUsed());
  }

  private static FinishedStudy.Choice simplest(Verdict.Choice choice) {
    return new FinishedStudy.Choice(choice.model(), choice.regularizer(), choice.strength(), choice.loss(),
        choice.reasons(), Optional.of(Verdict.SIMPLICITY));
  }

  private static FinishedStudy.Use use(Verdict verdict) {
    Verdict.Choice choice = verdict.use();
    Finish finish = verdict.finish();
    return new FinishedStudy.Use(choice.model(), choice.regularizer(), choice.strength(), choice.loss(),
        choice.reasons(),
        new FinishedStudy.Finish(finish.networks(), finish.temperature(), finish.linearWeight(),
            finish.waterfall()
                .stream()
                .map(step -> new FinishedStudy.Step(step.step(), step.loss(), step.standardError(),
                    step.gain().map(_ -> step.done()), step.gain()))
                .toList()));
  }

  private static FinishedInsight insight(Insight insight) {
    Suspects suspects = insight.suspects().orElse(new Suspects(0, 0, 0, List.of()));
    return new FinishedInsight(insight.worthRows(), insight.doubleRows(), insight.smallestVisibleGain(),
        insight.seedFlips(), suspects.rows(), suspects.found(), suspects.expected(), suspects.deviation(),
        insight.equalInputs().rows(), insight.equalInputs().wrong());
  }

  private static FinishedStudy.Proven proven(Verdict.Proven proven) {
    Verdict.Choice choice = proven.choice();
    return new FinishedStudy.Proven(choice.model(), choice.regularizer(), choice.strength(), choice.loss(),
        choice.reasons(), proven.sure(), proven.gain());
  }

  private static FinishedStudy.Curve curve(LearningCurve curve) {
    Trial trial = curve.trial();
    return new FinishedStudy.Curve(trial.model(), trial.regularizer(), trial.strength(), curve.trainLoss(),
        curve.trainStandardError(), curve.validationLoss(), curve.validationStandardError());
  }

  /** {@return the object as the file has it, indented} */
  public static String text(FinishedStudy study) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(study);
  }

  /** Writes the file, whole or not at all. */
  public static void write(FinishedStudy study, Path file) {
    byte[] bytes = (text(study) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, true, out -> out.write(bytes));
  }

  /**
   * Reads a verdict.
   *
   * @param fileOrFolder the file, or its run directory
   * @throws DataException if it is none, or of a newer format
   * @throws UncheckedIOException if it cannot be read
   */
  public static FinishedStudy read(Path fileOrFolder) {
    Path file = Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve(RunDirectory.VERDICT) : fileOrFolder;
    if (!file.equals(fileOrFolder) && !Files.exists(file)) {
      throw new DataException(
          fileOrFolder + " holds no " + RunDirectory.VERDICT + ": is it the run directory of a finished 'lariat fit'?");
    }
    String remedy = file.endsWith(RunDirectory.VERDICT)
        ? "take it away, and the study's command writes it again"
        : "it takes the run directory of a finished 'lariat fit', or its " + RunDirectory.VERDICT;
    JsonNode json = JsonText.object(file, MAPPER, KIND, remedy);
    int format = json.path("format").asInt(0);
    NewerFormat.refuse(file, format, FORMAT);
    if (format < 1 || !json.has("candidates")) {
      throw new DataException(file + " is JSON, but no " + KIND + "; " + remedy);
    }
    try {
      return MAPPER.treeToValue(json, FinishedStudy.class);
    } catch (JacksonException e) {
      throw new DataException(file + JsonText.where(e) + ": no " + KIND + "; " + remedy, e);
    }
  }
}
