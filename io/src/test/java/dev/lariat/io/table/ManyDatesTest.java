package dev.lariat.io.table;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.io.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A column told to hold dates, one of which is none. */
class ManyDatesTest {
  @TempDir
  Path folder;

  /** One pass over the dates: with one for every date this took minutes. */
  @Test
  @Timeout(60)
  void theBadDateIsFoundInOnePass() throws Exception {
    var lines = new StringBuilder("day,x\n");
    for (int day = 0; day < 40_000; day++) {
      lines.append(LocalDate.ofEpochDay(day)).append(",1\n");
    }
    Path file = Files.writeString(folder.resolve("days.csv"), lines.append("soon,2\n"));
    assertThatThrownBy(() -> Tables.read(file, TableOptions.none().kind("day", ColumnKind.DATE)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 40002")
        .hasMessageContaining("'soon' is not a date as the others are; write dates as 2026-07-30");
  }
}
