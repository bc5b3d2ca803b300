package dev.lariat.study.evidence;

import dev.lariat.net.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * First-layer weights laid out as the pictures that the inputs are, in the network of the first fold.
 *
 * @param side pixels along a side
 * @param units those with the largest weights, in their own order
 */
public record PixelWeights(int side, List<Unit> units) {
  private static final int MOST_UNITS = 16;
  private static final int SMALLEST_SIDE = 8;
  private static final Pattern NUMBERED = Pattern.compile("(\\D*)([0-9]{1,6})");

  /**
   * A unit of the first layer.
   *
   * @param number from 1
   * @param largest |w| of its weights
   * @param percent every pixel's weight in percent of the largest, row by row; 0 for pixels that are no input
   */
  public record Unit(int number, double largest, List<Integer> percent) {
    /** Copies the list. */
    public Unit {
      percent = List.copyOf(percent);
    }
  }

  /** Copies the list. */
  public PixelWeights {
    units = List.copyOf(units);
  }

  /**
   * Of a first layer; empty where the columns are no pixels.
   *
   * @param kernel [inputs, units]
   * @param columnOfInput the name of every input's column
   * @param columns names of all columns of the table that are learnt from
   */
  static Optional<PixelWeights> of(Parameter kernel, List<String> columnOfInput, List<String> columns) {
    Map<String, Integer> pixels = pixels(columns);
    if (pixels.isEmpty() || kernel.shape().getFirst() != columnOfInput.size()) {
      return Optional.empty();
    }
    int units = kernel.shape().getLast();
    double[] squares = new double[units];
    double[] largest = new double[units];
    for (int i = 0; i < kernel.values().length; i++) {
      double w = kernel.values()[i];
      squares[i % units] += w * w;
      largest[i % units] = Math.max(largest[i % units], Math.abs(w));
    }
    List<Unit> shown = IntStream.range(0, units)
        .boxed()
        .sorted(Comparator.comparingDouble(u -> -squares[u]))
        .limit(MOST_UNITS)
        .sorted()
        .map(u -> {
          Integer[] percent = new Integer[pixels.size()];
          Arrays.fill(percent, 0);
          for (int i = 0; i < columnOfInput.size(); i++) {
            Integer pixel = pixels.get(columnOfInput.get(i));
            if (pixel != null && largest[u] > 0) {
              percent[pixel] = (int) Math.rint(100 * kernel.values()[i * units + u] / largest[u]);
            }
          }
          return new Unit(u + 1, largest[u], List.of(percent));
        })
        .toList();
    return Optional.of(new PixelWeights((int) Math.rint(Math.sqrt(pixels.size())), shown));
  }

  /** The place of every pixel's column: a word and the consecutive numbers of a square, as in p0 to p783; else none. */
  static Map<String, Integer> pixels(List<String> columns) {
    var numbersByWord = new TreeMap<String, Map<String, Integer>>();
    for (String column : columns) {
      Matcher match = NUMBERED.matcher(column);
      if (match.matches()) {
        numbersByWord.computeIfAbsent(match.group(1), _ -> new HashMap<>())
            .put(column, Integer.valueOf(match.group(2)));
      }
    }
    for (Map<String, Integer> numbers : numbersByWord.values()) {
      var sorted = new ArrayList<>(numbers.values());
      sorted.sort(Comparator.naturalOrder());
      int lowest = sorted.getFirst();
      int side = (int) Math.rint(Math.sqrt(sorted.size()));
      boolean consecutive = sorted.getLast() - lowest + 1 == sorted.size()
          && sorted.stream().distinct().count() == sorted.size();
      if (side >= SMALLEST_SIDE && side * side == sorted.size() && consecutive) {
        numbers.replaceAll((_, number) -> number - lowest);
        return numbers;
      }
    }
    return Map.of();
  }
}
