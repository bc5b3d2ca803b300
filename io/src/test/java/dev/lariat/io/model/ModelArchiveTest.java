package dev.lariat.io.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lariat.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelArchiveTest {
  @TempDir
  Path folder;

  private static byte[] sample() throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put("model.json", "{\"format\":1}".getBytes(StandardCharsets.UTF_8));
    entries.put("weights.safetensors", new byte[1000]);
    var out = new ByteArrayOutputStream();
    ModelArchive.write(entries, out);
    return out.toByteArray();
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("m.lariat"), bytes);
  }

  private void assertRefused(byte[] bytes, String why) throws IOException {
    Path file = file(bytes);
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> ModelArchive.read(file))
        .withMessageContaining("m.lariat is not a sound Lariat model")
        .withMessageContaining(why);
  }

  @Test
  void theSameEntriesGiveTheSameBytesAndComeBack() throws IOException {
    assertThat(sample()).isEqualTo(sample());
    Map<String, byte[]> read = ModelArchive.read(file(sample()));
    assertThat(read.keySet()).containsExactly("model.json", "weights.safetensors");
    assertThat(read.get("model.json")).asString().isEqualTo("{\"format\":1}");
  }

  @Test
  void aZipBombIsRefusedUnread() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("model.json"));
      zip.write(new byte[50_000_000]);
    }
    assertRefused(out.toByteArray(), "is compressed");
  }

  @Test
  void aPathOutsideIsRefused() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("../../evil"));
    }
    assertRefused(out.toByteArray(), "an entry with a path: '../../evil'");
  }

  @Test
  void whatIsCutOrNoZipIsRefused() throws IOException {
    byte[] sound = sample();
    assertRefused(Arrays.copyOf(sound, sound.length - 30), "cut");
    assertRefused("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), "no zip");
    assertRefused(new byte[0], "");
  }

  @Test
  void aMissingFileIsAnInputError() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> ModelArchive.read(folder.resolve("none.lariat")))
        .withMessageContaining("there is no model");
  }

  @Test
  void aThousandMutationsAreReadOrRefused() throws IOException {
    byte[] sound = sample();
    var random = new SplittableRandom(7);
    for (int i = 0; i < 1000; i++) {
      byte[] mutated = sound.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        // Nearly all of the file is the tensor's bytes: aim at the headers.
        int at = random.nextBoolean() ? random.nextInt(80) : mutated.length - 1 - random.nextInt(160);
        mutated[at] = (byte) random.nextInt(256);
      }
      Path file = file(mutated);
      try {
        ModelArchive.read(file);
      } catch (DataException | UncheckedIOException _) {
        // Refused in one line: what is asked.
      }
    }
  }
}
