package dev.lariat.frames;

import dev.lariat.io.stream.PackedLayout;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which columns of a frame are packed, and as what. */
final class FrameColumns {
  private static final Set<DataType> FRACTIONS = Set.of(DataTypes.DoubleType, DataTypes.FloatType);
  private static final Set<DataType> WHOLE = Set.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType,
      DataTypes.LongType);
  private static final Set<DataType> TEXTS = Set.of(DataTypes.BooleanType, DataTypes.DateType, DataTypes.TimestampType,
      DataTypes.TimestampNTZType);

  private final PackedLayout layout;
  private final int[] places; // [columns that are packed] in the frame
  private final List<String> leftOut = new ArrayList<>();

  FrameColumns(StructType schema, Set<String> dropped) {
    var columns = new ArrayList<PackedLayout.Column>();
    var used = new ArrayList<Integer>();
    for (int place = 0; place < schema.fields().length; place++) {
      StructField field = schema.fields()[place];
      PackedLayout.Kind kind = kind(field.dataType());
      if (dropped.contains(field.name())) {
        continue;
      }
      if (kind == null) {
        leftOut.add("column '" + field.name() + "' is of type " + field.dataType().simpleString() + " and is left out");
      } else {
        columns.add(new PackedLayout.Column(field.name(), kind));
        used.add(place);
      }
    }
    layout = new PackedLayout("the DataFrame", columns);
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
      Object value = row.get(places[i]);
      // A timestamp's own text depends on the machine's time zone.
      values[i] = value instanceof Timestamp time ? time.toInstant() : value;
    }
    return values;
  }
}
