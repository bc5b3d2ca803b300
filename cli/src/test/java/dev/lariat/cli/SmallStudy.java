package dev.lariat.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A study of a second or two, for tests of the command.
 *
 * @param table a CSV file with columns x, colour, noise, kind
 */
record SmallStudy(Path table) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Writes the table. */
  static SmallStudy in(Path folder) throws IOException {
    var random = new Random(5);
    var text = new StringBuilder("x,colour,noise,kind\n");
    for (int i = 0; i < 160; i++) {
      double x = random.nextGaussian();
      boolean red = random.nextBoolean();
      text.append(x)
          .append(',')
          .append(red ? "red" : "blue")
          .append(',')
          .append(random.nextGaussian())
          .append(',')
          .append(x + (red ? 1 : -1) > 0 ? "good" : "bad")
          .append('\n');
    }
    return new SmallStudy(Files.writeString(folder.resolve("table.csv"), text));
  }

  /** The words of the command. */
  Object[] fit(Object... more) {
    var words = new ArrayList<Object>(List.of("fit", table, "--target", "kind", "--quick", "--epochs", "12", "--hidden",
        "8", "--lr", "0.02", "--regularizers", "l2,dropout,early-stopping"));
    words.addAll(List.of(more));
    return words.toArray();
  }

  /** What two runs of the same study have in common: all but seconds and provenance. */
  static JsonNode essence(Path run) throws IOException {
    ObjectNode verdict = (ObjectNode) JSON.readTree(Files.readAllBytes(run.resolve("verdict.json")));
    verdict.remove("provenance");
    verdict.get("candidates").forEach(candidate -> ((ObjectNode) candidate).remove("seconds"));
    return verdict;
  }
}
