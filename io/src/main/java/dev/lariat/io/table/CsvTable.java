package dev.lariat.io.table;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.data.Suggestions;
import dev.lariat.io.column.ColumnBuilder;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.ReadColumns;
import dev.lariat.io.column.TableMarks;
import java.io.IOException;
import java.io.Reader;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** A table in a text file with separators. */
final class CsvTable implements TableReader {
  private static final int FIRST_SAMPLE = 1 << 16;
  private static final int LARGEST_SAMPLE = 1 << 26;
  private static final int ENOUGH_LINES = 20;

  private final Source source;
  private final TableOptions options;
  private int left; // records that were left out when the table was read last
  private CsvLayout found; // once it was asked for
  private Charset charset;
  private boolean latin;
  private RowGroups.Cuts cuts; // null until they were asked for

  CsvTable(Source source, TableOptions options) {
    this(source, options, null);
  }

  /** @param cuts null if they are not known */
  CsvTable(Source source, TableOptions options, RowGroups.Cuts cuts) {
    this.source = source;
    this.options = options;
    this.cuts = cuts;
  }

  @Override
  public Dataset read() {
    try {
      return read(source.charset());
    } catch (NotInThisCharset _) {
      return read(StandardCharsets.ISO_8859_1).note(latinNote());
    }
  }

  private String latinNote() {
    return source.name() + " is not valid UTF-8 and is read as Latin-1 (ISO 8859-1)";
  }

  private String leftNote(int fields) {
    return source.name() + ": " + left + (left == 1 ? " row has" : " rows have") + " not " + fields + " fields and "
        + (left == 1 ? "is" : "are") + " left out";
  }

  @Override
  public TableStream stream(Schema schema, int rows) {
    CsvLayout layout = found();
    Schema.Field[] fields = ReadColumns.match(source.name(), layout.names(), schema);
    ColumnPlan[] plans = new ColumnPlan[fields.length];
    for (int i = 0; i < fields.length; i++) {
      plans[i] = fields[i] == null
          ? null
          : ColumnPlan.told(source.name(), "line", i, fields.length, fields[i], layout.notations().get(i));
    }
    return new TableStream(chunks(layout, plans, rows, new LongAdder()));
  }

  @Override
  public List<String> names() {
    return found().names();
  }

  /** From the first lines: whether all bytes are of the encoding does not matter here. */
  @Override
  public long size() {
    try {
      return size(source.charset());
    } catch (NotInThisCharset _) {
      return size(StandardCharsets.ISO_8859_1);
    }
  }

  private long size(Charset guessed) {
    CsvLayout start = layout(guessed);
    char[] sample = new char[FIRST_SAMPLE];
    try (Reader reader = source.reader(guessed, start.skipped())) {
      int length = Math.max(1, reader.read(sample, 0, sample.length));
      long lines = Math.max(1, new String(sample, 0, length).lines().count());
      return (long) ((double) source.unpackedLength() / length * lines * start.names().size());
    } catch (IOException e) {
      throw translate(e);
    }
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(found().notes());
    if (latin) {
      notes.add(latinNote());
    }
    if (left > 0) {
      notes.add(leftNote(found().names().size()));
    }
    return notes;
  }

  @Override
  public TableMarks marks() {
    return new TableMarks(found().separator() == ';');
  }

  /** The layout, looked for once; the encoding is found from all bytes. */
  private CsvLayout found() {
    if (found == null && cuts != null) {
      charset = cuts.charset();
      found = layout(charset);
    } else if (found == null) {
      latin = !isValid(source.charset());
      charset = latin ? StandardCharsets.ISO_8859_1 : source.charset();
      found = layout(charset);
    }
    return found;
  }

  @Override
  public FieldRows fields(FieldRows.Wish wish, int rows) {
    var read = new LongAdder();
    return fields(chunks(found(), wished(wish), rows, read), read);
  }

  @Override
  public FieldRows fields(FieldRows.Wish wish, int rows, RowGroups groups) {
    if (groups.equals(RowGroups.ALL)) {
      return fields(wish, rows);
    }
    List<RowGroups.Group> all = groups(rows);
    CsvLayout layout = found();
    try {
      RowGroups.Group first = all.get(groups.first());
      Reader reader = source.reader(charset, first, all.get(groups.end() - 1));
      return fields(
          new CsvChunks(source, options.badRows(), layout, wished(wish), rows, reader, false, first.line() - 1),
          new LongAdder());
    } catch (IOException e) {
      throw source.failure(e);
    }
  }

  /** Each part of so many rows is a group; all records are read for the lines that they begin with. */
  @Override
  public Optional<RowGroups.Cuts> cuts(int rows) {
    if (cuts == null && source.canBeCut()) {
      CsvLayout layout = found();
      var counts = new ArrayList<Integer>();
      var lines = new ArrayList<Long>();
      try (var chunks = chunks(layout, new ColumnPlan[layout.names().size()], rows, new LongAdder())) {
        for (boolean more = chunks.fill(); more; more = chunks.fill()) {
          counts.add(chunks.rows());
          lines.add(chunks.start());
          chunks.part();
        }
      }
      cuts = new RowGroups.Cuts(charset, List.of(), source.groups(counts, lines));
    }
    return Optional.ofNullable(cuts);
  }

  private ColumnPlan[] wished(FieldRows.Wish wish) {
    ColumnPlan[] plans = plans(found());
    for (int i = 0; i < plans.length; i++) {
      plans[i] = wish.apply(plans[i]);
    }
    return plans;
  }

  private FieldRows fields(CsvChunks chunks, LongAdder read) {
    return new FieldRows() {
      @Override
      public Part next() {
        Part part = chunks.fill() ? chunks.part() : null;
        left = chunks.left();
        return part;
      }

      @Override
      public double share() {
        return Math.min(1, read.doubleValue() / Math.max(1, source.length()));
      }

      @Override
      public void close() {
        chunks.close();
      }
    };
  }

  /** The whole file, some rows at a time. */
  private CsvChunks chunks(CsvLayout layout, ColumnPlan[] plans, int size, LongAdder read) {
    try {
      return new CsvChunks(source, options.badRows(), layout, plans, size,
          source.reader(charset, layout.skipped(), read), layout.header(), layout.skipped());
    } catch (IOException e) {
      throw source.failure(e);
    }
  }

  private boolean isValid(Charset charset) {
    char[] buffer = new char[FIRST_SAMPLE];
    try (Reader reader = source.reader(charset)) {
      while (reader.read(buffer) >= 0) {
        // Only whether it decodes matters.
      }
      return true;
    } catch (CharacterCodingException _) {
      return false;
    } catch (IOException e) {
      throw source.failure(e);
    }
  }

  private Dataset read(Charset charset) {
    CsvLayout layout = layout(charset);
    ColumnPlan[] plans = plans(layout);
    int expected = layout.plain() ? Math.max(0, source.countLines() - (layout.header() ? 1 : 0)) : 0;
    ColumnBuilder[] builders = ReadColumns.builders(plans, expected);
    int rows = parse(charset, layout, builders);
    if (rows == 0) {
      throw CsvChunks.noRows(source);
    }
    readAgain(charset, layout, builders, rows, ColumnBuilder::again);
    TableMarks marks = new TableMarks(layout.separator() == ';');
    for (ColumnBuilder builder : builders) {
      builder.show(marks);
    }
    readAgain(charset, layout, builders, rows, builder -> builder.doubts(marks));
    Dataset data = ReadColumns.finish(source.name(), builders, marks);
    for (String note : layout.notes()) {
      data = data.note(note);
    }
    return left == 0 ? data : data.note(leftNote(plans.length));
  }

  /** Reads the chosen columns once more, as texts. */
  private void readAgain(Charset charset, CsvLayout layout, ColumnBuilder[] builders, int rows,
      Predicate<ColumnBuilder> which) {
    ColumnBuilder[] seconds = new ColumnBuilder[builders.length];
    boolean any = false;
    for (int i = 0; i < builders.length; i++) {
      if (which.test(builders[i])) {
        seconds[i] = new ColumnBuilder(builders[i].plan().pass(ColumnPlan.Pass.TEXTS), rows);
        builders[i] = seconds[i];
        any = true;
      }
    }
    if (any) {
      parse(charset, layout, seconds);
    }
  }

  private ColumnPlan[] plans(CsvLayout layout) {
    for (Map.Entry<String, ColumnKind> told : options.kinds().entrySet()) {
      if (!layout.names().contains(told.getKey())) {
        throw new DataException("no column '" + told.getKey() + "' in " + source.name() + ": "
            + Suggestions.suggest(told.getKey(), layout.names(), Suggestions.Kind.COLUMNS));
      }
    }
    ColumnPlan[] plans = new ColumnPlan[layout.names().size()];
    Arrays.setAll(plans,
        i -> ColumnPlan
            .first(source.name(), "line", layout.names().get(i), i, plans.length,
                options.kinds().get(layout.names().get(i)))
            .notation(layout.notations().get(i))
            .unnamed(layout.unnamed().get(i)));
    return plans;
  }

  private int parse(Charset charset, CsvLayout layout, ColumnBuilder[] builders) {
    CsvRows rows = new CsvRows(source.name(), layout.header(), layout.skipped(), options.badRows(), Integer.MAX_VALUE,
        builders);
    try (Reader reader = source.reader(charset, layout.skipped());
        CloseableIterator<Integer> records = CsvChunks.records(layout, rows, reader)) {
      while (records.hasNext()) {
        records.next();
      }
      left = rows.left();
      return rows.rows();
    } catch (CsvParseException e) {
      throw CsvChunks.translate(source, e, layout.skipped());
    } catch (UncheckedIOException e) {
      throw translate(e.getCause());
    } catch (IOException e) {
      throw translate(e);
    }
  }

  private RuntimeException translate(IOException e) {
    return e instanceof CharacterCodingException ? new NotInThisCharset(e) : source.failure(e);
  }

  /** Reads enough of the start to see several lines. */
  private CsvLayout layout(Charset charset) {
    for (int size = FIRST_SAMPLE;; size *= 4) {
      char[] sample = new char[size];
      int length = 0;
      try (Reader reader = source.reader(charset)) {
        for (int count = 0; count >= 0 && length < size; count = reader.read(sample, length, size - length)) {
          length += count;
        }
      } catch (IOException e) {
        throw translate(e);
      }
      String text = new String(sample, 0, length);
      if (length < size || size >= LARGEST_SAMPLE || text.lines().limit(ENOUGH_LINES).count() == ENOUGH_LINES) {
        try {
          return CsvLayout.find(source.name(), text, length == size, options);
        } catch (CsvParseException e) {
          throw CsvChunks.translate(source, e, 0);
        }
      }
    }
  }

  /** The bytes are not of the encoding that was tried. */
  private static final class NotInThisCharset extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NotInThisCharset(IOException cause) {
      super(cause);
    }
  }
}
