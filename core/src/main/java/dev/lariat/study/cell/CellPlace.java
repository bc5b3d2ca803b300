package dev.lariat.study.cell;

import dev.lariat.study.candidate.Trial;

/**
 * Where the cells of a study are computed: by threads of this machine, or by other machines. The results do not depend
 * on it.
 */
public interface CellPlace {
  /** The sets of folds on which a study trains. */
  enum Part {
    /** The folds on which strengths are searched and candidates compared. */
    SWEEP,
    /** The other folds, beside one split, on which the best are compared once more. */
    FINALS,
    /** Half of the training rows of the first draw's folds: what more rows would bring. */
    HALVES,
    /** A quarter of them. */
    QUARTERS,
    /** All rows that are learnt from, for what is used. */
    WHOLE
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

  /**
   * {@return what trains the networks of cells for themselves}
   *
   * @param part on whose folds
   * @param here what trains them on this machine
   */
  CellFitter fitter(Part part, CellFitter here);

  /**
   * Trains the network of a trial on all rows that are learnt from. Called by several threads at once.
   *
   * @param member which of those that are averaged, from 0
   * @return where the training ended, as numbers that a training of the same goes on from; none where it did not end
   * well, or is to be trained here
   */
  double[] whole(Trial trial, int member);

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

      @Override
      public CellFitter fitter(Part part, CellFitter here) {
        return here;
      }

      @Override
      public double[] whole(Trial trial, int member) {
        return new double[0];
      }
    };
  }
}
