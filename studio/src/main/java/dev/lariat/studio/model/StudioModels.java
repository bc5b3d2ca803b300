package dev.lariat.studio.model;

import dev.lariat.data.DataException;
import dev.lariat.data.Task;
import dev.lariat.io.model.ModelFile;
import dev.lariat.model.Model;
import dev.lariat.model.interval.PredictionIntervals;
import dev.lariat.studio.table.StudioFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models of the folder; those that were looked at last stay loaded. */
final class StudioModels {
  /** As {@code lariat predict --interval} is shown everywhere. */
  static final double COVERAGE = 0.9;

  private static final int KEPT = 2;

  private final StudioFolder folder;
  private final Map<String, Loaded> loaded = new LinkedHashMap<>(KEPT, 1, true);

  StudioModels(StudioFolder folder) {
    this.folder = folder;
  }

  /**
   * A model with what is known beside it.
   *
   * @param known rows of its training table, where that is still there
   * @param intervals where the file keeps them, and its study had rows enough
   * @param changed when the file was written
   */
  record Loaded(Model model, Optional<KnownRows> known, Optional<PredictionIntervals> intervals, long changed) {}

  /** {@return their names, the newest first} */
  List<String> names() {
    return folder
        .runs(directory -> !Files.isSymbolicLink(directory) && folder.isInside(directory.resolve(ModelFile.NAME)))
        .stream()
        .sorted(Comparator.comparingLong((Path path) -> path.toFile().lastModified()).reversed())
        .map(folder::shown)
        .toList();
  }

  /** {@return a model by its name} */
  synchronized Loaded load(String name) throws IOException {
    Path directory = folder.existing(name);
    Path file = folder.existing(name + "/" + ModelFile.NAME);
    long changed = Files.getLastModifiedTime(file).toMillis();
    Loaded before = loaded.get(name);
    if (before != null && before.changed == changed) {
      return before;
    }
    Model model = Model.load(file);
    var fresh = new Loaded(model, KnownRows.of(folder, directory, model), intervals(model, file), changed);
    loaded.put(name, fresh);
    while (loaded.size() > KEPT) {
      loaded.remove(loaded.keySet().iterator().next());
    }
    return fresh;
  }

  private static Optional<PredictionIntervals> intervals(Model model, Path file) {
    if (model.target().task() != Task.REGRESSION) {
      return Optional.empty();
    }
    try {
      PredictionIntervals kept = PredictionIntervals.load(file);
      kept.rank(COVERAGE);
      return Optional.of(kept);
    } catch (DataException | IllegalArgumentException _) {
      return Optional.empty(); // of another command, or from too few rows
    }
  }
}
