package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A column that is not learnt from is told of once. */
class LeftOutColumnsTest {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"fit --dry-run", "fit --dry-run --models linear", "linear", "linear --stream",
      "train --epochs 1", "train --epochs 1 --stream"})
  void anIdentifierIsToldOfOnce(String command) throws IOException {
    var text = new StringBuilder("id,x,c,y\n");
    for (int row = 1; row <= 120; row++) {
      text.append(row).append(',').append(Math.sin(row)).append(",7,").append(Math.cos(0.3 * row)).append('\n');
    }
    Path run = folder.resolve("run");
    var words = new ArrayList<Object>(List.of(command.split(" ")));
    words.add(1, Files.writeString(folder.resolve("t.csv"), text));
    words.addAll(List.of("--target", "y", "--out", run));
    Outcome outcome = Outcome.of(words.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat((outcome.err() + outcome.out()).lines())
        .filteredOn(line -> line.contains("'id'") || line.contains("identifier"))
        .singleElement()
        .asString()
        .startsWith("note: column 'id' looks like an identifier of the rows and is left out; --kinds id=category");
    assertThat(outcome.out()).contains("left out: c (constant)");
    if (command.equals("linear")) { // who reads it again does not see the note
      assertThat(Outcome.of("report", run).out()).contains("left out: c (constant), id (identifier-like)");
    }
  }
}
