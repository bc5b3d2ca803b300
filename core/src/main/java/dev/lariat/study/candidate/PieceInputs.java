package dev.lariat.study.candidate;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;

/** Whether networks on pieces of each number's range suit a table. */
public final class PieceInputs {
  /** Times the work of the network on plain inputs: beyond, networks on pieces are run only if they are asked for. */
  private static final int MOST_TIMES = 6;

  private PieceInputs() {}

  /**
   * Whether they are tried.
   *
   * @param learning the table without columns that only part the rows
   * @param training the training rows of a fold
   * @param recipe of the networks that compete
   * @param quick whether a first answer is asked for
   * @param sample whether what is used is trained on a table that is passed over
   * @throws IllegalArgumentException if they were asked for where a row is an image or a sequence, or what is used is
   * trained on a table that is passed over
   * @throws DataException if they were asked for where no column has pieces
   */
  public static boolean suit(CandidateChoice choice, Dataset learning, int[] training, NetworkRecipe recipe,
      boolean quick, boolean sample) {
    boolean asked = choice.wantsPieces().orElse(false);
    if (asked && (sample || recipe.network().onMaps())) {
      throw new IllegalArgumentException(
          "networks on pieces are for tables in memory, not for images, sequences or a table that is passed over: leave "
              + Candidate.PIECES + " out");
    }
    boolean possible = !sample && !recipe.network().onMaps() && recipe.preprocessing().hinges() == 0
        && PathModels.isPlain(learning);
    // For classes they gain nothing on average (docs/ablation.md).
    boolean pays = learning.target().task() == Task.REGRESSION && !quick;
    if (!asked && !(possible && pays && choice.wantsPieces().isEmpty())) {
      return false;
    }
    Preprocessing plain = Preprocessing.fitFold(learning, training, recipe.preprocessing());
    PreprocessingOptions pieces = recipe.in(NetworkForm.ON_PIECES).preprocessing();
    Preprocessing fitted = Preprocessing.fitFold(learning, training, pieces);
    boolean any = fitted.encodings().stream().anyMatch(Encoding.Hinges.class::isInstance);
    if (asked && !any) {
      throw new DataException("no column of " + learning.name() + " is a number with three values and enough rows, so "
          + "there are no pieces of one: leave " + Candidate.PIECES + " out");
    }
    int outputs = Math.max(1, learning.target().classes().size());
    return any && (asked || recipe.work(training.length, fitted, learning, outputs) <= MOST_TIMES
        * recipe.work(training.length, plain, learning, outputs));
  }
}
