package dev.lariat.frames;

import dev.lariat.data.DataException;
import dev.lariat.data.Suggestions;
import dev.lariat.io.stream.PackedLayout;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which columns of a frame are packed, and as what. */
final class FrameColumns {
  private static final String NAME = "the DataFrame";
  private static final Set<DataType> FRACTIONS = Set.of(DataTypes.DoubleType, DataTypes.FloatType);
  private static final Set<DataType> WHOLE = Set.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType,
      DataTypes.LongType);
  private static final Set<DataType> TEXTS = Set.of(DataTypes.BooleanType, DataTypes.DateType, DataTypes.TimestampType,
      DataTypes.TimestampNTZType);

  private final PackedLayout layout;
  private final int[] places; // [columns that are packed] in the frame
  private final List<String> leftOut = new ArrayList<>();

  /**
   * Columns that can be read count for the layout whether they are dropped or not, as those of a file do.
   *
   * @throws DataException if the frame lacks a column that is dropped, or two others have one name
   * @throws IllegalArgumentException if none is left that can be read
   */
  FrameColumns(StructType schema, Set<String> dropped) {
    List<String> names = List.of(schema.fieldNames());
    Optional<String> lacking = dropped.stream().filter(Predicate.not(Set.copyOf(names)::contains)).sorted().findFirst();
    if (lacking.isPresent()) {
      throw new DataException("no column '" + lacking.get() + "' in " + NAME + ": "
          + Suggestions.suggest(lacking.get(), names, Suggestions.Kind.COLUMNS));
    }
    int width = 0;
    var columns = new ArrayList<PackedLayout.Column>();
    var used = new ArrayList<Integer>();
    for (int place = 0; place < schema.fields().length; place++) {
      StructField field = schema.fields()[place];
      PackedLayout.Kind kind = kind(field.dataType());
      boolean wanted = !dropped.contains(field.name());
      if (wanted && kind != null) {
        columns.add(new PackedLayout.Column(field.name(), kind, width));
        used.add(place);
      } else if (wanted) {
        leftOut.add("column '" + field.name() + "' is of type " + field.dataType().simpleString() + " and is left out");
      }
      width += kind == null ? 0 : 1;
    }
    layout = new PackedLayout(NAME, width, columns);
    places = used.stream().mapToInt(Integer::intValue).toArray();
  }

  /** {@return null for what is no value of a table} */
  private static PackedLayout.Kind kind(DataType type) {
    if (FRACTIONS.contains(type) || type instanceof DecimalType) {
      return PackedLayout.Kind.NUMBER;
    }
    if (WHOLE.contains(type)) {
      return PackedLayout.Kind.WHOLE;
    }
    return TEXTS.contains(type) || type instanceof StringType ? PackedLayout.Kind.TEXT : null;
  }

  PackedLayout layout() {
    return layout;
  }

  int[] places() {
    return places;
  }

  /** What should be said about columns that are left out. */
  List<String> leftOut() {
    return leftOut;
  }

  /** The values of a row that are packed. */
  static Object[] values(Row row, int[] places) {
    Object[] values = new Object[places.length];
    for (int i = 0; i < places.length; i++) {
      values[i] = packed(row.get(places[i]));
    }
    return values;
  }

  private static Object packed(Object value) {
    return switch (value) {
      case null -> null;
      // A timestamp's own text depends on the machine's time zone.
      case Timestamp time -> time.toInstant();
      // The number that a text of it tells: 0.1, and not the 0.10000000149 that is nearest to it among floats.
      case Float number -> Double.valueOf(number.toString());
      default -> value;
    };
  }
}
