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
import dev.lariat.data.LevelIndex;
import dev.lariat.data.NumericColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a column of texts is, decided from all of them: yes and no, numbers in some notation, dates, or names. A few
 * that do not fit the others are mistakes; where they are more, a note says that the column became something else.
 */
final class TextDecision {
  /** At most this share of texts among numbers or dates is taken for mistakes. */
  private static final double MISTAKES = 0.05;
  /** From this share of numbers or dates on it is said that the column is a category nevertheless. */
  private static final double MOSTLY = 0.5;
  /** Names of which more than this many are different, and more than half of the rows, identify the rows. */
  private static final int FEW_NAMES = 20;

  private final ColumnPlan plan;
  private final TextPool pool;
  private final int[] rows; // per text of the pool how many rows have it
  private final List<String> texts = new ArrayList<>(); // without words for missing
  private final int[] places; // [texts] theirs in the pool
  private final int[] textRows; // [texts] how many rows have each
  private boolean noNumbers; // known once it was looked for: no text is a number, whatever the other columns show
  private final List<String> notes = new ArrayList<>();

  TextDecision(ColumnPlan plan, TextPool pool, int[] rows) {
    this.plan = plan;
    this.pool = pool;
    this.rows = rows;
    int[] kept = new int[pool.size()];
    for (int number = 0; number < pool.size(); number++) {
      if (!Missing.isAmongValues(pool.text(number))) {
        kept[texts.size()] = number;
        texts.add(pool.text(number));
      }
    }
    places = Arrays.copyOf(kept, texts.size());
    textRows = Arrays.stream(places).map(place -> rows[place]).toArray();
  }

  List<String> notes() {
    return notes;
  }

  private long line(int text) {
    return pool.line(places[text]);
  }

  private boolean mayBeNumbers() {
    return !noNumbers && plan.pass() != ColumnPlan.Pass.NAMES
        && (plan.told() == null || plan.told() == ColumnKind.NUMERIC);
  }

  void show(TableMarks marks) {
    if (mayBeNumbers()) {
      NumberFinding finding = NumberFinding.of(texts, textRows, marks);
      noNumbers = finding.notation() == null;
      if (finding.all() && finding.decimal()) {
        marks.show(finding.notation().point());
      }
      if (plan.told() == null && finding.endsInWords(textRows)) {
        marks.endsInWords(line(finding.bad()), plan.name());
      }
    }
    if (plan.told() == null || plan.told() == ColumnKind.DATE) {
      List<DateOrder> orders = DateOrders.of(texts);
      if (orders.size() == 1) {
        marks.show(orders.getFirst());
      }
    }
  }

  /** The column of rows with these codes into the pool, −1 where missing. */
  Column column(int[] codes, TableMarks marks) {
    if (plan.told() != null) {
      return switch (plan.told()) {
        case CATEGORY -> category(codes);
        case BOOLEAN -> bool(codes);
        case TEXT -> Sentences.column(plan, codes, pool);
        case DATE -> date(codes, plan.order() == null ? toldOrder(marks) : plan.order());
        case IDENTIFIER -> new IdentifierColumn(category(codes));
        case NUMERIC -> toldNumbers(codes, marks);
        case CONSTANT -> throw new IllegalStateException(plan.name() + " is told to be constant");
      };
    }
    boolean missing = false;
    for (int code : codes) {
      missing |= code < 0;
    }
    if (pool.size() == 0 || (pool.size() == 1 && !missing)) {
      return new ConstantColumn(plan.name(), codes.length, pool.size() == 0 ? null : pool.text(0));
    }
    if (BooleanColumn.arePair(texts)) {
      return bool(codes);
    }
    NumberFinding numbers = mayBeNumbers() ? NumberFinding.of(texts, textRows, marks) : null;
    if (numbers != null && numbers.all()) {
      double[] values = numbers(codes, numbers);
      if (!roundsNames(values)) {
        return ColumnBuilder.column(plan, values, notes);
      }
      notes.clear();
      notes.add(
          "column '" + plan.name() + "' holds whole numbers above 2^53, which would be rounded, and is read as names; "
              + plan.asKind("numeric") + " reads them as numbers");
      return names(codes, false);
    }
    boolean wholes = plan.pass() == ColumnPlan.Pass.NAMES
        && texts.stream().allMatch(text -> text.chars().allMatch(c -> c >= '0' && c <= '9'));
    List<DateOrder> orders = wholes ? List.of() : DateOrders.of(texts);
    orders = orders.stream().filter(order -> !order.isNumber()).toList();
    if (!orders.isEmpty()) {
      return date(codes, chosen(orders, marks));
    }
    if (ClockTimes.are(texts)) {
      notes.add(ClockTimes.note(plan, texts.getFirst()));
      return new NumericColumn(plan.name(), byCode(codes, ClockTimes.hours(pool)));
    }
    boolean said = numbers != null && refuseOrNote(numbers);
    if (!said) {
      ProgramNumbers.note(plan, texts).ifPresent(notes::add);
    }
    return names(codes, said || refuseOrNoteDates());
  }

  /** {@return what to say where they are sentences; empty where they are not} */
  Optional<String> sentences() {
    return Sentences.note(plan, texts, textRows);
  }

  private Column names(int[] codes, boolean said) {
    Optional<String> sentences = sentences();
    if (sentences.isPresent()) {
      notes.add(sentences.get());
      return Sentences.column(plan, codes, pool);
    }
    CategoryColumn column = category(codes);
    long present = Arrays.stream(rows).asLongStream().sum();
    if (column.levels().size() <= FEW_NAMES || 2L * column.levels().size() <= present) {
      return column;
    }
    boolean numeric = !said && texts.stream().noneMatch(text -> Double.isNaN(NumberNotation.PLAIN.read(text)));
    notes.add(plan.identifierNote() + (numeric ? " or =numeric keeps it" : " keeps it"));
    return new IdentifierColumn(column);
  }

  /** Levels that are the same number, such as 1 and 1.0, are one; those with leading zeros are names. */
  private CategoryColumn category(int[] codes) {
    Map<String, Integer> byValue = HashMap.newHashMap(pool.size());
    List<String> levels = new ArrayList<>();
    int[] level = new int[pool.size()];
    for (int number = 0; number < level.length; number++) {
      String text = pool.text(number);
      level[number] = byValue.computeIfAbsent(LevelIndex.value(text), _ -> {
        levels.add(text);
        return levels.size() - 1;
      });
      if (text.length() < levels.get(level[number]).length()) {
        levels.set(level[number], text);
      }
    }
    Arrays.setAll(codes, row -> codes[row] < 0 ? -1 : level[codes[row]]);
    return CategoryColumn.of(plan.name(), codes, levels);
  }

  /** Whether whole numbers among them are so large that different ones are the same double. */
  private boolean roundsNames(double[] values) {
    if (Arrays.stream(values).noneMatch(value -> Math.abs(value) >= 0x1p53)) {
      return false;
    }
    return texts.stream().anyMatch(text -> text.matches("-?\\d+") && !LevelIndex.isExact(text));
  }

  private double[] numbers(int[] codes, NumberFinding found) {
    if (found.doubtful() >= 0) {
      String text = texts.get(found.doubtful());
      boolean comma = text.indexOf(',') >= 0;
      throw plan.error(line(found.doubtful()),
          "does the " + (comma ? "comma" : "point") + " in " + Quoted.of(text) + " part thousands, or is it a decimal "
              + (comma ? "comma? Write numbers without commas" : "point? Write numbers without thousands marks"));
    }
    double[] byText = new double[pool.size()];
    Arrays.fill(byText, Double.NaN);
    for (int i = 0; i < texts.size(); i++) {
      double value = found.notation().parse(NumberParts.of(texts.get(i)).digits());
      if (Double.isInfinite(value)) {
        throw plan.error(line(i), infinite(texts.get(i)));
      }
      byText[places[i]] = value;
    }
    String words = found.notation().words();
    if (!words.isEmpty()) {
      notes.add("column '" + plan.name() + "' is read with " + words);
    }
    if (!found.affix().isEmpty() && plan.told() == null) {
      notes.add("column '" + plan.name() + "' is read as numbers, without its '" + found.affix() + "'; "
          + plan.asKind("category") + " reads it as names");
    }
    return byCode(codes, byText);
  }

  private double[] byCode(int[] codes, double[] byText) {
    noteMissing();
    double[] values = new double[codes.length];
    for (int row = 0; row < codes.length; row++) {
      values[row] = codes[row] < 0 ? Double.NaN : byText[codes[row]];
    }
    return values;
  }

  /** Says which words were taken for missing values. */
  private void noteMissing() {
    int count = 0;
    String word = null;
    for (int number = 0; number < pool.size(); number++) {
      if (Missing.isAmongValues(pool.text(number))) {
        count += rows[number];
        word = word == null ? pool.text(number) : word;
      }
    }
    if (count > 0) {
      notes.add(missingNote(plan, word, count));
    }
  }

  static String missingNote(ColumnPlan plan, String word, int count) {
    return "column '" + plan.name() + "': " + Quoted.of(word) + " is read as missing, in " + count
        + (count == 1 ? " row" : " rows");
  }

  private NumericColumn toldNumbers(int[] codes, TableMarks marks) {
    NumberFinding found = NumberFinding.of(texts, textRows, marks);
    if (!found.all() && ClockTimes.are(texts)) {
      return new NumericColumn(plan.name(), byCode(codes, ClockTimes.hours(pool)));
    }
    if (!texts.isEmpty() && !found.all()) {
      String text = texts.get(found.bad());
      throw plan.error(line(found.bad()), isInfinity(text) ? infinite(text) : notANumber(text));
    }
    if (texts.isEmpty()) {
      double[] none = new double[codes.length];
      Arrays.fill(none, Double.NaN);
      return new NumericColumn(plan.name(), none);
    }
    return new NumericColumn(plan.name(), numbers(codes, found));
  }

  static String notANumber(String text) {
    return Quoted.of(text) + " is not a number" + ProgramNumbers.advice(text)
        + (text.indexOf(',') >= 0 && !Double.isNaN(NumberNotation.COMMA.read(text))
            ? "; write the decimal comma as a point"
            : "");
  }

  static String infinite(String text) {
    return Quoted.of(text) + " is infinite or too large; leave it empty if the value is not known";
  }

  private static boolean isInfinity(String text) {
    return ColumnBuilder.isInfinityWord(text.toCharArray(), 0, text.length());
  }

  /** Whether a note says that the column is mostly numbers. */
  private boolean refuseOrNote(NumberFinding found) {
    if (found.notation() == null) {
      return false;
    }
    String text = texts.get(found.bad());
    int total = found.goodRows() + found.badRows();
    if (isFew(found.goodRows(), found.badRows())) {
      throw plan.error(line(found.bad()),
          isInfinity(text)
              ? infinite(text)
              : Quoted.of(text) + " is not a number, but " + found.goodRows() + " of " + total
                  + " values are; correct it, leave it empty, or read the column with " + plan.asKind("category"));
    }
    if (found.goodRows() >= MOSTLY * total) {
      notes.add("column '" + plan.name() + "' is read as a category: " + found.badRows() + " of its " + total
          + " values are no numbers, such as " + Quoted.of(text) + " in " + plan.unit() + " " + line(found.bad()));
    }
    return true;
  }

  private static boolean isFew(int good, int bad) {
    return good >= 2 && bad <= Math.max(1, MISTAKES * (good + bad));
  }

  private boolean refuseOrNoteDates() {
    boolean[] dates = DateOrders.most(texts, textRows);
    int good = 0;
    int bad = 0;
    int first = -1;
    for (int i = 0; i < dates.length; i++) {
      good += dates[i] ? textRows[i] : 0;
      bad += dates[i] ? 0 : textRows[i];
      first = first < 0 && !dates[i] ? i : first;
    }
    if (first < 0 || good == 0) {
      return false;
    }
    if (isFew(good, bad)) {
      throw plan.error(line(first), Quoted.of(texts.get(first)) + " is no date, but " + good + " of " + (good + bad)
          + " values are; correct it, leave it empty, or read the column with " + plan.asKind("category"));
    }
    if (good >= MOSTLY * (good + bad)) {
      notes.add("column '" + plan.name() + "' is read as names: " + bad + " of its " + (good + bad)
          + " values are no dates as the others are, such as " + Quoted.of(texts.get(first)) + " in " + plan.unit()
          + " " + line(first));
    }
    return true;
  }

  private BooleanColumn bool(int[] codes) {
    byte[] meanings = new byte[pool.size()];
    String[] words = {"false", "true"};
    for (int number = 0; number < pool.size(); number++) {
      String text = pool.text(number);
      if (Missing.isAmongValues(text)) {
        meanings[number] = -1;
        continue;
      }
      int meaning = BooleanColumn.meaning(text);
      if (meaning < 0) {
        throw plan.error(pool.line(number), Quoted.of(text) + " is neither yes nor no");
      }
      meanings[number] = (byte) meaning;
      words[meaning] = text;
    }
    noteMissing();
    byte[] values = new byte[codes.length];
    for (int row = 0; row < codes.length; row++) {
      values[row] = codes[row] < 0 ? -1 : meanings[codes[row]];
    }
    return new BooleanColumn(plan.name(), values, words[0], words[1]);
  }

  private DateOrder toldOrder(TableMarks marks) {
    List<DateOrder> orders = DateOrders.of(texts);
    if (!orders.isEmpty()) {
      return chosen(orders, marks);
    }
    int bad = DateOrders.firstBad(texts);
    if (bad >= 0) {
      throw plan.error(line(bad),
          Quoted.of(texts.get(bad)) + " is not a date as the others are; write dates as 2026-07-30");
    }
    return DateOrder.YEAR_FIRST;
  }

  /** The likeliest order; another column's where it shows one; a note where it was guessed. */
  private DateOrder chosen(List<DateOrder> orders, TableMarks marks) {
    if (orders.size() == 1) {
      return orders.getFirst();
    }
    Optional<DateOrder> shown = marks.order(orders);
    if (shown.isEmpty()) {
      notes.add("the dates of column '" + plan.name() + "', such as " + texts.getFirst() + ", are read as "
          + DateOrders.example(orders.getFirst()) + "; write them as 2026-07-30 if that is wrong");
    }
    return shown.orElse(orders.getFirst());
  }

  private DateColumn date(int[] codes, DateOrder order) {
    double[] days = new double[pool.size()];
    for (int number = 0; number < days.length; number++) {
      String text = pool.text(number);
      days[number] = order.parse(text);
      if (Double.isNaN(days[number]) && !Missing.isAmongValues(text)) {
        throw date(number, order);
      }
    }
    return new DateColumn(plan.name(), byCode(codes, days), order);
  }

  private DataException date(int number, DateOrder order) {
    return plan.error(pool.line(number),
        Quoted.of(pool.text(number)) + " is not a date; dates are written " + DateOrders.example(order));
  }
}
