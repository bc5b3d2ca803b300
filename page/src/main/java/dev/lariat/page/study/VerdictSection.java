package dev.lariat.page.study;

import static dev.lariat.data.NumberText.count;
import static dev.lariat.data.NumberText.error;
import static dev.lariat.data.NumberText.number;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedStudy.Candidate;
import dev.lariat.io.run.FinishedStudy.Choice;
import dev.lariat.io.run.FinishedStudy.Diagnosed;
import dev.lariat.io.run.FinishedStudy.Point;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.page.Report.Tile;
import dev.lariat.study.verdict.Gain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The verdict in three sentences, and the numbers that it rests on. */
final class VerdictSection {
  private final ReportedStudy run;

  VerdictSection(ReportedStudy run) {
    this.run = run;
  }

  /** The whole report in a line. */
  String headline() {
    Candidate used = run.used();
    if (Phrases.isTrivial(used)) {
      return "Nothing surely beats always predicting the same";
    }
    if (used.isNone()) {
      return "Use the " + plain() + " as it is: no regularizer is expected to help";
    }
    String use = "Use " + Phrases.trial(used);
    if (!used.trial().isClaimed()) {
      return use + ": expect " + run.aMetric() + " of " + run.value(run.expectedLoss());
    }
    return run.winner()
        .filter(_ -> run.sure())
        .map(gain -> use + ": regularizing " + run.improves() + " the " + run.metric() + " by " + gain.measured())
        .orElse(use + "; that it helps is not proven");
  }

  /** Three sentences. */
  List<String> sentences() {
    String first = run.verdict().warnings().isEmpty()
        ? ""
        : " But first look at what is odd about the table, below: " + run.verdict()
            .warnings()
            .stream()
            .map(w -> w.kind().toString().replace('-', ' '))
            .distinct()
            .collect(Collectors.joining(", ")) + ".";
    return List.of(diagnosis(), use(), alternative() + first);
  }

  private String plain() {
    return Phrases.plainModel(run.verdict());
  }

  private String diagnosis() {
    Diagnosed d = run.verdict().diagnosis();
    String found = switch (d.state()) {
      case OVERFITS -> "Without a regularizer the " + plain() + " overfits, " + Phrases.found(run.verdict());
      case UNDERFITS -> "Without a regularizer the " + plain() + " underfits, " + Phrases.found(run.verdict());
      case TRAINED_TOO_BRIEFLY ->
        "Without a regularizer the " + plain() + " is trained too briefly, " + Phrases.found(run.verdict());
      case TOO_LITTLE_DATA -> "Whether the " + plain() + " overfits cannot be told from these rows";
      case FITS -> Phrases.gainsElsewhere(d)
          ? "Without a regularizer the " + plain() + " does not overfit: " + Phrases.found(run.verdict())
          : "Beside the " + plain() + " without a regularizer, " + Phrases.found(run.verdict());
    };
    return found + ": that " + plain() + "'s " + run.metric() + " is " + run.value(d.trainLoss())
        + " on the rows it learnt from and " + run.value(d.validationLoss()) + " on new ones" + gap(d) + ".";
  }

  /** {@return the gap in words; it may be on the other side} */
  private String gap(Diagnosed d) {
    double gap = run.cost(d.trainLoss(), d.gap());
    String size = NumberText.measured(Math.abs(gap), gapError(d));
    return gap > 0 ? ", a gap of " + size : gap < 0 ? ", which is better there by " + size : ", the same";
  }

  /** In the unit of what is shown: the slope is that of the gap itself. */
  private double gapError(Diagnosed d) {
    double gap = run.cost(d.trainLoss(), d.gap());
    return d.gap() == 0
        ? run.shownError(d.trainLoss(), d.gapStandardError())
        : d.gapStandardError() * Math.abs(gap / d.gap());
  }

  private String use() {
    Candidate used = run.used();
    if (Phrases.isTrivial(used)) {
      return "Predict always the same: "
          + run.gains().onTrivial().map(VerdictSection::overTrivial).orElse("nothing else was finished.");
    }
    return "Use " + (used.isNone() ? "the " + plain() + " as it is" : Phrases.trial(used)) + ": expect " + run.aMetric()
        + " of " + run.measured(run.expectedLoss(), run.lossError()) + " on new rows. " + claim();
  }

  private static String overTrivial(Gain gain) {
    double mean = gain.interval().mean();
    return mean > 0
        ? "what the best candidate gains on it, " + gain.measured() + ", is too little to tell from luck."
        : mean < 0 ? "the best candidate is worse by " + number(-mean) + "." : "the best candidate comes to the same.";
  }

  /** What is proven, as a sentence. */
  private String claim() {
    return run.winner().map(this::claim).orElse("No regularizer was finished.");
  }

  private String claim(Gain gain) {
    boolean linear = run.sure() && run.isLinearProven();
    String what = "against the " + plain() + " without " + (linear ? "a regularizer " : "any ")
        + gain.sentence("the best one", "") + ".";
    return run.sure()
        ? (linear ? "That a penalised linear model does better is proven: " : "That a regularizer helps is proven: ")
            + what
        : gain.isSurelyLoss() ? "No regularizer helps: " + what : "Whether a regularizer helps is not proven: " + what;
  }

  private String alternative() {
    Choice simplest = run.verdict().simplest();
    Point at = run.verdict().candidate(simplest).oneSe();
    if (Phrases.trial(simplest).equals(Phrases.trial(run.verdict().use()))) {
      return "It is also the simplest of all that are as good within the noise.";
    }
    String size = Phrases.isTrivial(simplest)
        ? "."
        : ", with " + count(at.inputsUsed()) + " of " + count(run.verdict().columns(), "column") + " and "
            + count(at.nonZeroWeights(), "weight") + " other than zero.";
    return "The simplest that is as good within the noise is " + Phrases.trial(simplest) + size;
  }

  List<Tile> tiles() {
    FinishedStudy verdict = run.verdict();
    Candidate used = run.used();
    var tiles = new ArrayList<Tile>();
    tiles.add(new Tile("diagnosis", verdict.diagnosis().state().toString().replace('-', ' '),
        "the " + plain() + " without regularizer"));
    String trial = Phrases.trial(used);
    tiles.add(new Tile("use", used.isNone() ? "no regularizer" : trial, uses(used)));
    tiles.add(new Tile(run.metric() + " on new rows", run.value(run.expectedLoss()),
        "± " + error(run.shownError(run.expectedLoss(), run.lossError()))
            + (used.isNone() ? "" : "; no regularizer: " + run.value(run.none().loss()))));
    figure(used).ifPresent(tiles::add);
    verdict.test().ifPresent(test -> {
      String rows = count(test.rows(), "row") + ", kept out of everything";
      test.accuracy().ifPresent(share -> tiles.add(new Tile("right on test rows", Phrases.right(test, share), rows)));
      test.rSquared().ifPresent(share -> tiles.add(new Tile("R² on test rows", number(share), rows)));
    });
    tiles.add(new Tile("evidence", count(verdict.rows(), "row"),
        count(verdict.columns(), "column") + ", " + (verdict.folds() == 1 ? "one split" : verdict.folds() + " folds")
            + (verdict.repeats() > 1 ? " × " + verdict.repeats() + " draws" : "")
            + (verdict.seeds() > 1 ? " × " + verdict.seeds() + " seeds" : "")));
    return tiles;
  }

  /** {@return the figure that people know of the metric's task, beside that of always predicting the same} */
  private Optional<Tile> figure(Candidate used) {
    Optional<Candidate> trivial = run.candidates().stream().filter(Phrases::isTrivial).findFirst();
    return Phrases.figures(run.verdict()).stream().findFirst().map(metric -> {
      Function<Candidate, String> text = candidate -> Phrases.figure(metric, candidate.metrics().get(metric.key()));
      return new Tile(metric.label() + " on new rows", text.apply(used),
          trivial.map(same -> "always the same: " + text.apply(same)).orElse(""));
    });
  }

  private static String uses(Candidate candidate) {
    return Phrases.isTrivial(candidate)
        ? "class shares, or the mean"
        : count(candidate.inputsUsed(), "column") + ", " + count(candidate.nonZeroWeights(), "weight");
  }
}
