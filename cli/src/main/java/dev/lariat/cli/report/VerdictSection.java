package dev.lariat.cli.report;

import static dev.lariat.cli.report.Words.brief;
import static dev.lariat.cli.report.Words.count;
import static dev.lariat.cli.report.Words.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The verdict in three sentences, and the numbers that it rests on. */
final class VerdictSection {
  /**
   * A number that is shown large.
   *
   * @param name what it is
   * @param value the number
   * @param note its uncertainty, or what it is compared with
   */
  record Tile(String name, String value, String note) {}

  private final Run run;

  VerdictSection(Run run) {
    this.run = run;
  }

  /** The whole report in a line. */
  String headline() {
    JsonNode recommended = run.recommended();
    JsonNode gain = run.verdict().get("winnerAgainstNone");
    if (Words.isTrivial(recommended)) {
      return "Nothing beats always predicting the same";
    }
    if (!run.sure()) {
      return Words.isNone(recommended)
          ? "No regularizer is expected to help"
          : "Use " + Words.trial(recommended) + "; that it helps is not proven";
    }
    boolean ofWinner = !run.verdict().get("conditional").asBoolean();
    return capital(Words.trial(recommended)) + " lowers the " + run.metric() + " by "
        + number(-(ofWinner ? gain.get("mean") : recommended.get("differenceToNone")).asDouble()) + " ± "
        + brief((ofWinner ? gain.get("standardError") : recommended.get("differenceStandardError")).asDouble());
  }

  /** Three sentences. */
  List<String> sentences() {
    return List.of(diagnosis(), recommendation(), alternative());
  }

  private String diagnosis() {
    JsonNode d = run.verdict().get("diagnosis");
    String found = switch (d.get("state").asString()) {
      case "overfits" -> "Without a regularizer the network overfits";
      case "underfits" -> "Without a regularizer the network underfits: twice the width lowers both losses";
      case "too-little-data" -> "Whether the network overfits cannot be told from so few rows";
      default -> "Nothing that was tried is surely better than the network without a regularizer by 2 % or more";
    };
    return found + ": its " + run.metric() + " is " + number(d.get("trainLoss")) + " on the rows it learnt from and "
        + number(d.get("validationLoss")) + " on new ones, a gap of " + number(d.get("gap")) + " ± "
        + brief(d.get("gapStandardError").asDouble()) + ".";
  }

  private String recommendation() {
    JsonNode recommended = run.recommended();
    if (Words.isTrivial(recommended)) {
      JsonNode best = run.verdict().get("bestAgainstTrivial");
      return "Use the trivial predictor: the best candidate's gain over it is " + number(-best.get("mean").asDouble())
          + " ± " + brief(best.get("standardError").asDouble()) + ", too little to tell from luck.";
    }
    JsonNode choice = run.verdict().get("recommendation");
    return "Use " + (Words.isNone(recommended) ? "the network as it is" : Words.trial(recommended)) + ": expect a "
        + run.metric() + " of " + number(choice.has("loss") ? choice.get("loss") : recommended.get("loss"))
        + " on new rows. " + claim();
  }

  /** What is proven, as a sentence. */
  private String claim() {
    JsonNode difference = run.verdict().get("winnerAgainstNone");
    if (difference.isNull()) {
      return "No regularizer was finished.";
    }
    double gain = -difference.get("mean").asDouble();
    String interval = " (95 % interval of the gain " + number(-difference.get("high").asDouble()) + " to "
        + number(-difference.get("low").asDouble()) + ")";
    String what = "against the network without any, the best one " + (gain >= 0 ? "gains " : "loses ")
        + number(Math.abs(gain)) + interval + ".";
    return run.sure()
        ? "That a regularizer helps is proven: " + what
        : difference.get("low").asDouble() > 0
            ? "No regularizer helps: " + what
            : "Whether a regularizer helps is not proven: " + what;
  }

  private String alternative() {
    JsonNode simplest = run.verdict().get("simplest");
    JsonNode recommendation = run.verdict().get("recommendation");
    JsonNode at = run.candidate(simplest).get("oneSe");
    if (Words.trial(simplest).equals(Words.trial(recommendation))) {
      return "It is also the simplest of all that are as good within the noise.";
    }
    String size = Words.isTrivial(simplest)
        ? "."
        : ", with " + count(at.get("inputsUsed").asDouble()) + " of "
            + count(run.verdict().get("columns").asInt(), "column") + " and "
            + count(at.get("nonZeroWeights").asDouble()) + " weights that are not zero.";
    return "The simplest that is as good within the noise is " + Words.trial(simplest) + size;
  }

  List<Tile> tiles() {
    JsonNode verdict = run.verdict();
    JsonNode diagnosis = verdict.get("diagnosis");
    JsonNode recommended = run.recommended();
    var tiles = new ArrayList<Tile>();
    tiles.add(
        new Tile("diagnosis", diagnosis.get("state").asString().replace('-', ' '), "the network without regularizer"));
    String trial = Words.trial(recommended);
    tiles.add(new Tile("use", trial.equals("none") ? "no regularizer" : trial, uses(recommended)));
    JsonNode choice = verdict.get("recommendation");
    tiles.add(new Tile(run.metric() + " on new rows",
        number(choice.has("loss") ? choice.get("loss") : recommended.get("loss")), "± " + brief(run.lossError())
            + (Words.isNone(recommended) ? "" : "; no regularizer: " + number(run.none().get("loss")))));
    JsonNode test = verdict.get("test");
    if (test != null && test.has("accuracy")) {
      tiles.add(new Tile("right on test rows", Words.right(test),
          count(test.get("rows").asInt(), "row") + ", looked at once"));
    } else if (test != null && test.has("rSquared")) {
      tiles.add(new Tile("R² on test rows", number(test.get("rSquared")),
          count(test.get("rows").asInt(), "row") + ", looked at once"));
    }
    tiles.add(new Tile("evidence", count(verdict.get("rows").asInt(), "row"),
        count(verdict.get("columns").asInt(), "column") + ", "
            + (verdict.get("folds").asInt() == 1 ? "one split" : verdict.get("folds").asInt() + " folds")
            + (verdict.get("seeds").asInt() > 1 ? " × " + verdict.get("seeds").asInt() + " seeds" : "")));
    return tiles;
  }

  private static String uses(JsonNode candidate) {
    return Words.isTrivial(candidate)
        ? "class shares, or the mean"
        : count(candidate.get("inputsUsed").asDouble(), "column") + ", "
            + count(candidate.get("nonZeroWeights").asDouble(), "weight");
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
