package dev.lariat.io.column;

import dev.lariat.data.Suggestions;
import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.ConstantColumn;
import dev.lariat.data.DataException;
import dev.lariat.data.DateColumn;
import dev.lariat.data.DateOrder;
import dev.lariat.data.IdentifierColumn;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a column of a table is that is never in memory as a whole: it takes in all rows, some at a time, and decides as
 * {@link ColumnBuilder} does for a column that is held. It keeps the different texts of a column, and of numbers
 * nothing but what the decision asks. Once texts are known to be sentences it keeps a few of them.
 */
public final class ColumnSurvey {
  /** Different texts of a column that are kept. */
  private static final int MOST_TEXTS = 200_000;
  /** Their characters from which on it is asked whether they are sentences, and again at twice as many. */
  private static final long MANY_CHARACTERS = 1 << 24;
  /** Sentences that show what a column holds. */
  private static final int SHOWN = 1000;

  private ColumnPlan plan;
  private final List<String> notes = new ArrayList<>();
  private final GroupedPoints points = new GroupedPoints();
  private NumberSurvey numbers;
  private TextPool pool; // null until a text is there
  private int[] counts = new int[0]; // per text
  private long characters; // of the texts
  private long asked; // at so many characters whether they are sentences
  private List<String> sentences; // the first ones of a column that is known to be text; else null
  private boolean anyNumber;
  private boolean missing;
  private long rows;
  private boolean again;
  private boolean leftOut;
  private DataException infinite;
  private DateOrder clock; // of numbers that are times
  private boolean told; // by the file
  private boolean uncounted; // whether a number that is none would be the first that is missing

  /** @param plan as for the first rows; its place and name stay */
  public ColumnSurvey(ColumnPlan plan) {
    this.plan = plan;
    numbers = new NumberSurvey(plan);
    leftOut = plan.told() == ColumnKind.IDENTIFIER;
    sentences = toldSentences();
  }

  private List<String> toldSentences() {
    return plan.told() == ColumnKind.TEXT ? new ArrayList<>() : null;
  }

  /**
   * A survey of a column of which the file itself says what has to be known.
   *
   * @return empty where the rows have to be looked at
   */
  public static Optional<ColumnSurvey> told(ColumnPlan plan, ColumnRange range, long rows) {
    if ((plan.told() != null && plan.told() != ColumnKind.NUMERIC) || !range.tells()) {
      return Optional.empty();
    }
    var survey = new ColumnSurvey(plan);
    survey.told = true;
    survey.rows = rows;
    survey.anyNumber = true;
    survey.uncounted = range.missing() == 0;
    survey.numbers.add(new double[]{range.least(), range.most()});
    survey.numbers.addMissing(range.missing());
    return Optional.of(survey);
  }

  /** {@return whether the file itself said all that has to be known} */
  public boolean isTold() {
    return told;
  }

  /** {@return how to read the next rows by a plan of the file that they are in; null where they need not be read} */
  public ColumnPlan plan(ColumnPlan ofFile) {
    if (leftOut || again) {
      return null;
    }
    return hasTexts() && ofFile.pass() == ColumnPlan.Pass.FIRST ? ofFile.pass(ColumnPlan.Pass.TEXTS) : ofFile;
  }

  private boolean hasTexts() {
    return pool != null || sentences != null;
  }

  /** Takes in the next rows; once all have to be read again the rest does not matter. */
  public void add(ColumnBuilder part) {
    if (again || leftOut) {
      return;
    }
    if (part.plan().pass() == ColumnPlan.Pass.NAMES) {
      plan = part.plan(); // the file itself says that they are texts
    }
    part.tell(new Part() {
      @Override
      public void missing(int count) {
        rows += count;
        missing = true;
        numbers.addMissing(count);
      }

      @Override
      public void numbers(double[] values, GroupedPoints shown, DataException wrong) {
        rows += values.length;
        anyNumber = true;
        numbers.add(values);
        points.add(shown);
        infinite = infinite == null ? wrong : infinite;
        again |= hasTexts();
      }

      @Override
      public void texts(int[] codes, TextPool texts) {
        rows += codes.length;
        again |= anyNumber;
        take(codes, texts);
      }

      @Override
      public void mixed() {
        again = true;
      }
    });
  }

  private void take(int[] codes, TextPool texts) {
    if (sentences != null) {
      takeSentences(codes, texts);
      return;
    }
    if (pool == null) {
      pool = new TextPool();
    }
    int[] place = new int[texts.size()];
    for (int i = 0; i < place.length; i++) {
      char[] text = texts.text(i).toCharArray();
      int before = pool.size();
      place[i] = pool.add(text, 0, text.length, texts.line(i));
      characters += pool.size() > before ? text.length : 0;
    }
    if (pool.size() > counts.length) {
      counts = Arrays.copyOf(counts, Math.max(pool.size(), 2 * counts.length));
    }
    for (int code : codes) {
      if (code < 0) {
        missing = true;
      } else {
        counts[place[code]]++;
      }
    }
    if (pool.size() > MOST_TEXTS || characters > Math.max(MANY_CHARACTERS, 2 * asked)) {
      asked = characters;
      if (!readSentences() && pool.size() > MOST_TEXTS) {
        leaveOut();
      }
    }
  }

  private void takeSentences(int[] codes, TextPool texts) {
    for (int code : codes) {
      missing |= code < 0;
    }
    for (int i = 0; i < texts.size() && sentences.size() < SHOWN; i++) {
      sentences.add(texts.text(i));
    }
  }

  /** Of so many texts the first ones tell whether they are sentences; then it keeps no more of them. */
  private boolean readSentences() {
    if (plan.told() != null) {
      return false;
    }
    Optional<String> note = decision().sentences();
    if (note.isEmpty()) {
      return false;
    }
    notes.add(note.get());
    sentences = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN, pool.size()); i++) {
      sentences.add(pool.text(i));
    }
    pool = null;
    counts = null;
    return true;
  }

  /** So many texts are no levels; where most rows have one of their own they are not even names. */
  private void leaveOut() {
    if (2L * pool.size() <= rows) {
      throw new DataException(plan.file() + ", column '" + plan.name() + "': it has more than " + MOST_TEXTS
          + " different texts, too many for a table that is streamed; leave it out with "
          + Suggestions.listOption("--drop", plan.name()));
    }
    notes.add("column '" + plan.name() + "' has more than " + MOST_TEXTS
        + " different texts, most rows one of their own, and is left out");
    leftOut = true;
    pool = null;
    counts = null;
  }

  /** {@return whether all rows have to be read once more, as texts} It forgets what it took in. */
  public boolean again() {
    if (again) {
      readAsTexts();
      return true;
    }
    return false;
  }

  /** {@return a survey of all rows, after one of the first that showed whether they have to be read as texts} */
  public ColumnSurvey fresh() {
    if (told) {
      return this;
    }
    var fresh = new ColumnSurvey(plan);
    if (again || hasTexts()) {
      fresh.readAsTexts();
    }
    return fresh;
  }

  private void readAsTexts() {
    again = false;
    notes.clear();
    sentences = toldSentences();
    pool = sentences == null ? new TextPool() : null;
    counts = new int[0];
    characters = 0;
    asked = 0;
    numbers = new NumberSurvey(plan);
    anyNumber = false;
    missing = false;
    infinite = null;
    rows = 0;
  }

  /** Adds to the marks what this column shows of them, once all rows are there. */
  public void show(TableMarks marks) {
    if (leftOut) {
      return;
    }
    if (pool != null) {
      decision().show(marks);
    } else if (points.showPoint()) {
      marks.show('.');
    }
  }

  /** {@return whether points may part thousands, so that all rows have to be read once more, as texts} */
  public boolean doubts(TableMarks marks) {
    boolean doubts = !hasTexts() && !leftOut && anyNumber && points.doubts(marks.point(false));
    if (doubts) {
      readAsTexts();
    }
    return doubts;
  }

  private TextDecision decision() {
    return new TextDecision(plan, pool, Arrays.copyOf(counts, pool.size()));
  }

  /**
   * Decides, once all rows are there.
   *
   * @return how rows that are read once more become columns of that kind
   * @throws DataException if it is not what it was told to be, or all but a few of its values are of a kind
   */
  public DecidedColumn decide(TableMarks marks) {
    if (leftOut) {
      return new DecidedColumn(plan, new IdentifierColumn(new NumericColumn(plan.name(), new double[]{0})), null, -1,
          null, true, false);
    }
    if (sentences != null) {
      return decided(sentences);
    }
    if (pool == null) {
      Column specimen = ofNumbers();
      return new DecidedColumn(plan, specimen, null, -1, clock, false, uncounted);
    }
    TextDecision decision = decision();
    int[] codes = codes();
    Column specimen = decision.column(codes, marks);
    notes.addAll(decision.notes());
    if (specimen instanceof TextColumn) {
      return decided(IntStream.range(0, Math.min(SHOWN, pool.size())).mapToObj(pool::text).toList());
    }
    return new DecidedColumn(plan, specimen, pool, codes[codes.length - 1] < 0 ? codes.length - 1 : -1, null, false,
        uncounted);
  }

  /** Text; of the rows that are read once more nothing has to be known. */
  private DecidedColumn decided(List<String> shown) {
    List<String> texts = new ArrayList<>(shown);
    if (missing || shown.isEmpty()) {
      texts.add(null);
    }
    Column specimen = shown.isEmpty() ? new ConstantColumn(plan.name(), 1, null) : TextColumn.of(plan.name(), texts);
    return new DecidedColumn(plan, specimen, null, missing ? texts.size() - 1 : -1, null, false, uncounted);
  }

  /** Each text once, one of them twice if it is in several rows, and −1 if something is missing. */
  private int[] codes() {
    int size = pool.size();
    int repeated = 0;
    while (repeated < size && counts[repeated] < 2) {
      repeated++;
    }
    int[] codes = new int[size + (repeated < size ? 1 : 0) + (missing || size == 0 ? 1 : 0)];
    for (int i = 0; i < size; i++) {
      codes[i] = i;
    }
    if (repeated < size) {
      codes[size] = repeated;
    }
    if (missing || size == 0) {
      codes[codes.length - 1] = -1;
    }
    return codes;
  }

  private Column ofNumbers() {
    if (infinite != null) {
      throw infinite;
    }
    double[] values = numbers.specimen();
    if (!anyNumber) {
      return plan.told() == ColumnKind.NUMERIC
          ? new NumericColumn(plan.name(), values)
          : new ConstantColumn(plan.name(), 1, null);
    }
    String words = plan.notation().words();
    if (!words.isEmpty()) {
      notes.add("column '" + plan.name() + "' is read with " + words);
    }
    var column = new NumericColumn(plan.name(), values);
    if (plan.told() != null) {
      return column;
    }
    if (numbers.isConstant()) {
      return new ConstantColumn(plan.name(), 1, column.text(0));
    }
    clock = numbers.clock();
    if (clock != null) {
      notes.add("column '" + plan.name() + "' is read as dates, in " + DateOrders.example(clock) + "; "
          + plan.asKind("numeric") + " keeps it a number");
      return new DateColumn(plan.name(), Arrays.stream(values).map(clock::days).toArray(), clock);
    }
    if (numbers.isRowNumber()) {
      notes.add(plan.identifierNote() + " or =numeric keeps it");
      return new IdentifierColumn(column);
    }
    return column;
  }

  /** {@return what should be said about the column} */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Takes what the fields of a column are in some of the rows. */
  interface Part {
    /** No field holds a value. */
    void missing(int rows);

    /**
     * All are numbers.
     *
     * @param values NaN where missing
     * @param points what their points are
     * @param infinite what to throw for an infinite one among them; null where there is none
     */
    void numbers(double[] values, GroupedPoints points, DataException infinite);

    /**
     * Texts.
     *
     * @param codes into the pool, −1 where missing
     */
    void texts(int[] codes, TextPool pool);

    /** Numbers came before the first text, so that they have to be read once more, as texts. */
    void mixed();
  }
}
