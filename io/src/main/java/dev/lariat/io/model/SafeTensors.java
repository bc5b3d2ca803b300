package dev.lariat.io.model;

import dev.lariat.data.DataException;
import dev.lariat.io.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The safetensors format: the header's length as 8 bytes little-endian, a JSON header (name → dtype, shape,
 * data_offsets), the bytes. Every length that a file states is checked against the file before anything is allocated.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
public final class SafeTensors {
  private static final JsonMapper JSON = new JsonMapper();
  /** Values that are turned into bytes at once. */
  private static final int CHUNK = 8192;

  private SafeTensors() {}

  /** {@return the file as bytes} */
  static byte[] bytes(Map<String, Tensor> tensors) throws IOException {
    var out = new ByteArrayOutputStream();
    write(tensors, out);
    return out.toByteArray();
  }

  /** Writes the tensors in the map's order. */
  public static void write(Map<String, Tensor> tensors, OutputStream out) throws IOException {
    write(tensors, Map.of(), out);
  }

  /** Writes the tensors in the map's order, and texts that say what they are. */
  public static void write(Map<String, Tensor> tensors, Map<String, String> metadata, OutputStream out)
      throws IOException {
    var header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      header.set("__metadata__", JSON.valueToTree(metadata));
    }
    long offset = 0;
    for (var entry : tensors.entrySet()) {
      var tensor = entry.getValue();
      var description = header.putObject(entry.getKey());
      long bytes = (long) tensor.bytesPerValue() * Tensor.size(tensor.shape());
      description.put("dtype", tensor.dtype());
      var shape = description.putArray("shape");
      for (int extent : tensor.shape()) {
        shape.add(extent);
      }
      description.putArray("data_offsets").add(offset).add(offset + bytes);
      offset += bytes;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    int padding = (8 - json.length % 8) % 8;
    out.write(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(Math.addExact(json.length, padding)).array());
    out.write(json);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    for (var tensor : tensors.values()) {
      writeValues(tensor, out);
    }
  }

  private static void writeValues(Tensor tensor, OutputStream out) throws IOException {
    int count = Tensor.size(tensor.shape());
    for (int from = 0; from < count; from += CHUNK) {
      int to = Math.min(count, from + CHUNK);
      var chunk = ByteBuffer.allocate(8 * (to - from)).order(ByteOrder.LITTLE_ENDIAN);
      switch (tensor) {
        case Tensor.F32(_, var values) -> chunk.asFloatBuffer().put(values, from, to - from);
        case Tensor.F64(_, var values) -> chunk.asDoubleBuffer().put(values, from, to - from);
      }
      out.write(chunk.array(), 0, (to - from) * tensor.bytesPerValue());
    }
  }

  /**
   * Reads all tensors.
   *
   * @param bytes the whole file; its position is not kept
   * @param name how errors call the file
   * @throws DataException if it is cut, inconsistent or of a type other than F32 and F64
   */
  public static Map<String, Tensor> read(ByteBuffer bytes, String name) {
    var buffer = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.remaining() < 8) {
      throw broken(name, "it is cut: " + buffer.remaining() + " bytes");
    }
    long headerLength = buffer.getLong();
    if (headerLength < 2 || headerLength > buffer.remaining()) {
      throw broken(name, "its header claims " + headerLength + " bytes of " + buffer.remaining());
    }
    byte[] json = new byte[(int) headerLength];
    buffer.get(json);
    var data = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
    JsonNode header;
    try {
      header = JSON.readTree(json);
    } catch (JacksonException e) {
      throw broken(name, "its header" + JsonText.where(e));
    }
    if (!header.isObject()) {
      throw broken(name, "its header is not a JSON object");
    }
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var entry : header.properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        tensors.put(entry.getKey(), tensor(entry.getValue(), data, name, entry.getKey()));
      }
    }
    return tensors;
  }

  private static Tensor tensor(JsonNode description, ByteBuffer data, String name, String key) {
    var sizes = description.path("shape");
    var offsets = description.path("data_offsets");
    if (!sizes.isArray() || !offsets.isArray() || offsets.size() != 2) {
      throw broken(name, "tensor '" + key + "' has no shape or data_offsets");
    }
    String type = description.path("dtype").asString("");
    int width = switch (type) {
      case "F32" -> 4;
      case "F64" -> 8;
      default -> throw broken(name, "tensor '" + key + "' is of type '" + type + "', Lariat reads F32 and F64");
    };
    int[] shape = new int[sizes.size()];
    int count;
    try {
      for (int i = 0; i < shape.length; i++) {
        shape[i] = whole(sizes.get(i), Integer.MAX_VALUE);
      }
      count = Tensor.size(shape);
    } catch (IllegalArgumentException | ArithmeticException _) {
      throw broken(name, "tensor '" + key + "' has the impossible shape " + sizes);
    }
    long from;
    long to;
    try {
      from = whole(offsets.get(0), data.limit());
      to = whole(offsets.get(1), data.limit());
    } catch (IllegalArgumentException _) {
      throw broken(name, "tensor '" + key + "' lies outside the file: " + offsets + " of " + data.limit() + " bytes");
    }
    if (to - from != (long) count * width) {
      throw broken(name, "tensor '" + key + "' of shape " + sizes + " does not fill its bytes " + offsets);
    }
    var slice = data.slice((int) from, (int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
    if (width == 4) {
      float[] values = new float[count];
      slice.asFloatBuffer().get(values);
      return new Tensor.F32(shape, values);
    }
    double[] values = new double[count];
    slice.asDoubleBuffer().get(values);
    return new Tensor.F64(shape, values);
  }

  private static int whole(JsonNode node, int largest) {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0 || node.intValue() > largest) {
      throw new IllegalArgumentException(node.toString());
    }
    return node.intValue();
  }

  private static DataException broken(String name, String why) {
    return new DataException(name + " is not a sound safetensors file: " + why);
  }
}
