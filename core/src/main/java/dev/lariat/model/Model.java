package dev.lariat.model;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.data.Target;
import dev.lariat.metric.Metrics;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Preprocessing;
import java.nio.file.Path;
import java.util.Map;

/**
 * A trained model that takes rows of a table as they are: preprocessing and predictor in one. Immutable and safe for
 * many threads.
 */
public sealed interface Model permits NetworkModel, LinearModel, TrivialModel, EnsembleModel {
  /** What it predicts. */
  ModelTarget target();

  /** How a table becomes its inputs. */
  Preprocessing preprocessing();

  /** How to read a new table for it, whose target may be absent. */
  default Schema schema() {
    var kind = target().task() == Task.REGRESSION ? ColumnKind.NUMERIC : ColumnKind.CATEGORY;
    Schema schema = preprocessing().schema();
    for (String column : target().all()) {
      schema = schema.with(new Schema.Field(column, kind, null, false));
    }
    return schema;
  }

  /** Where it comes from. */
  Provenance provenance();

  /**
   * Predicts rows.
   *
   * @param data a table with the columns that the model uses, found by name; the target may be absent
   * @return [rows × {@link ModelTarget#width()}], row by row: a probability per class, or a number in the target's unit
   * @throws dev.lariat.data.DataException if a column is missing, or a value is not of the column's kind
   */
  double[] predict(Dataset data);

  /** {@return whether it is a model of times until an event, which predicts relative risks} */
  default boolean isOfTimes() {
    return false;
  }

  /**
   * Predicts one row, without a table around it. A network of 128 and 64 units takes some microseconds; the first row
   * of a model takes longer, because what all rows share is made ready then.
   *
   * @param row values by column name. Null is missing; a column that the model uses must be there. A number may be any
   * {@link Number} or a text that spells one, yes or no a {@link Boolean}, 0, 1 or a word for it, a date any of
   * {@code java.time}'s or a text as the training table wrote it, a level any object, by its text
   * @return {@link ModelTarget#width()} numbers: a probability per class, or a number in the target's unit
   * @throws dev.lariat.data.DataException if a column is not there, or a value is not of the column's kind
   */
  default double[] predict(Map<String, ?> row) {
    return RowPredictor.of(this).predict(row);
  }

  /**
   * Compares predictions with a table's own target.
   *
   * @throws dev.lariat.data.DataException if the target column is missing, or a number is not one
   * @throws IllegalStateException if there are several targets, each of which has metrics of its own
   */
  default Metrics evaluate(Dataset data) {
    if (!target().columns().isEmpty()) {
      throw new IllegalStateException("a model of several targets has metrics for each of them");
    }
    var actual = Target.known(data.column(target().name()), target().task(), target().classes());
    var tally = Metrics.tally(target().task(), target().classes().size());
    tally.add(predict(data), actual);
    return tally.metrics();
  }

  /**
   * Writes the model to a file that must not exist.
   *
   * @throws java.io.UncheckedIOException if it exists or cannot be written
   */
  default void save(Path file) {
    save(file, false);
  }

  /**
   * Writes the model so that the file is whole or not there.
   *
   * @param overwrite whether an existing file may be replaced
   * @throws java.io.UncheckedIOException if it exists and may not be replaced, or cannot be written
   */
  default void save(Path file, boolean overwrite) {
    ModelFormat.installed().write(this, file, overwrite);
  }

  /**
   * Reads a model.
   *
   * @param file a model file, or the directory of the run that made it
   * @throws dev.lariat.data.DataException if it is no model, cut, hostile, or of a newer format
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  static Model load(Path file) {
    return ModelFormat.installed().read(file);
  }
}
