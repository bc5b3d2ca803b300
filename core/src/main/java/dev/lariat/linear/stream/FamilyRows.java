package dev.lariat.linear.stream;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.LinearParts;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.linear.Family;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of a chunk as targets, weights, offsets, folds and parts of a family's model. */
final class FamilyRows {
  private final LinearRows table;
  private final Family family;
  private final List<String> classes;
  private double[][] values = new double[0][0]; // [parts][rows of a chunk]

  /**
   * The rows of a chunk that have a target and a weight, in order.
   *
   * @param known how many have a target
   * @param offset [predictors][count]
   */
  record Rows(int count, int known, double[] y, double[] w, double[][] offset, int[] fold, long[] number,
      int[] place) {}

  FamilyRows(LinearRows table, Family family, List<String> classes) {
    this.table = table;
    this.family = family;
    this.classes = classes;
  }

  LinearParts parts() {
    return table.parts();
  }

  RowRoles roles() {
    return table.roles();
  }

  Family family() {
    return family;
  }

  int classCount() {
    return Math.max(1, classes.size());
  }

  /** How many linear predictors there are. */
  int predictors() {
    return family.predictors(classCount());
  }

  void write(LinearSums kind, DataOutput to) throws IOException {
    kind.write(table, to);
    to.writeUTF(family.label());
    to.writeInt(family.parameters().size());
    for (Map.Entry<String, Double> parameter : family.parameters().entrySet()) {
      to.writeUTF(parameter.getKey());
      to.writeDouble(parameter.getValue());
    }
    LinearRows.write(classes, to);
  }

  static FamilyRows read(LinearRows table, DataInput from) throws IOException {
    String label = from.readUTF();
    int count = from.readInt();
    Map<String, Double> parameters = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      parameters.put(from.readUTF(), from.readDouble());
    }
    return new FamilyRows(table, Family.of(label, parameters), LinearRows.readNames(from));
  }

  /**
   * The rows that take part.
   *
   * @param folds of the rows
   * @param first the number of the first one
   */
  Rows rows(Dataset chunk, RowFolds folds, long first) {
    RowRoles roles = table.roles();
    int n = chunk.rows();
    Column target = chunk.column(roles.target());
    Column weights = roles.weights().map(chunk::column).orElse(null);
    List<Column> offsets = roles.offsets(chunk);
    int[] labels = family.task() == Task.CLASSIFICATION
        ? Target.known(target, Task.CLASSIFICATION, classes).labels()
        : null;
    double[] y = new double[n];
    double[] w = new double[n];
    double[][] offset = new double[predictors()][n];
    int[] fold = new int[n];
    long[] numbers = new long[n];
    int[] place = new int[n];
    int count = 0;
    int known = 0;
    for (int row = 0; row < n; row++) {
      double value = labels == null
          ? roles.target(target, row, first + row)
          : roles.label(target, labels[row], row, first + row);
      if (Double.isNaN(value)) {
        continue;
      }
      double weight = RowRoles.weight(weights, row, first + row);
      int at = folds.fold(chunk, row, first + row);
      known++;
      if (labels == null) {
        long line = first + row + 1;
        family.refusal(value, 1).ifPresent(why -> {
          throw new DataException("target '" + roles.target() + "', row " + line + " is " + value + ": " + why);
        });
      }
      if (weight > 0) {
        y[count] = value;
        w[count] = weight;
        for (int k = 0; k < offsets.size(); k++) {
          offset[k][count] = RowRoles.offset(offsets.get(k), row, first + row);
        }
        fold[count] = at;
        numbers[count] = first + row;
        place[count++] = row;
      }
    }
    return new Rows(count, known, y, w, offset, fold, numbers, place);
  }

  /**
   * The parts of the chunk's rows that take part, [parts][count], NaN for missing numbers; valid until the next call.
   */
  double[][] values(Dataset chunk, Rows rows) {
    if (values.length < parts().count() || values[0].length < chunk.rows()) {
      values = new double[parts().count()][chunk.rows()];
    }
    parts().fill(chunk, values);
    if (rows.count() < chunk.rows()) {
      for (double[] column : values) {
        for (int i = 0; i < rows.count(); i++) {
          column[i] = column[rows.place()[i]];
        }
      }
    }
    return values;
  }
}
