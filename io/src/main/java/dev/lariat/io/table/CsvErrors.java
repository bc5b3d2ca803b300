package dev.lariat.io.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.lariat.data.DataException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the CSV parser refuses, in words for the one who owns the table. */
final class CsvErrors {
  private static final Pattern LINE = Pattern.compile("record starting at line (\\d+)");

  private CsvErrors() {}

  /** @param skipped how many lines stand before the table, which the parser did not see */
  static DataException translate(String file, CsvParseException e, long skipped) {
    String message = e.getMessage();
    Matcher line = LINE.matcher(message);
    String where = file + (line.find() ? ", line " + (Long.parseLong(line.group(1)) + skipped) : "") + ": ";
    if (message.contains("Unclosed") || message.contains("buffer size")) {
      return new DataException(where + "a quote is opened in this row and never closed", e);
    }
    if (message.contains("after closing quote")) {
      return new DataException(where + "text follows a closing quote; a quote within a value is written twice", e);
    }
    return new DataException(where + "the row cannot be read: " + message.lines().findFirst().orElse(""), e);
  }
}
