package dev.lariat.study;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.NetworkRecipe;
import dev.lariat.study.finish.FinishOptions;
import java.util.List;

/**
 * What a study runs.
 *
 * @param data the table's name
 * @param target the target's name
 * @param rows that are learnt from and validated on
 * @param testRows that are kept out of everything
 * @param columns of the table that are learnt from
 * @param metric what losses are
 * @param folds how many; 1 for one split
 * @param repeats how often folds are drawn
 * @param seeds repetitions of every cell
 * @param recipe of the networks
 * @param candidates with the strengths to begin with
 * @param pieces whether the network without regularizer and the best one are then tried on pieces of each number's
 * range
 * @param finish what is done after the choice
 * @param notes what should be said before
 */
public record StudyDescription(String data, String target, int rows, int testRows, int columns, Metric metric,
    int folds, int repeats, int seeds, NetworkRecipe recipe, List<Candidate> candidates, boolean pieces,
    FinishOptions finish, List<String> notes) {
  /** Copies the lists. */
  public StudyDescription {
    candidates = List.copyOf(candidates);
    notes = List.copyOf(notes);
  }

  /** {@return whether networks compete: otherwise the model without regularizer is linear} */
  public boolean trainsNetworks() {
    return candidates.contains(Candidate.none());
  }

  /** Cells of the first draw that are run for certain; refinements come on top. */
  public int cells() {
    return candidates.stream().mapToInt(candidate -> switch (candidate.source()) {
      case CELLS -> candidate.coarse().size();
      case EPOCHS -> 0;
      case PATH -> 1;
    }).sum() * folds * seeds;
  }
}
