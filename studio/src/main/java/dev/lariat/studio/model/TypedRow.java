package dev.lariat.studio.model;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.DateColumn;
import dev.lariat.data.Numbers;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Schema;
import dev.lariat.data.TextColumn;
import dev.lariat.model.Model;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Rows as they were typed, as a table that a model takes. A field that is empty is missing. */
final class TypedRow {
  private TypedRow() {}

  /** {@return the columns that a model reads, without its targets} */
  static List<Schema.Field> fields(Model model) {
    return model.schema().fields().stream().filter(field -> !model.target().all().contains(field.name())).toList();
  }

  /**
   * A table of typed rows.
   *
   * @param fields of the model
   * @param rows values by column name, as text
   */
  static Dataset table(List<Schema.Field> fields, List<Map<String, String>> rows) {
    var columns = new ArrayList<Column>();
    for (Schema.Field field : fields) {
      IntFunction<String> typed = row -> {
        String value = rows.get(row).get(field.name());
        return value == null || value.isBlank() ? null : value.strip();
      };
      List<String> words = new ArrayList<>();
      for (int row = 0; row < rows.size(); row++) {
        words.add(typed.apply(row));
      }
      columns.add(column(field, words));
    }
    return Dataset.of("typed", columns);
  }

  private static Column column(Schema.Field field, List<String> words) {
    String name = field.name();
    return switch (field.kind()) {
      case NUMERIC -> NumericColumn.of(name, words.stream().mapToDouble(word -> number(name, word)).toArray());
      case BOOLEAN -> BooleanColumn.of(name, words.stream().map(word -> yes(name, word)).toList());
      case DATE -> DateColumn.ofTimes(name, words.stream().map(word -> time(name, word)).toList());
      case TEXT -> TextColumn.of(name, words);
      case CATEGORY, IDENTIFIER, CONSTANT -> CategoryColumn.of(name, words);
    };
  }

  private static double number(String name, String word) {
    if (word == null) {
      return Double.NaN;
    }
    double number = Numbers.parse(word.replace('−', '-'));
    if (!Double.isFinite(number)) {
      throw new DataException("'" + name + "': '" + word + "' is no number");
    }
    return number;
  }

  private static Boolean yes(String name, String word) {
    if (word == null) {
      return null;
    }
    int meaning = BooleanColumn.meaning(word);
    if (meaning < 0) {
      throw new DataException("'" + name + "': '" + word + "' is neither yes nor no");
    }
    return meaning == 1;
  }

  private static LocalDateTime time(String name, String word) {
    try {
      return word == null
          ? null
          : word.length() > 10 ? LocalDateTime.parse(word.replace(' ', 'T')) : LocalDate.parse(word).atStartOfDay();
    } catch (DateTimeParseException e) {
      throw new DataException("'" + name + "': '" + word + "' is no date: write 2026-03-31 or 2026-03-31T14:00", e);
    }
  }
}
