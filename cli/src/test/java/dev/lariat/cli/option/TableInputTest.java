package dev.lariat.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TableInputTest {
  @Command
  private static final class Words {
    @Mixin
    private TableInput input;
  }

  private static TableInput input(String... words) {
    var told = new Words();
    new CommandLine(told).parseArgs(words);
    return told.input;
  }

  private static Dataset table(String... names) {
    return Dataset.of("t",
        List.of(names).stream().map(name -> new NumericColumn(name, new double[]{1, 2, 4})).toList());
  }

  private static List<String> names(Dataset table) {
    return table.columns().stream().map(Column::name).toList();
  }

  @Test
  void anotherTableIsWithoutWhatIsDroppedWhereverTheFirstWasReadWithoutIt() {
    TableInput input = input("t.csv", "--target", "y", "--task", "regression", "--drop", "a");
    assertThat(names(input.marked(table("a", "x", "y")))).containsExactly("x", "y");
    assertThat(names(input.marked(input.table(table("x", "y"))))).containsExactly("x", "y");
    assertThat(names(input.marked(table("a", "x", "y")))).containsExactly("x", "y");
  }

  @Test
  void whatWasNeverThereCannotBeDropped() {
    TableInput input = input("t.csv", "--target", "y", "--task", "regression", "--drop", "a");
    assertThatThrownBy(() -> input.marked(table("x", "y"))).isInstanceOf(DataException.class)
        .hasMessageContaining("no column 'a'");
  }
}
