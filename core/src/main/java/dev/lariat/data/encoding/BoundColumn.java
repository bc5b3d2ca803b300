package dev.lariat.data.encoding;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.DateColumn;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.LevelIndex;
import dev.lariat.data.text.TextFeatures;
import java.util.Arrays;

/** An encoding and the column of a table that it is applied to. */
final class BoundColumn {
  private final Encoding encoding;
  private final Column column; // null where the table lacks it and its inputs are not used
  private final int[] places; // per level of a category column its place among the encoding's inputs, −1 for none
  private final LevelIndex levels; // by name or value; null where the encoding has no levels
  private final TextFeatures.Encoder terms; // null where the encoding has none

  BoundColumn(Encoding encoding, Column found) {
    this.encoding = encoding;
    Column bare = found instanceof IdentifierColumn identifier ? identifier.values() : found;
    column = bare;
    levels = switch (encoding) {
      case Encoding.OneHot hot -> new LevelIndex(hot.levels());
      case Encoding.Code code -> new LevelIndex(code.levels());
      case Encoding.Numeric _,Encoding.Hinges _,Encoding.Bool _,Encoding.Date _,Encoding.Text _,Encoding.Words _ ->
        null;
    };
    terms = switch (encoding) {
      case Encoding.Text text -> text.features().encoder();
      case Encoding.Words words -> words.features().encoder();
      case Encoding.Numeric _,Encoding.Hinges _,Encoding.Bool _,Encoding.Date _,Encoding.OneHot _,Encoding.Code _ ->
        null;
    };
    if (bare instanceof CategoryColumn category && levels != null) {
      places = new int[category.levels().size()];
      Arrays.setAll(places, level -> placeOf(category.levels().get(level)));
    } else {
      places = null;
    }
  }

  /** The place of a level among the inputs, or its code. */
  private int placeOf(String level) {
    int place = levels.of(level);
    return place < 0 ? unseen() : place + (encoding instanceof Encoding.Code ? 1 : 0);
  }

  private int unseen() {
    return switch (encoding) {
      case Encoding.OneHot hot -> hot.other() ? hot.levels().size() : -1;
      case Encoding.Code _,Encoding.Numeric _,Encoding.Hinges _,Encoding.Bool _,Encoding.Date _,Encoding.Text _,Encoding.Words _ ->
        0;
    };
  }

  Encoding encoding() {
    return encoding;
  }

  /** Null where the table lacks it. */
  Column column() {
    return column;
  }

  /** The place among the inputs that is 1 (for codes: the code); −1 for none. */
  int place(int row) {
    if (column.isMissing(row)) {
      return switch (encoding) {
        case Encoding.OneHot hot -> hot.indicator() ? hot.width() - 1 : -1;
        case Encoding.Code code -> code.codes() - 1;
        case Encoding.Numeric _,Encoding.Hinges _,Encoding.Bool _,Encoding.Date _,Encoding.Text _,Encoding.Words _ ->
          -1;
      };
    }
    return places != null && column instanceof CategoryColumn category
        ? places[category.code(row)]
        : placeOf(column.text(row));
  }

  /** The inputs of the rows into {@code out[offset + i·stride + input]}, which holds 0 before. */
  void encode(int[] rows, int from, int to, float[] out, int offset, int stride) {
    if (column == null) {
      return;
    }
    int at = offset;
    for (int i = from; i < to; i++, at += stride) {
      int row = rows[i];
      switch (encoding) {
        case Encoding.Numeric numeric -> {
          double value = number(row);
          out[at] = (float) numeric.scale().apply(value);
          if (numeric.indicator() && Double.isNaN(value)) {
            out[at + 1] = 1;
          }
        }
        case Encoding.Hinges hinges -> {
          double value = number(row);
          for (int input = 0; input < hinges.width(); input++) {
            out[at + input] = (float) hinges.input(input, value);
          }
        }
        case Encoding.Bool bool -> {
          double value = bool(row);
          out[at] = (float) bool.scale().apply(value);
          if (bool.indicator() && Double.isNaN(value)) {
            out[at + 1] = 1;
          }
        }
        case Encoding.Date date -> {
          double days = days(date, row);
          for (int p = 0; p < date.parts().size(); p++) {
            out[at + p] = (float) date.scales().get(p).apply(date.parts().get(p).of(days));
          }
          if (date.indicator() && Double.isNaN(days)) {
            out[at + date.parts().size()] = 1;
          }
        }
        case Encoding.OneHot _ -> {
          int place = place(row);
          if (place >= 0) {
            out[at + place] = 1;
          }
        }
        case Encoding.Code _ -> out[at] = place(row);
        case Encoding.Text text -> {
          int entries = terms(row);
          for (int e = 0; e < entries; e++) {
            out[at + terms.term(e)] = (float) terms.value(e);
          }
          if (text.indicator() && column.isMissing(row)) {
            out[at + text.width() - 1] = 1;
          }
        }
        case Encoding.Words words -> out[at + words.most()] = terms.inOrder(column.text(row), words.most(), out, at);
      }
    }
  }

  /**
   * Finds the terms of a text: {@link #term} and {@link #termValue} tell of them, until the next row is asked for.
   *
   * @return how many are other than 0
   */
  int terms(int row) {
    return terms.encode(column.text(row));
  }

  /** The input of an entry of the text; ascending. */
  int term(int entry) {
    return terms.term(entry);
  }

  /** The value of an entry of the text. */
  double termValue(int entry) {
    return terms.value(entry);
  }

  /** The inputs of the rows, in double precision, into {@code out[first + input][i]}, which hold 0 before. */
  void encode(int[] rows, double[][] out, int first) {
    if (column == null) {
      return;
    }
    if (encoding instanceof Encoding.Words words) {
      float[] row = new float[words.width()];
      for (int i = 0; i < rows.length; i++) {
        Arrays.fill(row, 0);
        row[words.most()] = terms.inOrder(column.text(rows[i]), words.most(), row, 0);
        for (int input = 0; input < row.length; input++) {
          out[first + input][i] = row[input];
        }
      }
      return;
    }
    if (!(encoding instanceof Encoding.Text text)) {
      for (int input = 0; input < encoding.width(); input++) {
        for (int i = 0; i < rows.length; i++) {
          out[first + input][i] = value(rows[i], input);
        }
      }
      return;
    }
    for (int i = 0; i < rows.length; i++) {
      int entries = terms(rows[i]);
      for (int e = 0; e < entries; e++) {
        out[first + term(e)][i] = termValue(e);
      }
      if (text.indicator() && column.isMissing(rows[i])) {
        out[first + text.width() - 1][i] = 1;
      }
    }
  }

  /** One input of one row, in double precision. */
  double value(int row, int input) {
    if (column == null) {
      return 0;
    }
    return switch (encoding) {
      case Encoding.Numeric numeric -> input == 0 ? numeric.scale().apply(number(row)) : missing(number(row));
      case Encoding.Hinges hinges -> hinges.input(input, number(row));
      case Encoding.Bool bool -> input == 0 ? bool.scale().apply(bool(row)) : missing(bool(row));
      case Encoding.Date date -> input < date.parts().size()
          ? date.scales().get(input).apply(date.parts().get(input).of(days(date, row)))
          : missing(days(date, row));
      case Encoding.OneHot _ -> place(row) == input ? 1 : 0;
      case Encoding.Code _ -> place(row);
      case Encoding.Text text -> textValue(text, row, input);
      case Encoding.Words words -> {
        float[] all = new float[words.width()];
        all[words.most()] = terms.inOrder(column.text(row), words.most(), all, 0);
        yield all[input];
      }
    };
  }

  private double textValue(Encoding.Text text, int row, int input) {
    if (text.indicator() && input == text.width() - 1) {
      return column.isMissing(row) ? 1 : 0;
    }
    int entries = terms(row);
    for (int e = 0; e < entries; e++) {
      if (term(e) == input) {
        return termValue(e);
      }
    }
    return 0;
  }

  private static double missing(double value) {
    return Double.isNaN(value) ? 1 : 0;
  }

  private double number(int row) {
    double value = column.number(row);
    if (Double.isNaN(value) && !column.isMissing(row)) {
      throw unfit(row, "a number");
    }
    return value;
  }

  private double bool(int row) {
    if (column instanceof BooleanColumn || column.isMissing(row)) {
      return column.number(row);
    }
    int value = BooleanColumn.meaning(column.text(row));
    if (value < 0) {
      throw unfit(row, "yes or no");
    }
    return value;
  }

  private double days(Encoding.Date date, int row) {
    if (column instanceof DateColumn || column.isMissing(row)) {
      return column.isMissing(row) ? Double.NaN : column.number(row);
    }
    double days = date.order().parse(column.text(row));
    if (Double.isNaN(days)) {
      throw unfit(row, "a date");
    }
    return days;
  }

  private DataException unfit(int row, String what) {
    return new DataException("column '" + encoding.column() + "', row " + (row + 1) + ": '" + column.text(row)
        + "' is not " + what + ", as it was in training");
  }
}
