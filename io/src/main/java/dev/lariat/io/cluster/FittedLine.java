package dev.lariat.io.cluster;

import dev.lariat.io.run.TrialLine;
import dev.lariat.study.cell.FittedCell;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A network that was trained elsewhere, as a line: {@code trial}, the text of its trial, and {@code weights}, an array
 * of little-endian float32 in Base64.
 */
final class FittedLine {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private FittedLine() {}

  static String text(FittedCell fitted) {
    ObjectNode line = MAPPER.createObjectNode().put("trial", TrialLine.text(fitted.result()));
    ArrayNode weights = line.putArray("weights");
    for (float[] numbers : fitted.weights()) {
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(numbers);
      weights.add(Base64.getEncoder().encodeToString(bytes.array()));
    }
    return MAPPER.writeValueAsString(line);
  }

  /** {@return numbers as one line} */
  static String text(double[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Double.BYTES, numbers.length))
        .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(numbers);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** {@return the numbers that an answer tells}, or throws what it tells */
  static double[] numbers(String answer) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(CellAnswer.said(answer)))
        .order(ByteOrder.LITTLE_ENDIAN);
    double[] numbers = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(numbers);
    return numbers;
  }

  /** {@return what an answer with a line of {@link #text} tells}, or throws what it tells */
  static FittedCell parse(String answer) {
    JsonNode line = MAPPER.readTree(CellAnswer.said(answer));
    float[][] weights = line.required("weights").valueStream().map(text -> {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text.asString())).order(ByteOrder.LITTLE_ENDIAN);
      float[] numbers = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(numbers);
      return numbers;
    }).toArray(float[][]::new);
    return new FittedCell(TrialLine.parse(line.required("trial").asString()), weights);
  }
}
