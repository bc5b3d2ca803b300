package dev.lariat.io.sql;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.util.function.IntPredicate;

/**
 * Which fields of a table that is written to be read again are quoted: names and words, whatever they look like, an
 * empty word too; numbers, and null for what is missing, are not.
 *
 * @param isNumber whether a column, from 0, holds numbers
 */
public record QuotedWords(IntPredicate isNumber) implements QuoteStrategy {
  /** {@return a writer of such a table, whose first record is its header} */
  public static CsvWriter.CsvWriterBuilder writer(IntPredicate isNumber) {
    return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).quoteStrategy(new QuotedWords(isNumber));
  }

  @Override
  public boolean quoteValue(int line, int field, String value) {
    return line == 1 || !isNumber.test(field);
  }

  @Override
  public boolean quoteEmpty(int line, int field) {
    return quoteValue(line, field, "");
  }
}
