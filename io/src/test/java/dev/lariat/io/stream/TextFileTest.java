package dev.lariat.io.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.text.KeptTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir
  Path folder;

  @Test
  void textsAreThereAsTheyCame() {
    String long1 = "日本語 😀 ".repeat(200_000); // longer than the buffer
    try (var file = new TextFile(folder, 0)) {
      file.add("a");
      file.add(null);
      file.add("");
      file.add(long1);
      file.add("ö");
      file.end();
      assertThat(file.rows()).isEqualTo(5);
      assertThat(file.text(0)).isEqualTo("a");
      assertThat(file.text(1)).isNull();
      assertThat(file.isMissing(1)).isTrue();
      assertThat(file.text(2)).isEmpty();
      assertThat(file.text(3)).isEqualTo(long1);
      assertThat(file.text(4)).isEqualTo("ö");
    }
  }

  @Test
  void roomGrowsInPlaceAndOutlivesItsFile() {
    KeptTexts.Room room = EntryFiles.in(folder);
    try (room) {
      room.grow(3);
      room.ints().setAtIndex(ValueLayout.JAVA_INT, 2, 7);
      room.doubles().setAtIndex(ValueLayout.JAVA_DOUBLE, 2, 0.5);
      MemorySegment earlier = room.ints();
      room.grow(1_000_000);
      assertThat(earlier.scope().isAlive()).as("an earlier map takes no room").isFalse();
      assertThat(room.ints().getAtIndex(ValueLayout.JAVA_INT, 2)).isEqualTo(7);
      assertThat(room.doubles().getAtIndex(ValueLayout.JAVA_DOUBLE, 2)).isEqualTo(0.5);
      assertThat(room.doubles().getAtIndex(ValueLayout.JAVA_DOUBLE, 999_999)).isZero();
      room.ints().setAtIndex(ValueLayout.JAVA_INT, 9, -1);
      room.end(10);
    }
    assertThat(room.ints().byteSize()).isEqualTo(40);
    assertThat(room.doubles().byteSize()).isEqualTo(80);
    assertThat(room.ints().getAtIndex(ValueLayout.JAVA_INT, 9)).isEqualTo(-1);
  }

  /** A sparse file would be there at once, and fail with a fault of memory when the disk is full. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsGrownIsWritten() throws IOException {
    try (var file = CacheFile.open(folder.resolve("f"), "numbers")) {
      file.fill(5_000_000);
      assertThat(file.size()).isEqualTo(5_000_000);
      try (var names = Files.list(folder)) {
        assertThat(names).as("kill -9 leaves nothing").isEmpty();
      }
    }
  }

  @Test
  void aDiskThatIsTooSmallIsSaidBeforeAnythingIsWritten() {
    try (KeptTexts.Room room = EntryFiles.in(folder)) {
      assertThatThrownBy(() -> room.grow(1L << 50)).isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("the words of texts cannot be kept in")
          .hasMessageContaining(String.format(Locale.ROOT, "%.1f MB are needed", 12 * 0x1p30))
          .hasMessageContaining("--out takes a folder on another disk");
      room.grow(4);
      assertThat(room.doubles().byteSize()).isEqualTo(32);
    }
    try (var texts = new TextFile(folder, 0)) {
      assertThatThrownBy(() -> texts.expect(1e18)).hasMessageContaining("texts cannot be kept in");
    }
  }

  @Test
  void anInterruptIsNoFullDisk() {
    try (var texts = new TextFile(folder, 0)) {
      texts.add("a");
      Thread.currentThread().interrupt();
      assertThatThrownBy(texts::end).isInstanceOf(CancellationException.class).hasMessage("interrupted");
    } finally {
      Thread.interrupted();
    }
    try (KeptTexts.Room room = EntryFiles.in(folder)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> room.grow(9)).isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> new TextFile(folder.resolve("none"), 0)).isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write")
        .hasMessageContaining("texts-0.cache");
  }
}
