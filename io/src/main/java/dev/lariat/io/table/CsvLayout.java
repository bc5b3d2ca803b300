package dev.lariat.io.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.lariat.data.DataException;
import dev.lariat.io.column.NumberNotation;
import dev.lariat.io.column.Quoted;
import dev.lariat.io.column.SampleNotations;
import dev.lariat.io.column.TableMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a text table is laid out, found from its start.
 *
 * @param skipped how many lines stand before the header, such as a title or comments
 * @param separator between fields
 * @param quote around fields that hold separators
 * @param blanks whether blanks stand between separators and quotes
 * @param header whether the first record names the columns
 * @param names the columns' names
 * @param unnamed per column whether the header leaves its name out
 * @param notations per column how its numbers are written
 * @param marks what the columns show of how numbers are written
 * @param plain whether the start has no quotes, so that a line is a row
 * @param notes what should be said about it
 */
record CsvLayout(int skipped, char separator, char quote, boolean blanks, boolean header, List<String> names,
    List<Boolean> unnamed, List<NumberNotation> notations, TableMarks marks, boolean plain, List<String> notes) {
  /** In the order of preference where several would do: what is least likely to stand in a value comes first. */
  private static final char[] SEPARATORS = {'\t', ';', '|', ','};

  private static final int RECORDS = 200;
  /** The library's own limits are far below what a table of genes has. */
  private static final int MOST_FIELDS = 16_000_000;
  private static final int LARGEST_RECORD = 1 << 28;

  /** A record, and the line where it starts. */
  private record Row(long line, List<String> fields) {}

  /**
   * Finds the layout.
   *
   * @param file the table's name, for messages
   * @param whole the table's start
   * @param cut whether the table goes on after it
   */
  static CsvLayout find(String file, String whole, boolean cut, TableOptions options) {
    CsvPreamble preamble = CsvPreamble.of(whole);
    String sample = preamble.rest();
    char quote = quote(sample);
    List<Row> best = null;
    char separator = ',';
    double bestScore = 0;
    Optional<Character> told = options.separator().or(preamble::separator);
    for (char candidate : told.map(c -> new char[]{c}).orElse(SEPARATORS)) {
      List<Row> records = tryRecords(sample, cut, candidate, quote);
      double score = told.isPresent() ? Math.min(1, records.size()) : score(records);
      if (score > bestScore) {
        best = records;
        bestScore = score;
        separator = candidate;
      }
    }
    if (best == null) {
      List<Row> byBlank = tryRecords(sample, cut, ' ', quote);
      boolean numbers = told.isEmpty() && score(byBlank) == 1
          && byBlank.getLast().fields().stream().allMatch(CsvHeader::isNumber);
      separator = numbers ? ' ' : told.orElse(',');
      best = numbers ? byBlank : records(sample, cut, separator, quote);
    }
    int titles = titles(best);
    if (titles == best.size()) {
      throw new DataException(file + ": there are no rows");
    }
    List<String> notes = new ArrayList<>();
    int skipped = preamble.lines() + (titles == 0 ? 0 : Math.toIntExact(best.get(titles).line() - 1));
    if (skipped > 0) {
      notes.add(file + ": " + (skipped == 1 ? "the first line stands" : "the first " + skipped + " lines stand")
          + " before the table and " + (skipped == 1 ? "is" : "are") + " left out");
    }
    List<List<String>> records = best.subList(titles, best.size()).stream().map(Row::fields).toList();
    return describe(file, skipped, separator, quote, sample, records, options, notes);
  }

  /**
   * How many records come before the table: they have at least two fields less than the most have, as a title has. (A
   * header above row names has one less.)
   */
  private static int titles(List<Row> records) {
    int size = commonest(records);
    int count = 0;
    while (count < records.size() && records.get(count).fields().size() < size
        && (records.get(count).fields().size() <= 1 || records.get(count).fields().size() <= size - 2)) {
      count++;
    }
    List<Row> rest = records.subList(count, records.size());
    boolean even = rest.size() >= 2 && 2 * count < records.size()
        && rest.stream().allMatch(row -> row.fields().size() == size);
    // One name above two columns is a title only where names stand below it.
    boolean title = even
        && (size > 2 || count > 1 || new CsvHeader(rest.stream().map(Row::fields).toList()).hasTextAboveNumbers());
    return title ? count : 0;
  }

  private static CsvLayout describe(String file, int skipped, char separator, char quote, String sample,
      List<List<String>> records, TableOptions options, List<String> notes) {
    CsvHeader found = new CsvHeader(records);
    boolean header = options.header().orElseGet(found::isThere);
    if (header && options.header().isEmpty() && found.numberAsName() != null) {
      notes.add(file + ": the first line is read as names, though " + Quoted.of(found.numberAsName())
          + " is a number; put a line of names above it if it is a row");
    }
    if (header && options.header().isEmpty() && found.hasNamesBelow()) {
      throw new DataException(file + ", line " + (skipped + 2)
          + ": words stand in all columns, and numbers below them; if they are the names"
          + " of the columns, take the line above them out; if they are units, take them out");
    }
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
    for (int column = 0; column < names.size(); column++) {
      unnamed.add(header && names.get(column).isEmpty());
      if (names.get(column).isEmpty()) {
        names.set(column, "column" + (column + 1));
      }
    }
    checkNames(file, skipped, names);
    TableMarks marks = new TableMarks(separator == ';');
    List<NumberNotation> notations = SampleNotations.find(rows, names.size(), marks);
    return new CsvLayout(skipped, separator, quote, hasBlanksBeforeQuotes(sample, separator, quote), header,
        List.copyOf(names), List.copyOf(unnamed), notations, marks, sample.indexOf(quote) < 0, List.copyOf(notes));
  }

  private static void checkNames(String file, int skipped, List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    for (int column = 0; column < names.size(); column++) {
      Integer earlier = places.put(names.get(column), column);
      if (earlier != null) {
        throw new DataException(file + ", line " + (skipped + 1) + ": columns " + (earlier + 1) + " and " + (column + 1)
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

  private static boolean hasBlanksBeforeQuotes(String sample, char separator, char quote) {
    for (int at = sample.indexOf(quote); at >= 0; at = sample.indexOf(quote, at + 1)) {
      int before = at - 1;
      while (before >= 0 && sample.charAt(before) == ' ' && separator != ' ') {
        before--;
      }
      if (before < at - 1 && (before < 0 || sample.charAt(before) == separator || sample.charAt(before) == '\n')) {
        return true;
      }
    }
    return false;
  }

  /** No records at all where this separator leaves text beside quotes. */
  private static List<Row> tryRecords(String sample, boolean cut, char separator, char quote) {
    try {
      return records(sample, cut, separator, quote);
    } catch (CsvParseException _) {
      return List.of();
    }
  }

  /** A reader's settings for a table of this kind; used for its start and for all of it. */
  static CsvReader.CsvReaderBuilder reader(char separator, char quote, boolean blanks) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .quoteCharacter(quote)
        .trimWhitespacesAroundQuotes(blanks)
        .maxBufferSize(LARGEST_RECORD)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  private static List<Row> records(String sample, boolean cut, char separator, char quote) {
    List<Row> records = new ArrayList<>();
    CsvRecordHandler handler = CsvRecordHandler.builder()
        .maxFields(MOST_FIELDS)
        .maxFieldSize(LARGEST_RECORD)
        .maxRecordSize(LARGEST_RECORD)
        .build();
    try (CsvReader<CsvRecord> reader = reader(separator, quote, hasBlanksBeforeQuotes(sample, separator, quote))
        .build(handler, sample)) {
      for (CsvRecord row : reader) {
        records.add(new Row(row.getStartingLineNumber(), row.getFields()));
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

  /** The commonest number of fields; of equally common ones the largest. */
  private static int commonest(List<Row> records) {
    Map<Integer, Integer> sizes = sizes(records);
    int size = 0;
    int most = 0;
    for (Map.Entry<Integer, Integer> entry : sizes.entrySet()) {
      if (entry.getValue() > most || (entry.getValue() == most && entry.getKey() > size)) {
        most = entry.getValue();
        size = entry.getKey();
      }
    }
    return size;
  }

  private static Map<Integer, Integer> sizes(List<Row> records) {
    Map<Integer, Integer> sizes = new HashMap<>();
    for (Row row : records) {
      sizes.merge(row.fields().size(), 1, Integer::sum);
    }
    return sizes;
  }

  /** The share of records with the commonest number of fields, if that is above 1; else 0. */
  private static double score(List<Row> records) {
    int size = commonest(records);
    return size > 1 ? (double) sizes(records).get(size) / records.size() : 0;
  }
}
