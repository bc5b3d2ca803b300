package dev.lariat.io.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays of NumPy, as {@code numpy.save} writes them (NEP 1). */
class NpyPicturesTest {
  @TempDir
  private Path folder;

  private Path array(String name, String type, String fortran, String shape, byte[] bytes) throws IOException {
    String header = "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
    header += " ".repeat(63 - (header.length() + 10) % 64) + "\n";
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(bytes);
    return Files.write(folder.resolve(name), out.toByteArray());
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private static List<String> table(Path file) throws IOException {
    Pictures pictures = Pictures.of(file).orElseThrow();
    return Files.readAllLines(pictures.table(pictures.size(), Pictures.Sizing.REFUSE, PixelNames.of(pictures.size())));
  }

  @Test
  void numbersAndTheLabelsBesideThem() throws IOException {
    Path file = array("runs.npy", "<f4", "False", "(2, 1, 2)", floats(0.5f, -3, Float.NaN, 7));
    assertThat(table(file)).containsExactly("\"p0x0\",\"p0x1\"", "0.5,-3", "NaN,7");
    array("runs_labels.npy", "<i8", "False", "(2,)", new byte[]{4, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0});
    assertThat(table(file)).containsExactly("\"p0x0\",\"p0x1\",\"class\"", "0.5,-3,\"4\"", "NaN,7,\"2\"");
    assertThat(Pictures.of(file).orElseThrow().notes())
        .containsExactly("runs: 2 pictures, labels from runs_labels.npy beside it");
  }

  @Test
  void bytesAndWordsAndPairsOfNames() throws IOException {
    Path file = array("x_train.npy", "|u1", "False", "(2, 1, 1, 3)", new byte[]{1, 2, (byte) 255, 4, 5, 6});
    array("y_train.npy", "<U1", "False", "(2, 1)", new byte[]{'b', 0, 0, 0, 'a', 0, 0, 0});
    assertThat(table(file)).containsExactly("\"p0x0r\",\"p0x0g\",\"p0x0b\",\"class\"", "1,2,255,\"b\"", "4,5,6,\"a\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {">f4 | False | (1, 1, 1) | big-endian", "<f4 | True | (1, 1, 1) | Fortran's order",
      "|O | False | (1, 1, 1) | objects of Python", "<f2 | False | (1, 1, 1) | elements of the type f2",
      "<f4 | False | (4,) | has the shape (4): images are", "<f4 | False | (2, 2, 2) | ends before the last"})
  void whatCannotBeReadIsRefusedWithTheReason(String line) throws IOException {
    String[] parts = line.split(" \\| ", -1);
    Path file = array("a.npy", parts[0], parts[1], parts[2], floats(1));
    assertThatThrownBy(() -> table(file)).isInstanceOf(DataException.class)
        .hasMessageContaining("a.npy")
        .hasMessageContaining(parts[3]);
  }
}
