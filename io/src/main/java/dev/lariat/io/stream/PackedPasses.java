package dev.lariat.io.stream;

import dev.lariat.data.DataException;
import dev.lariat.data.Suggestions;
import dev.lariat.io.column.TableMarks;
import dev.lariat.io.table.FieldRows;
import dev.lariat.io.table.RowGroups;
import dev.lariat.io.table.TableOptions;
import dev.lariat.io.table.TableReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of a table that others hold, unpacked here. */
final class PackedPasses implements Passes {
  private final PackedTable table;
  private final TableOptions options;
  private final PassProgress progress; // by rows
  private int passes;

  PackedPasses(PackedTable table, TableOptions options, PassProgress progress) {
    this.table = table;
    this.options = options;
    this.progress = progress;
    List<String> names = table.layout().columns().stream().map(PackedLayout.Column::name).toList();
    for (String told : options.kinds().keySet()) {
      if (!names.contains(told)) {
        throw new DataException("no column '" + told + "' in " + table.layout().name() + ": "
            + Suggestions.suggest(told, names, Suggestions.Kind.COLUMNS));
      }
    }
    if (table.rows() == 0) {
      throw new DataException(table.layout().name() + ": there are no rows");
    }
  }

  /** How its columns are told. */
  TableOptions options() {
    return options;
  }

  PackedLayout layout() {
    return table.layout();
  }

  @Override
  public void all(FieldRows.Wish wish, Visitor visitor) {
    passes++;
    var rows = new UnpackedRows(table.layout(), options, wish, table::pieces);
    for (FieldRows.Part part = rows.next(); part != null; part = rows.next()) {
      visitor.take(part);
      progress.read(passes, rows.seen(), table.rows());
    }
    visitor.fileEnds();
  }

  @Override
  public void first(FieldRows.Wish wish, Visitor visitor) {
    var rows = new UnpackedRows(table.layout(), options, wish, table::pieces);
    boolean more = true;
    while (more) {
      FieldRows.Part part = rows.next();
      more = part != null && visitor.take(part);
    }
  }

  @Override
  public int columns() {
    return table.layout().width();
  }

  @Override
  public Optional<TableReader.Ranges> ranges() {
    return Optional
        .of(new TableReader.Ranges(table.rows(), UnpackedRows.plans(table.layout(), options), table.ranges()));
  }

  @Override
  public TableMarks marks() {
    return new TableMarks(false);
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  /** A block is a group: where its bytes lie is not known here. */
  @Override
  public List<List<RowGroups.Group>> groups() {
    var groups = new ArrayList<RowGroups.Group>();
    for (long first = 0; first < table.rows(); first += table.layout().block()) {
      groups.add(new RowGroups.Group(Math.min(table.layout().block(), table.rows() - first), 0, 0, 0));
    }
    return List.of(groups);
  }

  @Override
  public int passes() {
    return passes;
  }

  @Override
  public void passElsewhere() {
    passes++;
  }

  @Override
  public void progress(double share) {
    progress.read(passes, (long) (share * table.rows()), table.rows());
  }
}
