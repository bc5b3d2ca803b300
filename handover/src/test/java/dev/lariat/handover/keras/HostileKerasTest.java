package dev.lariat.handover.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.lariat.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file is read or refused in one line: no other exception, no large memory, no endless loop. */
@Tag("slow")
class HostileKerasTest {
  private static final int MUTATIONS = 1000;
  private static final Duration EACH = Duration.ofSeconds(3);

  @TempDir
  Path folder;

  @Test
  void mutatedFiles() throws IOException {
    byte[] sound = Files.readAllBytes(KerasModelTest.file("sequential.keras"));
    var random = new SplittableRandom(1);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      refused += refuses(mutated(sound, random), i);
    }
    assertThat(refused).isGreaterThan(MUTATIONS / 2); // what is read is flawed where nobody looks: dates, padding
  }

  /** The zip's checksums are made anew, so that the mutation reaches the readers behind them. */
  @Test
  void mutatedWeights() throws IOException {
    mutateEntry("model.weights.h5");
  }

  @Test
  void mutatedConfig() throws IOException {
    mutateEntry("config.json");
  }

  private void mutateEntry(String name) throws IOException {
    Map<String, byte[]> entries = entries(KerasModelTest.file("functional.keras"));
    byte[] sound = entries.get(name);
    var random = new SplittableRandom(2);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      entries.put(name, mutated(sound, random));
      refused += refuses(zip(entries), i);
    }
    assertThat(refused).isPositive();
  }

  private int refuses(byte[] bytes, int mutation) throws IOException {
    Path file = Files.write(folder.resolve("mutated.keras"), bytes);
    return assertTimeout(EACH, () -> {
      try {
        KerasModel.read(file);
        return 0;
      } catch (DataException | UncheckedIOException e) {
        assertThat(e.getMessage()).as("mutation " + mutation)
            .contains("mutated.keras")
            .hasSizeLessThan(600)
            .doesNotContain("\n");
        return 1;
      }
    }, () -> "mutation " + mutation);
  }

  /** Some bytes changed, often to the extremes that lengths and offsets are made of, or the file cut. */
  private static byte[] mutated(byte[] sound, SplittableRandom random) {
    if (random.nextInt(10) == 0) {
      return Arrays.copyOf(sound, random.nextInt(sound.length));
    }
    byte[] bytes = sound.clone();
    for (int change = random.nextInt(1, 9); change > 0; change--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(1, 9)),
            (byte) (random.nextBoolean() ? 0xFF : 0x7F));
      }
    }
    return bytes;
  }

  private static Map<String, byte[]> entries(Path file) throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    try (var zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      out.setLevel(0);
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
