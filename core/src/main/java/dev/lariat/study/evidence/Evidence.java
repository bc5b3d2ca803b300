package dev.lariat.study.evidence;

import java.util.List;
import java.util.Optional;

/**
 * What a study shows for its verdict beyond numbers of candidates: for figures, not for decisions.
 *
 * @param weights of the networks without regularizer and, after it, of the regularized ones that are compared with them
 * @param paths of the linear candidates, on all rows
 * @param test predictions of the rows that were kept out; empty where none were
 * @param texts what the words of text columns say; empty where there are none
 * @param maps what a network of convolutions looks at; empty where the model is none
 * @param series where a network of series reads them from; empty where the model is none
 * @param curves what each number adds by the best additive candidate; empty where none competed
 */
public record Evidence(List<WeightStatistics> weights, List<CoefficientPath> paths, Optional<TestPredictions> test,
    List<TextEvidence> texts, Optional<MapEvidence> maps, Optional<SeriesEvidence> series,
    Optional<AdditiveCurves> curves) {
  /** Copies the lists. */
  public Evidence {
    weights = List.copyOf(weights);
    paths = List.copyOf(paths);
    texts = List.copyOf(texts);
  }
}
