package dev.lariat.study.evidence;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.data.TextColumn;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.model.Model;
import dev.lariat.study.cell.ShuffledFold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Takes the words out of texts, one after the other, and looks at what a model predicts then. */
public final class WordChanges {
  /** So many rows are looked at, evenly spread. */
  private static final int ROWS = 200;
  /** Of a longer text only so many different words are taken out. */
  private static final int WORDS = 80;
  /** A word of fewer rows says nothing of the column. */
  private static final int LEAST_ROWS = 3;
  private static final int SHOWN = 30;
  private static final int MARKED_ROWS = 3;
  /** Texts that are predicted at once. */
  private static final int CHUNK = 2048;
  /** Of a marked text so many characters are shown. */
  private static final int LONGEST = 1200;
  private static final double SMALLEST_PROBABILITY = 1e-12;
  /** Letters of writings without blanks between words: each is looked at by itself. */
  private static final String UNPARTED = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}";
  private static final Pattern WORD = Pattern
      .compile("[" + UNPARTED + "&&\\p{L}]|[\\p{L}\\p{N}_&&[^" + UNPARTED + "]]{2,}");

  private final Model model;
  private final Dataset data;
  private final TextColumn column;

  private WordChanges(Model model, Dataset data, TextColumn column) {
    this.model = model;
    this.data = data;
    this.column = column;
  }

  /**
   * The words of every text column that the model uses.
   *
   * @param data rows with the model's columns
   * @param numbers of these rows in their table, from 1
   * @param worst rows to mark, by their numbers; where there are none, those are marked that the model predicts worst
   * of the rows that are looked at
   */
  public static List<TextEvidence> of(Model model, Dataset data, int[] numbers, List<TestPredictions.Row> worst) {
    return columns(model, data).map(each -> each.evidence(numbers, worst)).toList();
  }

  /**
   * The texts of one row: each with its words, those first that change the prediction most, and marked.
   *
   * @param row from 0
   */
  public static List<TextEvidence> ofRow(Model model, Dataset data, int row) {
    return columns(model, data).filter(each -> !each.column.isMissing(row)).map(each -> each.evidence(row)).toList();
  }

  private static Stream<WordChanges> columns(Model model, Dataset data) {
    return model.preprocessing()
        .encodings()
        .stream()
        .filter(encoding -> encoding instanceof Encoding.Text || encoding instanceof Encoding.Words)
        .filter(encoding -> !model.preprocessing().unused().contains(encoding.column()))
        .map(encoding -> data.column(encoding.column()))
        .filter(TextColumn.class::isInstance)
        .map(column -> new WordChanges(model, data, (TextColumn) column));
  }

  private TextEvidence evidence(int row) {
    Map<String, Double> changes = changes(new int[]{row}).getFirst();
    List<TextEvidence.Word> words = changes.entrySet()
        .stream()
        .filter(entry -> entry.getValue() != 0)
        .sorted(Comparator.comparingDouble(entry -> -Math.abs(entry.getValue())))
        .map(entry -> new TextEvidence.Word(entry.getKey(), 1, entry.getValue()))
        .toList();
    return new TextEvidence(column.name(), towards(), 1, words,
        List.of(new TextEvidence.Row(row + 1, pieces(column.text(row), changes))));
  }

  private String towards() {
    List<String> classes = model.target().classes();
    return classes.isEmpty() ? "" : classes.size() == 2 ? classes.getLast() : "the predicted class";
  }

  private TextEvidence evidence(int[] numbers, List<TestPredictions.Row> worst) {
    int[] rows = ShuffledFold.spread(data.rows(), Math.min(ROWS, data.rows()));
    record Sum(int rows, double change) {}
    var sums = new LinkedHashMap<String, Sum>();
    for (Map<String, Double> changes : changes(rows)) {
      changes.forEach((word, change) -> sums.merge(word, new Sum(1, change),
          (a, b) -> new Sum(a.rows + b.rows, a.change + b.change)));
    }
    List<TextEvidence.Word> words = sums.entrySet()
        .stream()
        .filter(entry -> entry.getValue().rows >= LEAST_ROWS && entry.getValue().change != 0)
        .sorted(Comparator.comparingDouble(entry -> -Math.abs(entry.getValue().change)))
        .limit(SHOWN)
        .map(entry -> new TextEvidence.Word(entry.getKey(), entry.getValue().rows,
            entry.getValue().change / entry.getValue().rows))
        .toList();
    return new TextEvidence(column.name(), towards(), rows.length, words, marked(rows, numbers, worst));
  }

  private List<TextEvidence.Row> marked(int[] looked, int[] numbers, List<TestPredictions.Row> worst) {
    int[] rows = worst.isEmpty() ? worst(looked) : named(numbers, worst);
    List<Map<String, Double>> changes = changes(rows);
    var marked = new ArrayList<TextEvidence.Row>();
    for (int i = 0; i < rows.length; i++) {
      int number = rows[i] < numbers.length ? numbers[rows[i]] : rows[i] + 1;
      marked.add(new TextEvidence.Row(number, pieces(column.text(rows[i]), changes.get(i))));
    }
    return marked;
  }

  private int[] named(int[] numbers, List<TestPredictions.Row> worst) {
    return worst.stream()
        .flatMap(row -> IntStream.range(0, numbers.length)
            .filter(i -> numbers[i] == row.number())
            .limit(MARKED_ROWS)
            .boxed())
        .filter(i -> !column.isMissing(i))
        .limit(MARKED_ROWS)
        .mapToInt(i -> i)
        .toArray();
  }

  private int[] worst(int[] looked) {
    if (!data.has(model.target().name())) {
      return new int[0];
    }
    Dataset rows = data.select(looked);
    double[] losses = ModelLosses.of(model, rows, model.predict(rows));
    return IntStream.range(0, looked.length)
        .filter(i -> !column.isMissing(looked[i]) && Double.isFinite(losses[i]))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -losses[i]))
        .limit(MARKED_ROWS)
        .mapToInt(i -> looked[i])
        .toArray();
  }

  private static List<TextEvidence.Piece> pieces(String whole, Map<String, Double> changes) {
    int end = whole.length() <= LONGEST
        ? whole.length()
        : whole.offsetByCodePoints(0, whole.codePointCount(0, LONGEST));
    String text = whole.substring(0, end) + (end < whole.length() ? " …" : "");
    var pieces = new ArrayList<TextEvidence.Piece>();
    Matcher words = WORD.matcher(text);
    int at = 0;
    while (words.find()) {
      if (words.start() > at) {
        pieces.add(new TextEvidence.Piece(text.substring(at, words.start()), 0));
      }
      pieces.add(new TextEvidence.Piece(words.group(), changes.getOrDefault(lower(words.group()), 0.0)));
      at = words.end();
    }
    if (at < text.length()) {
      pieces.add(new TextEvidence.Piece(text.substring(at), 0));
    }
    return pieces;
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** Per row every word of its text and what it changes. */
  private List<Map<String, Double>> changes(int[] rows) {
    var changes = new ArrayList<Map<String, Double>>();
    var owner = new ArrayList<Integer>(); // the variant's place in rows
    var without = new ArrayList<String>(); // its text
    var word = new ArrayList<String>(); // what was taken out; null for the whole text
    for (int i = 0; i < rows.length; i++) {
      changes.add(new LinkedHashMap<>());
      String text = column.text(rows[i]);
      owner.add(i);
      without.add(text);
      word.add(null);
      for (String one : words(text)) {
        owner.add(i);
        without.add(WORD.matcher(text)
            .replaceAll(match -> lower(match.group()).equals(one) ? " " : Matcher.quoteReplacement(match.group())));
        word.add(one);
      }
    }
    double[] whole = null;
    for (int from = 0; from < owner.size(); from += CHUNK) {
      int to = Math.min(owner.size(), from + CHUNK);
      int[] selected = owner.subList(from, to).stream().mapToInt(place -> rows[place]).toArray();
      Column texts = TextColumn.of(column.name(), without.subList(from, to)).options(column.options());
      double[] predictions = model.predict(data.select(selected).with(texts));
      int width = model.target().width();
      for (int i = from; i < to; i++) {
        double[] own = Arrays.copyOfRange(predictions, (i - from) * width, (i - from + 1) * width);
        if (word.get(i) == null) {
          whole = own;
        } else {
          changes.get(owner.get(i)).put(word.get(i), value(whole, whole) - value(own, whole));
        }
      }
    }
    return changes;
  }

  private static List<String> words(String text) {
    if (text == null) {
      return List.of();
    }
    return WORD.matcher(text).results().map(match -> lower(match.group())).distinct().limit(WORDS).toList();
  }

  /** The number, or the log-odds of the second of two classes, or of the class that the whole text is taken for. */
  private double value(double[] prediction, double[] whole) {
    if (model.target().task() == Task.REGRESSION) {
      return prediction[0];
    }
    int best = 1;
    if (prediction.length > 2) {
      for (int c = 0; c < whole.length; c++) {
        best = whole[c] > whole[best] ? c : best;
      }
    }
    double p = Math.clamp(prediction[best], SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY);
    return StrictMath.log(p / (1 - p));
  }
}
