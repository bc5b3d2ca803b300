package dev.lariat.io.sequence;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.io.sql.PassingFile;
import dev.lariat.io.sql.QuotedWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A long table as a file with a row for each sequence, so that all that reads tables then reads sequences, too. Steps
 * that a sequence has not are empty.
 */
public final class WideTable {
  private final LongTable sequences;
  private final List<String> notes = new ArrayList<>();

  /** Of a long table. */
  public WideTable(LongTable sequences) {
    this.sequences = sequences;
  }

  /** {@return what was found in writing it, each a line} */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * Writes it into a temporary file that goes with the JVM and is named as the long table is.
   *
   * @param columns which a row shall have, in this order: numbers of steps by their names, how many steps there are,
   * and columns of the long table that are the same at all steps of a sequence
   * @param most the most steps that a sequence may have
   * @throws DataException with the row, if a column is not there or not the same, or a sequence is too long or empty
   * @throws UncheckedIOException if it cannot be written
   */
  public Path write(List<String> columns, int most) {
    try {
      Path file = PassingFile.named(sequences.table().name().replaceFirst("\\..*", "") + ".csv");
      try (CsvWriter out = QuotedWords.writer(field -> isNumber(columns.get(field))).build(file)) {
        out.writeRecord(columns);
        List<Cell> cells = columns.stream().map(this::cell).toList();
        requireValues(columns);
        noteUnknownLevels(columns);
        for (int[] rows : sequences.sequences()) {
          if (rows.length > most) {
            throw sequences.wrong(rows[most], "sequence '" + sequences.name(rows) + "' has " + rows.length
                + " steps, and the model takes " + most + " at most");
          }
          out.writeRecord(cells.stream().map(cell -> cell.text(rows)).toArray(String[]::new));
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the sequences as a table: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a table with a row for each series into such a file.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static Path write(Dataset table) {
    try {
      Path file = PassingFile.named(table.name().replaceFirst("\\..*", "") + ".csv");
      List<Column> columns = table.columns();
      try (CsvWriter out = QuotedWords.writer(field -> columns.get(field).kind() == ColumnKind.NUMERIC).build(file)) {
        out.writeRecord(columns.stream().map(Column::name).toList());
        for (int row = 0; row < table.rows(); row++) {
          int at = row;
          out.writeRecord(
              columns.stream().map(column -> column.isMissing(at) ? null : column.text(at)).toArray(String[]::new));
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the series as a table: " + e.getMessage(), e);
    }
  }

  /** What stands in a column of a sequence; null for nothing. */
  @FunctionalInterface
  private interface Cell {
    String text(int[] rows);
  }

  private boolean isNumber(String name) {
    return name.equals(SequenceLayout.STEPS) || SequenceLayout.place(name, sequences.table()::has).isPresent();
  }

  private Cell cell(String name) {
    if (name.equals(SequenceLayout.STEPS)) {
      return rows -> Integer.toString(rows.length);
    }
    Optional<SequenceLayout.Place> place = SequenceLayout.place(name, sequences.table()::has);
    if (place.isEmpty()) {
      sequences.requireSame(name);
      Column column = sequences.table().column(name);
      return rows -> column.isMissing(rows[0]) ? null : column.text(rows[0]);
    }
    Column column = LongTable.values(sequences.table().column(place.get().channel().column()));
    int step = place.get().step();
    Optional<String> level = place.get().channel().level();
    return rows -> rows.length < step ? null : number(column, rows[step - 1], level);
  }

  private String number(Column column, int row, Optional<String> level) {
    if (level.isPresent()) {
      return level.get().equals(column.text(row)) ? "1" : "0";
    }
    if (column.isMissing(row)) {
      return null;
    }
    double value = column.number(row);
    if (Double.isNaN(value)) {
      throw sequences.wrong(row, "its '" + column.name() + "' is '" + column.text(row) + "', and no number");
    }
    return Double.toString(value);
  }

  /** A sequence of which nothing is known has a length of 0 for whoever reads it. */
  private void requireValues(List<String> columns) {
    List<Column> read = columns.stream()
        .flatMap(name -> SequenceLayout.place(name, sequences.table()::has).stream())
        .map(place -> place.channel().column())
        .distinct()
        .map(name -> sequences.table().column(name))
        .toList();
    for (int[] rows : sequences.sequences()) {
      if (!read.isEmpty()
          && read.stream().allMatch(column -> Arrays.stream(rows).allMatch(row -> column.isMissing(row)))) {
        throw sequences.wrong(rows[0], "sequence '" + sequences.name(rows)
            + "' has no value at any step, which is a sequence of length 0: leave it out");
      }
    }
  }

  private void noteUnknownLevels(List<String> columns) {
    Map<String, List<String>> levels = new HashMap<>();
    columns.stream()
        .flatMap(name -> SequenceLayout.place(name, sequences.table()::has).stream())
        .map(SequenceLayout.Place::channel)
        .distinct()
        .forEach(channel -> channel.level()
            .ifPresent(level -> levels.computeIfAbsent(channel.column(), _ -> new ArrayList<>()).add(level)));
    levels.forEach((name, known) -> {
      Column column = sequences.table().column(name);
      int[] unknown = Arrays.stream(sequences.table().allRows())
          .filter(row -> !column.isMissing(row) && !known.contains(column.text(row)))
          .toArray();
      if (unknown.length > 0) {
        notes.add(unknown.length + (unknown.length == 1 ? " row has" : " rows have") + " a '" + name
            + "' that the model does not know, such as '" + column.text(unknown[0]) + "' in row " + (unknown[0] + 1));
      }
    });
  }
}
