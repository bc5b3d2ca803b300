package dev.lariat.study.candidate;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.TextColumn;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.net.Network;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which kinds of models with a path suit a table.
 *
 * @param kinds that are tried
 * @param notes on what is left out although it would suit
 */
public record PathModels(Set<ModelKind> kinds, List<String> notes) {
  /** Rows × inputs beyond which additive models are run only if they are asked for: 160 MB for every fold. */
  private static final long MOST_NUMBERS = 20_000_000;

  /** Copies the collections. */
  public PathModels {
    kinds = Set.copyOf(kinds);
    notes = List.copyOf(notes);
  }

  /**
   * Those that suit.
   *
   * @param learning the table without columns that only part the rows
   * @param training the training rows of a fold
   * @param network that competes
   * @param quick whether a first answer is asked for
   * @param sample whether what is used is trained on a table that is passed over
   * @throws IllegalArgumentException if additive models were asked for where a row is an image or a sequence, or what
   * is used is trained on a table that is passed over
   * @throws DataException if they were asked for where they would be linear ones
   */
  public static PathModels of(CandidateChoice choice, Dataset learning, int[] training, Network network, boolean quick,
      boolean sample) {
    var kinds = EnumSet.noneOf(ModelKind.class);
    var notes = new ArrayList<String>();
    long rows = learning.rows();
    if (choice.tries(ModelKind.LINEAR)) {
      kinds.add(ModelKind.LINEAR);
    }
    if (choice.asksForAdditive()) {
      requireTable(network, sample);
      if (inputs(learning, training).isEmpty()) {
        throw new DataException(
            "no column of " + learning.name() + " is a number with three values and enough rows, so "
                + "an additive model would be a linear one: leave additive out");
      }
      kinds.add(ModelKind.ADDITIVE);
    } else if (!quick && !sample && choice.tries(ModelKind.ADDITIVE) && !network.onMaps() && isPlain(learning)) {
      inputs(learning, training).ifPresent(inputs -> {
        if (rows * inputs > MOST_NUMBERS) {
          notes.add("additive models are left out: with so many rows and columns they take much memory; "
              + "--models linear,additive,network asks for them");
        } else {
          kinds.add(ModelKind.ADDITIVE);
        }
      });
    }
    return new PathModels(kinds, notes);
  }

  private static void requireTable(Network network, boolean sample) {
    if (sample) {
      throw new IllegalArgumentException(
          "additive models are trained on rows in memory, and this table is passed over: leave additive out");
    }
    if (network.onMaps()) {
      throw new IllegalArgumentException(
          "additive models are for tables, not for images or sequences: leave additive out");
    }
  }

  /** Where there are words, or numbers that are nearly all 0, curves of single numbers are not what is looked for. */
  static boolean isPlain(Dataset learning) {
    return learning.features()
        .stream()
        .noneMatch(column -> column instanceof TextColumn || column instanceof SparseColumn);
  }

  /** The number of inputs; empty where no column has pieces. */
  private static Optional<Integer> inputs(Dataset learning, int[] training) {
    Preprocessing fitted = Preprocessing.fitFold(learning, training, PreprocessingOptions.additive());
    return fitted.encodings().stream().anyMatch(Encoding.Hinges.class::isInstance)
        ? Optional.of(fitted.width())
        : Optional.empty();
  }
}
