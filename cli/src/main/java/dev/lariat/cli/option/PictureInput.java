package dev.lariat.cli.option;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.io.image.Pictures;
import dev.lariat.io.image.PixelNames;
import dev.lariat.io.stream.TableFiles;
import dev.lariat.io.table.TableOptions;
import dev.lariat.net.layer.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Pictures in place of a table: which size they have or are brought to, and the table that they become. */
public final class PictureInput {
  @Option(names = "--image", paramLabel = "HxW[xC]", description = "Each row is an image of this height and width, of 1 channel or C: a table's columns are its pixels, line by line, the channels of a pixel together; pictures are brought to this size. Without it pictures must have one size.")
  private String image;

  private Optional<Pictures> pictures = Optional.empty();
  private final Map<Path, Path> tables = new HashMap<>(); // what pictures became

  /**
   * Looks whether DATA is pictures, and whether they can be learnt from.
   *
   * @param data null where the table comes from elsewhere
   * @param target null where none was told
   */
  void check(Path data, String target) {
    told();
    pictures = data == null ? Optional.empty() : Pictures.of(data);
    if (pictures.isEmpty() || (target != null && !target.equals(Pictures.CLASS))) {
      return;
    }
    List<String> classes = pictures.get().classes();
    if (classes.isEmpty()) {
      throw new DataException(data + " has pictures, and nothing says their classes: " + pictures.get().toLabel());
    }
    if (classes.size() == 1) {
      throw new DataException(
          data + " has pictures of one class only, '" + classes.getFirst() + "', so there is nothing to tell apart");
    }
  }

  /** {@return whether DATA is pictures} */
  public boolean isGiven() {
    return pictures.isPresent();
  }

  /** {@return what {@code --image} says} */
  public Optional<Shape.Image> told() {
    return Optional.ofNullable(image).map(DescribedLayers::image);
  }

  /** {@return the size of the pictures that DATA is, as they are learnt from} */
  public Optional<Shape.Image> found() {
    return pictures.map(_ -> told().orElse(shape(size())));
  }

  private Pictures.Size size() {
    return told().map(PictureInput::size).orElseGet(() -> pictures.orElseThrow().size());
  }

  private static Pictures.Size size(Shape.Image shape) {
    return new Pictures.Size(shape.height(), shape.width(), shape.channels());
  }

  /**
   * {@return a size in words}
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Shape.Image read(String words) {
    return DescribedLayers.image(words);
  }

  /** {@return the size of pictures for a network} */
  public static Shape.Image shape(Pictures.Size size) {
    return new Shape.Image(size.height(), size.width(), size.channels());
  }

  /** {@return the size of the images whose pixels the columns are named after; empty where another one is told} */
  public static Optional<Shape.Image> pixels(Dataset data, TableInput input) {
    Optional<Shape.Image> told = input.pictures().told();
    List<String> names = data.features()
        .stream()
        .map(Column::name)
        .filter(name -> !name.equals(input.target()) && !input.weights().equals(Optional.of(name)))
        .toList();
    return PixelNames.size(names).map(PictureInput::shape).filter(size -> told.isEmpty() || told.get().equals(size));
  }

  /** {@return the target where none was told; null where there is no usual one} */
  String target() {
    return isGiven() ? Pictures.CLASS : null;
  }

  /** {@return a folder's name is a class, also where it is a number} */
  TableOptions kinds(TableOptions options, Task task) {
    return isGiven() && task != Task.REGRESSION && !options.kinds().containsKey(Pictures.CLASS)
        ? options.kind(Pictures.CLASS, ColumnKind.CATEGORY)
        : options;
  }

  /** {@return the table that pictures become; what is no pictures as it is} */
  Path table(Path data) {
    if (data == null) {
      return null;
    }
    return tables.computeIfAbsent(data, path -> Pictures.of(path).map(other -> {
      Pictures.Size wanted = isGiven() ? size() : told().map(PictureInput::size).orElseGet(other::size);
      return other.table(wanted, image == null ? Pictures.Sizing.REFUSE : Pictures.Sizing.RESIZE,
          PixelNames.of(wanted));
    }).orElse(path));
  }

  /** {@return what was found in DATA, each a line} */
  List<String> notes() {
    return pictures.map(Pictures::notes).orElse(List.of());
  }

  /** {@return why a folder is no DATA} */
  static DataException noData(Path folder) {
    String below = "";
    try (Stream<Path> files = Files.list(folder)) {
      below = files.filter(Files::isDirectory)
          .sorted()
          .filter(each -> TableFiles.hasTables(each) || Pictures.of(each).isPresent())
          .findFirst()
          .map(each -> "; " + each + " has")
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
    }
    return new DataException(
        "the folder " + folder + " has no tables, and no folders with PNG or JPEG pictures" + below);
  }
}
