package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.cli.DocumentedExample.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentedExampleTest {
  private static final String DOCUMENT = """
    # Title
    ```sh
    $ git clone somewhere
    ```
    ```sh
    $ ./lariat one \\
        --more
    first
    … s
    $ cat file | head -1
    $ ./lariat two
    …
    last
    ```
    <!-- before: import java.util.List;
    var x = 1; -->

    ```java
    import java.util.Map;
    IO.println(x);
    ```

    ```text
    1
    ```
    ```java
    void main() {}
    ```
    Words.
    ```text
    not its output
    ```
    """;

  private static final List<DocumentedExample> EXAMPLES = DocumentedExample.in(DOCUMENT.lines().toList());

  @Test
  void findsCommandsAndSnippetsWithTheirOutput() {
    assertThat(EXAMPLES).extracting(DocumentedExample::source)
        .containsExactly("./lariat one \\\n    --more", "cat file | head -1", "./lariat two",
            "import java.util.Map;\nIO.println(x);", "void main() {}");
    assertThat(EXAMPLES).extracting(DocumentedExample::expected).containsExactly("first\n… s", "", "…\nlast", "1", "");
    assertThat(EXAMPLES).extracting(DocumentedExample::line).containsExactly(6, 10, 11, 19, 27);
    assertThat(EXAMPLES.get(3).kind()).isEqualTo(Kind.JAVA);
  }

  @Test
  void anEllipsisStandsForAnything() {
    assertThat(EXAMPLES.get(0).isPrintedBy("first  \n12 s\n")).isTrue();
    assertThat(EXAMPLES.get(0).isPrintedBy("first\n12 s\nthird\n")).isFalse();
    assertThat(EXAMPLES.get(0).isPrintedBy("first.\n12 s\n")).isFalse();
    assertThat(EXAMPLES.get(0).isPrintedBy("first\n12 min\n")).isFalse();
    assertThat(EXAMPLES.get(1).isPrintedBy("")).isTrue();
    assertThat(EXAMPLES.get(1).isPrintedBy("anything")).isFalse();
    assertThat(EXAMPLES.get(2).isPrintedBy("last")).isTrue();
    assertThat(EXAMPLES.get(2).isPrintedBy("a\nb\nlast\n")).isTrue();
    assertThat(EXAMPLES.get(2).isPrintedBy("a\nlast\nc")).isFalse();
  }

  @Test
  void aSnippetBecomesAProgram() {
    assertThat(EXAMPLES.get(3).program()).isEqualTo("""
      import java.util.List;
      import java.util.Map;

      void main() throws Exception {
      var x = 1;
      IO.println(x);
      }
      """);
    assertThat(EXAMPLES.get(4).program()).isEqualTo("void main() {}");
  }

  @Test
  void aCommandWithoutItsDollarIsNotPassedOver() {
    assertThatThrownBy(() -> DocumentedExample.in(List.of("```sh", "./lariat x", "$ ./lariat y", "```")))
        .hasMessageContaining("line 2");
  }
}
