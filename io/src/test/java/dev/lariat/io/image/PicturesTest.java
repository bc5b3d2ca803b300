package dev.lariat.io.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.DataException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures from folders and IDX files. */
class PicturesTest {
  @TempDir
  private Path folder;

  private void picture(String name, int type, int height, int width) throws IOException {
    var picture = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (type == BufferedImage.TYPE_INT_RGB) {
          picture.setRGB(x, y, (10 * y + x) << 16 | 100 << 8 | 7);
        } else {
          picture.getRaster().setSample(x, y, 0, 10 * y + x);
        }
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(picture, "png", file.toFile())).isTrue();
  }

  /** The table, all brought to a size; without one they must have the first one's. */
  private List<String> table(Optional<Pictures.Size> size) throws IOException {
    Pictures pictures = Pictures.of(folder).orElseThrow();
    Pictures.Size used = size.orElse(pictures.size());
    return Files.readAllLines(
        pictures.table(used, size.isEmpty() ? Pictures.Sizing.REFUSE : Pictures.Sizing.RESIZE, PixelNames.of(used)));
  }

  private static Path table(Path file) {
    Pictures pictures = Pictures.of(file).orElseThrow();
    return pictures.table(pictures.size(), Pictures.Sizing.REFUSE, PixelNames.of(pictures.size()));
  }

  @Test
  void aFolderForEachClassIsATable() throws IOException {
    picture("dog/1.png", BufferedImage.TYPE_BYTE_GRAY, 2, 3);
    picture("cat, big/1.PNG", BufferedImage.TYPE_BYTE_GRAY, 2, 3);
    assertThat(Pictures.of(folder).orElseThrow().size()).hasToString("2x3");
    assertThat(table(Optional.empty())).containsExactly(
        "\"p0x0\",\"p0x1\",\"p0x2\",\"p1x0\",\"p1x1\",\"p1x2\",\"class\"", "0,1,2,10,11,12,\"cat, big\"",
        "0,1,2,10,11,12,\"dog\"");
  }

  @Test
  void coloursAreKeptWhereAClassHasSome() throws IOException {
    picture("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 2);
    picture("b/1.png", BufferedImage.TYPE_INT_RGB, 1, 2);
    assertThat(Pictures.of(folder).orElseThrow().size()).hasToString("1x2x3");
    assertThat(table(Optional.empty()).subList(1, 3)).containsExactly("0,0,0,1,1,1,\"a\"", "0,100,7,1,100,7,\"b\"");
    // ITU-R BT.601: 0.299 · 1 + 0.587 · 100 + 0.114 · 7 = 59.8
    assertThat(table(Optional.of(new Pictures.Size(1, 2, 1))).get(2)).isEqualTo("59,60,\"b\"");
  }

  @Test
  void otherSizesAreRefusedOrBroughtToOne() throws IOException {
    picture("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 2, 2);
    picture("b/1.png", BufferedImage.TYPE_BYTE_GRAY, 4, 4);
    assertThatThrownBy(() -> table(Optional.empty())).isInstanceOf(DataException.class)
        .hasMessageContaining("1.png has 4x4 pixels, not 2x2: --image 2x2 brings all pictures to that size");
    // Means of 2 × 2: (0 + 1 + 10 + 11) / 4 = 5.5
    assertThat(table(Optional.of(new Pictures.Size(2, 2, 1))).get(2)).isEqualTo("6,8,26,28,\"b\"");
    assertThat(table(Optional.of(new Pictures.Size(3, 1, 1))).get(1)).isEqualTo("1,1,11,\"a\"");
  }

  @Test
  void whatIsNoPictureIsSaidWithItsFile() throws IOException {
    picture("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 2, 2);
    Files.createDirectories(folder.resolve("b"));
    Path broken = Files.writeString(folder.resolve("b/broken.jpg"), "nothing");
    assertThatThrownBy(() -> Pictures.of(folder)).isInstanceOf(DataException.class)
        .hasMessageContaining(broken + " is no PNG or JPEG picture");
    Files.write(broken, cmyk());
    assertThatThrownBy(() -> Pictures.of(folder)).isInstanceOf(DataException.class)
        .hasMessageContaining(broken + " has colours of ink, CMYK: save it with red, green and blue");
    Files.delete(broken);
    Path cut = folder.resolve("b/cut.png");
    byte[] whole = Files.readAllBytes(folder.resolve("a/1.png"));
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Pictures.of(folder)).isInstanceOf(DataException.class)
        .hasMessageContaining(cut + " cannot be read as a picture: it is damaged");
  }

  /** A JPEG of four bands, of which Adobe's marker says that they are colours of ink. */
  private static byte[] cmyk() throws IOException {
    WritableRaster bands = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 2, 2, 4, null);
    var bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(new IIOImage(bands, null, null));
    } finally {
      writer.dispose();
    }
    byte[] plain = bytes.toByteArray();
    byte[] marker = {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 2};
    bytes.reset();
    bytes.write(plain, 0, 2);
    bytes.write(marker);
    bytes.write(plain, 2, plain.length - 2);
    return bytes.toByteArray();
  }

  @Test
  void coloursAmongGrayPicturesAreNotLostUnsaid() throws IOException {
    picture("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 2);
    picture("a/2.png", BufferedImage.TYPE_INT_RGB, 1, 2);
    assertThatThrownBy(() -> table(Optional.empty())).isInstanceOf(DataException.class)
        .hasMessageContaining("2.png has colours, where the others are gray: --image 1x2 makes all gray, "
            + "--image 1x2x3 keeps colours");
    assertThat(table(Optional.of(new Pictures.Size(1, 2, 3)))).hasSize(3);
  }

  @Test
  void whatIsLeftOutIsCounted() throws IOException {
    picture("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 2);
    picture("b/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 2);
    picture("3.png", BufferedImage.TYPE_BYTE_GRAY, 1, 2);
    Files.writeString(folder.resolve("a/notes.txt"), "x");
    assertThat(Pictures.of(folder).orElseThrow().notes()).containsExactly(
        folder.getFileName() + ": 2 pictures of 2 classes, a folder for each", "2 files of " + folder.getFileName()
            + " are left out, such as " + Path.of("a", "notes.txt") + ": no PNG or JPEG in a folder of a class");
    Files.createDirectories(folder.resolve("NA"));
    picture("NA/1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 2);
    assertThatThrownBy(() -> Pictures.of(folder)).isInstanceOf(DataException.class)
        .hasMessageContaining("is named as a missing value is spelt: rename the folder");
  }

  @Test
  void picturesWithoutClassesKeepTheirNames() throws IOException {
    picture("2.png", BufferedImage.TYPE_BYTE_GRAY, 1, 2);
    picture("1.png", BufferedImage.TYPE_BYTE_GRAY, 1, 2);
    Pictures pictures = Pictures.of(folder).orElseThrow();
    assertThat(pictures.classes()).isEmpty();
    assertThat(pictures.namedTable(pictures.size(), Pictures.Sizing.REFUSE, List.of("a", "b")))
        .hasContent("\"file\",\"a\",\"b\"\n\"1.png\",0,1\n\"2.png\",0,1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2x3", "1x1", "12x11x3"})
  void pixelsAreNamedByTheirPlaces(String words) {
    int[] sides = Arrays.stream(words.split("x")).mapToInt(Integer::parseInt).toArray();
    var size = new Pictures.Size(sides[0], sides[1], sides.length == 3 ? 3 : 1);
    List<String> names = PixelNames.of(size);
    assertThat(names).hasSize(size.numbers()).doesNotHaveDuplicates();
    assertThat(PixelNames.size(names)).contains(size);
    assertThat(PixelNames.size(names.reversed())).isEqualTo(names.size() == 1 ? Optional.of(size) : Optional.empty());
    assertThat(PixelNames.likely(names)).isEmpty();
  }

  @Test
  void numberedColumnsMayBePixels() {
    var names = IntStream.range(0, 784).mapToObj(i -> "pixel" + i).toList();
    assertThat(PixelNames.likely(names)).contains(new Pictures.Size(28, 28, 1));
    assertThat(PixelNames.size(names)).isEmpty();
    assertThat(PixelNames.likely(names.subList(1, 784))).isEmpty();
    assertThat(PixelNames.likely(IntStream.rangeClosed(1, 64).mapToObj(i -> "p" + i).toList()))
        .contains(new Pictures.Size(8, 8, 1));
    assertThat(PixelNames.likely(List.of("p0", "p1", "p2", "p3"))).isEmpty();
  }

  @Test
  void foldersOfTablesAreNoPictures() throws IOException {
    Files.writeString(folder.resolve("part.csv"), "a,b\n1,2\n");
    assertThat(Pictures.of(folder)).isEmpty();
    assertThat(Pictures.of(folder.resolve("part.csv"))).isEmpty();
    assertThat(Pictures.of(folder.resolve("none"))).isEmpty();
  }

  private Path idx(String name, int magic, int[] sizes, int... bytes) throws IOException {
    var all = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(name.endsWith(".gz") ? new GZIPOutputStream(all) : all)) {
      out.writeInt(magic);
      for (int size : sizes) {
        out.writeInt(size);
      }
      for (int value : bytes) {
        out.write(value);
      }
    }
    return Files.write(folder.resolve(name), all.toByteArray());
  }

  @Test
  void anIdxFileFindsItsLabels() throws IOException {
    Path images = idx("train-images-idx3-ubyte.gz", 0x0803, new int[]{2, 1, 2}, 0, 255, 7, 8);
    Pictures bare = Pictures.of(images).orElseThrow();
    assertThat(bare.classes()).isEmpty();
    assertThat(bare.toLabel()).isEqualTo("put train-labels-idx1-ubyte beside it");
    idx("train-labels-idx1-ubyte", 0x0801, new int[]{2}, 5, 9);
    assertThat(Pictures.of(images).orElseThrow().notes())
        .containsExactly("train-images-idx3-ubyte: 2 pictures, labels from train-labels-idx1-ubyte beside it");
    assertThat(table(images)).hasContent("\"p0x0\",\"p0x1\",\"class\"\n0,255,\"5\"\n7,8,\"9\"\n");
    idx("train-labels-idx1-ubyte", 0x0801, new int[]{3}, 5, 9, 1);
    assertThatThrownBy(() -> Pictures.of(images)).isInstanceOf(DataException.class)
        .hasMessageContaining("has 3 labels, and");
    Path cut = idx("cut-images-idx3-ubyte", 0x0803, new int[]{2, 1, 2}, 0, 255, 7);
    assertThatThrownBy(() -> table(cut)).isInstanceOf(DataException.class)
        .hasMessageContaining("ends before the last of its 2 images");
  }
}
