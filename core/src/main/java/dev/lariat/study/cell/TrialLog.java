package dev.lariat.study.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where results of cells are kept, so that an interrupted study goes on where it stopped. Called by one thread at a
 * time.
 */
public interface TrialLog {
  /** What earlier runs of the same study left, in the order in which it was appended. */
  List<CellResult> results();

  /** Keeps a result; it is safe on return. */
  void append(CellResult result);

  /** Why an earlier run ended the sweep before all cells were done (a time limit); no cell is run any more. */
  Optional<String> closed();

  /** Ends the sweep for good: the set of cells is what stands in the log. */
  void close(String reason);

  /**
   * {@return whether an earlier run left out some of what follows the sweep, as the time limit had no room for it;
   * empty where that was not decided yet, and in a log that does not keep it}
   */
  default Optional<Boolean> shortened() {
    return Optional.empty();
  }

  /**
   * Keeps what was decided when the sweep ended: a study that goes on from here decides the same, however fast it then
   * is. Called only where there is a time limit, at most once; a log that does not keep it lets each run decide.
   *
   * @param shortened whether some of what follows is left out
   */
  default void decide(boolean shortened) {
    // not kept
  }

  /**
   * A log that keeps results as long as somebody refers to it: who runs the same study with it again goes on.
   *
   * @param earlier results of the same study
   */
  static TrialLog keeping(List<CellResult> earlier) {
    return inMemory(new ArrayList<>(earlier), true);
  }

  /** A log that forgets. */
  static TrialLog inMemory() {
    return inMemory(new ArrayList<>(), false);
  }

  private static TrialLog inMemory(List<CellResult> results, boolean keeps) {
    return new TrialLog() {
      private Optional<String> closed = Optional.empty();
      private Optional<Boolean> shortened = Optional.empty();

      @Override
      public List<CellResult> results() {
        return List.copyOf(results);
      }

      @Override
      public void append(CellResult result) {
        if (keeps) {
          results.add(result);
        }
      }

      @Override
      public Optional<String> closed() {
        return closed;
      }

      @Override
      public void close(String reason) {
        closed = Optional.of(reason);
      }

      @Override
      public Optional<Boolean> shortened() {
        return shortened;
      }

      @Override
      public void decide(boolean value) {
        if (keeps) {
          shortened = Optional.of(value);
        }
      }
    };
  }
}
