package dev.lariat.cli.option;

import dev.lariat.data.text.DocumentFrequency;
import dev.lariat.data.text.TextOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How columns of text become features, as options of every command that trains. */
final class TextFeatureOptions {
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})(?:-([0-9]{1,4}))?");

  @Option(names = "--text-ngrams", paramLabel = "FROM-TO", description = "Of text columns: how many words in a row are a feature, as in 1-2 (default: 1-1).")
  private String words;

  @Option(names = "--text-chars", paramLabel = "FROM-TO", description = "Of text columns: characters in a row are the features, not words, as in 3-5; for languages without blanks between words 1-3.")
  private String characters;

  @Option(names = "--text-min-df", paramLabel = "ROWS|SHARE", description = "Of text columns: a word in fewer rows is left out (default: 2).")
  private String least;

  @Option(names = "--text-max-df", paramLabel = "ROWS|SHARE", description = "Of text columns: a word in more rows is left out, as in 0.9 (default: 1.0, all rows).")
  private String most;

  @Option(names = "--text-max-features", paramLabel = "N", description = "Of text columns: keep the N most frequent words.")
  private Integer maxFeatures;

  @Option(names = "--stop-words", paramLabel = "FILE", description = "Of text columns: words that are not counted, in lines of a file.")
  private Path stopWords;

  @Option(names = "--sublinear-tf", description = "Of text columns: 1 + ln(count) of a word in a row, in place of the count.")
  private boolean sublinear;

  private List<String> stopLines;

  /** {@return what is told; empty where nothing is} The file of stop words is read. */
  Optional<TextOptions> options() {
    TextOptions options = TextOptions.DEFAULT;
    if (words != null && characters != null) {
      throw new IllegalArgumentException("--text-ngrams and --text-chars: give one of them");
    }
    if (stopWords != null && characters != null) {
      throw new IllegalArgumentException("--stop-words go with words, not with --text-chars");
    }
    if (words != null) {
      int[] range = range("--text-ngrams", words);
      options = options.words(range[0], range[1]);
    }
    if (characters != null) {
      int[] range = range("--text-chars", characters);
      options = options.characters(range[0], range[1]);
    }
    options = options.between(
        least == null ? options.least() : named("--text-min-df", () -> DocumentFrequency.parse(least)),
        most == null ? options.most() : named("--text-max-df", () -> DocumentFrequency.parse(most)));
    if (maxFeatures != null) {
      if (maxFeatures < 1) {
        throw new IllegalArgumentException("--text-max-features must be at least 1, not " + maxFeatures);
      }
      options = options.maxFeatures(maxFeatures);
    }
    if (stopWords != null) {
      if (stopLines == null) {
        stopLines = lines(stopWords); // once: it may be a pipe
      }
      options = options.stopWords(stopLines);
    }
    options = options.sublinear(sublinear);
    return options.equals(TextOptions.DEFAULT) && nothingTold() ? Optional.empty() : Optional.of(options);
  }

  private boolean nothingTold() {
    return words == null && characters == null && least == null && most == null && maxFeatures == null
        && stopWords == null && !sublinear;
  }

  private static int[] range(String option, String text) {
    Matcher range = RANGE.matcher(text.strip());
    if (!range.matches()) {
      throw new IllegalArgumentException(option + ": '" + text + "' is not of the form 1-2");
    }
    int from = Integer.parseInt(range.group(1));
    int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
    if (from < 1 || to < from) {
      throw new IllegalArgumentException(option + ": '" + text + "' must begin with the fewest, at least 1, as in 1-2");
    }
    return new int[]{from, to};
  }

  private static <T> T named(String option, Supplier<T> reads) {
    try {
      return reads.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("--stop-words: " + file + " is not in UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
