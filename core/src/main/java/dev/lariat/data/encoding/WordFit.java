package dev.lariat.data.encoding;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Suggestions;
import dev.lariat.data.TextColumn;
import dev.lariat.data.text.TextFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Learns the vocabulary of a text whose words are read in their order, and what stands beside it. */
final class WordFit {
  private final Dataset data;
  private final PreprocessingOptions options;
  private final EncodingFit fit;

  /**
   * @param rows the training rows
   * @param times per row of the table how often it counts
   */
  WordFit(Dataset data, int[] rows, double[] times, PreprocessingOptions options) {
    this.data = data;
    this.options = options;
    this.fit = new EncodingFit(options, rows, times);
  }

  /** The text comes first, whatever its place in the table. */
  Preprocessing preprocessing() {
    TextColumn text = text();
    TextFeatures vocabulary = fit.vocabulary(text);
    if (text.options().longest() > 1) {
      throw new DataException("column '" + text.name() + "': an embedding reads words one by one: leave out"
          + " --text-ngrams, or take --text-chars 1-1 for characters");
    }
    if (vocabulary.width() == 0) {
      throw new DataException(
          "column '" + text.name() + "': no word is in enough of the rows to learn from; lower" + " --text-min-df");
    }
    List<Encoding> encodings = new ArrayList<>(List.of(new Encoding.Words(text.name(), vocabulary, options.words())));
    List<Preprocessing.LeftOut> leftOut = new ArrayList<>();
    for (Column column : data.features()) {
      if (!column.name().equals(text.name())) {
        Encoding encoding = fit.fit(column);
        if (encoding == null) {
          leftOut.add(new Preprocessing.LeftOut(column.name(), EncodingFit.reason(column)));
        } else {
          encodings.add(encoding);
        }
      }
    }
    return new Preprocessing(options, encodings, Set.of(), leftOut);
  }

  private TextColumn text() {
    List<TextColumn> texts = data.features()
        .stream()
        .filter(TextColumn.class::isInstance)
        .map(TextColumn.class::cast)
        .toList();
    if (texts.isEmpty()) {
      throw new DataException(data.name() + ": an embedding reads the words of a column of text, and there is none; say"
          + " which is one with --kinds COLUMN=text");
    }
    if (texts.size() > 1) {
      String first = texts.get(0).name();
      String second = texts.get(1).name();
      throw new DataException(data.name() + ": an embedding reads the words of one column of text, and there are "
          + texts.size() + ", '" + first + "' and '" + second + "' among them: keep one, as by "
          + Suggestions.listOption("--drop", second) + ", or join them, as by "
          + Suggestions.option("--sql",
              "select *, concat_ws(chr(32), " + inSql(first) + ", " + inSql(second) + ") as words from \"TABLE\"")
          + " " + Suggestions.listOption("--drop", first, second) + ", with the table's path for TABLE");
    }
    return texts.getFirst();
  }

  private static String inSql(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
