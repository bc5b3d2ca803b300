package dev.lariat.io.cluster;

import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellPlace.Part;
import java.util.ArrayList;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cell that is wanted, as a line such as
 * {@code {"part":"sweep","model":"network","regularizer":"l2","strength":[0.01],"fold":0,"seed":0,"until":12}}.
 *
 * @param part on whose folds
 * @param until the epoch
 * @param weights whether the network is wanted, too: then the line says {@code "weights":true}
 */
record CellQuestion(Part part, Cell cell, int until, boolean weights) {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  String text() {
    Trial trial = cell.trial();
    ObjectNode line = MAPPER.createObjectNode()
        .put("part", part.name().toLowerCase(Locale.ROOT))
        .put("model", trial.model().toString())
        .put("regularizer", trial.regularizer());
    ArrayNode strength = line.putArray("strength");
    trial.strength().values().forEach(strength::add);
    line.put("fold", cell.fold()).put("seed", cell.seed()).put("until", until);
    return MAPPER.writeValueAsString(weights ? line.put("weights", true) : line);
  }

  static CellQuestion parse(String text) {
    JsonNode line = MAPPER.readTree(text);
    var strength = new ArrayList<Double>();
    line.required("strength").forEach(value -> strength.add(value.asDouble()));
    var trial = new Trial(ModelKind.parse(line.required("model").asString()), line.required("regularizer").asString(),
        new Strength(strength));
    return new CellQuestion(Part.valueOf(line.required("part").asString().toUpperCase(Locale.ROOT)),
        new Cell(trial, line.required("fold").asInt(), line.required("seed").asInt()), line.required("until").asInt(),
        line.has("weights"));
  }
}
