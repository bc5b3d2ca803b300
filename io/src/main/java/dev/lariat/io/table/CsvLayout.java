package dev.lariat.io.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.lariat.data.DataException;
import dev.lariat.io.column.Missing;
import dev.lariat.io.column.NumberTexts;
import dev.lariat.io.column.Quoted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a text table is laid out, found from its start.
 *
 * @param separator between fields
 * @param quote around fields that hold separators
 * @param header whether the first record names the columns
 * @param names the columns' names
 * @param unnamed per column whether the header leaves its name out
 * @param commas per column whether its numbers have a decimal comma
 * @param plain whether the start has no quotes, so that a line is a row
 */
record CsvLayout(char separator, char quote, boolean header, List<String> names, List<Boolean> unnamed,
    List<Boolean> commas, boolean plain) {
  /** In the order of preference where several would do: what is least likely to stand in a value comes first. */
  private static final char[] SEPARATORS = {'\t', ';', '|', ','};

  private static final int RECORDS = 200;

  /**
   * Finds the layout.
   *
   * @param file the table's name, for messages
   * @param sample the table's start
   * @param cut whether the table goes on after it
   */
  static CsvLayout find(String file, String sample, boolean cut, TableOptions options) {
    char quote = quote(sample);
    List<List<String>> best = null;
    char separator = ',';
    double bestScore = 0;
    for (char candidate : options.separator().map(c -> new char[]{c}).orElse(SEPARATORS)) {
      List<List<String>> records = tryRecords(sample, cut, candidate, quote);
      double score = options.separator().isPresent() ? Math.min(1, records.size()) : score(records);
      if (score > bestScore) {
        best = records;
        bestScore = score;
        separator = candidate;
      }
    }
    if (best == null) {
      List<List<String>> byBlank = tryRecords(sample, cut, ' ', quote);
      boolean numbers = options.separator().isEmpty() && score(byBlank) == 1
          && byBlank.getLast().stream().allMatch(CsvLayout::isNumber);
      separator = numbers ? ' ' : options.separator().orElse(',');
      best = numbers ? byBlank : records(sample, cut, separator, quote);
    }
    if (best.isEmpty()) {
      throw new DataException(file + ": there are no rows");
    }
    return describe(file, separator, quote, sample.indexOf(quote) < 0, best, options);
  }

  private static CsvLayout describe(String file, char separator, char quote, boolean plain, List<List<String>> records,
      TableOptions options) {
    boolean header = options.header().orElseGet(() -> hasHeader(records));
    List<List<String>> rows = header ? records.subList(1, records.size()) : records;
    if (rows.isEmpty()) {
      throw new DataException(file + ": there are no rows below the header");
    }
    int width = records.getFirst().size();
    boolean rowNames = header && rows.stream().allMatch(row -> row.size() == width + 1)
        && rows.stream().anyMatch(row -> !row.getLast().isEmpty());
    List<String> names = new ArrayList<>(rowNames ? List.of("") : List.of());
    for (String name : header ? records.getFirst() : List.<String>of()) {
      names.add(name.strip());
    }
    while (names.size() < width) {
      names.add("");
    }
    List<Boolean> unnamed = new ArrayList<>();
    List<Boolean> commas = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      unnamed.add(header && names.get(column).isEmpty());
      if (names.get(column).isEmpty()) {
        names.set(column, "column" + (column + 1));
      }
      commas.add(separator != ',' && hasCommas(rows, column));
    }
    checkNames(file, names);
    return new CsvLayout(separator, quote, header, List.copyOf(names), List.copyOf(unnamed), List.copyOf(commas),
        plain);
  }

  private static void checkNames(String file, List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    for (int column = 0; column < names.size(); column++) {
      Integer earlier = places.put(names.get(column), column);
      if (earlier != null) {
        throw new DataException(file + ", line 1: columns " + (earlier + 1) + " and " + (column + 1)
            + " are both called " + Quoted.of(names.get(column)) + "; rename one");
      }
    }
  }

  private static char quote(String sample) {
    if (sample.indexOf('"') >= 0) {
      return '"';
    }
    int opened = 0;
    for (int i = sample.indexOf('\''); i >= 0; i = sample.indexOf('\'', i + 1)) {
      boolean starts = i == 0 || ",;\t|\n\r".indexOf(sample.charAt(i - 1)) >= 0;
      opened += starts ? 1 : 0;
    }
    int closed = 0;
    for (int i = sample.indexOf('\''); i >= 0; i = sample.indexOf('\'', i + 1)) {
      boolean ends = i == sample.length() - 1 || ",;\t|\n\r".indexOf(sample.charAt(i + 1)) >= 0;
      closed += ends ? 1 : 0;
    }
    return opened >= 2 && opened == closed ? '\'' : '"';
  }

  /** No records at all where this separator leaves text beside quotes. */
  private static List<List<String>> tryRecords(String sample, boolean cut, char separator, char quote) {
    try {
      return records(sample, cut, separator, quote);
    } catch (CsvParseException _) {
      return List.of();
    }
  }

  private static List<List<String>> records(String sample, boolean cut, char separator, char quote) {
    List<List<String>> records = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = CsvReader.builder()
        .fieldSeparator(separator)
        .quoteCharacter(quote)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(sample)) {
      for (CsvRecord row : reader) {
        records.add(row.getFields());
        if (records.size() > RECORDS) {
          break;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (cut && records.size() > 1 && records.size() <= RECORDS) {
      records.removeLast();
    }
    return records;
  }

  /** The share of records with the commonest number of fields, if that is above 1; else 0. */
  private static double score(List<List<String>> records) {
    Map<Integer, Integer> sizes = new HashMap<>();
    for (List<String> row : records) {
      sizes.merge(row.size(), 1, Integer::sum);
    }
    int size = 0;
    int most = 0;
    for (Map.Entry<Integer, Integer> entry : sizes.entrySet()) {
      if (entry.getValue() > most || (entry.getValue() == most && entry.getKey() > size)) {
        most = entry.getValue();
        size = entry.getKey();
      }
    }
    return size > 1 ? (double) most / records.size() : 0;
  }

  /**
   * Text above numbers is a header, numbers above numbers are none; without numbers a first record of different names
   * is one.
   */
  private static boolean hasHeader(List<List<String>> records) {
    List<String> first = records.getFirst();
    int texts = 0;
    int numbers = 0;
    for (int column = 0; column < first.size(); column++) {
      String top = first.get(column).strip();
      if (isNumber(top)) {
        numbers++;
      } else if (!Missing.is(top) && isNumeric(records.subList(1, records.size()), column)) {
        texts++;
      }
    }
    if (texts + numbers > 0) {
      return texts >= numbers && texts > 0;
    }
    List<String> names = first.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
    return !names.isEmpty() && names.stream().distinct().count() == names.size();
  }

  private static boolean isNumeric(List<List<String>> rows, int column) {
    int numbers = 0;
    for (List<String> row : rows) {
      String field = column < row.size() ? row.get(column).strip() : "";
      if (isNumber(field)) {
        numbers++;
      } else if (!Missing.is(field)) {
        return false;
      }
    }
    return numbers > 0;
  }

  private static boolean hasCommas(List<List<String>> rows, int column) {
    int commas = 0;
    for (List<String> row : rows) {
      String field = column < row.size() ? row.get(column).strip() : "";
      if (field.indexOf(',') >= 0) {
        if (!NumberTexts.isDecimalComma(field)) {
          return false;
        }
        commas++;
      } else if (field.indexOf('.') >= 0 || (!isNumber(field) && !Missing.is(field))) {
        return false;
      }
    }
    return commas > 0;
  }

  private static boolean isNumber(String field) {
    return NumberTexts.isNumber(field) || NumberTexts.isDecimalComma(field);
  }
}
