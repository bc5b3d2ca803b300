package dev.lariat.io.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which columns of a table are the steps of a model's series, of which some end early, in a model file beside the
 * model: {@code series.json}. A version that does not know it reads the model and leaves it alone.
 *
 * @param steps of a series at most
 * @param numbers the columns of the numbers of the steps, in order
 */
public record SeriesColumns(int steps, List<String> numbers) {
  private static final int FORMAT = 1;
  private static final String ENTRY = "series.json";

  /** Checks that they are whole steps. */
  public SeriesColumns {
    numbers = List.copyOf(numbers);
    if (steps < 1 || numbers.isEmpty() || numbers.size() % steps != 0) {
      throw new IllegalArgumentException(numbers.size() + " columns are no " + steps + " steps");
    }
  }

  /**
   * Adds them to a model file, which is replaced as a whole.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void addTo(Path fileOrDirectory) {
    var json = ModelJson.MAPPER.createObjectNode().put("format", FORMAT).put("steps", steps);
    numbers.forEach(json.putArray("columns")::add);
    ModelEntry.add(fileOrDirectory, ENTRY, json);
  }

  /**
   * {@return those of a model; empty where no series ended early}
   *
   * @throws dev.lariat.data.DataException if the file is broken, or of a newer format
   */
  public static Optional<SeriesColumns> of(Path fileOrDirectory) {
    return ModelEntry.read(fileOrDirectory, ENTRY, FORMAT).map(json -> {
      try {
        return new SeriesColumns(json.path("steps").asInt(0), ModelEntry.names(json, "columns"));
      } catch (IllegalArgumentException e) {
        throw ModelFile.broken(ModelFile.of(fileOrDirectory), ENTRY + " contradicts itself: " + e.getMessage(), e);
      }
    });
  }
}
