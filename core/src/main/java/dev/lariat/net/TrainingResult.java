package dev.lariat.net;

/**
 * What a run came to.
 *
 * @param weights the trained weights: of the last epoch; of the best where early stopping asks for it; of the last
 * finite one in a run that diverged
 * @param history every epoch
 * @param end how it ended
 * @param bestEpoch the epoch (from 1) with the lowest validation loss, or training loss without validation rows; 0 if
 * there is none
 * @param weightsEpoch the epoch whose weights these are; 0 for the initial ones
 * @param message for a run that diverged: where, and what to do; else empty
 */
public record TrainingResult(Weights weights, History history, End end, int bestEpoch, int weightsEpoch,
    String message) {
  /** How a run stands. */
  public enum End {
    /** Epochs are left. */
    RUNNING,
    /** All planned epochs were run. */
    COMPLETED,
    /** Early stopping stopped it. */
    STOPPED_EARLY,
    /** A loss or gradient became infinite or not a number. */
    DIVERGED
  }
}
