package dev.lariat.data.encoding;

import dev.lariat.data.DataException;
import dev.lariat.data.LevelIndex;
import dev.lariat.data.Suggestions;
import dev.lariat.data.text.TextFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Encodes one row at a time, given as plain Java values by column name: what an application has at hand. The inputs are
 * those that {@link Preprocessing#columns} gives for the same row of a table. Immutable, and safe for many threads.
 */
public final class RowEncoder {
  private final List<Slot> slots = new ArrayList<>();
  private final int width;

  /**
   * One encoding and its place.
   *
   * @param at its first input
   * @param levels by name or value; null where the encoding has none
   * @param required whether a row without the column is refused
   */
  private record Slot(Encoding encoding, int at, LevelIndex levels, boolean required) {}

  /** An encoder of rows for this preprocessing. */
  public RowEncoder(Preprocessing preprocessing) {
    int at = 0;
    for (Encoding encoding : preprocessing.encodings()) {
      LevelIndex levels = switch (encoding) {
        case Encoding.OneHot hot -> new LevelIndex(hot.levels());
        case Encoding.Code code -> new LevelIndex(code.levels());
        case Encoding.Numeric _,Encoding.Hinges _,Encoding.Bool _,Encoding.Date _,Encoding.Text _,Encoding.Words _ ->
          null;
      };
      slots.add(new Slot(encoding, at, levels, !preprocessing.unused().contains(encoding.column())));
      at += encoding.width();
    }
    width = at;
  }

  /** How many inputs there are. */
  public int width() {
    return width;
  }

  /**
   * The inputs of a row.
   *
   * @param row values by column name; see {@link RowValue} for what they may be; null is missing. Other columns are not
   * looked at
   * @throws DataException if a column that is used is not there, or a value is not of the column's kind
   */
  public double[] encode(Map<String, ?> row) {
    double[] inputs = new double[width];
    for (Slot slot : slots) {
      String column = slot.encoding.column();
      Object value = row.get(column);
      if (value == null && !row.containsKey(column)) {
        if (slot.required) {
          throw absent(column, row);
        }
        continue;
      }
      encode(slot, value, inputs);
    }
    return inputs;
  }

  /**
   * A number of the row that is no input, such as an offset.
   *
   * @throws DataException if the column is not there, or missing, or is no number
   */
  public double number(String column, Map<String, ?> row) {
    double number = RowValue.number(column, row.get(column));
    if (Double.isNaN(number)) {
      throw absent(column, row);
    }
    return number;
  }

  /** What is said of a row that lacks a column. */
  private static DataException absent(String column, Map<String, ?> row) {
    return new DataException("the row has no '" + column + "' (give null where it is not known): "
        + Suggestions.suggest(column, List.copyOf(row.keySet()), Suggestions.Kind.COLUMNS));
  }

  private static void encode(Slot slot, Object value, double[] inputs) {
    int at = slot.at;
    switch (slot.encoding) {
      case Encoding.Numeric numeric -> {
        double number = RowValue.number(numeric.column(), value);
        inputs[at] = numeric.scale().apply(number);
        if (numeric.indicator() && Double.isNaN(number)) {
          inputs[at + 1] = 1;
        }
      }
      case Encoding.Hinges hinges -> {
        double number = RowValue.number(hinges.column(), value);
        for (int input = 0; input < hinges.width(); input++) {
          inputs[at + input] = hinges.input(input, number);
        }
      }
      case Encoding.Bool bool -> {
        double number = RowValue.bool(bool.column(), value);
        inputs[at] = bool.scale().apply(number);
        if (bool.indicator() && Double.isNaN(number)) {
          inputs[at + 1] = 1;
        }
      }
      case Encoding.Date date -> {
        double days = RowValue.days(date.column(), date.order(), value);
        List<DatePart> parts = date.parts();
        for (int p = 0; p < parts.size(); p++) {
          inputs[at + p] = date.scales().get(p).apply(parts.get(p).of(days));
        }
        if (date.indicator() && Double.isNaN(days)) {
          inputs[at + parts.size()] = 1;
        }
      }
      case Encoding.OneHot hot -> {
        int place = place(hot, slot.levels, RowValue.level(value));
        if (place >= 0) {
          inputs[at + place] = 1;
        }
      }
      case Encoding.Code code -> {
        String level = RowValue.level(value);
        inputs[at] = level == null ? code.codes() - 1 : slot.levels.of(level) + 1;
      }
      case Encoding.Text text -> {
        String words = RowValue.level(value);
        TextFeatures.Encoder terms = text.features().encoder(); // each thread needs its own
        int entries = terms.encode(words);
        for (int e = 0; e < entries; e++) {
          inputs[at + terms.term(e)] = terms.value(e);
        }
        if (text.indicator() && words == null) {
          inputs[at + text.width() - 1] = 1;
        }
      }
      case Encoding.Words words -> {
        float[] row = new float[words.width()];
        row[words.most()] = words.features().encoder().inOrder(RowValue.level(value), words.most(), row, 0);
        for (int input = 0; input < row.length; input++) {
          inputs[at + input] = row[input];
        }
      }
    }
  }

  private static int place(Encoding.OneHot hot, LevelIndex levels, String level) {
    if (level == null) {
      return hot.indicator() ? hot.width() - 1 : -1;
    }
    int place = levels.of(level);
    return place >= 0 || !hot.other() ? place : hot.levels().size();
  }
}
