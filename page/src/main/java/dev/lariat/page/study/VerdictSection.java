package dev.lariat.page.study;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;

import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.FinishedStudy.Choice;
import dev.lariat.io.run.FinishedStudy.Diagnosed;
import dev.lariat.io.run.FinishedStudy.Point;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.page.Report.Tile;
import dev.lariat.study.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The verdict in three sentences, and the numbers that it rests on. */
final class VerdictSection {
  private final ReportedStudy run;

  VerdictSection(ReportedStudy run) {
    this.run = run;
  }

  /** The whole report in a line. */
  String headline() {
    Candidate recommended = run.recommended();
    if (Phrases.isTrivial(recommended)) {
      return "Nothing beats always predicting the same";
    }
    if (!run.sure()) {
      return recommended.isNone()
          ? "No regularizer is expected to help"
          : "Use " + Phrases.trial(recommended) + "; that it helps is not proven";
    }
    // With one split the intervals are each candidate's own.
    Optional<Interval> gain = run.verdict().conditional() ? Optional.empty() : run.verdict().winnerAgainstNone();
    return capital(Phrases.trial(recommended)) + " lowers the " + run.metric() + " by "
        + number(-gain.map(Interval::mean).orElse(recommended.differenceToNone())) + " ± "
        + error(gain.map(Interval::standardError).orElse(recommended.differenceStandardError()));
  }

  /** Three sentences. */
  List<String> sentences() {
    return List.of(diagnosis(), recommendation(), alternative());
  }

  private String diagnosis() {
    Diagnosed d = run.verdict().diagnosis();
    String found = switch (d.state()) {
      case OVERFITS -> "Without a regularizer the network overfits";
      case UNDERFITS -> "Without a regularizer the network underfits: twice the width lowers both losses";
      case TRAINED_TOO_BRIEFLY ->
        "Without a regularizer the network is trained too briefly: twice as many epochs do better";
      case TOO_LITTLE_DATA -> "Whether the network overfits cannot be told from so few rows";
      case FITS -> "Nothing that was tried is surely better than the network without a regularizer by 2 % or more";
    };
    return found + ": its " + run.metric() + " is " + number(d.trainLoss()) + " on the rows it learnt from and "
        + number(d.validationLoss()) + " on new ones, a gap of " + number(d.gap()) + " ± " + error(d.gapStandardError())
        + ".";
  }

  private String recommendation() {
    Candidate recommended = run.recommended();
    if (Phrases.isTrivial(recommended)) {
      return "Use the trivial predictor" + run.verdict()
          .bestAgainstTrivial()
          .map(best -> ": the best candidate's gain over it is " + number(-best.mean()) + " ± "
              + error(best.standardError()) + ", too little to tell from luck.")
          .orElse(".");
    }
    return "Use " + (recommended.isNone() ? "the network as it is" : Phrases.trial(recommended)) + ": expect a "
        + run.metric() + " of " + number(run.expectedLoss()) + " on new rows. " + claim();
  }

  /** What is proven, as a sentence. */
  private String claim() {
    return run.verdict().winnerAgainstNone().map(this::claim).orElse("No regularizer was finished.");
  }

  private String claim(Interval difference) {
    double gain = -difference.mean();
    String what = "against the network without any, the best one " + (gain >= 0 ? "gains " : "loses ")
        + number(Math.abs(gain)) + " (95 % interval of the gain " + number(-difference.high()) + " to "
        + number(-difference.low()) + ").";
    return run.sure()
        ? "That a regularizer helps is proven: " + what
        : difference.low() > 0 ? "No regularizer helps: " + what : "Whether a regularizer helps is not proven: " + what;
  }

  private String alternative() {
    Choice simplest = run.verdict().simplest();
    Choice recommendation = run.verdict().recommendation();
    Point at = run.verdict().candidate(simplest).oneSe();
    if (Phrases.trial(simplest).equals(Phrases.trial(recommendation))) {
      return "It is also the simplest of all that are as good within the noise.";
    }
    String size = Phrases.isTrivial(simplest)
        ? "."
        : ", with " + count(at.inputsUsed()) + " of " + count(run.verdict().columns(), "column") + " and "
            + count(at.nonZeroWeights()) + " weights that are not zero.";
    return "The simplest that is as good within the noise is " + Phrases.trial(simplest) + size;
  }

  List<Tile> tiles() {
    FinishedStudy verdict = run.verdict();
    Candidate recommended = run.recommended();
    var tiles = new ArrayList<Tile>();
    tiles.add(new Tile("diagnosis", verdict.diagnosis().state().toString().replace('-', ' '),
        "the network without regularizer"));
    String trial = Phrases.trial(recommended);
    tiles.add(new Tile("use", trial.equals("none") ? "no regularizer" : trial, uses(recommended)));
    tiles.add(new Tile(run.metric() + " on new rows", number(run.expectedLoss()), "± " + error(run.lossError())
        + (recommended.isNone() ? "" : "; no regularizer: " + number(run.none().loss()))));
    verdict.test().ifPresent(test -> {
      String rows = count(test.rows(), "row") + ", looked at once";
      test.accuracy().ifPresent(share -> tiles.add(new Tile("right on test rows", Phrases.right(test, share), rows)));
      test.rSquared().ifPresent(share -> tiles.add(new Tile("R² on test rows", number(share), rows)));
    });
    tiles.add(new Tile("evidence", count(verdict.rows(), "row"),
        count(verdict.columns(), "column") + ", " + (verdict.folds() == 1 ? "one split" : verdict.folds() + " folds")
            + (verdict.seeds() > 1 ? " × " + verdict.seeds() + " seeds" : "")));
    return tiles;
  }

  private static String uses(Candidate candidate) {
    return Phrases.isTrivial(candidate)
        ? "class shares, or the mean"
        : count(candidate.inputsUsed(), "column") + ", " + count(candidate.nonZeroWeights(), "weight");
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
