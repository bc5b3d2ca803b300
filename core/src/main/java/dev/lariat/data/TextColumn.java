package dev.lariat.data;

import dev.lariat.data.text.TextOptions;
import java.util.List;
import java.util.Objects;

/** A text in every row, and how the texts become features. */
public final class TextColumn implements Column {
  private final String name;
  private final String[] texts; // null where missing
  private final TextOptions options;

  private TextColumn(String name, String[] texts, TextOptions options) {
    this.name = Objects.requireNonNull(name);
    this.texts = texts;
    this.options = Objects.requireNonNull(options);
  }

  /** A column of one text per row, null where missing, that become features by {@link TextOptions#DEFAULT}. */
  public static TextColumn of(String name, List<String> texts) {
    return new TextColumn(name, texts.toArray(String[]::new), TextOptions.DEFAULT);
  }

  /** The same texts, which become features in another way. */
  public TextColumn options(TextOptions other) {
    return new TextColumn(name, texts, other);
  }

  /** {@return how the texts become features} */
  public TextOptions options() {
    return options;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return texts.length;
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.TEXT;
  }

  @Override
  public boolean isMissing(int row) {
    return texts[row] == null;
  }

  @Override
  public double number(int row) {
    return Numbers.parse(texts[row]);
  }

  @Override
  public String text(int row) {
    return texts[row];
  }

  @Override
  public TextColumn select(int[] rows) {
    String[] selected = new String[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = texts[rows[i]];
    }
    return new TextColumn(name, selected, options);
  }

  @Override
  public String toString() {
    return name + ": text, " + rows() + " rows";
  }
}
