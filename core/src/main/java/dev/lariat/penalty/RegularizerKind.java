package dev.lariat.penalty;

import java.util.List;

/**
 * A kind of {@link Regularizer}, with its name. {@link #ALL} is the one list of them, which model files read; a
 * {@link CustomPenalty} has no name there, because its class is not ours to load.
 *
 * @param type the record
 * @param fileName in a model file; never changes, so that no file is orphaned
 */
public record RegularizerKind(Class<? extends Regularizer> type, String fileName) {
  /** Every kind. */
  public static final List<RegularizerKind> ALL = List.of(new RegularizerKind(L1.class, "l1"),
      new RegularizerKind(L2.class, "l2"), new RegularizerKind(ElasticNet.class, "elasticNet"),
      new RegularizerKind(GroupLasso.class, "groupLasso"), new RegularizerKind(MaxNorm.class, "maxNorm"),
      new RegularizerKind(Decay.class, "decay"));
}
