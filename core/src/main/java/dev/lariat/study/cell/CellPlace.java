package dev.lariat.study.cell;

/**
 * Where the cells of a study are computed: by threads of this machine, or by other machines. The results do not depend
 * on it.
 */
public interface CellPlace {
  /** A study trains on two sets of folds at most. */
  enum Part {
    /** The folds on which strengths are searched and candidates compared. */
    SWEEP,
    /** The other folds, beside one split, on which the best are compared once more. */
    FINALS
  }

  /**
   * {@return how many cells are computed at once}
   *
   * @param threads that the study may use on this machine
   */
  int slots(int threads);

  /**
   * {@return what computes the cells}
   *
   * @param part on whose folds
   * @param here what computes them on this machine
   */
  CellRunner runner(Part part, CellRunner here);

  /** {@return threads of this machine} */
  static CellPlace here() {
    return new CellPlace() {
      @Override
      public int slots(int threads) {
        return threads;
      }

      @Override
      public CellRunner runner(Part part, CellRunner here) {
        return here;
      }
    };
  }
}
