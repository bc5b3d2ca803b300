package dev.lariat.io.run;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.lariat.study.evidence.Calibration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/**
 * The test rows, looked at once.
 *
 * @param figures by name, in their order: {@code accuracy}, {@code rmse}, …
 */
@JsonPropertyOrder({"rows", "figures", "calibration"})
public record FinishedTest(int rows, @JsonAnyGetter Map<String, Double> figures,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Calibration> calibration) {
  /** Fills what is not there. */
  public FinishedTest {
    figures = figures == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    calibration = calibration == null ? Optional.empty() : calibration;
  }

  /** From the file, with the figures in the file's order. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static FinishedTest read(JsonNode json) {
    var figures = new LinkedHashMap<String, Double>();
    json.propertyStream()
        .filter(figure -> !figure.getKey().equals("rows") && !figure.getValue().isObject())
        .forEach(figure -> figures.put(figure.getKey(), figure.getValue().asDouble(Double.NaN)));
    return new FinishedTest(json.path("rows").asInt(0), figures,
        json.has("calibration")
            ? Optional.of(StudyJson.MAPPER.treeToValue(json.get("calibration"), Calibration.class))
            : Optional.empty());
  }

  /** {@return share of rows whose class was predicted; empty for a number} */
  public OptionalDouble accuracy() {
    return figure("accuracy");
  }

  /** {@return R²; empty for classes, and where all rows have one value} */
  public OptionalDouble rSquared() {
    return figure("rSquared");
  }

  /** {@return a figure by its name; empty where it is not there or not defined} */
  public OptionalDouble figure(String name) {
    Double value = figures.get(name);
    return value == null || value.isNaN() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
