package dev.lariat.handover.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What TensorBoard's own reader makes of such a file is tried in conformance. */
class TensorBoardLogTest {
  @TempDir
  Path folder;

  /** The events' bytes, their checksums checked. */
  private static List<UnknownFieldSet> events(Path file) throws Exception {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    var events = new ArrayList<UnknownFieldSet>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(RecordFile.maskedChecksum(length, 8));
      byte[] event = new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(event);
      assertThat(bytes.getInt()).isEqualTo(RecordFile.maskedChecksum(event, event.length));
      events.add(UnknownFieldSet.parseFrom(event));
    }
    return events;
  }

  @Test
  void checksumIsTheMaskedCastagnoli() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    int crc = 0xE3069283; // the check value of CRC-32C in the catalogue of parametrised CRCs
    assertThat(RecordFile.maskedChecksum(digits, 9)).isEqualTo((crc >>> 15 | crc << 17) + 0xa282ead8);
  }

  @Test
  void aFolderHoldsOneRun() throws Exception {
    TensorBoardLog.requireUnused(folder.resolve("not there"));
    TensorBoardLog.requireUnused(folder);
    TensorBoardLog.open(folder.resolve("l2 0.1")).close();
    assertThatThrownBy(() -> TensorBoardLog.requireUnused(folder)).hasMessageContaining("holds a run for TensorBoard");
    assertThatThrownBy(() -> TensorBoardLog.open(folder.resolve("l2 0.1"))).hasMessageContaining("another folder");
  }

  @Test
  void writesScalarsAtTheirSteps() throws Exception {
    try (var log = TensorBoardLog.open(folder)) {
      log.hyperparameters(Map.of("l2", 0.01, "optimizer", "adam"), List.of("loss/validation"));
      log.scalar("loss/train", 3, 0.25);
      log.histogram("dense1.kernel", 3, new float[]{-1, 0, 0, 2});
    }
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.");
    var events = events(file);
    assertThat(events).hasSize(6);
    assertThat(events.getFirst().getField(3).getLengthDelimitedList().getFirst().toStringUtf8())
        .isEqualTo("brain.Event:2");
    var scalar = events.get(3);
    assertThat(scalar.getField(2).getVarintList()).containsExactly(3L);
    var value = nested(nested(scalar, 5), 1);
    assertThat(value.getField(1).getLengthDelimitedList().getFirst().toStringUtf8()).isEqualTo("loss/train");
    assertThat(value.getField(2).getFixed32List()).containsExactly(Float.floatToIntBits(0.25f));
  }

  private static UnknownFieldSet nested(UnknownFieldSet message, int field) throws Exception {
    return UnknownFieldSet.parseFrom(message.getField(field).getLengthDelimitedList().getFirst());
  }

  @Test
  void histogramCountsEveryValueInTheBucketThatHoldsIt() {
    float[] values = {-1, -0.5f, 0, 0, 1e-20f, 2, 2, Float.NaN, Float.MAX_VALUE};
    var histogram = Histogram.of(values);
    assertThat(histogram.count()).isEqualTo(8);
    assertThat(Arrays.stream(histogram.counts()).sum()).isEqualTo(8);
    assertThat(histogram.min()).isEqualTo(-1);
    double[] limits = histogram.limits();
    for (int i = 0; i < limits.length; i++) {
      double left = i == 0 ? Double.NEGATIVE_INFINITY : limits[i - 1];
      long inside = 0;
      for (float value : values) {
        if (value > left && value <= limits[i]) {
          inside++;
        }
      }
      assertThat((long) histogram.counts()[i]).isEqualTo(inside);
    }
    assertThat(Histogram.of(new float[0]).count()).isZero();
  }
}
