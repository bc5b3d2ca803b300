package dev.lariat.io;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Kind;
import dev.lariat.data.Names;
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

/** A table in a text file with separators. */
final class CsvTable {
  private static final int FIRST_SAMPLE = 1 << 16;
  private static final int LARGEST_SAMPLE = 1 << 26;
  private static final int ENOUGH_LINES = 20;

  private final Source source;
  private final TableOptions options;

  CsvTable(Source source, TableOptions options) {
    this.source = source;
    this.options = options;
  }

  /** The whole table. */
  Dataset read() {
    try {
      return read(source.charset());
    } catch (NotInThisCharset _) {
      return read(StandardCharsets.ISO_8859_1)
          .note(source.name() + " is not valid UTF-8 and is read as Latin-1 (ISO 8859-1)");
    }
  }

  private Dataset read(Charset charset) {
    CsvLayout layout = layout(charset);
    ColumnPlan[] plans = plans(layout);
    ColumnBuilder[] builders = build(plans);
    int rows = parse(charset, layout, builders);
    if (rows == 0) {
      throw new DataException(source.name() + ": there are no rows");
    }
    boolean again = false;
    ColumnBuilder[] seconds = new ColumnBuilder[builders.length];
    for (int i = 0; i < builders.length; i++) {
      ColumnPlan plan = switch (builders[i].again()) {
        case NO -> null;
        case AS_TEXT -> plans[i].withText();
        case WITH_COMMA -> plans[i].withComma();
      };
      if (plan != null) {
        seconds[i] = new ColumnBuilder(plan);
        builders[i] = seconds[i];
        again = true;
      }
    }
    if (again) {
      parse(charset, layout, seconds);
    }
    return finish(builders);
  }

  private Dataset finish(ColumnBuilder[] builders) {
    List<Column> columns = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < builders.length; i++) {
      Column column = builders[i].finish();
      notes.addAll(builders[i].notes(column));
      columns.add(column);
      builders[i] = null;
    }
    Dataset data = Dataset.of(source.name(), columns);
    for (String note : notes) {
      data = data.note(note);
    }
    return data;
  }

  private static ColumnBuilder[] build(ColumnPlan[] plans) {
    return Arrays.stream(plans).map(plan -> plan == null ? null : new ColumnBuilder(plan))
        .toArray(ColumnBuilder[]::new);
  }

  private ColumnPlan[] plans(CsvLayout layout) {
    for (Map.Entry<String, Kind> told : options.kinds().entrySet()) {
      if (!layout.names().contains(told.getKey())) {
        throw new DataException("no column '" + told.getKey() + "' in " + source.name() + ": "
            + Names.suggest(told.getKey(), layout.names(), "its columns"));
      }
    }
    ColumnPlan[] plans = new ColumnPlan[layout.names().size()];
    Arrays.setAll(plans, i -> new ColumnPlan(source.name(), layout.names().get(i), i, plans.length,
        layout.unnamed().get(i), options.kinds().get(layout.names().get(i)), null, layout.commas().get(i) ? ',' : '.',
        false));
    return plans;
  }

  private int parse(Charset charset, CsvLayout layout, ColumnBuilder[] builders) {
    CsvRows rows = new CsvRows(source.name(), layout.header() ? 1 : 0, builders.length, Integer.MAX_VALUE, builders);
    try (Reader reader = source.reader(charset); CloseableIterator<Integer> records = records(layout, rows, reader)) {
      while (records.hasNext()) {
        records.next();
      }
      return rows.rows();
    } catch (CsvParseException e) {
      throw translate(e);
    } catch (UncheckedIOException e) {
      throw translate(e.getCause());
    } catch (IOException e) {
      throw translate(e);
    }
  }

  private static CloseableIterator<Integer> records(CsvLayout layout, CsvRows rows, Reader reader) {
    return CsvReader.builder().fieldSeparator(layout.separator()).quoteCharacter(layout.quote())
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE).allowUnclosedQuote(false).build(rows, reader).iterator();
  }

  private RuntimeException translate(CsvParseException e) {
    if (e.getCause() instanceof DataException data) {
      return data;
    }
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return new DataException(source.name() + ": " + e.getMessage(), e);
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
          throw translate(e);
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
