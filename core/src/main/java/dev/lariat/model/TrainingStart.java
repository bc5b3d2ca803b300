package dev.lariat.model;

import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.net.TrainingPlan;
import java.util.List;

/**
 * What is known when the table is encoded and training begins.
 *
 * @param target what is learnt
 * @param preprocessing how the table became inputs
 * @param plan how it is trained
 * @param trainingRows rows that are trained on
 * @param validationRows rows that are kept out; 0 for none
 * @param notes what should be said, such as classes too small to be split
 */
public record TrainingStart(ModelTarget target, Preprocessing preprocessing, TrainingPlan plan, int trainingRows,
    int validationRows, List<String> notes) {
  /** Copies the notes. */
  public TrainingStart {
    notes = List.copyOf(notes);
  }
}
