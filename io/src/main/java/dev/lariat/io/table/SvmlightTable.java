package dev.lariat.io.table;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Schema;
import dev.lariat.data.SparseColumn;
import dev.lariat.io.column.ColumnBuilder;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.Quoted;
import dev.lariat.io.column.TableMarks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;

/**
 * A table in svmlight's format (Joachims 1999): each line a label, perhaps {@code qid:number}, then {@code index:value}
 * for what is not 0; {@code #} starts a comment. The columns are called {@code label}, {@code qid}, and {@code f} and
 * the index.
 */
final class SvmlightTable implements TableReader {
  private static final String LABEL = "label";
  private static final String GROUP = "qid";
  /** Rows at once while names are looked for. */
  private static final int NAMES_CHUNK = 4096;

  private final Source source;
  private final TableOptions options;
  private List<String> names; // once they were asked for
  private RowGroups.Cuts cuts; // null until they were asked for

  SvmlightTable(Source source, TableOptions options) {
    this.source = source;
    this.options = options;
  }

  SvmlightTable(Source source, TableOptions options, RowGroups.Cuts cuts) {
    this(source, options);
    this.cuts = cuts;
    names = cuts.columns();
  }

  @Override
  public Dataset read() {
    requireLabelKind();
    try (Lines lines = new Lines(Integer.MAX_VALUE, options.kinds().get(LABEL))) {
      Dataset data = lines.next();
      if (data == null) {
        throw new DataException(source.name() + ": there are no rows");
      }
      return data;
    }
  }

  private void requireLabelKind() {
    for (String told : options.kinds().keySet()) {
      if (!told.equals(LABEL) && options.kinds().get(told) != ColumnKind.NUMERIC) {
        throw new DataException(source.name() + ": in a svmlight file only the kind of '" + LABEL
            + "' can be told, not that of '" + told + "'");
      }
    }
  }

  /** Features that no row of the file has are 0. */
  @Override
  public TableStream stream(Schema schema, int rows) {
    ColumnKind label = schema.fields()
        .stream()
        .filter(field -> field.name().equals(LABEL))
        .map(Schema.Field::kind)
        .filter(kind -> kind != ColumnKind.CONSTANT)
        .findFirst()
        .orElse(ColumnKind.CATEGORY);
    Lines lines = new Lines(rows, label);
    return new TableStream(new Chunks() {
      @Override
      public Dataset next() {
        Dataset chunk = lines.next();
        return chunk == null ? null : fit(chunk, schema);
      }

      @Override
      public void close() {
        lines.close();
      }
    });
  }

  /** The file is passed over once for them: only its rows tell which features there are. */
  @Override
  public List<String> names() {
    if (names == null) {
      var features = new TreeSet<Integer>();
      boolean grouped = false;
      try (Lines lines = new Lines(NAMES_CHUNK, null)) {
        for (Block block = lines.block(); block != null; block = lines.block()) {
          grouped |= block.grouped();
          block.entries().columns().forEach(column -> features.add(Integer.parseInt(column.name().substring(1))));
        }
      }
      names = new ArrayList<>();
      names.add(LABEL);
      if (grouped) {
        names.add(GROUP);
      }
      features.forEach(index -> names.add("f" + index));
    }
    return names;
  }

  /** What a table of all zeros would be, as if it were dense. */
  @Override
  public long size() {
    // An entry takes some eight characters, and twelve bytes in memory where a number takes eight.
    return source.unpackedLength() / 8 * 3 / 2;
  }

  /** Numbers that a row does not have are 0; they are made for the rows of a part only. */
  @Override
  public FieldRows fields(FieldRows.Wish wish, int rows) {
    var read = new LongAdder();
    return fields(wish, new Lines(rows, options.kinds().get(LABEL), read), read);
  }

  @Override
  public FieldRows fields(FieldRows.Wish wish, int rows, RowGroups groups) {
    if (groups.equals(RowGroups.ALL)) {
      return fields(wish, rows);
    }
    List<RowGroups.Group> all = groups(rows);
    RowGroups.Group first = all.get(groups.first());
    try {
      Reader reader = source.reader(StandardCharsets.ISO_8859_1, first, all.get(groups.end() - 1));
      return fields(wish, new Lines(rows, options.kinds().get(LABEL), reader, first.line() - 1), new LongAdder());
    } catch (IOException e) {
      throw source.failure(e);
    }
  }

  /** Each part of so many rows is a group; all lines are read for it. */
  @Override
  public Optional<RowGroups.Cuts> cuts(int rows) {
    if (cuts == null && source.canBeCut()) {
      var counts = new ArrayList<Integer>();
      var starts = new ArrayList<Long>();
      try (Lines lines = new Lines(rows, options.kinds().get(LABEL))) {
        long line = 1;
        for (Block block = lines.block(); block != null; block = lines.block()) {
          counts.add(block.entries().rows());
          starts.add(line);
          line = block.line() + 1;
        }
      }
      cuts = new RowGroups.Cuts(StandardCharsets.ISO_8859_1, names(), source.groups(counts, starts));
    }
    return Optional.ofNullable(cuts);
  }

  private FieldRows fields(FieldRows.Wish wish, Lines lines, LongAdder read) {
    requireLabelKind();
    List<String> all = names();
    ColumnPlan[] plans = new ColumnPlan[all.size()];
    for (int i = 0; i < plans.length; i++) {
      ColumnKind told = all.get(i).equals(GROUP) ? ColumnKind.CATEGORY : options.kinds().get(all.get(i));
      plans[i] = wish.apply(ColumnPlan.first(source.name(), "line", all.get(i), i, 1, told));
    }
    lines.label = plans[0];
    return new FieldRows() {
      @Override
      public Part next() {
        Block block = lines.block();
        return block == null ? null : new Part(block.entries().rows(), dense(block, all, plans), true);
      }

      @Override
      public double share() {
        return Math.min(1, read.doubleValue() / Math.max(1, source.length()));
      }

      @Override
      public void close() {
        lines.close();
      }
    };
  }

  private Reader whole(LongAdder read) {
    try {
      return source.reader(StandardCharsets.ISO_8859_1, 0, read);
    } catch (IOException e) {
      throw source.failure(e);
    }
  }

  private ColumnBuilder[] dense(Block block, List<String> all, ColumnPlan[] plans) {
    int rows = block.entries().rows();
    Map<String, SparseColumn> features = new HashMap<>();
    block.entries().columns().forEach(column -> features.put(column.name(), column));
    ColumnBuilder[] builders = new ColumnBuilder[plans.length];
    for (int i = 0; i < builders.length; i++) {
      SparseColumn kept = features.remove(all.get(i));
      if (plans[i] == null) {
        continue;
      }
      if (SvmlightEntries.isFeature(all.get(i))) {
        builders[i] = new ColumnBuilder(plans[i], rows);
        int entry = 0;
        for (int row = 0; row < rows; row++) {
          boolean there = kept != null && entry < kept.entries() && kept.entryRow(entry) == row;
          builders[i].add(there ? kept.entryValue(entry) : 0.0, block.line());
          entry += there ? 1 : 0;
        }
      } else {
        builders[i] = i == 0 ? block.labels() : block.groups();
      }
    }
    if (!features.isEmpty()) {
      throw new DataException(
          source.path() + " changed while it was read: it has other features than in the first pass");
    }
    return builders;
  }

  private Dataset fit(Dataset chunk, Schema schema) {
    List<Column> columns = new ArrayList<>();
    for (Schema.Field field : schema.fields()) {
      if (chunk.has(field.name())) {
        columns.add(chunk.column(field.name()));
      } else if (SvmlightEntries.isFeature(field.name())) {
        columns.add(new SparseColumn(field.name(), chunk.rows(), new int[0], new double[0]));
      } else if (field.required()) {
        throw new DataException("no column '" + field.name() + "' in " + source.name()
            + ": a svmlight file has 'label', 'qid' and features such as 'f1'");
      }
    }
    return Dataset.of(source.name(), columns);
  }

  /** Rows whose kinds are undecided, and the line that they end at. */
  private record Block(ColumnBuilder labels, ColumnBuilder groups, boolean grouped, SvmlightEntries entries,
      long line) {}

  /** The file's lines, some at a time. */
  private final class Lines implements Chunks {
    private final BufferedReader reader;
    private final int chunk;
    private final ColumnKind labelKind; // null to find it
    private ColumnPlan label; // null for one of the kind
    private long line;

    Lines(int chunk, ColumnKind labelKind) {
      this(chunk, labelKind, new LongAdder());
    }

    Lines(int chunk, ColumnKind labelKind, LongAdder read) {
      this(chunk, labelKind, whole(read), 0);
    }

    /** @param before how many lines stand before what is read */
    Lines(int chunk, ColumnKind labelKind, Reader reader, long before) {
      this.chunk = chunk;
      this.labelKind = labelKind;
      this.reader = new BufferedReader(reader);
      line = before;
    }

    @Override
    public Dataset next() {
      Block block = block();
      return block == null ? null : finish(block.labels(), block.grouped() ? block.groups() : null, block.entries());
    }

    /** The next rows, their kinds undecided; null after the last. */
    Block block() {
      ColumnBuilder labels = label == null ? builder(LABEL, labelKind) : new ColumnBuilder(label, 0);
      ColumnBuilder groups = builder(GROUP, ColumnKind.CATEGORY);
      boolean grouped = false;
      SvmlightEntries entries = new SvmlightEntries();
      try {
        while (entries.rows() < chunk) {
          String text = reader.readLine();
          if (text == null) {
            break;
          }
          line++;
          int comment = text.indexOf('#');
          String[] fields = (comment < 0 ? text : text.substring(0, comment)).strip().split("[ \\t]+");
          if (!fields[0].isEmpty()) {
            grouped |= row(fields, labels, groups, entries);
          }
        }
      } catch (IOException e) {
        throw source.failure(e);
      }
      return entries.rows() == 0 ? null : new Block(labels, groups, grouped, entries, line);
    }

    private ColumnBuilder builder(String name, ColumnKind told) {
      return new ColumnBuilder(ColumnPlan.first(source.name(), "line", name, 0, 1, told), 0);
    }

    private boolean row(String[] fields, ColumnBuilder labels, ColumnBuilder groups, SvmlightEntries entries) {
      labels.add(fields[0].toCharArray(), 0, fields[0].length(), line);
      boolean grouped = fields.length > 1 && fields[1].startsWith(GROUP + ":");
      char[] group = grouped ? fields[1].substring(GROUP.length() + 1).toCharArray() : new char[0];
      groups.add(group, 0, group.length, line);
      for (int i = grouped ? 2 : 1; i < fields.length; i++) {
        String problem = entries.add(fields[i]);
        if (problem != null) {
          throw new DataException(source.name() + ", line " + line + ": " + Quoted.of(fields[i]) + " " + problem);
        }
      }
      if (!entries.endRow()) {
        throw new DataException(source.name() + ", line " + line + ": an index comes twice");
      }
      return grouped;
    }

    private Dataset finish(ColumnBuilder labels, ColumnBuilder groups, SvmlightEntries entries) {
      if (labels.again()) {
        throw new DataException(source.name() + ": some labels are numbers and some are not; use one or the other");
      }
      List<Column> columns = new ArrayList<>();
      columns.add(labels.finish(new TableMarks(false)));
      if (groups != null) {
        columns.add(groups.finish(new TableMarks(false)));
      }
      for (SparseColumn column : entries.columns()) {
        columns.add(chunk == Integer.MAX_VALUE ? simplest(column) : column);
      }
      return Dataset.of(source.name(), columns);
    }

    @Override
    public void close() {
      try {
        reader.close();
      } catch (IOException e) {
        throw source.failure(e);
      }
    }
  }

  /** A column with a value in more than half of the rows is cheaper when it keeps all. */
  private static Column simplest(SparseColumn column) {
    if (2L * column.entries() <= column.rows()) {
      return column;
    }
    double[] values = new double[column.rows()];
    for (int i = 0; i < column.entries(); i++) {
      values[column.entryRow(i)] = column.entryValue(i);
    }
    double first = values[0];
    boolean constant = Arrays.stream(values).allMatch(value -> value == first);
    NumericColumn dense = new NumericColumn(column.name(), values);
    return constant ? new ConstantColumn(column.name(), column.rows(), dense.text(0)) : dense;
  }
}
