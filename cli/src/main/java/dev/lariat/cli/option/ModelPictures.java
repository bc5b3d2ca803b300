package dev.lariat.cli.option;

import dev.lariat.data.DataException;
import dev.lariat.data.Schema;
import dev.lariat.io.image.Pictures;
import dev.lariat.io.sequence.SequenceLayout;
import dev.lariat.io.image.PixelNames;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.layer.Shape;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pictures for a model: the size that it was trained on, and what it calls the pixels. */
final class ModelPictures {
  /** How the table of the training pictures was named. */
  private static final Pattern NAMED = Pattern.compile(".*-(\\d{1,5})x(\\d{1,5})(x3)?");

  private final Model model;
  private final Path path;

  /**
   * For a model.
   *
   * @param path for messages
   */
  ModelPictures(Model model, Path path) {
    this.model = model;
    this.path = path;
  }

  /**
   * {@return a table of the pictures that DATA is, which the model can read; what is no pictures as it is}
   *
   * @param told what {@code --image} says; null where nothing is
   * @param keep the columns that are written in front; modified: the files' names come first
   * @param err for what was found
   */
  Path data(Path data, String told, List<String> keep, PrintWriter err) {
    Optional<Pictures> pictures = data.toString().equals("-") ? Optional.empty() : Pictures.of(data);
    if (pictures.isEmpty()) {
      if (told != null) {
        throw new IllegalArgumentException("--image brings pictures to a size, and " + data + " has none");
      }
      return data;
    }
    pictures.get().notes().forEach(note -> err.println("note: " + note));
    if (pictures.get().named() && !keep.contains(Pictures.FILE)) {
      keep.addFirst(Pictures.FILE);
    }
    return table(pictures.get(), told);
  }

  private Path table(Pictures pictures, String told) {
    Pictures.Size size = size().orElseGet(pictures::size);
    Optional<Shape.Image> wanted = Optional.ofNullable(told).map(PictureInput::read);
    if (wanted.isPresent() && !wanted.get().equals(PictureInput.shape(size))) {
      throw new IllegalArgumentException("--image " + told + ": " + path + " takes pictures of " + size);
    }
    return pictures.namedTable(size, told == null ? Pictures.Sizing.REFUSE : Pictures.Sizing.RESIZE, names(size));
  }

  /** {@return the size of the pictures that it was trained on; empty where it does not look at any} */
  private Optional<Pictures.Size> size() {
    Optional<Shape.Image> image = switch (model) {
      case NetworkModel network -> network.plan().network().image();
      case EnsembleModel ensemble -> ensemble.members().getFirst().plan().network().image();
      case LinearModel _,TrivialModel _ -> Optional.empty();
    };
    if (image.isPresent()) {
      return image.map(shape -> new Pictures.Size(shape.height(), shape.width(), shape.channels()));
    }
    List<String> columns = columns();
    Optional<Pictures.Size> span = PixelNames.span(columns);
    if (span.isEmpty() && !columns.isEmpty()) {
      throw new DataException(path + " was not trained on pictures: it uses the column '"
          + columns.stream()
              .filter(name -> PixelNames.span(List.of(name)).isEmpty())
              .findFirst()
              .orElse(columns.getFirst())
          + "'");
    }
    Matcher named = NAMED.matcher(model.provenance().data());
    return span.map(least -> named.matches()
        ? new Pictures.Size(Integer.parseInt(named.group(1)), Integer.parseInt(named.group(2)),
            named.group(3) == null ? 1 : 3)
        : least);
  }

  /** {@return the columns of the pixels, by the names that the model has for them where it uses all} */
  private List<String> names(Pictures.Size size) {
    List<String> columns = columns();
    return columns.size() == size.numbers() ? columns : PixelNames.of(size);
  }

  private List<String> columns() {
    return model.preprocessing()
        .schema()
        .fields()
        .stream()
        .map(Schema.Field::name)
        .filter(name -> !name.equals(SequenceLayout.STEPS)) // of an array of series, some of which end early
        .toList();
  }
}
