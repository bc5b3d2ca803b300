package dev.lariat.io.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lariat.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
  private static byte[] sample() throws IOException {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("dense_1.kernel",
        new Tensor.F32(new int[]{2, 3}, new float[]{1, -0f, Float.MIN_VALUE, 4, 5, Float.NaN}));
    tensors.put("coefficients", new Tensor.F64(new int[]{1}, new double[]{Math.PI}));
    tensors.put("empty", new Tensor.F32(new int[]{0, 7}, new float[0]));
    var out = new ByteArrayOutputStream();
    SafeTensors.write(tensors, out);
    return out.toByteArray();
  }

  @Test
  void whatIsWrittenIsReadBackBitForBit() throws IOException {
    Map<String, Tensor> read = SafeTensors.read(ByteBuffer.wrap(sample()), "w.safetensors");
    assertThat(read.keySet()).containsExactly("dense_1.kernel", "coefficients", "empty");
    var kernel = (Tensor.F32) read.get("dense_1.kernel");
    assertThat(kernel.shape()).containsExactly(2, 3);
    assertThat(kernel.values()).containsExactly(1, -0f, Float.MIN_VALUE, 4, 5, Float.NaN);
    assertThat(((Tensor.F64) read.get("coefficients")).values()).containsExactly(Math.PI);
  }

  @Test
  void theHeaderIsPaddedSoThatValuesAreAligned() throws IOException {
    long header = ByteBuffer.wrap(sample()).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":{\"dtype\":\"F32\",\"shape\":[1000000000,1000000000],\"data_offsets\":[0,4]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
      "{\"a\":{\"dtype\":\"PICKLE\",\"shape\":[1],\"data_offsets\":[0,4]}}", "{\"a\":3}", "[]", "{\"a\":"})
  void anInconsistentHeaderIsRefused(String header) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    var file = ByteBuffer.allocate(8 + json.length + 4).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> SafeTensors.read(file.rewind(), "w.safetensors"))
        .withMessageStartingWith("w.safetensors is not a sound safetensors file: ");
  }

  @Test
  void aHeaderBeyondTheFileIsRefusedBeforeAnythingIsAllocated() {
    var file = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE).rewind();
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> SafeTensors.read(file, "w"))
        .withMessageContaining("9223372036854775807 bytes of 8");
  }

  @Test
  void aThousandMutationsAreReadOrRefusedButNeverCrash() throws IOException {
    byte[] sound = sample();
    var random = new SplittableRandom(20260101);
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] mutated = sound.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(mutated.length) : mutated.length;
      try {
        SafeTensors.read(ByteBuffer.wrap(mutated, 0, length), "w");
      } catch (DataException _) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(300);
  }
}
