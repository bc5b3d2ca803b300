package dev.lariat.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reproduce it: everything that decides the result. */
final class ReproduceSection {
  private ReproduceSection() {}

  static Section of(Run run) {
    JsonNode verdict = run.verdict();
    JsonNode from = verdict.get("provenance");
    JsonNode recipe = verdict.get("recipe");
    Section.Builder section = Section.of("reproduce", "Reproduce it").code("", from.get("command").asString());
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("seed", from.get("seed").asString()));
    rows.add(List.of("data", from.get("data").asString()));
    rows.add(List.of("SHA-256 of the data", from.get("dataHash").asString()));
    // Earlier files state units and activation.
    String network = recipe.has("network")
        ? recipe.get("network").asString()
        : Words.list(recipe.get("hidden")).stream().map(JsonNode::asString).collect(Collectors.joining("-")) + " "
            + recipe.get("activation").asString();
    rows.add(List.of("network", network + ", " + recipe.get("epochs").asString() + " epochs of batches of "
        + recipe.get("batch").asString() + ", learning rate " + Words.plain(recipe.get("learningRate").asDouble())));
    rows.add(List.of("Lariat", from.get("version").asString()));
    rows.add(List.of("machine", from.get("machine").asString()));
    rows.add(List.of("made", from.get("created").asString()));
    section.table("", List.of("what", "value"), rows);
    Words.list(verdict.get("notes")).forEach(note -> section.say("Note: " + note.asString() + "."));
    for (Map.Entry<String, String> code : run.code().entrySet()) {
      section.code("The same training run in " + code.getKey(), code.getValue());
    }
    return section.finding("The same command on the same data gives the same numbers, bit for bit, on any machine");
  }
}
