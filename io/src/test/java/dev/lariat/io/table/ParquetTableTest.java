package dev.lariat.io.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Schema;
import dev.lariat.io.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTableTest {
  @TempDir
  private Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = ParquetTableTest.class.getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    return file;
  }

  @Test
  void readsEveryKind() throws IOException {
    Dataset data = Tables.read(file("kinds.parquet"));
    assertThat(data.rows()).isEqualTo(30);
    assertThat(data.notes()).containsExactly("column 'list' is nested and is left out");
    assertThat(data.columns().stream().map(Column::kind)).containsExactly(ColumnKind.NUMERIC, ColumnKind.NUMERIC,
        ColumnKind.NUMERIC, ColumnKind.NUMERIC, ColumnKind.CATEGORY, ColumnKind.CATEGORY, ColumnKind.BOOLEAN,
        ColumnKind.DATE, ColumnKind.DATE, ColumnKind.NUMERIC);
    for (int row = 0; row < 30; row++) {
      assertThat(data.column("whole").number(row)).isEqualTo(Double.valueOf(row == 3 ? Double.NaN : row % 7));
      assertThat(data.column("large").number(row)).isEqualTo(row * 1e10);
      assertThat(data.column("real").number(row))
          .isEqualTo(Double.valueOf(row == 4 || row == 5 ? Double.NaN : row / 8.0));
      assertThat(data.column("single").number(row)).isEqualTo(row / 4.0);
      assertThat(data.column("colour").text(row))
          .isEqualTo(row == 2 ? null : List.of("red", "green", "blue").get(row % 3));
      assertThat(data.column("postcode").text(row)).isEqualTo("0" + row % 4);
      assertThat(data.column("member").number(row)).isEqualTo(1 - row % 2);
      assertThat(data.column("day").number(row)).isEqualTo(20454 + row);
      assertThat(data.column("moment").number(row)).isCloseTo(20454.5 + row / 24.0, Offset.offset(1e-9));
      assertThat(data.column("price").number(row)).isEqualTo(Double.parseDouble("0." + row / 10 + row % 10));
    }
  }

  @Test
  void readsGzippedPages() throws IOException {
    assertThat(Tables.read(file("gzip.parquet")).rows()).isEqualTo(30);
  }

  @Test
  void streamsByASchema() throws IOException {
    Schema schema = new Schema(List.of(new Schema.Field("colour", ColumnKind.CATEGORY, null, true),
        new Schema.Field("whole", ColumnKind.CATEGORY, null, true),
        new Schema.Field("gone", ColumnKind.NUMERIC, null, false)));
    int rows = 0;
    try (TableStream stream = Tables.stream(file("kinds.parquet"), schema, 7)) {
      while (stream.hasNext()) {
        Dataset chunk = stream.next();
        assertThat(chunk.columns().stream().map(Column::name)).containsExactly("whole", "colour");
        assertThat(chunk.column("whole").text(0)).isEqualTo(Integer.toString(rows % 7));
        rows += chunk.rows();
      }
    }
    assertThat(rows).isEqualTo(30);
  }

  @Test
  void namesAMissingColumn() throws IOException {
    Path file = file("kinds.parquet");
    Schema schema = new Schema(List.of(new Schema.Field("color", ColumnKind.CATEGORY, null, true)));
    assertThatThrownBy(() -> Tables.read(file, schema)).isInstanceOf(DataException.class)
        .hasMessage("no column 'color' in kinds.parquet: did you mean 'colour'?");
  }

  @Test
  void refusesBrokenFiles() throws IOException {
    byte[] whole = Files.readAllBytes(file("kinds.parquet"));
    Path broken = folder.resolve("broken.parquet");
    for (int length : new int[]{4, 12, whole.length / 2, whole.length - 9, whole.length - 1}) {
      Files.write(broken, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Tables.read(broken)).as("%d bytes", length)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(broken + " cannot be read as Parquet: ")
          .hasMessageEndingWith("; write or download it again")
          .hasMessageNotContainingAny("\n");
    }
    Files.writeString(broken, "a,b\n1,2\n");
    assertThatThrownBy(() -> Tables.read(broken)).isInstanceOf(DataException.class)
        .hasMessage(broken + " is not a Parquet file: it does not start with PAR1; copy or write it again");
  }

  @Test
  void saysWhichCodecIsNotThere() throws Exception {
    assertWithout("net.jpountz.", "lz4.parquet",
        file -> file + " cannot be read as Parquet: Cannot read LZ4_RAW-compressed Parquet file: "
            + "required library not found; put at.yawk.lz4:lz4-java on the class path, "
            + "or write the file with another compression, such as zstd");
  }

  @Test
  void saysWhatToAddWhereHardwoodIsAbsent() throws Exception {
    assertWithout("dev.hardwood.", "kinds.parquet", file -> file + " is a Parquet file: to read those, "
        + "put dev.hardwood:hardwood-core on the class path, or save the table as CSV");
  }

  private void assertWithout(String hidden, String name, UnaryOperator<String> message) throws Exception {
    Path file = file(name);
    try (Hiding loader = new Hiding(hidden)) {
      var read = loader.loadClass(Tables.class.getName()).getMethod("read", Path.class);
      assertThatThrownBy(() -> read.invoke(null, file)).isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessage(message.apply(file.toString()));
    }
  }

  /** Loads our classes and Hardwood's anew, and knows no class whose name starts as told. */
  private static final class Hiding extends URLClassLoader {
    private final String hidden;

    Hiding(String hidden) {
      super(new URL[0], ParquetTableTest.class.getClassLoader());
      this.hidden = hidden;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(hidden)) {
        throw new ClassNotFoundException(name);
      }
      boolean anew = name.startsWith("dev.lariat.") || name.startsWith("dev.hardwood.");
      if (!anew || findLoadedClass(name) != null) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
