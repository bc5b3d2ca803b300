package dev.lariat.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TextLookTest {
  private static final String[] SUBJECTS = {"the dog", "a cat", "my friend", "this film", "her book", "the weather"};
  private static final String[] VERBS = {"was really", "seems quite", "is not", "became very"};
  private static final String[] WORDS = {"good", "bad", "boring", "expensive", "funny"};

  private static TextLook look(IntFunction<String> value) {
    return TextLook.of(IntStream.range(0, 100).mapToObj(value).toList());
  }

  @Test
  void sentences() {
    assertThat(look(i -> SUBJECTS[i % 6] + " " + VERBS[i % 4] + " " + WORDS[i % 5] + " nr" + i))
        .isEqualTo(TextLook.SENTENCES);
    assertThat(look(i -> "Größe " + WORDS[i % 5] + ", Preis " + SUBJECTS[i % 6])).isEqualTo(TextLook.SENTENCES);
  }

  @Test
  void names() {
    assertThat(look(i -> "customer" + i)).isEqualTo(TextLook.NAMES);
    assertThat(look(i -> "Ann" + i + " Miller" + i)).isEqualTo(TextLook.NAMES);
    assertThat(look(i -> "k" + i + "x y" + i + "z q" + i + "v w" + i)).isEqualTo(TextLook.NAMES); // no word twice
    assertThat(look(i -> "https://example.org/shop/item/" + i)).isEqualTo(TextLook.NAMES); // no blanks
    assertThat(look(i -> i % 10 + "1 " + i % 7 + "2 " + i % 9 + "3 44")).isEqualTo(TextLook.NAMES); // numbers
    assertThat(look(i -> String.format("%08x-aaaa-bbbb-cccc-%012x", i * 7919, i))).isEqualTo(TextLook.NAMES);
    assertThat(look(_ -> "")).isEqualTo(TextLook.NAMES);
    assertThat(TextLook.of(List.of())).isEqualTo(TextLook.NAMES);
  }

  @Test
  void writingsWithoutBlanks() {
    assertThat(look(i -> "東京は日本の首都です。" + i)).isEqualTo(TextLook.WITHOUT_BLANKS);
    assertThat(look(i -> "สวัสดีครับผมชื่อ" + i)).isEqualTo(TextLook.WITHOUT_BLANKS);
    assertThat(look(i -> "田中" + i)).isEqualTo(TextLook.NAMES);
    assertThat(look(i -> "한국어 문장은 띄어 쓰기를 합니다 " + i)).isEqualTo(TextLook.SENTENCES);
  }
}
