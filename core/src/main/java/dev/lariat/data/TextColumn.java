package dev.lariat.data;

import dev.lariat.data.text.KeptTexts;
import dev.lariat.data.text.TextFeatures;
import dev.lariat.data.text.TextOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A text in every row, and how the texts become features. */
public final class TextColumn implements Column {
  private final String name;
  private final String[] texts; // null where missing; null itself where they are kept elsewhere
  private final KeptTexts kept; // null where they are here
  private final int[] places; // [rows] of those kept elsewhere
  private final TextOptions options;
  private final TextFeatures learnt; // null where these texts are to teach the words

  private TextColumn(String name, String[] texts, KeptTexts kept, int[] places, TextOptions options,
      TextFeatures learnt) {
    this.name = Objects.requireNonNull(name);
    this.texts = texts;
    this.kept = kept;
    this.places = places;
    this.options = Objects.requireNonNull(options);
    this.learnt = learnt;
  }

  /** A column of one text per row, null where missing, that become features by {@link TextOptions#DEFAULT}. */
  public static TextColumn of(String name, List<String> texts) {
    return new TextColumn(name, texts.toArray(String[]::new), null, null, TextOptions.DEFAULT, null);
  }

  /** A column of texts that are not in memory. */
  public static TextColumn of(String name, KeptTexts texts) {
    int[] all = new int[texts.rows()];
    Arrays.setAll(all, row -> row);
    return new TextColumn(name, null, texts, all, TextOptions.DEFAULT, null);
  }

  /** The same texts, which become features in another way. */
  public TextColumn options(TextOptions other) {
    return new TextColumn(name, texts, kept, places, other, null);
  }

  /** The same texts, whose words are those of more texts than these. */
  public TextColumn learnt(TextFeatures words) {
    return new TextColumn(name, texts, kept, places, words.options(), words);
  }

  /** {@return the words that were learnt elsewhere; empty where they are to be learnt from these texts} */
  public Optional<TextFeatures> learnt() {
    return Optional.ofNullable(learnt);
  }

  /** {@return how the texts become features} */
  public TextOptions options() {
    return options;
  }

  /** {@return where the texts are, if not in memory} */
  public Optional<KeptTexts> kept() {
    return Optional.ofNullable(kept);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return kept == null ? texts.length : places.length;
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.TEXT;
  }

  @Override
  public boolean isMissing(int row) {
    return kept == null ? texts[row] == null : kept.isMissing(places[row]);
  }

  @Override
  public double number(int row) {
    return Numbers.parse(text(row));
  }

  @Override
  public String text(int row) {
    return kept == null ? texts[row] : kept.text(places[row]);
  }

  @Override
  public TextColumn select(int[] rows) {
    if (kept != null) {
      int[] chosen = new int[rows.length];
      Arrays.setAll(chosen, i -> places[rows[i]]);
      return new TextColumn(name, null, kept, chosen, options, learnt);
    }
    String[] selected = new String[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = texts[rows[i]];
    }
    return new TextColumn(name, selected, null, null, options, learnt);
  }

  @Override
  public String toString() {
    return name + ": text, " + rows() + " rows";
  }
}
