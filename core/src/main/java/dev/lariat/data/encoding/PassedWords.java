package dev.lariat.data.encoding;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.TextColumn;
import dev.lariat.data.text.TextFeatures;
import dev.lariat.data.text.TextOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Learns the words of columns of text from rows that are passed over. A sample of the rows does for scales and levels,
 * but a word that is in one row of many is in none or in too many of a sample's, as it happens.
 */
public final class PassedWords {
  private final Dataset sample;
  private final Map<String, TextFeatures.Learner> learners = new LinkedHashMap<>();

  /** @param sample tells which columns are text, and how these become features */
  public PassedWords(Dataset sample) {
    this.sample = sample;
    for (Column column : sample.features()) {
      if (column instanceof TextColumn text) {
        learners.put(text.name(), new TextFeatures.Learner(text.options()));
      }
    }
  }

  /** {@return whether there is no such column, so that nothing is to be learnt} */
  public boolean isEmpty() {
    return learners.isEmpty();
  }

  /**
   * Takes rows.
   *
   * @param part with these columns
   */
  public void add(Dataset part, int[] rows) {
    learners.forEach((name, learner) -> {
      Column column = part.column(name);
      for (int row : rows) {
        learner.add(column.text(row));
      }
    });
  }

  /**
   * {@return the sample, whose texts have the words of all rows that were taken}
   *
   * @throws DataException if no number of rows is within the limits
   */
  public Dataset learnt() {
    Dataset learnt = sample;
    for (Map.Entry<String, TextFeatures.Learner> entry : learners.entrySet()) {
      TextColumn text = (TextColumn) sample.column(entry.getKey());
      requireLimits(text, entry.getValue().rows());
      learnt = learnt.with(text.learnt(entry.getValue().features()));
    }
    return learnt;
  }

  /**
   * Checks that a term may be in as many rows as its limits say.
   *
   * @param rows to learn from
   * @throws DataException if no number of rows is within the limits
   */
  static void requireLimits(TextColumn column, int rows) {
    TextOptions told = column.options();
    double least = told.least().of(rows);
    if (least > rows) {
      throw new DataException("column '" + column.name() + "': no term can be in " + (long) Math.ceil(least)
          + " rows, as --text-min-df asks for: there are " + rows + " to learn from");
    }
    if (told.most().of(rows) < least) {
      throw new DataException("column '" + column.name() + "': no term is in at least " + (long) Math.ceil(least)
          + " and at most " + (long) told.most().of(rows) + " of the " + rows
          + " rows to learn from; raise --text-max-df, or lower --text-min-df");
    }
  }
}
