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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A column while it is read. It takes its fields for numbers until one is not; what it holds is decided when all rows
 * are there. Where numbers came before the first text the column has to be read {@link #again()}.
 */
public final class ColumnBuilder {
  /** What the fields were so far. */
  private enum State {
    MISSING, NUMBERS, TEXTS, NUMBERS_THEN_TEXTS
  }

  /** Whether and how the column has to be read once more. */
  public enum Again {
    /** It is read. */
    NO,
    /** Its fields are texts. */
    AS_TEXT,
    /** Its fields are numbers with a decimal comma. */
    WITH_COMMA
  }

  /** At most this share of texts among numbers is taken for mistakes in a numeric column. */
  private static final double MISTAKES = 0.05;

  private static final char[] NOTHING = {};

  private final ColumnPlan plan;
  private final int expected;
  private State state = State.MISSING;
  private GrowingDoubles numbers;
  private GrowingInts codes;
  private TextPool pool;
  private int rows;
  private int numberCount;
  private int textCount;
  private long firstTextLine;
  private String firstText;
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
    take(DecimalParser.parse(text, offset, length, plan.point()), text, offset, length, line);
  }

  /** Takes the next row's number, NaN where it is missing. */
  public void add(double value, long line) {
    if (state == State.TEXTS || Double.isInfinite(value)) {
      char[] text = Double.isNaN(value) ? new char[0] : text(value).toCharArray();
      add(text, 0, text.length, line);
    } else {
      rows++;
      take(value, NOTHING, 0, 0, line);
    }
  }

  private static String text(double value) {
    long whole = (long) value;
    return whole == value ? Long.toString(whole) : Double.toString(value);
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
      addText(text, offset, length, line);
    }
  }

  private void addNumber(double value) {
    numberCount++;
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

  private void addText(char[] text, int offset, int length, long line) {
    textCount++;
    if (firstText == null) {
      firstTextLine = line;
      firstText = new String(text, offset, length);
    }
    if (plan.told() == ColumnKind.NUMERIC) {
      throw plan.error(firstTextLine, Quoted.of(firstText) + " is not a number"
          + (NumberTexts.isDecimalComma(firstText) ? "; write the decimal comma as a point" : ""));
    }
    if (state == State.MISSING) {
      startTexts();
      for (int row = 1; row < rows; row++) {
        codes.add(-1);
      }
      codes.add(pool.add(text, offset, length, line));
    } else if (state == State.NUMBERS) {
      state = State.NUMBERS_THEN_TEXTS;
      numbers = null;
    }
  }

  private void startTexts() {
    state = State.TEXTS;
    codes = new GrowingInts(expected);
    pool = new TextPool();
  }

  private static boolean isInfinityWord(char[] text, int offset, int length) {
    if (length < 3 || length > 9) {
      return false;
    }
    String word = new String(text, offset, length).toLowerCase(Locale.ROOT);
    String bare = word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word;
    return bare.equals("inf") || bare.equals("infinity");
  }

  /**
   * Whether the column has to be read once more, now that all rows were seen.
   *
   * @throws DataException if it holds numbers but for a few texts
   */
  public Again again() {
    if (state == State.NUMBERS_THEN_TEXTS) {
      refuseMistakes(numberCount, textCount, firstTextLine, firstText);
      return Again.AS_TEXT;
    }
    if (state != State.TEXTS || plan.told() != null || plan.asText()) {
      return Again.NO;
    }
    int[] counts = counts();
    int commas = 0;
    int plain = 0;
    int plainRows = 0;
    int otherRows = 0;
    int other = -1;
    for (int number = 0; number < counts.length; number++) {
      String text = pool.text(number);
      if (NumberTexts.isNumber(text)) {
        plain++;
        plainRows += counts[number];
      } else {
        commas += NumberTexts.isDecimalComma(text) || NumberTexts.isThousands(text) ? 1 : 0;
        other = other < 0 ? number : other;
        otherRows += counts[number];
      }
    }
    if (commas > 0 && commas + plain == counts.length) {
      refuseThousands();
      return Again.WITH_COMMA;
    }
    if (other >= 0) {
      refuseMistakes(plainRows, otherRows, pool.line(other), pool.text(other));
    }
    return Again.NO;
  }

  private void refuseMistakes(int good, int bad, long line, String text) {
    if (plan.told() == null && good >= 2 && bad <= Math.max(1, MISTAKES * (good + bad))) {
      throw plan.error(line, Quoted.of(text) + " is not a number, but " + good + " of " + (good + bad)
          + " values are; correct it, leave it empty, or read the column with --kinds " + plan.name() + "=category");
    }
  }

  /** Refuses a column in which every comma may as well part thousands. */
  private void refuseThousands() {
    long line = 0;
    String example = null;
    for (int number = 0; number < pool.size(); number++) {
      String text = pool.text(number);
      if (text.indexOf(',') >= 0) {
        if (!NumberTexts.isThousands(text)) {
          return;
        }
        line = example == null ? pool.line(number) : line;
        example = example == null ? text : example;
      }
    }
    throw plan.error(line, "does the comma in " + Quoted.of(example)
        + " part thousands, or is it a decimal comma? Write numbers without commas");
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
   * @throws DataException if it is not what it was told to be
   */
  public Column finish() {
    return switch (state) {
      case MISSING -> finishMissing();
      case NUMBERS -> finishNumbers();
      case TEXTS -> finishTexts();
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
      throw plan.error(infiniteLine,
          Quoted.of(infinite) + " is infinite or too large; leave it empty if the value is not known");
    }
    double[] values = numbers.take();
    NumericColumn column = new NumericColumn(plan.name(), values);
    if (plan.told() == ColumnKind.IDENTIFIER) {
      return new IdentifierColumn(column);
    }
    if (plan.told() != null) {
      return column;
    }
    if (isConstant(values)) {
      return new ConstantColumn(plan.name(), rows, column.text(0));
    }
    return plan.isRowNumber(values) ? new IdentifierColumn(column) : column;
  }

  private static boolean isConstant(double[] values) {
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  private Column finishTexts() {
    int[] taken = codes.take();
    if (plan.told() != null) {
      return switch (plan.told()) {
        case CATEGORY -> CategoryColumn.of(plan.name(), taken, pool.texts());
        case BOOLEAN -> bool(taken);
        case DATE -> date(taken, plan.order() == null ? toldOrder() : plan.order());
        case IDENTIFIER -> new IdentifierColumn(CategoryColumn.of(plan.name(), taken, pool.texts()));
        case NUMERIC, CONSTANT -> throw new IllegalStateException(plan.name() + " is not read as text");
      };
    }
    boolean missing = false;
    for (int code : taken) {
      missing |= code < 0;
    }
    if (pool.size() == 0 || (pool.size() == 1 && !missing)) {
      return new ConstantColumn(plan.name(), rows, pool.size() == 0 ? null : pool.text(0));
    }
    if (pool.size() == 2
        && (BooleanColumn.isPair(pool.text(0), pool.text(1)) || BooleanColumn.isPair(pool.text(1), pool.text(0)))) {
      return bool(taken);
    }
    List<DateOrder> orders = DateOrders.of(pool.texts());
    if (!orders.isEmpty()) {
      return date(taken, orders.getFirst());
    }
    CategoryColumn column = CategoryColumn.of(plan.name(), taken, pool.texts());
    int present = rows - column.missing();
    return pool.size() > 20 && 2L * pool.size() > present ? new IdentifierColumn(column) : column;
  }

  private BooleanColumn bool(int[] taken) {
    byte[] meanings = new byte[pool.size()];
    String[] words = {"false", "true"};
    for (int number = 0; number < pool.size(); number++) {
      String text = pool.text(number);
      int meaning = text.equals("0") ? 0 : text.equals("1") ? 1 : BooleanColumn.parse(text);
      if (meaning < 0) {
        throw plan.error(pool.line(number), Quoted.of(text) + " is neither yes nor no");
      }
      meanings[number] = (byte) meaning;
      words[meaning] = text;
    }
    byte[] values = new byte[taken.length];
    for (int row = 0; row < taken.length; row++) {
      values[row] = taken[row] < 0 ? -1 : meanings[taken[row]];
    }
    return new BooleanColumn(plan.name(), values, words[0], words[1]);
  }

  private DateOrder toldOrder() {
    List<DateOrder> orders = DateOrders.of(pool.texts());
    if (!orders.isEmpty()) {
      return orders.getFirst();
    }
    List<String> seen = new ArrayList<>();
    for (String text : pool.texts()) {
      seen.add(text);
      if (DateOrders.of(seen).isEmpty()) {
        throw plan.error(pool.line(seen.size() - 1),
            Quoted.of(text) + " is not a date as the others are; write dates as 2026-07-30");
      }
    }
    return DateOrder.YEAR_FIRST;
  }

  private DateColumn date(int[] taken, DateOrder order) {
    double[] days = new double[pool.size()];
    for (int number = 0; number < days.length; number++) {
      days[number] = order.parse(pool.text(number));
      if (Double.isNaN(days[number])) {
        throw plan.error(pool.line(number),
            Quoted.of(pool.text(number)) + " is not a date; dates are written " + DateOrders.example(order));
      }
    }
    double[] values = new double[taken.length];
    for (int row = 0; row < taken.length; row++) {
      values[row] = taken[row] < 0 ? Double.NaN : days[taken[row]];
    }
    return new DateColumn(plan.name(), values, order);
  }

  /** What should be said about the column, if anything. */
  public List<String> notes(Column column) {
    List<String> notes = new ArrayList<>();
    if (plan.told() == null && column instanceof IdentifierColumn) {
      notes.add("column '" + plan.name() + "' looks like an identifier of the rows and is left out; --kinds "
          + plan.name() + "=category or =numeric keeps it");
    }
    if (plan.point() == ',') {
      notes.add("column '" + plan.name() + "' is read with a decimal comma");
    }
    if (column instanceof DateColumn && plan.order() == null && DateOrders.of(pool.texts()).size() > 1) {
      notes.add("the dates of column '" + plan.name() + "', such as " + pool.text(0) + ", are read as "
          + DateOrders.example(DateOrders.of(pool.texts()).getFirst()) + "; write them as 2026-07-30 if that is wrong");
    }
    return notes;
  }
}
