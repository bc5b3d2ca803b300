package dev.lariat.data.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.TextColumn;
import dev.lariat.data.text.KeptTexts;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparseEntriesTest {
  private static final int MOST = Integer.MAX_VALUE - 64;

  @Test
  void roomGrowsUpToWhatAnArrayTakes() {
    assertThat(SparseEntries.grown(0, 1)).isEqualTo(64);
    assertThat(SparseEntries.grown(1000, 1)).isEqualTo(1500);
    assertThat(SparseEntries.grown(1_500_000_000, 1)).isEqualTo(MOST); // half as many more are more than there may be
    assertThat(SparseEntries.grown(MOST, 3)).isEqualTo(MOST);
    assertThat(SparseEntries.sum(MOST - 1, 1)).isEqualTo(MOST);
    assertThatThrownBy(() -> SparseEntries.sum(MOST, 1)).isInstanceOf(DataException.class).hasMessageContaining("2^31");
  }

  /** Texts beside which room fails as a mapped file does on a full disk. */
  private record Failing(List<String> texts, boolean[] closed) implements KeptTexts, KeptTexts.Room {
    @Override
    public int rows() {
      return texts.size();
    }

    @Override
    public boolean isMissing(int row) {
      return texts.get(row) == null;
    }

    @Override
    public String text(int row) {
      return texts.get(row);
    }

    @Override
    public Room room() {
      return this;
    }

    @Override
    public void grow(long entries) {
      throw new InternalError("a fault occurred in an unsafe memory access operation");
    }

    @Override
    public void end(long entries) {
      throw new AssertionError("it did not grow");
    }

    @Override
    public MemorySegment ints() {
      return Arena.global().allocate(0);
    }

    @Override
    public MemorySegment doubles() {
      return Arena.global().allocate(0);
    }

    @Override
    public void close() {
      closed[0] = true;
    }
  }

  @Test
  void aFaultOfMemoryBesideTextsIsTheDisks() {
    var texts = new Failing(List.of("one two", "two three", "one three"), new boolean[1]);
    Dataset data = Dataset.of("t", List.of(TextColumn.of("x", texts)));
    Preprocessing fitted = Preprocessing.fit(data, data.allRows(), PreprocessingOptions.linear());
    assertThatThrownBy(() -> fitted.sparse(data, data.allRows())).isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the words of texts cannot be kept beside the run")
        .hasMessageContaining("--out takes a folder on another disk");
    assertThat(texts.closed[0]).as("the room is let go of").isTrue();
  }
}
