package dev.lariat.study;

import dev.lariat.data.Folds;
import dev.lariat.model.Model;
import dev.lariat.model.interval.PredictionIntervals;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.CellPlace;
import dev.lariat.study.cell.CellsByModel;
import dev.lariat.study.evidence.FoldModels;
import dev.lariat.study.finish.FinishOptions;
import dev.lariat.study.finish.Finishing;
import dev.lariat.study.finish.ValidationRows;
import dev.lariat.study.insight.Insight;
import dev.lariat.study.statistics.Pairing;
import dev.lariat.study.verdict.CandidateSummary;
import dev.lariat.study.verdict.Comparison;
import dev.lariat.study.verdict.Verdict;
import dev.lariat.study.yardstick.YardstickLoss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A study from the first cell to the model. */
final class StudyRun {
  private static final String EXACT_COUNTS = "exact counts of the simplest models' weights";

  private final StudyPlan study;
  private final StudySettings settings;
  private final StudyContext around;
  private final CellsByModel cells;
  private final Refit refit;
  private final ResultFigures figures;

  StudyRun(StudyPlan study, StudyContext around) {
    this.study = study;
    this.settings = study.settings();
    this.around = around;
    this.cells = study.cells();
    this.refit = new Refit(study, around, cells);
    this.figures = new ResultFigures(study, around, cells);
  }

  /** @param start of the study, by {@link System#nanoTime}: a time limit counts from there */
  StudyResult run(long start) {
    around.listener().started(study.description());
    var sweep = new Sweep(study, around, cells, start);
    Sweep.Swept swept = sweep.run();
    Comparison comparison = swept.comparison();
    boolean shortened = sweep.shortens();
    FinishOptions finish = shortened ? settings.finish().withNetworks(1) : settings.finish();
    Judged judged = judged(swept, sweep, shortened);
    Verdict chosen = judged.verdict;
    Verdict.Choice refitted = refitted(chosen);
    ShownNetworks shown = study.description().trainsNetworks()
        ? ShownNetworks.of(this::shown, chosen, refitted, shortened)
        : ShownNetworks.NOTHING;
    if (!isFinished(chosen, refitted)) {
      around.listener().phase("training " + refitted.trial() + " on " + refit.rows());
      Model model = refit.of(refitted.trial());
      Insight insight = insight(comparison, judged, rows(study.folds().first()), predictions(refitted.trial(), shown),
          shortened);
      Optional<PredictionIntervals> intervals = switch (refitted.model()) {
        case TRIVIAL -> intervals(judged.folds.first(), judged.cells).trivial(model.preprocessing());
        case LINEAR, ADDITIVE -> intervals(judged.folds.first(), judged.cells).linear(refitted.trial());
        case NETWORK ->
          intervals(study.folds().first(), cells).networks(List.of(shown.of(refitted.trial())), Optional.empty(), 0);
      };
      ValidationRows rows = rows(judged.folds);
      double[] expected = rows.pairing().overSeeds(Verdict.expectedLosses(judged.comparison, judged.candidates));
      return figures.result(chosen, refitted, model, shown, insight, intervals,
          yardstick(judged, rows, expected, start), refit.streamed());
    }
    List<Member> seeds = members(judged, shown.of(refitted.trial()), finish);
    List<double[]> members = seeds.stream().map(Member::predictions).toList();
    ValidationRows rows = rows(judged.folds);
    Finishing.Decided decided = decide(judged, rows, members, finish);
    int networks = decided.finish().networks();
    around.listener()
        .phase("training " + refitted.trial() + " on " + refit.rows()
            + (networks == 1 ? "" : ", " + networks + " networks"));
    Model model = refit.finished(refitted.trial(), decided, linear(chosen));
    Verdict finished = chosen.withFinish(decided.finish());
    Optional<PredictionIntervals> intervals = intervals(judged.folds.first(), judged.cells).networks(
        seeds.stream().limit(networks == 1 ? 1 : seeds.size()).map(Member::models).toList(), linear(judged.verdict),
        decided.finish().linearWeight());
    ValidationRows once = rows(judged.folds.first());
    List<double[]> told = members.stream().map(member -> judged.folds.ofFirst(member)).toList();
    return figures.result(finished, refitted(finished), model, shown,
        insight(comparison, judged, once, told, shortened), intervals,
        yardstick(judged, rows, decided.expected(), start), refit.streamed());
  }

  private List<FoldModels> shown(List<FoldModels.Wanted> wanted) {
    around.listener().phase("training the networks that are shown on every fold once more");
    return onFolds(cells, study.folds(), wanted);
  }

  /**
   * A verdict, and the folds on which what it says is measured: the study's own, or those beside one split.
   *
   * @param comparison of these folds
   * @param candidates that are compared there
   */
  private record Judged(Verdict verdict, Comparison comparison, List<Candidate> candidates, Folds folds,
      CellsByModel cells) {}

  /** Whether a network is refitted that is used: it is what a finish is for. */
  private static boolean isFinished(Verdict chosen, Verdict.Choice refitted) {
    return refitted.model() == ModelKind.NETWORK && refitted.trial().equals(chosen.use().trial());
  }

  private Judged judged(Sweep.Swept swept, Sweep sweep, boolean shortened) {
    Comparison comparison = swept.comparison();
    List<Candidate> candidates = swept.candidates();
    Verdict verdict = Verdict.of(comparison, candidates, study.metric());
    if (shortened) {
      return new Judged(verdict.without(leftOut(verdict)), comparison, candidates, study.folds(), cells);
    }
    Verdict counted = sweep.counts(verdict.toBeCounted())
        .map(verdict::counted)
        .orElseGet(() -> verdict.without(List.of(EXACT_COUNTS)));
    var here = new Judged(counted, comparison, candidates, study.folds(), cells);
    return study.others().map(others -> {
      around.listener().phase("training the best on the other folds");
      var finals = new Finals(comparison, candidates);
      CellsByModel there = study.cells(others);
      return finals.run(study, others, there, around, sweep)
          .map(again -> new Judged(counted.confirmed(again, finals.candidates()), again, finals.candidates(), others,
              there))
          .orElse(here);
    }).orElse(here);
  }

  /** What would have followed the choice, but for the time limit. */
  private List<String> leftOut(Verdict chosen) {
    Verdict.Choice refitted = refitted(chosen);
    var things = new ArrayList<String>();
    if (study.others().isPresent() && around.log().closed().isEmpty()) {
      things.add("the best once more on other folds");
    }
    if (settings.finish().networks() > 1 && isFinished(chosen, refitted)) {
      things.add("the average of " + settings.finish().networks() + " networks");
    }
    if (InsightRun.asksFewerRows(study, chosen)) {
      things.add("what fewer rows would tell");
    }
    if (!chosen.toBeCounted().isEmpty()) {
      things.add(EXACT_COUNTS);
    }
    if (ShownNetworks.leavesOut(chosen, refitted)) {
      things.add("curves of networks that are not used");
    }
    return things;
  }

  /** @param of these folds of the rows that are learnt from */
  private FoldIntervals intervals(Folds folds, CellsByModel of) {
    return new FoldIntervals(study.learning(), folds, of, around.provenance(settings.data(), settings.seed()));
  }

  private ValidationRows rows(Folds folds) {
    return ValidationRows.of(study.learning(), folds, study.metric(), StudyPlan.pairing(folds, 1));
  }

  private Insight insight(Comparison comparison, Judged judged, ValidationRows rows, List<double[]> members,
      boolean shortened) {
    if (!shortened) {
      around.listener().phase("training on a half and a quarter of the rows");
    }
    Pairing claims = StudyPlan.pairing(judged.folds, settings.effort().seeds());
    return new InsightRun(study, around.place(), comparison, judged.comparison, claims, judged.verdict).measure(rows,
        members, shortened);
  }

  /** On the folds on which the loss to expect is measured. */
  private Optional<YardstickLoss> yardstick(Judged judged, ValidationRows rows, double[] expected, long start) {
    return settings.yardstick().flatMap(trees -> {
      around.listener().phase("training the yardstick on every fold");
      long most = settings.effort().timeLimit().map(Duration::toNanos).orElse(Long.MAX_VALUE);
      return YardstickLoss.measure(trees, study.learning(), judged.folds, rows, expected, settings.seed(),
          settings.effort().threads(), () -> most - (System.nanoTime() - start));
    });
  }

  /** What a model that did not learn from them predicts for each validation row once; empty for the trivial. */
  private List<double[]> predictions(Trial trial, ShownNetworks shown) {
    return switch (trial.model()) {
      case TRIVIAL -> List.of();
      case LINEAR, ADDITIVE -> List.of(linearPredictions(cells, study.folds().first(), trial));
      case NETWORK -> List.of(study.folds().ofFirst(shown.of(trial).predictions()));
    };
  }

  private double[] linearPredictions(CellsByModel of, Folds folds, Trial trial) {
    return of.paths(trial.model())
        .predictions(trial, folds.count(), settings.effort().threads())
        .stream()
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private Verdict.Choice refitted(Verdict verdict) {
    return switch (settings.preference()) {
      case BEST -> verdict.use();
      case SIMPLEST -> verdict.simplest();
      case PROVEN -> verdict.proven().choice();
    };
  }

  private List<FoldModels> onFolds(CellsByModel of, Folds folds, List<FoldModels.Wanted> wanted) {
    CellPlace.Part part = of == cells ? CellPlace.Part.SWEEP : CellPlace.Part.FINALS;
    return FoldModels.train(of.networks(), around.place().fitter(part, of), wanted, folds.count(),
        around.place().slots(settings.effort().threads()));
  }

  /**
   * The linear or additive candidate with the lowest cross-fitted loss, of those that were finished, at its best
   * strength.
   */
  private static Optional<Trial> linear(Verdict verdict) {
    return verdict.candidates().stream().filter(c -> c.model().hasPath()).findFirst().map(CandidateSummary::trial);
  }

  /** Networks of the used setting on every fold with one seed, and what they predict for its validation rows. */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  private record Member(FoldModels models, double[] predictions) {
    static Member of(FoldModels models) {
      return new Member(models, models.predictions());
    }
  }

  /**
   * Networks of the used setting, one for each seed.
   *
   * @param used on the study's own folds
   */
  private List<Member> members(Judged judged, FoldModels used, FinishOptions finish) {
    around.listener().phase("finish: what an average of seeds brings");
    Trial trial = judged.verdict.use().trial();
    boolean known = judged.folds == study.folds();
    List<FoldModels> others = onFolds(judged.cells, judged.folds,
        IntStream.range(known ? 1 : 0, finish.foldSeeds())
            .mapToObj(seed -> new FoldModels.Wanted(trial, seed))
            .toList());
    List<FoldModels> all = known ? Stream.concat(Stream.of(used), others.stream()).toList() : others;
    var members = new ArrayList<Member>(List.of(Member.of(all.getFirst())));
    for (FoldModels models : all.subList(1, all.size())) {
      Member member = Member.of(models);
      if (Finishing.finite(member.predictions)) {
        members.add(member);
      }
    }
    return members;
  }

  /** Measures what a finish would bring. */
  private Finishing.Decided decide(Judged judged, ValidationRows rows, List<double[]> members, FinishOptions options) {
    around.listener().phase("finish: what a temperature and a share of the linear model bring");
    Optional<Finishing.Partner> linear = options.mixture()
        ? linear(judged.verdict).map(trial -> partner(judged, rows.pairing().blocks(), trial))
        : Optional.empty();
    return Finishing.decide(rows, judged.verdict.finish().waterfall(),
        Verdict.expectedLosses(judged.comparison, judged.candidates), members, linear, options);
  }

  /** What the linear model of the mixture predicts, and what those do that the other blocks choose for each block. */
  private Finishing.Partner partner(Judged judged, int blocks, Trial chosen) {
    var predictions = new HashMap<Trial, double[]>();
    Function<Trial, double[]> of = trial -> predictions.computeIfAbsent(trial,
        unknown -> linearPredictions(judged.cells, judged.folds, unknown));
    return new Finishing.Partner(of.apply(chosen),
        IntStream.range(0, blocks)
            .mapToObj(block -> of.apply(judged.comparison.bestLinearWithout(block).orElse(chosen)))
            .toList());
  }
}
