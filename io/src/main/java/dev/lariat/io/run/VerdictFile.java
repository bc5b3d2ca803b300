package dev.lariat.io.run;

import dev.lariat.data.DataException;
import dev.lariat.io.AtomicFile;
import dev.lariat.model.Provenance;
import dev.lariat.study.StudyDescription;
import dev.lariat.study.StudyResult;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.evidence.Calibration;
import dev.lariat.study.evidence.Importance;
import dev.lariat.study.evidence.LearningCurve;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.verdict.CandidateSummary;
import dev.lariat.study.verdict.Diagnosis;
import dev.lariat.study.verdict.Finish;
import dev.lariat.study.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code verdict.json}, format 2: what a study came to. The keys are documented in {@code docs/files.md}. Two runs of
 * the same study differ in {@code provenance} and {@code seconds} only.
 */
public final class VerdictFile {
  /** The newest format that this version reads, and the one it writes. */
  static final int FORMAT = 2;

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private VerdictFile() {}

  /** The object that the file holds. */
  public static ObjectNode json(StudyResult result, Provenance provenance) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("format", FORMAT);
    describe(result.description(), json);
    Verdict verdict = result.verdict();
    json.put("conditional", verdict.conditional());
    json.set("diagnosis", diagnosis(verdict.diagnosis()));
    ArrayNode candidates = json.putArray("candidates");
    verdict.candidates().forEach(candidate -> candidates.add(candidate(candidate)));
    strings(json.putArray("missing"), verdict.missing());
    json.set("winnerAgainstNone", interval(verdict.winnerAgainstNone()));
    json.set("bestAgainstTrivial", interval(verdict.bestAgainstTrivial()));
    json.set("use", choice(verdict.use()));
    json.withObject("/use").set("finish", finish(verdict.finish()));
    ObjectNode proven = choice(verdict.proven().choice()).put("sure", verdict.proven().sure());
    proven.set("gain", interval(verdict.proven().gain().orElse(null)));
    json.set("proven", proven);
    json.set("recommendation", choice(verdict.use())); // the name of format 1
    json.set("simplest", choice(verdict.simplest()).put("order", Verdict.SIMPLICITY));
    json.set("refitted", trial(result.refitted().trial()));
    ArrayNode curves = json.putArray("curves");
    result.curves().forEach(curve -> curves.add(curve(curve)));
    ArrayNode importance = json.putArray("importance");
    for (Importance column : result.importance()) {
      importance.addObject()
          .put("column", column.column())
          .put("increase", column.increase())
          .put("deviation", column.deviation());
    }
    result.test().ifPresent(test -> json.set("test", test(test)));
    result.closed().ifPresent(reason -> json.put("closed", reason));
    json.set("provenance", provenance(provenance));
    return json;
  }

  private static void describe(StudyDescription description, ObjectNode json) {
    json.put("data", description.data())
        .put("target", description.target())
        .put("rows", description.rows())
        .put("testRows", description.testRows())
        .put("columns", description.columns())
        .put("metric", description.metric().toString())
        .put("folds", description.folds())
        .put("seeds", description.seeds());
    NetworkRecipe recipe = description.recipe();
    ObjectNode network = json.putObject("recipe");
    ArrayNode hidden = network.putArray("hidden");
    recipe.hidden().forEach(hidden::add);
    network.put("network", recipe.networkText())
        .put("optimizer", recipe.optimizer().name())
        .put("epochs", recipe.epochs())
        .put("batch", recipe.batch())
        .put("learningRate", recipe.learningRate());
    strings(json.putArray("notes"), description.notes());
  }

  private static ObjectNode diagnosis(Diagnosis diagnosis) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("state", diagnosis.state().toString())
        .put("gap", diagnosis.gap())
        .put("gapStandardError", diagnosis.gapStandardError())
        .put("trainLoss", diagnosis.trainLoss())
        .put("validationLoss", diagnosis.validationLoss())
        .put("trivialLoss", diagnosis.trivialLoss());
    json.set("overBestEpoch", interval(diagnosis.overBestEpoch()));
    json.set("overBestCandidate", interval(diagnosis.overBestCandidate()));
    json.set("twiceTheWidthTrain", interval(diagnosis.wideTrain()));
    json.set("twiceTheWidthValidation", interval(diagnosis.wideValidation()));
    return json;
  }

  private static ObjectNode candidate(CandidateSummary summary) {
    ObjectNode json = trial(new Trial(summary.model(), summary.regularizer(), summary.strength()));
    json.set("oneSeStrength", strength(summary.oneSeStrength()));
    json.put("loss", summary.loss())
        .put("standardError", summary.standardError())
        .put("differenceToNone", summary.differenceToNone().mean())
        .put("differenceStandardError", summary.differenceToNone().standardError());
    json.putArray("confidenceInterval").add(summary.differenceToNone().low()).add(summary.differenceToNone().high());
    json.put("ties", summary.ties())
        .put("gap", summary.gap())
        .put("zeroShare", summary.zeroShare())
        .put("nonZeroWeights", summary.nonZeroWeights())
        .put("inputsUsed", summary.inputsUsed())
        .put("epochs", summary.epochs())
        .put("seconds", summary.seconds());
    ObjectNode metrics = json.putObject("metrics");
    summary.metrics().forEach((metric, figure) -> metrics.put(metric.key(), figure));
    json.set("oneSe", point(summary.oneSe()));
    ArrayNode curve = json.putArray("curve");
    summary.curve().forEach(point -> curve.add(point(point)));
    ArrayNode dropped = json.putArray("dropped");
    summary.dropped().forEach((strength, reason) -> {
      ObjectNode trial = dropped.addObject();
      trial.set("strength", strength(strength));
      trial.put("reason", reason);
    });
    strings(json.putArray("notes"), summary.notes());
    return json;
  }

  private static ObjectNode point(CandidateSummary.Point point) {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("strength", strength(point.strength()));
    json.put("loss", point.loss()).put("standardError", point.standardError());
    number(json, "trainLoss", point.trainLoss());
    return json.put("nonZeroWeights", point.nonZeroWeights()).put("inputsUsed", point.inputsUsed());
  }

  private static ObjectNode choice(Verdict.Choice choice) {
    ObjectNode json = trial(choice.trial());
    json.put("loss", choice.loss());
    strings(json.putArray("reasons"), choice.reasons());
    return json;
  }

  private static ObjectNode finish(Finish finish) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("networks", finish.networks())
        .put("temperature", finish.temperature())
        .put("linearWeight", finish.linearWeight());
    ArrayNode waterfall = json.putArray("waterfall");
    finish.waterfall()
        .forEach(step -> waterfall.addObject()
            .put("step", step.step().toString())
            .put("loss", step.loss())
            .put("standardError", step.standardError()));
    return json;
  }

  static ObjectNode trial(Trial trial) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("model", trial.model().toString()).put("regularizer", trial.regularizer());
    json.set("strength", strength(trial.strength()));
    return json;
  }

  /** A number; an array for combinations; 0 where there is nothing to choose. */
  private static JsonNode strength(Strength strength) {
    if (strength.values().size() < 2) {
      return MAPPER.getNodeFactory().numberNode(strength.value());
    }
    ArrayNode parts = MAPPER.createArrayNode();
    strength.values().forEach(parts::add);
    return parts;
  }

  private static ObjectNode curve(LearningCurve curve) {
    ObjectNode json = trial(curve.trial());
    numbers(json.putArray("trainLoss"), curve.trainLoss());
    numbers(json.putArray("trainStandardError"), curve.trainStandardError());
    numbers(json.putArray("validationLoss"), curve.validationLoss());
    numbers(json.putArray("validationStandardError"), curve.validationStandardError());
    return json;
  }

  private static ObjectNode test(StudyResult.Test test) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("rows", test.metrics().rows());
    test.metrics().values().forEach((name, value) -> number(json, name, value));
    if (test.calibration().isPresent()) {
      Calibration calibration = test.calibration().get();
      ObjectNode node = json.putObject("calibration");
      node.put("expectedError", calibration.expectedError());
      ArrayNode bins = node.putArray("bins");
      for (Calibration.Bin bin : calibration.bins()) {
        bins.addObject()
            .put("from", bin.from())
            .put("to", bin.to())
            .put("rows", bin.rows())
            .put("confidence", bin.confidence())
            .put("accuracy", bin.accuracy());
      }
    }
    return json;
  }

  private static ObjectNode provenance(Provenance provenance) {
    return MAPPER.createObjectNode()
        .put("version", provenance.version())
        .put("command", provenance.command())
        .put("seed", provenance.seed())
        .put("data", provenance.data())
        .put("dataHash", provenance.dataHash())
        .put("created", provenance.created().toString())
        .put("machine", provenance.machine());
  }

  private static JsonNode interval(Interval interval) {
    return interval == null
        ? MAPPER.nullNode()
        : MAPPER.createObjectNode()
            .put("mean", interval.mean())
            .put("standardError", interval.standardError())
            .put("low", interval.low())
            .put("high", interval.high());
  }

  static void number(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }

  static void numbers(ArrayNode array, List<Double> values) {
    for (double value : values) {
      if (Double.isFinite(value)) {
        array.add(value);
      } else {
        array.addNull();
      }
    }
  }

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }

  /** The object as the file has it, indented. */
  public static String text(ObjectNode json) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  /** Writes the file, whole or not at all. */
  public static void write(ObjectNode json, Path file) {
    byte[] bytes = (text(json) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, true, out -> out.write(bytes));
  }

  /**
   * Reads a verdict.
   *
   * @param fileOrFolder the file, or its run directory
   * @throws DataException if it is none, or of a newer format
   * @throws UncheckedIOException if it cannot be read
   */
  public static ObjectNode read(Path fileOrFolder) {
    Path file = Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve(RunDirectory.VERDICT) : fileOrFolder;
    try {
      JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
      int format = json.path("format").asInt(0);
      if (format > FORMAT) {
        throw new DataException(file + " is of format " + format
            + ", written by a newer Lariat; this one reads up to format " + FORMAT + ": update Lariat");
      }
      if (format < 1 || !(json instanceof ObjectNode object) || !json.has("candidates")) {
        throw new DataException(file + " is not a verdict of Lariat");
      }
      return object;
    } catch (JacksonException e) {
      throw new DataException(file + " is not a verdict of Lariat: " + e.getOriginalMessage(), e);
    } catch (NoSuchFileException e) {
      if (Files.isDirectory(fileOrFolder)) {
        throw new DataException(fileOrFolder + " holds no " + RunDirectory.VERDICT
            + ": is it the run directory of a finished 'lariat fit'?", e);
      }
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
