package dev.lariat.study;

import dev.lariat.data.DataException;

/** Prepares a study when its plan is first asked for, and only once: rows are parted and candidates chosen then. */
final class Preparation {
  private final StudySettings settings;
  private StudyPlan plan; // null until it is asked for

  Preparation(StudySettings settings) {
    this.settings = settings;
  }

  /**
   * The plan of the study.
   *
   * @throws DataException if the table cannot be learnt from
   */
  synchronized StudyPlan plan() {
    if (plan == null) {
      plan = StudyPlan.of(settings);
    }
    return plan;
  }
}
