package dev.lariat.bench;

import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static dev.lariat.net.layer.Layer.gru;
import static dev.lariat.net.layer.Layer.lstm;
import static dev.lariat.net.layer.Layer.sequence;

import dev.lariat.net.Network;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Recurrent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which dropout, and how strong, in a small recurrent network: on the inputs, on the state and on the weights of the
 * state, each with one mask for all steps, and in the dense head, as {@link DigitDropout} compares. A digit is read
 * line by line, 28 steps of 28 numbers, by a GRU or an LSTM of 64 units, whose last state goes to 64 dense units.
 *
 * <p>Arguments: cell, training rows, epochs and seeds of each part, such as {@code gru:1000:20:3 lstm:1000:20:2}, which
 * is the default.
 */
public final class SeriesDropoutBenchmark {
  private static final int SIDE = 28;
  private static final int UNITS = 64;
  private static final double LEARNING_RATE = 2e-3;

  private SeriesDropoutBenchmark() {}

  private record Setting(Recurrent.Cell cell, double input, double recurrent, double weight,
      double head) implements DigitDropout.Setting {
    @Override
    public Network network() {
      Recurrent reads = (cell == Recurrent.Cell.LSTM ? lstm(UNITS) : gru(UNITS))
          .noise(new Recurrent.Noise(input, recurrent, weight));
      var layers = new ArrayList<Layer>(List.of(sequence(SIDE, SIDE), reads, dense(UNITS, RELU)));
      if (head > 0) {
        layers.add(dropout(head));
      }
      return Network.of(layers);
    }

    @Override
    public String toString() {
      var words = new ArrayList<String>();
      word(words, "inputs", input);
      word(words, "state", recurrent);
      word(words, "weights", weight);
      word(words, "head", head);
      return cell.name().toLowerCase(Locale.ROOT) + ", " + (words.isEmpty() ? "none" : String.join(", ", words));
    }

    private static void word(List<String> words, String name, double rate) {
      if (rate > 0) {
        words.add(name + " " + rate);
      }
    }
  }

  private static List<Setting> settings(Recurrent.Cell cell) {
    return List.of(new Setting(cell, 0, 0, 0, 0), new Setting(cell, 0.25, 0, 0, 0), new Setting(cell, 0, 0.25, 0, 0),
        new Setting(cell, 0, 0, 0.25, 0), new Setting(cell, 0, 0, 0, 0.25), new Setting(cell, 0.25, 0.25, 0, 0),
        new Setting(cell, 0.5, 0, 0, 0), new Setting(cell, 0, 0.5, 0, 0), new Setting(cell, 0, 0, 0.5, 0),
        new Setting(cell, 0, 0, 0, 0.5));
  }

  /** Runs in the repository's folder. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    for (String part : args.length == 0 ? new String[]{"gru:1000:20:3", "lstm:1000:20:2"} : args) {
      String[] words = part.split(":");
      int[] of = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
      new DigitDropout(settings(Recurrent.Cell.valueOf(words[0].toUpperCase(Locale.ROOT))), LEARNING_RATE)
          .compare(of[0], of[1], of[2]);
    }
  }
}
