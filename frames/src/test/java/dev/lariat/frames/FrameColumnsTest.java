package dev.lariat.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.DataException;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Set;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class FrameColumnsTest {
  private static final StructType JOINED = new StructType().add("id", DataTypes.LongType)
      .add("x", DataTypes.DoubleType)
      .add("id", DataTypes.LongType)
      .add("y", DataTypes.DoubleType);

  /** Columns that are dropped have a place, as in a file; those that no file of texts could have do not. */
  @Test
  void columnsThatAreDroppedCount() {
    StructType schema = new StructType().add("id", DataTypes.LongType)
        .add("both", DataTypes.createArrayType(DataTypes.DoubleType));
    for (int i = 0; i < 100; i++) {
      schema = schema.add("x" + i, DataTypes.DoubleType);
    }
    var columns = new FrameColumns(schema, Set.of("id"));
    assertThat(columns.layout().width()).isEqualTo(101);
    assertThat(columns.layout().columns()).hasSize(100);
    assertThat(columns.layout().columns().getFirst().place()).isEqualTo(1);
    assertThat(columns.layout().chunk()).isEqualTo((1 << 19) / 101);
    assertThat(columns.places()).hasSize(100).startsWith(2, 3);
    assertThat(columns.leftOut()).containsExactly("column 'both' is of type array<double> and is left out");
  }

  @Test
  void namesThatAreNoneOrTwoAreRefused() {
    assertThatThrownBy(() -> new FrameColumns(JOINED, Set.of())).isInstanceOf(DataException.class)
        .hasMessage("the DataFrame: two columns are named 'id': rename one of them, or drop it beforehand");
    assertThat(new FrameColumns(JOINED, Set.of("id")).places()).containsExactly(1, 3); // both are dropped
    assertThatThrownBy(() -> new FrameColumns(JOINED, Set.of("id", "idd"))).isInstanceOf(DataException.class)
        .hasMessage("no column 'idd' in the DataFrame: did you mean 'id'?");
    assertThatThrownBy(() -> new FrameColumns(JOINED, Set.of("id", "x", "y")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the DataFrame: there are no columns to read");
  }

  @Test
  void valuesAreThoseThatTheirTextsTell() {
    var time = Instant.parse("2026-01-02T03:04:05Z");
    assertThat(FrameColumns.values(
        RowFactory.create(0.1f, 1e10f, Float.NaN, null, new BigDecimal("0.1"), Timestamp.from(time), 0.1),
        new int[]{0, 1, 2, 3, 4, 5, 6})).containsExactly(0.1, 1e10, Double.NaN, null, new BigDecimal("0.1"), time, 0.1);
  }
}
