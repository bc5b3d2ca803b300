package dev.lariat.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
  @TempDir
  Path folder;

  @Test
  void aFileIsNotReplacedUnlessTold() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, false, out -> out.write('1'));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> AtomicFile.write(file, false, out -> out.write('2')))
        .withMessageContaining("exists already")
        .withMessageContaining("--force");
    assertThat(file).hasContent("1");
    AtomicFile.write(file, true, out -> out.write('3'));
    assertThat(file).hasContent("3");
  }

  @Test
  void whatFailsHalfwayLeavesWhatWasThere() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "before");
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> AtomicFile.write(file, true, out -> {
      out.write(new byte[100_000]);
      throw new IOException("No space left on device");
    })).withMessageContaining("cannot write").withMessageContaining("No space left on device");
    assertThat(file).hasContent("before");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  /** Also where a library has wrapped it on the way. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInterruptIsNoFaultOfTheFile(boolean wrapped) throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "before");
    try {
      assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> AtomicFile.write(file, true, out -> {
        Thread.currentThread().interrupt();
        try {
          out.write(new byte[100_000]);
        } catch (IOException e) {
          if (wrapped) {
            throw new IllegalStateException(e);
          }
          throw e;
        }
      })).withMessage("interrupted while " + file + " was written");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(file).hasContent("before");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> AtomicFile.write(folder.resolve("none/a.txt"), false, _ -> {}))
        .withMessageContaining("there is no such folder");
  }

  /** As root one would put a file in the place of the device. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceTakesWhatIsWrittenAndStays() {
    AtomicFile.refuseExisting(Path.of("/dev/null"), false);
    for (boolean overwrite : new boolean[]{false, true}) {
      AtomicFile.write(Path.of("/dev/null"), overwrite, out -> out.write('1'));
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> AtomicFile.write(Path.of("/dev/full"), overwrite, out -> out.write('1')))
          .withMessageContaining("cannot write /dev/full: No space left on device");
    }
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    assertThat(Files.isRegularFile(Path.of("/dev/full"))).isFalse();
  }
}
