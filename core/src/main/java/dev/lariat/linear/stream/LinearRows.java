package dev.lariat.linear.stream;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the rows of a table are to a linear model, here and on every machine that has some of them.
 *
 * @param columns of the table, those left out not among them
 */
record LinearRows(List<String> columns, RowRoles roles, LinearParts parts) {
  private static final int ALL = 0;
  private static final int NUMBERED = 1;
  private static final int COLUMN = 2;

  /** @param specimen of the table's columns */
  static LinearRows of(Dataset specimen, RowRoles roles) {
    return new LinearRows(specimen.columns().stream().map(Column::name).toList(), roles,
        new LinearParts(roles.inputs(specimen)));
  }

  void write(DataOutput to) throws IOException {
    write(columns, to);
    to.writeUTF(roles.target());
    to.writeUTF(roles.weights().orElse(""));
    to.writeBoolean(roles.weights().isPresent());
    write(roles.offsets(), to);
    to.writeBoolean(roles.dropsMissing());
    switch (roles.folds()) {
      case RowFolds.None _ -> to.writeByte(ALL);
      case RowFolds.Numbered numbered -> {
        to.writeByte(NUMBERED);
        to.writeInt(numbered.count());
        to.writeLong(numbered.seed());
      }
      case RowFolds.OfColumn column -> {
        to.writeByte(COLUMN);
        to.writeUTF(column.name());
        write(column.names(), to);
      }
    }
    WrittenNumbers.write(to, parts.centers());
  }

  /** @param specimen of all columns of the table */
  static LinearRows read(Dataset specimen, DataInput from) throws IOException {
    List<String> columns = readNames(from);
    String target = from.readUTF();
    String weights = from.readUTF();
    boolean weighted = from.readBoolean();
    List<String> offsets = readNames(from);
    boolean dropsMissing = from.readBoolean();
    RowFolds folds = switch (from.readByte()) {
      case NUMBERED -> RowFolds.numbered(from.readInt(), from.readLong());
      case COLUMN -> {
        RowFolds known = RowFolds.of(from.readUTF());
        known.take(readNames(from));
        yield known;
      }
      default -> RowFolds.none();
    };
    String[] others = specimen.columns()
        .stream()
        .map(Column::name)
        .filter(name -> !columns.contains(name))
        .toArray(String[]::new);
    LinearRows rows = of(specimen.without(others),
        new RowRoles(target, weighted ? Optional.of(weights) : Optional.empty(), offsets, folds, dropsMissing));
    double[] centers = new double[rows.parts.count()];
    WrittenNumbers.read(from, centers);
    rows.parts.centers(centers);
    return rows;
  }

  static void write(List<String> names, DataOutput to) throws IOException {
    to.writeInt(names.size());
    for (String name : names) {
      to.writeUTF(name);
    }
  }

  static List<String> readNames(DataInput from) throws IOException {
    int count = from.readInt();
    var names = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      names.add(from.readUTF());
    }
    return names;
  }
}
