package dev.lariat.io.column;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.DateColumn;
import dev.lariat.data.DateOrder;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A column while it is read. It takes its fields for plain numbers until one is none; then it has to be read
 * {@link #again()} as texts, and what they are is decided from all of them.
 */
public final class ColumnBuilder {
  /** What the fields were so far. */
  private enum State {
    MISSING, NUMBERS, TEXTS, NUMBERS_THEN_TEXTS
  }

  private static final char[] NOTHING = {};
  /** Beyond this, neighbouring whole numbers may be the same double. */
  private static final double EXACT = 0x1p53;
  private static final int LONGEST_INFINITY = 9;

  private final ColumnPlan plan;
  private final int expected;
  private State state = State.MISSING;
  private GrowingDoubles numbers;
  private GrowingInts codes;
  private TextPool pool;
  private TextDecision decision; // null until all rows are there
  private final GroupedPoints points = new GroupedPoints();
  private final List<String> notes = new ArrayList<>();
  private int rows;
  private boolean inexact;
  private int missingWords;
  private String missingWord;
  private long infiniteLine;
  private String infinite;

  /** @param expected how many rows there will be; 0 if that is not known */
  public ColumnBuilder(ColumnPlan plan, int expected) {
    this.plan = plan;
    this.expected = expected;
    if (plan.readsText()) {
      startTexts();
    }
  }

  /** {@return how the column is read} */
  public ColumnPlan plan() {
    return plan;
  }

  /** Takes the next row's field. */
  public void add(char[] text, int start, int size, long line) {
    int offset = start;
    int length = size;
    while (length > 0 && text[offset] <= ' ') {
      offset++;
      length--;
    }
    while (length > 0 && text[offset + length - 1] <= ' ') {
      length--;
    }
    rows++;
    if (state == State.TEXTS) {
      codes.add(Missing.is(text, offset, length) ? -1 : pool.add(text, offset, length, line));
      return;
    }
    NumberNotation notation = plan.notation();
    double value = notation.group() == NumberNotation.NONE
        ? DecimalParser.parse(text, offset, length, notation.point())
        : grouped(notation, new String(text, offset, length));
    if (Math.abs(value) >= EXACT && isWhole(text, offset, length)) {
      inexact = true;
    }
    if (notation.isPlain()) {
      points.look(text, offset, length, value);
    }
    take(value, text, offset, length, line);
  }

  /**
   * A number with marks between thousands. One with a currency or a unit is a text when the column is first read: all
   * rows decide then whether they have the same, and it is said.
   */
  private double grouped(NumberNotation notation, String text) {
    NumberParts parts = NumberParts.of(text);
    boolean bare = parts != null && (parts.affix().isEmpty() || plan.pass() == ColumnPlan.Pass.ONCE);
    return bare ? notation.parse(parts.digits()) : Double.NaN;
  }

  /** Takes the next row's number, NaN where it is missing. */
  public void add(double value, long line) {
    if (state == State.TEXTS || Double.isInfinite(value)) {
      char[] text = Double.isNaN(value) ? NOTHING : text(value).toCharArray();
      add(text, 0, text.length, line);
    } else {
      rows++;
      take(value, NOTHING, 0, 0, line);
    }
  }

  /** Takes the numbers of the next rows, NaN where one is missing. */
  public void add(double[] values, int count, long line) {
    int at = 0;
    while (at < count && state != State.NUMBERS) {
      add(values[at], line + at);
      at++;
    }
    boolean finite = true;
    for (int i = at; i < count; i++) {
      finite &= !Double.isInfinite(values[i]);
    }
    if (finite && at < count) {
      rows += count - at;
      numbers.add(values, at, count - at);
    }
    for (; !finite && at < count; at++) {
      add(values[at], line + at);
    }
  }

  /** Takes the next row's whole number. */
  public void add(long value, long line) {
    if (state == State.TEXTS) {
      char[] text = Long.toString(value).toCharArray();
      add(text, 0, text.length, line);
    } else {
      inexact |= Math.abs((double) value) >= EXACT;
      rows++;
      take((double) value, NOTHING, 0, 0, line);
    }
  }

  private static String text(double value) {
    long whole = (long) value;
    return whole == value ? Long.toString(whole) : Double.toString(value);
  }

  private static boolean isWhole(char[] text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if ((text[i] < '0' || text[i] > '9') && (i > offset || text[i] != '-')) {
        return false;
      }
    }
    return true;
  }

  private void take(double value, char[] text, int offset, int length, long line) {
    if (Math.abs(value) <= Double.MAX_VALUE) {
      addNumber(value);
    } else if (Missing.is(text, offset, length)) {
      if (state == State.NUMBERS) {
        numbers.add(Double.NaN);
      }
    } else if (Double.isInfinite(value) || isInfinityWord(text, offset, length)) {
      if (infinite == null) {
        infiniteLine = line;
        infinite = new String(text, offset, length);
      }
      addNumber(Double.NaN);
    } else {
      addText(new String(text, offset, length), line);
    }
  }

  private void addNumber(double value) {
    if (state == State.MISSING) {
      state = State.NUMBERS;
      numbers = new GrowingDoubles(expected);
      for (int row = 1; row < rows; row++) {
        numbers.add(Double.NaN);
      }
    }
    if (state == State.NUMBERS) {
      numbers.add(value);
    }
  }

  private void addText(String text, long line) {
    if (plan.pass() == ColumnPlan.Pass.ONCE && plan.told() == ColumnKind.NUMERIC) {
      addOnce(text, line);
    } else if (state == State.MISSING) {
      startTexts();
      for (int row = 1; row < rows; row++) {
        codes.add(-1);
      }
      codes.add(pool.add(text.toCharArray(), 0, text.length(), line));
    } else if (state == State.NUMBERS) {
      state = State.NUMBERS_THEN_TEXTS;
      numbers = null;
    }
  }

  /** A number with a minus sign, a currency or a unit, or a time of day; or a word for a missing one. */
  private void addOnce(String text, long line) {
    double number = plan.notation().read(text);
    double value = Double.isNaN(number) ? ClockTimes.hours(text) : number;
    if (Math.abs(value) <= Double.MAX_VALUE) {
      addNumber(value);
    } else if (Missing.isAmongValues(text)) {
      missingWords++;
      missingWord = text;
      if (state == State.NUMBERS) {
        numbers.add(Double.NaN);
      }
    } else {
      throw plan.error(line, TextDecision.notANumber(text));
    }
  }

  private void startTexts() {
    state = State.TEXTS;
    codes = new GrowingInts(expected);
    pool = new TextPool();
  }

  static boolean isInfinityWord(char[] text, int offset, int length) {
    if (length < 3 || length > LONGEST_INFINITY) {
      return false;
    }
    String word = new String(text, offset, length).toLowerCase(Locale.ROOT);
    String bare = word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word;
    return bare.equals("inf") || bare.equals("infinity");
  }

  /** Tells what the fields so far were, for a column that is read some rows at a time; lets go of them. */
  void tell(ColumnSurvey.Part part) {
    switch (state) {
      case MISSING -> part.missing(rows);
      case NUMBERS -> {
        if (again()) {
          part.mixed();
        } else {
          part.numbers(numbers.take(), points, infinite == null ? null : infinite(infiniteLine));
        }
      }
      case TEXTS -> part.texts(codes.take(), pool);
      case NUMBERS_THEN_TEXTS -> part.mixed();
    }
  }

  private DataException infinite(long line) {
    return plan.error(line, TextDecision.infinite(infinite));
  }

  /** {@return whether the column has to be read once more, as texts} */
  public boolean again() {
    return state == State.NUMBERS_THEN_TEXTS || (state == State.NUMBERS && inexact && plan.told() != ColumnKind.NUMERIC
        && plan.pass() == ColumnPlan.Pass.FIRST);
  }

  /** Adds to the marks what this column shows of them. */
  public void show(TableMarks marks) {
    if (state == State.NUMBERS && points.showPoint()) {
      marks.show('.');
    } else if (state == State.TEXTS) {
      decision().show(marks);
    }
  }

  /** {@return whether what were taken for decimal points may part thousands, so that it has to be read as texts} */
  public boolean doubts(TableMarks marks) {
    return state == State.NUMBERS && plan.told() != ColumnKind.IDENTIFIER && points.doubts(marks.point(false));
  }

  /** Made when all rows are there, and once: it looks through all texts. */
  private TextDecision decision() {
    if (decision == null) {
      decision = new TextDecision(plan, pool, counts());
    }
    return decision;
  }

  private int[] counts() {
    int[] counts = new int[pool.size()];
    codes.forEach(code -> {
      if (code >= 0) {
        counts[code]++;
      }
    });
    return counts;
  }

  /**
   * The column, once all rows are there; this builder lets go of it.
   *
   * @param marks how the table's columns write numbers and dates
   * @throws dev.lariat.data.DataException if it is not what it was told to be, or all but a few of its values are of a
   * kind
   */
  public Column finish(TableMarks marks) {
    return switch (state) {
      case MISSING -> finishMissing();
      case NUMBERS -> finishNumbers();
      case TEXTS -> {
        TextDecision decision = decision();
        Column column = decision.column(codes.take(), marks);
        notes.addAll(decision.notes());
        yield column;
      }
      case NUMBERS_THEN_TEXTS -> throw new IllegalStateException(plan.name() + " has to be read again");
    };
  }

  private Column finishMissing() {
    if (plan.told() == ColumnKind.NUMERIC) {
      double[] values = new double[rows];
      Arrays.fill(values, Double.NaN);
      return new NumericColumn(plan.name(), values);
    }
    return new ConstantColumn(plan.name(), rows, null);
  }

  private Column finishNumbers() {
    if (infinite != null) {
      throw infinite(infiniteLine);
    }
    if (missingWords > 0) {
      notes.add(TextDecision.missingNote(plan, missingWord, missingWords));
    }
    String words = plan.notation().words();
    if (!words.isEmpty()) {
      notes.add("column '" + plan.name() + "' is read with " + words);
    }
    return column(plan, numbers.take(), notes);
  }

  /** The column of these numbers; what should be said about it is added to the notes. */
  static Column column(ColumnPlan plan, double[] values, List<String> notes) {
    NumericColumn column = new NumericColumn(plan.name(), values);
    if (plan.told() == ColumnKind.IDENTIFIER) {
      return new IdentifierColumn(column);
    }
    if (plan.told() != null) {
      return column;
    }
    if (isConstant(values)) {
      return new ConstantColumn(plan.name(), values.length, column.text(0));
    }
    DateOrder clock = plan.clock(values);
    if (clock != null) {
      notes.add("column '" + plan.name() + "' is read as dates, in " + DateOrders.example(clock) + "; "
          + plan.asKind("numeric") + " keeps it a number");
      return new DateColumn(plan.name(), Arrays.stream(values).map(clock::days).toArray(), clock);
    }
    if (plan.isRowNumber(values)) {
      notes.add(plan.identifierNote() + " or =numeric keeps it");
      return new IdentifierColumn(column);
    }
    return column;
  }

  private static boolean isConstant(double[] values) {
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  /** {@return what should be said about the finished column} */
  public List<String> notes() {
    return List.copyOf(notes);
  }
}
