package dev.lariat.io.table;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.metadata.Statistics;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnSchema;
import dev.lariat.io.column.ColumnRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the end of a Parquet file says of it, without its rows.
 *
 * @param names of the columns that can be read
 * @param nested columns that hold lists or groups, which are not read
 * @param rows how many there are
 * @param groups of rows
 * @param ranges of columns of floating numbers whose least and largest are known
 */
record ParquetFooter(List<String> names, List<String> nested, long rows, Map<String, ColumnRange> ranges,
    List<RowGroups.Group> groups) {
  static ParquetFooter of(Source source) {
    try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(source.bytes()))) {
      ParquetPages.check(source.bytes(), file.getFileMetaData(), source.name());
      List<String> names = new ArrayList<>();
      List<String> nested = new ArrayList<>();
      Map<String, ColumnRange> ranges = new LinkedHashMap<>();
      for (ColumnSchema column : file.getFileSchema().getColumns()) {
        if (isNested(column)) {
          String name = column.fieldPath().elements().getFirst();
          if (!nested.contains(name)) {
            nested.add(name);
          }
          continue;
        }
        names.add(column.name());
        ColumnRange range = range(column, file.getFileMetaData().rowGroups());
        if (range != null) {
          ranges.put(column.name(), range);
        }
      }
      return new ParquetFooter(names, nested, file.getFileMetaData().numRows(), ranges,
          file.getFileMetaData().rowGroups().stream().map(ParquetFooter::group).toList());
    } catch (IOException | RuntimeException e) {
      throw ParquetFailure.of(source).of(e);
    }
  }

  private static RowGroups.Group group(RowGroup group) {
    long start = group.columns().stream().mapToLong(ColumnChunk::chunkStartOffset).min().orElse(0);
    long end = group.columns()
        .stream()
        .mapToLong(column -> column.chunkStartOffset() + column.metaData().totalCompressedSize())
        .max()
        .orElse(0);
    return new RowGroups.Group(group.numRows(), start, end, 0);
  }

  static boolean isNested(ColumnSchema column) {
    return column.maxRepetitionLevel() > 0 || column.maxDefinitionLevel() > 1
        || column.fieldPath().elements().size() > 1;
  }

  private static ColumnRange range(ColumnSchema column, List<RowGroup> groups) {
    boolean floating = column.type() == PhysicalType.DOUBLE || column.type() == PhysicalType.FLOAT;
    if (!floating || column.logicalType() != null) {
      return null;
    }
    ColumnRange range = ColumnRange.NONE;
    for (RowGroup group : groups) {
      for (ColumnChunk chunk : group.columns()) {
        ColumnMetaData data = chunk.metaData();
        if (data.pathInSchema().elements().equals(column.fieldPath().elements())) {
          Statistics known = data.statistics();
          if (known == null || known.minValue() == null || known.maxValue() == null || known.nullCount() == null) {
            return null;
          }
          range = range.plus(new ColumnRange(number(known.minValue()), number(known.maxValue()), known.nullCount()));
        }
      }
    }
    return range;
  }

  private static double number(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    return value.length == Float.BYTES ? bytes.getFloat() : bytes.getDouble();
  }
}
