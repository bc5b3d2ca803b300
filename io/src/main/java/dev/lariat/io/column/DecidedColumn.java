package dev.lariat.io.column;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.DateColumn;
import dev.lariat.data.DateOrder;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.SparseColumn;
import dev.lariat.data.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A column of which all rows were looked at: turns rows that are read once more into columns of its kind. */
public final class DecidedColumn {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final ColumnPlan plan;
  private final Column specimen;
  private final TextPool pool; // null where it holds no texts, or sentences, of which each row has its own
  private final DateOrder clock; // of numbers that are times, else null
  private final boolean leftOut;
  private final boolean uncounted; // whether a number that is none would be the first that is missing
  private final int missingRow; // of the specimen, −1 where nothing is missing

  /**
   * As it was decided.
   *
   * @param pool null where it holds no texts
   * @param missingRow of the specimen; −1 where nothing is missing
   * @param clock of numbers that are times, else null
   */
  DecidedColumn(ColumnPlan plan, Column specimen, TextPool pool, int missingRow, DateOrder clock, boolean leftOut,
      boolean uncounted) {
    this.plan = plan;
    this.specimen = specimen;
    this.pool = pool;
    this.missingRow = missingRow;
    this.clock = clock;
    this.leftOut = leftOut;
    this.uncounted = uncounted;
  }

  /** {@return all of it as one text, for another machine that reads rows of the same table} */
  public String text() {
    ObjectNode text = MAPPER.createObjectNode();
    text.put("file", plan.file()).put("unit", plan.unit()).put("name", plan.name()).put("place", plan.place());
    text.put("columns", plan.columns()).put("unnamed", plan.unnamed()).put("pass", plan.pass().name());
    text.put("told", plan.told() == null ? null : plan.told().name());
    text.put("order", plan.order() == null ? null : plan.order().name());
    text.put("notation", "" + plan.notation().point() + plan.notation().group());
    write(specimen, text.putObject("specimen"));
    if (pool != null) {
      ArrayNode texts = text.putArray("texts");
      for (int i = 0; i < pool.size(); i++) {
        texts.add(pool.text(i));
      }
    }
    text.put("missing", missingRow).put("clock", clock == null ? null : clock.name());
    return MAPPER.writeValueAsString(text.put("left", leftOut).put("uncounted", uncounted));
  }

  /** {@return the column that {@link #text} tells} */
  public static DecidedColumn of(String text) {
    JsonNode read = MAPPER.readTree(text);
    String notation = read.required("notation").asString();
    var plan = new ColumnPlan(read.required("file").asString(), read.required("unit").asString(),
        read.required("name").asString(), read.required("place").asInt(), read.required("columns").asInt(),
        read.required("unnamed").asBoolean(), named(read, "told", ColumnKind::valueOf),
        named(read, "order", DateOrder::valueOf), new NumberNotation(notation.charAt(0), notation.charAt(1)),
        ColumnPlan.Pass.valueOf(read.required("pass").asString()));
    TextPool pool = null;
    if (read.has("texts")) {
      pool = new TextPool();
      for (JsonNode own : read.required("texts")) {
        char[] characters = own.asString().toCharArray();
        pool.add(characters, 0, characters.length, 0);
      }
    }
    return new DecidedColumn(plan, read(plan.name(), read.required("specimen")), pool, read.required("missing").asInt(),
        named(read, "clock", DateOrder::valueOf), read.required("left").asBoolean(),
        read.required("uncounted").asBoolean());
  }

  private static void write(Column column, ObjectNode to) {
    to.put("kind", column.kind().name());
    switch (column) {
      case NumericColumn _,SparseColumn _ -> writeNumbers(column, to);
      case DateColumn date -> {
        to.put("order", date.order().name());
        writeNumbers(column, to);
      }
      case BooleanColumn bool -> {
        to.put("false", bool.falseWord()).put("true", bool.trueWord());
        writeNumbers(column, to);
      }
      case ConstantColumn _ -> to.put("value", column.text(0)).put("rows", column.rows());
      case CategoryColumn category -> {
        ArrayNode levels = to.putArray("levels");
        category.levels().forEach(levels::add);
        ArrayNode codes = to.putArray("codes");
        for (int row = 0; row < column.rows(); row++) {
          codes.add(category.code(row));
        }
      }
      case TextColumn _ -> {
        ArrayNode texts = to.putArray("values");
        for (int row = 0; row < column.rows(); row++) {
          texts.add(column.text(row));
        }
      }
      case IdentifierColumn identifier -> write(identifier.values(), to.putObject("of"));
    }
  }

  /** By their bits: not all are numbers of JSON. */
  private static void writeNumbers(Column column, ObjectNode to) {
    ArrayNode bits = to.putArray("bits");
    for (int row = 0; row < column.rows(); row++) {
      bits.add(Double.doubleToRawLongBits(column.number(row)));
    }
  }

  private static double[] numbers(JsonNode from) {
    return from.required("bits").valueStream().mapToDouble(bits -> Double.longBitsToDouble(bits.asLong())).toArray();
  }

  private static Column read(String name, JsonNode from) {
    return switch (ColumnKind.valueOf(from.required("kind").asString())) {
      case NUMERIC -> new NumericColumn(name, numbers(from));
      case DATE -> new DateColumn(name, numbers(from), DateOrder.valueOf(from.required("order").asString()));
      case BOOLEAN -> {
        double[] values = numbers(from);
        byte[] truths = new byte[values.length];
        for (int row = 0; row < truths.length; row++) {
          truths[row] = Double.isNaN(values[row]) ? -1 : (byte) values[row];
        }
        yield new BooleanColumn(name, truths, from.required("false").asString(), from.required("true").asString());
      }
      case CONSTANT -> new ConstantColumn(name, from.required("rows").asInt(), text(from.required("value")));
      case CATEGORY -> CategoryColumn.of(name, from.required("codes").valueStream().mapToInt(JsonNode::asInt).toArray(),
          from.required("levels").valueStream().map(JsonNode::asString).toList());
      case TEXT -> {
        List<String> texts = new ArrayList<>();
        from.required("values").forEach(value -> texts.add(text(value)));
        yield TextColumn.of(name, texts);
      }
      case IDENTIFIER -> new IdentifierColumn(read(name, from.required("of")));
    };
  }

  private static String text(JsonNode of) {
    return of.isNull() ? null : of.asString();
  }

  private static <E> E named(JsonNode read, String field, Function<String, E> of) {
    JsonNode name = read.required(field);
    return name.isNull() ? null : of.apply(name.asString());
  }

  /**
   * {@return a column of this kind with a row for each text, or for the least and the largest number, and one for what
   * is missing if something is}
   */
  public Column specimen() {
    return specimen;
  }

  /** {@return whether the column is of use, so that its rows have to be read} */
  public boolean isRead() {
    return !leftOut && !(specimen instanceof ConstantColumn);
  }

  /** {@return how to read rows by a plan of the file that they are in; null where they need not be read} */
  public ColumnPlan plan(ColumnPlan ofFile) {
    if (!isRead()) {
      return null;
    }
    boolean texts = pool != null || specimen instanceof TextColumn;
    return texts && ofFile.pass() == ColumnPlan.Pass.FIRST ? ofFile.pass(ColumnPlan.Pass.TEXTS) : ofFile;
  }

  /**
   * Rows that were read by {@link #plan}.
   *
   * @param part null where the column is not read
   * @param count how many rows there are
   * @throws DataException if a field is not what it was when all rows were looked at
   */
  public Column column(ColumnBuilder part, int count) {
    if (part == null) {
      return specimen.select(new int[count]);
    }
    var made = new Column[1];
    part.tell(new ColumnSurvey.Part() {
      @Override
      public void missing(int size) {
        if (uncounted) {
          throw new UncountedMissingException(part.plan());
        }
        made[0] = specimen instanceof TextColumn
            ? sentences(filledRows(size), null)
            : pool == null ? ofNumbers(filled(size)) : select(filledRows(size), null);
      }

      @Override
      public void numbers(double[] values, GroupedPoints shown, DataException wrong) {
        if (pool != null || specimen instanceof TextColumn) {
          throw changed(part);
        }
        if (uncounted && hasMissing(values)) {
          throw new UncountedMissingException(part.plan());
        }
        made[0] = ofNumbers(values);
      }

      @Override
      public void texts(int[] codes, TextPool texts) {
        if (specimen instanceof TextColumn) {
          made[0] = sentences(codes, texts);
          return;
        }
        if (pool == null) {
          throw changed(part);
        }
        made[0] = select(codes, texts);
      }

      @Override
      public void mixed() {
        throw changed(part);
      }

      private Column sentences(int[] codes, TextPool texts) {
        if (missingRow < 0 && Arrays.stream(codes).anyMatch(code -> code < 0)) {
          throw changed(part);
        }
        return Sentences.column(plan, codes, texts);
      }

      private Column select(int[] codes, TextPool texts) {
        int[] place = new int[texts == null ? 0 : texts.size()];
        for (int i = 0; i < place.length; i++) {
          place[i] = pool.find(texts.text(i));
          if (place[i] < 0) {
            throw changed(part);
          }
        }
        int[] chosen = new int[codes.length];
        for (int row = 0; row < chosen.length; row++) {
          chosen[row] = codes[row] < 0 ? missingRow : place[codes[row]];
          if (chosen[row] < 0) {
            throw changed(part);
          }
        }
        return specimen.select(chosen);
      }
    });
    return made[0];
  }

  private Column ofNumbers(double[] values) {
    if (clock != null) {
      return new DateColumn(plan.name(), Arrays.stream(values).map(clock::days).toArray(), clock);
    }
    var column = new NumericColumn(plan.name(), values);
    return specimen instanceof IdentifierColumn ? new IdentifierColumn(column) : column;
  }

  private static boolean hasMissing(double[] values) {
    boolean missing = false;
    for (double value : values) {
      missing |= Double.isNaN(value);
    }
    return missing;
  }

  private static double[] filled(int size) {
    double[] values = new double[size];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private static int[] filledRows(int size) {
    int[] codes = new int[size];
    Arrays.fill(codes, -1);
    return codes;
  }

  private DataException changed(ColumnBuilder part) {
    return new DataException(part.plan().file() + " changed while it was read: column '" + plan.name()
        + "' holds something else than in the first pass; start again when the file is complete");
  }
}
