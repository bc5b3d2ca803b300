package dev.lariat.study.verdict;

import dev.lariat.data.NumberText;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.PathLimit;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.PathEnd;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How a candidate's paths were fitted on the folds, and what a reader has to know of that.
 *
 * @param kind of model
 * @param limit with what those end that were not fitted whole and exactly, in words; empty where all were
 * @param stillFalls whether one ends by its work right behind the best strength
 * @param hurried whether one was fitted in a hurry, so that its losses are right to a few per cent
 * @param limits where some fold's path is not whole and exact, and folds had several limits, as another version began
 * the study: on how many there was which, in words; else empty
 */
public record FittedPaths(ModelKind kind, String limit, boolean stillFalls, boolean hurried, String limits) {
  private static final String UNKNOWN = "its path was fitted by an earlier version, whose log does not say whether that"
      + " was in a hurry, to a gap of 1e-2: its losses may be right to a few per cent";

  /** {@return of a model without a path} */
  static FittedPaths none(ModelKind kind) {
    return new FittedPaths(kind, "", false, false, "");
  }

  /**
   * Looks at the paths of a candidate.
   *
   * @param cells one for each fold
   * @param best the strength of the lowest loss
   * @param leavesOut whether between the strengths that were fitted others were left out
   */
  static FittedPaths of(Candidate candidate, List<CellResult> cells, Strength best, boolean leavesOut) {
    return switch (candidate.source()) {
      case CELLS, EPOCHS -> none(candidate.model());
      case PATH -> {
        List<CellResult> limited = cells.stream()
            .filter(cell -> leavesOut || PathEnd.isByWork(cell) || isHurried(cell))
            .toList();
        int place = candidate.coarse().indexOf(best);
        yield new FittedPaths(candidate.model(), words(limited),
            limited.stream().anyMatch(cell -> PathEnd.isByWork(cell) && PathEnd.weakest(cell) == place),
            limited.stream().anyMatch(FittedPaths::isHurried), limited.isEmpty() ? "" : several(cells));
      }
    };
  }

  private static boolean isHurried(CellResult cell) {
    return cell.fit().hurried().orElse(false);
  }

  private static String words(CellResult cell) {
    return cell.fit().limit().map(PathLimit::words).orElse(PathLimit.UNKNOWN);
  }

  /** A path without a limit ends with none. */
  private static String words(Collection<CellResult> cells) {
    return cells.stream()
        .filter(cell -> !cell.fit().limit().equals(Optional.of(PathLimit.NONE)))
        .map(FittedPaths::words)
        .distinct()
        .collect(Collectors.joining(" or "));
  }

  private static String several(List<CellResult> cells) {
    Map<String, Integer> folds = new LinkedHashMap<>();
    cells.forEach(cell -> folds.merge(words(cell), 1, Integer::sum));
    return folds.size() < 2
        ? ""
        : folds.entrySet()
            .stream()
            .map(entry -> "on " + NumberText.count(entry.getValue(), "fold") + " with " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  /** {@return why a strength has no loss on every fold, where that is for the work of some path} */
  static String tooMuch(Collection<CellResult> cells) {
    return "not fitted on every fold: the path would take more than "
        + words(cells.stream().filter(Objects::nonNull).filter(PathEnd::isByWork).toList());
  }

  /**
   * What is said of the candidate.
   *
   * @param cells one for each fold
   * @param least the weakest strength that was fitted, where between the strengths of a hurry others were left out
   */
  List<String> notes(List<CellResult> cells, Optional<Strength> least) {
    var notes = new ArrayList<String>();
    if (stillFalls) {
      notes.add("its path ends with " + limit + ", where its loss may still fall; " + whole() + " fits it whole");
    }
    if (least.isPresent()) {
      notes.add("of its strengths half decades from " + least.get() + " on were fitted, to a gap of 1e-2, as all would"
          + " take more than " + limit + "; " + whole() + " fits all");
    } else if (hurried) {
      notes.add("it was fitted in a hurry, to a gap of 1e-2, as an exact path would take more than " + limit
          + ": its losses are right to a few per cent; " + whole() + " fits it exactly");
    } else if (cells.stream().anyMatch(cell -> cell.fit().hurried().isEmpty())) {
      notes.add(UNKNOWN);
    }
    if (!limits.isEmpty()) {
      notes.add("its paths had several limits, as another version of Lariat began the study: " + limits
          + "; compared are the strengths that all folds have");
    }
    return notes;
  }

  /** By what no path of the kind ends by its work, and none is hurried. */
  private String whole() {
    return kind == ModelKind.ADDITIVE ? "lariat linear --hinges 16" : "--models linear,network";
  }

  /** What a reader of some candidates has to know of how their paths were fitted. */
  static List<String> reasons(List<CandidateSummary> candidates) {
    Map<FittedPaths, List<CandidateSummary>> alike = candidates.stream()
        .sorted((a, b) -> a.model().compareTo(b.model()))
        .collect(Collectors.groupingBy(
            candidate -> new FittedPaths(candidate.model(), candidate.paths().limit, false, false, ""),
            LinkedHashMap::new, Collectors.toList()));
    var reasons = new ArrayList<String>();
    alike.forEach((of, some) -> {
      String cut = names(some, candidate -> candidate.paths().stillFalls);
      if (!cut.isEmpty()) {
        reasons.add("Too little was fitted to judge " + cut + ": a path ends with " + of.limit
            + ", and the loss may still fall; " + of.whole() + " fits whole paths.");
      }
      String hurried = names(some, candidate -> candidate.paths().hurried);
      if (!hurried.isEmpty()) {
        reasons.add("Fitted in a hurry, to a gap of 1e-2, as it would take more than " + of.limit + " otherwise: "
            + hurried + ". Such losses are right to a few per cent; " + of.whole() + " fits exactly.");
      }
    });
    String several = names(candidates, candidate -> !candidate.paths().limits.isEmpty());
    if (!several.isEmpty()) {
      reasons.add("Of paths that had several limits, as another version of Lariat began the study, the strengths are"
          + " compared that all folds have: " + several + ".");
    }
    return reasons;
  }

  private static String names(List<CandidateSummary> candidates, Predicate<CandidateSummary> which) {
    return candidates.stream().filter(which).map(VerdictWords::name).collect(Collectors.joining(", "));
  }
}
