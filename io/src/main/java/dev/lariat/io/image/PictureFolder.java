package dev.lariat.io.image;

import dev.lariat.data.DataException;
import dev.lariat.data.NumberText;
import dev.lariat.io.column.Missing;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A folder of one folder per class with pictures, PNG or JPEG; or one of pictures whose classes are not known. */
final class PictureFolder implements Pictures {
  private final Path folder;
  private final List<Entry> entries;
  private final List<String> classes;
  private final List<Path> others;
  private final Size size;

  /**
   * A picture.
   *
   * @param label its class; empty where classes are not known
   */
  private record Entry(Path file, String label) {}

  private PictureFolder(Path folder, List<Entry> entries, List<Path> others) {
    this.folder = folder;
    this.entries = entries;
    this.others = others;
    this.classes = entries.stream().map(Entry::label).distinct().filter(label -> !label.isEmpty()).toList();
    this.size = firstSize();
  }

  static Optional<PictureFolder> of(Path folder) throws IOException {
    var entries = new ArrayList<Entry>();
    var loose = new ArrayList<Entry>();
    var others = new ArrayList<Path>();
    for (Path each : sorted(folder)) {
      if (Files.isDirectory(each)) {
        String label = each.getFileName().toString();
        for (Path file : sorted(each)) {
          if (isPicture(file)) {
            entries.add(new Entry(file, label));
          } else {
            others.add(file);
          }
        }
      } else if (isPicture(each)) {
        loose.add(new Entry(each, ""));
      } else {
        others.add(each);
      }
    }
    if (entries.isEmpty()) {
      return loose.isEmpty() ? Optional.empty() : Optional.of(new PictureFolder(folder, loose, others));
    }
    loose.forEach(entry -> others.add(entry.file));
    var pictures = new PictureFolder(folder, entries, others);
    for (String label : pictures.classes) {
      if (Missing.is(label)) {
        throw new DataException(folder.resolve(label) + " is named as a missing value is spelt: rename the folder");
      }
    }
    return Optional.of(pictures);
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg")) && Files.isRegularFile(file);
  }

  /** The first picture's; colours where any of the classes' first pictures has some. */
  private Size firstSize() {
    Size first = null;
    int channels = 1;
    String label = null;
    for (Entry entry : entries) {
      if (!entry.label.equals(label)) {
        Size found = read(entry.file).size();
        first = first == null ? found : first;
        channels = Math.max(channels, found.channels());
        label = entry.label;
      }
    }
    return new Size(first.height(), first.width(), channels);
  }

  @Override
  public Size size() {
    return size;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public boolean named() {
    return true;
  }

  @Override
  public String name() {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? "pictures" : name.toString();
  }

  @Override
  public String toLabel() {
    return "put them into a folder for each class";
  }

  @Override
  public List<String> notes() {
    var notes = new ArrayList<String>();
    notes.add(name() + ": " + NumberText.count(entries.size(), "picture")
        + (classes.isEmpty()
            ? ""
            : " of " + classes.size() + (classes.size() == 1 ? " class" : " classes") + ", a folder for each"));
    if (!others.isEmpty()) {
      notes.add(NumberText.count(others.size(), "file") + " of " + name() + (others.size() == 1 ? " is" : " are")
          + " left out, such as " + folder.relativize(others.getFirst()) + ": no PNG or JPEG in a folder of a class");
    }
    return notes;
  }

  @Override
  public void each(Size wanted, Sizing sizing, Consumer consumer) throws IOException {
    for (Entry entry : entries) {
      Pixels picture = read(entry.file);
      Size found = picture.size();
      String name = folder.relativize(entry.file).toString().replace('\\', '/');
      boolean fits = found.height() == wanted.height() && found.width() == wanted.width();
      boolean losesColours = found.channels() > wanted.channels();
      Pixels made = switch (sizing) {
        case RESIZE -> fits ? picture.channels(wanted.channels()) : picture.resized(wanted);
        case REFUSE -> {
          if (!fits) {
            throw new DataException(entry.file + " has " + found.height() + "x" + found.width() + " pixels, not "
                + wanted.height() + "x" + wanted.width() + ": --image " + wanted + " brings all pictures to that size");
          }
          if (losesColours) {
            throw new DataException(entry.file + " has colours, where the others are gray: --image " + wanted
                + " makes all gray, --image " + wanted + "x3 keeps colours");
          }
          yield picture.channels(wanted.channels());
        }
      };
      consumer.accept(made.numbers(), entry.label, name);
    }
  }

  private static Pixels read(Path file) {
    try {
      BufferedImage picture = ImageIO.read(file.toFile());
      if (picture == null) {
        throw new DataException(file + " is no PNG or JPEG picture, though its name says so");
      }
      if (picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
        throw new DataException(file + " has colours of ink, CMYK: save it with red, green and blue");
      }
      return Pixels.of(picture);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new DataException(file + " cannot be read as a picture: it is damaged, or of an unknown kind", e);
    }
  }
}
