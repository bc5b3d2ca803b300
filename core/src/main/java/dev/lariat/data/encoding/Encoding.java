package dev.lariat.data.encoding;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.DateOrder;
import dev.lariat.data.Schema;
import dev.lariat.data.text.TextFeatures;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * How one column becomes one or more inputs: what was learnt from the training rows, and nothing else, in plain values,
 * so that a model file can keep it exactly.
 */
public sealed interface Encoding {
  /** The column's name. */
  String column();

  /** How many inputs it becomes. */
  int width();

  /** How a new table is to be read for it. */
  Schema.Field field(boolean required);

  /**
   * A number, and an indicator where it may be missing.
   *
   * @param column the column's name
   * @param scale its scale
   * @param indicator whether a second input tells where the number is missing
   */
  record Numeric(String column, Scale scale, boolean indicator) implements Encoding {
    /** Checks that nothing is null. */
    public Numeric {
      Objects.requireNonNull(column);
      Objects.requireNonNull(scale);
    }

    @Override
    public int width() {
      return indicator ? 2 : 1;
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.NUMERIC, null, required);
    }
  }

  /**
   * Yes or no as one number, and an indicator where it may be missing.
   *
   * @param column the column's name
   * @param scale of 0 for no and 1 for yes
   * @param indicator whether a second input tells where it is missing
   */
  record Bool(String column, Scale scale, boolean indicator) implements Encoding {
    /** Checks that nothing is null. */
    public Bool {
      Objects.requireNonNull(column);
      Objects.requireNonNull(scale);
    }

    @Override
    public int width() {
      return indicator ? 2 : 1;
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.BOOLEAN, null, required);
    }
  }

  /**
   * A date as the parts that differ between the training rows, and an indicator where it may be missing.
   *
   * @param column the column's name
   * @param order how the table writes its dates
   * @param parts which parts are inputs
   * @param scales theirs
   * @param indicator whether one more input tells where the date is missing
   */
  record Date(String column, DateOrder order, List<DatePart> parts, List<Scale> scales,
      boolean indicator) implements Encoding {
    /** Checks that there is a scale per part. */
    public Date {
      Objects.requireNonNull(column);
      Objects.requireNonNull(order);
      parts = List.copyOf(parts);
      scales = List.copyOf(scales);
      if (parts.isEmpty() || parts.size() != scales.size()) {
        throw new IllegalArgumentException(
            "column '" + column + "': " + parts.size() + " parts, " + scales.size() + " scales");
      }
    }

    @Override
    public int width() {
      return parts.size() + (indicator ? 1 : 0);
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.DATE, order, required);
    }
  }

  /**
   * A category as one input per level, 1 where the row has it, else 0. A level that was not seen in training takes the
   * input of the joined rare levels; where there were none nothing was learnt for it, and all inputs are 0.
   *
   * @param column the column's name
   * @param levels those with an input of their own, sorted
   * @param other whether one more input stands for all other levels
   * @param indicator whether one more input tells where the level is missing
   */
  record OneHot(String column, List<String> levels, boolean other, boolean indicator) implements Encoding {
    /** Checks that levels are distinct and there is an input. */
    public OneHot {
      Objects.requireNonNull(column);
      levels = distinct(column, levels);
      if (levels.isEmpty() && !other && !indicator) {
        throw new IllegalArgumentException("column '" + column + "' has no level");
      }
    }

    @Override
    public int width() {
      return levels.size() + (other ? 1 : 0) + (indicator ? 1 : 0);
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.CATEGORY, null, required);
    }
  }

  /**
   * A category as one integer code, for an embedding: 0 for rare and unseen levels, 1 to n for the levels, n + 1 where
   * missing.
   *
   * @param column the column's name
   * @param levels those with a code of their own, sorted
   */
  record Code(String column, List<String> levels) implements Encoding {
    /** Checks that levels are distinct. */
    public Code {
      Objects.requireNonNull(column);
      levels = distinct(column, levels);
    }

    /** How many codes there are: the rows of the embedding. */
    public int codes() {
      return levels.size() + 2;
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.CATEGORY, null, required);
    }
  }

  /**
   * A text as one input per term of the vocabulary, most of them 0, and an indicator where it may be missing. The terms
   * keep their scale, which is their rarity and the length of the row.
   *
   * @param column the column's name
   * @param features the vocabulary and the weights of its terms
   * @param indicator whether one more input tells where the text is missing
   */
  record Text(String column, TextFeatures features, boolean indicator) implements Encoding {
    /** Checks that there is a term. */
    public Text {
      Objects.requireNonNull(column);
      if (features.width() == 0) {
        throw new IllegalArgumentException("column '" + column + "' has no term");
      }
    }

    @Override
    public int width() {
      return Math.addExact(features.width(), indicator ? 1 : 0);
    }

    @Override
    public Schema.Field field(boolean required) {
      return new Schema.Field(column, ColumnKind.TEXT, null, required);
    }
  }

  private static List<String> distinct(String column, List<String> levels) {
    if (new HashSet<>(levels).size() != levels.size()) {
      throw new IllegalArgumentException("column '" + column + "' has a level twice");
    }
    return List.copyOf(levels);
  }
}
