package dev.lariat.study.evidence;

import java.util.List;

/**
 * What the words of a text column say to the trained model: how its prediction changes where a word is there, found by
 * taking it out of the text (occlusion; Robnik-Šikonja and Kononenko 2008, "Explaining classifications for individual
 * instances").
 *
 * @param column the table's column
 * @param towards for what a positive change speaks: the second of two classes, "the predicted class" of several; empty
 * where the target is a number
 * @param looked how many rows were looked at
 * @param words the most important first
 * @param rows with their words marked: the worst test rows, or without such the worst of those that were looked at,
 * which the model has learnt from
 */
public record TextEvidence(String column, String towards, int looked, List<Word> words, List<Row> rows) {
  /**
   * A word.
   *
   * @param word in lower case
   * @param rows of those that were looked at in which it is
   * @param change mean change of the log-odds, or of the number, in those rows
   */
  public record Word(String word, int rows, double change) {}

  /**
   * A row's text.
   *
   * @param number of the row in its table, from 1
   * @param pieces of the text, in its order: words, and what stands between them
   */
  public record Row(int number, List<Piece> pieces) {
    /** Copies the list. */
    public Row {
      pieces = List.copyOf(pieces);
    }
  }

  /**
   * A piece of a text.
   *
   * @param change of the prediction where the word is there; 0 for what is no word
   */
  public record Piece(String text, double change) {}

  /** Copies the lists. */
  public TextEvidence {
    words = List.copyOf(words);
    rows = List.copyOf(rows);
  }
}
