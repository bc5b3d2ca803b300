package dev.lariat.page.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Small studies, made by the command itself. */
final class SampleStudies {
  /** Names that would break out of HTML, of attributes, of scripts, of JSON, of the line and of the page. */
  static final List<String> HOSTILE_NAMES = List.of("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
      "'; alert(1); //", "</script><b>bold</b>", "{{7*7}} ${7*7} \\u003cb\\u003e", "עברית \u202e txet",
      "🤠🪢 emoji 👩‍👩‍👧", "x".repeat(300), "&lt;amp&amp;");

  private SampleStudies() {}

  /** Two classes, by a number and a colour; with test rows. */
  static Path classes(Path run) throws IOException {
    var random = new Random(5);
    var text = new StringBuilder("x,colour,noise,kind\n");
    for (int i = 0; i < 160; i++) {
      double x = random.nextGaussian();
      boolean red = random.nextBoolean();
      text.append(x)
          .append(',')
          .append(red ? "red" : "blue")
          .append(',')
          .append(random.nextGaussian())
          .append(',')
          .append(x + (red ? 1 : -1) + 0.6 * random.nextGaussian() > 0 ? "good" : "bad")
          .append('\n');
    }
    return study(run, text.toString(), "kind", "--models", "linear,network");
  }

  /** A number. */
  static Path numbers(Path run) throws IOException {
    var random = new Random(6);
    var text = new StringBuilder("a,b,c,y\n");
    for (int i = 0; i < 120; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      text.append(a)
          .append(',')
          .append(b)
          .append(',')
          .append(random.nextGaussian())
          .append(',')
          .append(2 * a - Math.abs(b) + 0.3 * random.nextGaussian())
          .append('\n');
    }
    return study(run, text.toString(), "y");
  }

  /** Columns, classes and target with {@link #HOSTILE_NAMES}. */
  static Path hostile(Path run) throws IOException {
    var random = new Random(7);
    String target = "<i>target</i>";
    var text = new StringBuilder(HOSTILE_NAMES.stream().map(SampleStudies::quoted).collect(Collectors.joining(",")))
        .append(',')
        .append(quoted(target))
        .append('\n');
    for (int i = 0; i < 120; i++) {
      double sum = 0;
      for (int c = 0; c < HOSTILE_NAMES.size(); c++) {
        double value = random.nextGaussian();
        sum += value;
        text.append(value).append(',');
      }
      text.append(quoted(sum > 0 ? "<b>yes</b>" : "\"no\" & '</td>'")).append('\n');
    }
    return study(run, text.toString(), target, "--models", "network");
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static Path study(Path run, String table, String target, String... more) throws IOException {
    Files.createDirectories(run);
    Path file = Files.writeString(run.resolve("<table> & 'co'.csv"), table);
    var words = new java.util.ArrayList<Object>(
        List.of("fit", file, "--target", target, "--quick", "--epochs", "8", "--hidden", "8", "--lr", "0.02",
            "--regularizers", "l1,l2,dropout,early-stopping", "--test", "0.25", "--out", run, "-q"));
    words.addAll(List.of(more));
    Outcome outcome = Outcome.of(words.toArray());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    return run;
  }
}
