package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.cli.explain.StudioExplanations;
import dev.lariat.studio.command.Explanations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command itself, and the explanations that it lends. */
class StudioCommandTest {
  @TempDir
  Path folder;

  @Test
  void theFirstLineIsTheAddressAndAnInterruptionEndsIt() throws InterruptedException {
    var out = new StringWriter();
    var code = new int[]{-1};
    Thread command = Thread.ofPlatform()
        .start(() -> code[0] = Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), "studio",
            "--no-browser", "--folder", folder.toString()));
    for (int i = 0; i < 2000 && out.toString().isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    command.interrupt();
    command.join(10_000);
    assertThat(out.toString()).matches("http://127\\.0\\.0\\.1:[0-9]+/\\?token=[A-Za-z0-9_-]+\\R");
    assertThat(code[0]).isZero();
  }

  @Test
  void whatCannotBeIsSaid() {
    assertThat(Outcome.of("studio", "--port", "70000").err()).contains("--port must be from 0 to 65535");
    Outcome missing = Outcome.of("studio", folder.resolve("no.csv"));
    assertThat(missing.code()).isEqualTo(Exit.IO);
    assertThat(missing.err()).contains("no such file");
    assertThat(Outcome.of("studio", "--folder", folder.resolve("nowhere")).err()).contains("there is no folder");
  }

  /** The words of a run directory may be anybody's: a query reads and writes wherever it likes. */
  @Test
  void wordsOfARunMayBringNoQuery() {
    assertThatThrownBy(() -> new StudioFit().prepare(folder.resolve("a.csv"),
        List.of("--sql=copy (select 1) to 'x'; select 1", "--target=b"), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--sql and the file");
  }

  @Test
  void aPredictionThatFailsIsNoEmptyTable() {
    var printed = new StringWriter();
    assertThatThrownBy(
        () -> new StudioPredict().predict(Path.of("--nonsense"), folder.resolve("a.csv"), new PrintWriter(printed)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--nonsense");
    assertThatThrownBy(() -> new StudioPredict().predict(folder.resolve("no.lariat"), folder.resolve("a.csv"),
        new PrintWriter(printed))).hasMessageContaining("no.lariat");
    assertThat(printed.toString()).isEmpty();
  }

  @Test
  void everyExplanationIsAPageWithItsInputsAsControls() {
    var explanations = new StudioExplanations();
    List<Explanations.Topic> topics = explanations.topics();
    assertThat(topics).extracting(Explanations.Topic::name)
        .containsExactlyInAnyOrder("update", "geometry", "dropout", "decay", "choose");
    for (Explanations.Topic topic : topics) {
      assertThat(explanations.page(topic.name(), List.of())).startsWith("<!DOCTYPE html>").contains("</html>");
      assertThat(topic.controls()).extracting(Explanations.Control::option)
          .doesNotContain("--html", "--json", "--help");
    }
    String page = explanations.page("update", List.of("--penalty=l1", "--lambda=0.7"));
    assertThat(page).contains("Made by lariat explain update").contains("0.7");
    assertThat(page).isNotEqualTo(explanations.page("update", List.of("--penalty=l1")));
  }

  @Test
  void anExplanationNamesNoFile() {
    var explanations = new StudioExplanations();
    for (String word : List.of("--html=" + folder.resolve("page.html"), "/etc/passwd", "@file", "--columns=a")) {
      assertThatThrownBy(() -> explanations.page("geometry", List.of(word))).as(word)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has no input");
    }
    assertThatThrownBy(() -> explanations.page("update", List.of("--lambda=-1")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> explanations.page("none", List.of())).hasMessageContaining("no explanation");
  }
}
