package dev.lariat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.CategoryColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.data.TextColumn;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.data.stream.FloatStore;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.data.text.DocumentFrequency;
import dev.lariat.data.text.TextFeatures;
import dev.lariat.data.text.TextOptions;
import dev.lariat.net.Network;
import dev.lariat.net.SparseRows;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Of more rows than a sample has, words are learnt from all that are trained on. */
class StreamedWordsTest {
  private static final int ROWS = 130_000;
  private static final int PART = 10_000;

  /** Each word in about 30 rows, one in two alone, and every row in one of two classes. */
  private static String text(int row) {
    return row == 7 || row == ROWS - 1 ? "seldom word" + row % 4000 : "word" + row % 4000 + " also" + row % 3;
  }

  private static Dataset part(int from, int count) {
    List<String> texts = IntStream.range(from, from + count).mapToObj(StreamedWordsTest::text).toList();
    int[] codes = IntStream.range(from, from + count).map(row -> row % 4000 < 2000 ? 0 : 1).toArray();
    return Dataset.of("made",
        List.of(TextColumn.of("text", texts), CategoryColumn.of("kind", codes, List.of("bad", "good"))));
  }

  private static final class Made implements RowSource {
    private int passes;

    @Override
    public Dataset specimen() {
      return part(0, 4000);
    }

    @Override
    public void pass(Consumer<Dataset> visitor) {
      passes++;
      for (int from = 0; from < ROWS; from += PART) {
        visitor.accept(part(from, PART));
      }
    }

    @Override
    public <S> void sum(BlockSums<S> sums) {
      throw new IllegalStateException("nobody asks");
    }

    @Override
    public void first(Predicate<Dataset> enough) {
      throw new IllegalStateException("nobody asks");
    }

    @Override
    public long rows() {
      return ROWS;
    }

    @Override
    public int passes() {
      return passes;
    }
  }

  private static final class Kept implements FloatStore {
    private int[] bits = new int[0];
    private int count;
    private long expected;

    @Override
    public void expect(long numbers) {
      expected = numbers;
    }

    @Override
    public void add(float[] numbers, int some) {
      add(IntStream.range(0, some).map(i -> Float.floatToRawIntBits(numbers[i])).toArray(), some);
    }

    @Override
    public void add(int[] numbers, int some) {
      bits = Arrays.copyOf(bits, Math.max(bits.length, 2 * (count + some)));
      System.arraycopy(numbers, 0, bits, count, some);
      count += some;
    }

    @Override
    public MemorySegment numbers() {
      MemorySegment numbers = MemorySegment.ofArray(new int[count]);
      MemorySegment.copy(bits, 0, numbers, ValueLayout.JAVA_INT, 0, count);
      return numbers;
    }
  }

  private static StreamedRows.Settings settings(double share) {
    var roles = new RowRoles("kind", Optional.empty(), List.of(), RowFolds.none(), false);
    return new StreamedRows.Settings(roles, Task.CLASSIFICATION, PreprocessingOptions.network(),
        Network.of(Layer.dense(2, Activation.RELU)), share, 3);
  }

  private static Dataset sample(double share) {
    var which = StreamedRows.sampled(ROWS, share, 3);
    int[] rows = IntStream.range(0, ROWS).filter(which::test).toArray();
    Dataset all = part(0, ROWS);
    return all.select(rows);
  }

  @Test
  void wordsAreThoseOfAllRowsThatAreTrainedOn() {
    var table = new Made();
    Dataset sample = sample(0.2);
    assertThat(sample.rows()).isBetween(75_000, 85_000);
    Dataset learnt = StreamedRows.withWords(table, sample, settings(0.2));
    assertThat(table.passes()).isEqualTo(1);
    TextFeatures words = ((TextColumn) learnt.column("text")).learnt().orElseThrow();
    assertThat(words.width()).isBetween(4003, 4004);
    // A row is kept out by its number and the seed alone: those that are not are what the words come from.
    var training = new Kept();
    var validation = new Kept();
    StreamedRows rows = StreamedRows.encode(table, learnt, settings(0.2), training, validation);
    TextFeatures used = ((Encoding.Text) rows.preprocessing().encodings().getFirst()).features();
    assertThat(used).isEqualTo(words);
    int also = words.terms().indexOf("also1");
    assertThat(words.idf()[also]).as("by the rows that are trained on")
        .isCloseTo(Math.log((1.0 + rows.training().rows()) / (1.0 + rows.training().rows() / 3.0)) + 1,
            Offset.offset(0.02));
    assertThat(rows.training().rows() + rows.validation().orElseThrow().rows()).isEqualTo(ROWS);
    SparseRows sparse = rows.training().sparse().orElseThrow();
    assertThat(sparse.isArray()).isFalse();
    assertThat(training.expected).isBetween(2L * ROWS, 5L * ROWS);
    var inputs = new int[8];
    var values = new float[8];
    assertThat(sparse.copy(0, inputs, values, 0)).isEqualTo(2);
    List<String> terms = new ArrayList<>();
    for (int e = 0; e < 2; e++) {
      terms.add(words.terms().get(inputs[e]));
    }
    assertThat(terms.getFirst()).startsWith("also");
    assertThat(terms.get(1)).startsWith("word");
    assertThat(values[0] * values[0] + values[1] * values[1]).isCloseTo(1, Offset.offset(1e-5f));
  }

  @Test
  void limitsAreOfAllRows() {
    Dataset sample = sample(0)
        .texts(TextOptions.DEFAULT.between(new DocumentFrequency.Rows(110_000), new DocumentFrequency.Share(1)));
    Dataset learnt = StreamedRows.withWords(new Made(), sample, settings(0));
    assertThat(((TextColumn) learnt.column("text")).learnt().orElseThrow().width()).as("also0 to also2 are in a third")
        .isZero();
    Dataset more = sample
        .texts(TextOptions.DEFAULT.between(new DocumentFrequency.Rows(140_000), new DocumentFrequency.Share(1)));
    assertThatThrownBy(() -> StreamedRows.withWords(new Made(), more, settings(0))).isInstanceOf(DataException.class)
        .hasMessageContaining("no term can be in 140000 rows, as --text-min-df asks for: there are 130000");
  }
}
