package dev.lariat.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class TextFeaturesTest {
  /** The settings of the cases in conformance/text/golden.py. */
  private static final TextOptions ALL = TextOptions.DEFAULT.between(new DocumentFrequency.Rows(1),
      new DocumentFrequency.Share(1));
  private static final Map<String, TextOptions> CASES = Map.of("words", ALL, "pairs", TextOptions.DEFAULT.words(1, 2),
      "triples", ALL.words(2, 3), "sublinear", TextOptions.DEFAULT.sublinear(true), "shares",
      ALL.between(DocumentFrequency.parse("0.1"), DocumentFrequency.parse("0.2")), "few", ALL.maxFeatures(3), "stop",
      ALL.words(1, 2).stopWords(List.of("the", "and", "dog")), "characters", TextOptions.DEFAULT.characters(2, 3),
      "single", ALL.characters(1, 1));

  /** What scikit-learn made of the texts. */
  private record Golden(List<String> texts, Map<String, List<String>> terms, Map<String, List<Double>> idf,
      Map<String, List<String>> rows) {
    static Golden read() {
      var golden = new Golden(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
      String name = null;
      for (String line : lines()) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
          case "version" -> assertThat(words[1]).isEqualTo("1.9.1");
          case "text" -> golden.texts.add(unquoted(words[1]));
          case "case" -> {
            name = words[1];
            golden.terms.put(name, new ArrayList<>());
            golden.idf.put(name, new ArrayList<>());
            golden.rows.put(name, new ArrayList<>());
          }
          case "term" -> {
            int blank = words[1].lastIndexOf(' ');
            golden.terms.get(name).add(unquoted(words[1].substring(0, blank)));
            golden.idf.get(name).add(Double.parseDouble(words[1].substring(blank + 1)));
          }
          case "row" -> golden.rows.get(name).add(words.length > 1 ? words[1] : "");
          default -> throw new IllegalStateException(line);
        }
      }
      return golden;
    }

    private static List<String> lines() {
      try (var in = TextFeaturesTest.class.getResourceAsStream("tfidf.txt")) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private static String unquoted(String json) {
      String inner = json.substring(1, json.length() - 1)
          .replace("\\t", "\t")
          .replace("\\n", "\n")
          .replace("\\\"", "\"");
      return Pattern.compile("\\\\u([0-9a-f]{4})")
          .matcher(inner)
          .replaceAll(found -> String.valueOf((char) Integer.parseInt(found.group(1), 16)));
    }
  }

  @TestFactory
  Stream<DynamicTest> featuresAreThoseOfScikitLearn() {
    Golden golden = Golden.read();
    assertThat(golden.terms.keySet()).isEqualTo(Golden.read().rows.keySet()).hasSize(CASES.size());
    return golden.terms.keySet().stream().map(name -> DynamicTest.dynamicTest(name, () -> {
      int[] rows = IntStream.range(0, golden.texts.size()).toArray();
      TextFeatures features = TextFeatures.fit(golden.texts::get, rows, CASES.get(name));
      assertThat(features.terms()).isEqualTo(golden.terms.get(name));
      assertRows(features, golden, name);
    }));
  }

  private static void assertRows(TextFeatures features, Golden golden, String name) {
    for (int j = 0; j < features.width(); j++) {
      assertThat(features.idf()[j]).isCloseTo(golden.idf.get(name).get(j), within(1e-12));
    }
    var encoder = features.encoder();
    for (int i = 0; i < golden.texts.size(); i++) {
      int count = encoder.encode(golden.texts.get(i));
      String line = golden.rows.get(name).get(i);
      String[] entries = line.isEmpty() ? new String[0] : line.split(" ");
      assertThat(count).as("entries of row %d", i).isEqualTo(entries.length);
      for (int e = 0; e < count; e++) {
        String[] parts = entries[e].split(":", 2);
        assertThat(encoder.term(e)).isEqualTo(Integer.parseInt(parts[0]));
        assertThat(encoder.value(e)).isCloseTo(Double.parseDouble(parts[1]), within(1e-12));
      }
    }
  }

  @Test
  void aVocabularyIsLearntFromTheGivenRowsAlone() {
    List<String> texts = List.of("good film", "good book", "secret word", "secret word");
    TextFeatures features = TextFeatures.fit(texts::get, new int[]{0, 1}, ALL);
    assertThat(features.terms()).containsExactly("book", "film", "good");
    assertThat(features.encoder().encode("secret word")).isZero();
    assertThat(features.encoder().encode(null)).isZero();
  }

  @Test
  void whatWasLearntCanBeTakenUpAgain() {
    List<String> texts = List.of("one two three", "two three four", "𝒜𝒷 ﬁne two");
    TextFeatures fitted = TextFeatures.fit(texts::get, new int[]{0, 1, 2}, ALL.words(1, 2));
    TextFeatures again = TextFeatures.of(fitted.options(), fitted.terms(), fitted.idf());
    var one = fitted.encoder();
    var two = again.encoder();
    for (String text : texts) {
      int count = one.encode(text);
      assertThat(two.encode(text)).isEqualTo(count).isPositive();
      for (int e = 0; e < count; e++) {
        assertThat(two.term(e)).isEqualTo(one.term(e));
        assertThat(two.value(e)).isEqualTo(one.value(e));
      }
    }
    assertThatThrownBy(() -> TextFeatures.of(ALL, List.of("a", "a"), new double[]{1, 1})).hasMessageContaining("twice");
    assertThatThrownBy(() -> TextFeatures.of(ALL, List.of("a"), new double[]{Double.NaN})).hasMessageContaining("NaN");
  }

  /** Texts of any characters are parted alike by the way in one pass and by that over a lower-case copy. */
  @Test
  void bothWaysFindTheSameWords() {
    var random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      int letters = random.nextInt(12);
      for (int c = 0; c < letters; c++) {
        int point = switch (random.nextInt(6)) {
          case 0 -> ' ';
          case 1 -> 'A' + random.nextInt(60);
          case 2 -> random.nextInt(0x250);
          case 3 -> 0x370 + random.nextInt(0x100); // Greek, with Σ
          case 4 -> random.nextInt(0xd800);
          default -> "ßİıΣςſKµ²_\u0301".charAt(random.nextInt(11));
        };
        text.append((char) point);
      }
      // A word with a character of more than 16 bits makes the whole text take the slow way.
      List<String> fast = words(text.toString());
      List<String> slow = words(text + " 𝒜𝒷");
      assertThat(slow).as(text.toString()).isEqualTo(Stream.concat(fast.stream(), Stream.of("𝒜𝒷")).toList());
    }
  }

  private static List<String> words(String text) {
    var finder = new TermFinder(ALL);
    return IntStream.range(0, finder.find(text)).mapToObj(finder::term).toList();
  }

  @Test
  void aTableOfTermsGrows() {
    var table = new TermTable();
    for (int i = 0; i < 50_000; i++) {
      char[] term = ("term" + i).toCharArray();
      assertThat(table.find(term, 0, term.length)).isEqualTo(-1);
      assertThat(table.add(term, 0, term.length)).isEqualTo(i);
      assertThat(table.add(term, 0, term.length)).isEqualTo(i);
    }
    assertThat(table.size()).isEqualTo(50_000);
    for (int i = 0; i < 50_000; i += 997) {
      char[] term = ("x term" + i).toCharArray();
      assertThat(table.find(term, 2, term.length)).isEqualTo(i);
      assertThat(table.term(i)).isEqualTo("term" + i);
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> ALL.words(2, 1)).hasMessageContaining("2-1");
    assertThatThrownBy(() -> ALL.maxFeatures(0)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> ALL.stopWords(List.of("the")).characters(2, 3)).hasMessageContaining("stop words");
    assertThatThrownBy(() -> DocumentFrequency.parse("some")).hasMessageContaining("'some'");
    assertThatThrownBy(() -> DocumentFrequency.parse("1.5")).hasMessageContaining("1.5");
    assertThat(DocumentFrequency.parse("1").of(10)).isEqualTo(1);
    assertThat(DocumentFrequency.parse("1.0").of(10)).isEqualTo(10);
  }
}
