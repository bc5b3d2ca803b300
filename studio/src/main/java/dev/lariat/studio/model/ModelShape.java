package dev.lariat.studio.model;

import dev.lariat.data.Schema;
import dev.lariat.io.image.Pictures;
import dev.lariat.io.image.PixelNames;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.Shape;
import dev.lariat.studio.table.RowShape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a model takes a row for, where it is a picture or a series.
 *
 * @param shape of the row
 * @param places of each of the model's columns among the row's numbers
 */
record ModelShape(RowShape shape, List<Integer> places) {
  /** Copies the places. */
  ModelShape {
    places = List.copyOf(places);
  }

  /** {@return the shape of a model's rows; empty where they are columns and nothing more} */
  static Optional<ModelShape> of(Model model, List<Schema.Field> fields) {
    List<String> columns = fields.stream().map(Schema.Field::name).toList();
    Optional<Network> network = switch (model) {
      case NetworkModel one -> Optional.of(one.plan().network());
      case EnsembleModel many -> Optional.of(many.members().getFirst().plan().network());
      case LinearModel _,TrivialModel _ -> Optional.empty();
    };
    Optional<RowShape> taken = network.filter(one -> !one.layers().isEmpty())
        .flatMap(one -> one.layers().getFirst() instanceof Reshape(var shape) ? taken(shape) : Optional.empty());
    Optional<RowShape> shape = taken.or(() -> RowShape.named(columns)).or(() -> spanned(columns));
    return shape.flatMap(found -> placed(found, columns));
  }

  /** What a network takes a row for; empty where a row is columns. */
  private static Optional<RowShape> taken(Shape shape) {
    return switch (shape) {
      case Shape.Image image -> Optional.of(new RowShape("image", image.height(), image.width(), image.channels()));
      case Shape.Sequence series -> Optional.of(new RowShape("series", series.length(), 1, series.channels()));
      case Shape.Vector _ -> Optional.empty();
    };
  }

  /** Pixels that are the same in all pictures are not among the columns that a model uses. */
  private static Optional<RowShape> spanned(List<String> columns) {
    return columns.isEmpty()
        ? Optional.empty()
        : PixelNames.span(columns).map(size -> new RowShape("image", size.height(), size.width(), size.channels()));
  }

  private static Optional<ModelShape> placed(RowShape shape, List<String> columns) {
    if (shape.numbers() == columns.size()) {
      return Optional.of(new ModelShape(shape, IntStream.range(0, columns.size()).boxed().toList()));
    }
    if (!shape.kind().equals("image") || (shape.channels() != 1 && shape.channels() != 3)) {
      return Optional.empty();
    }
    List<String> names = PixelNames.of(new Pictures.Size(shape.height(), shape.width(), shape.channels()));
    List<Integer> places = columns.stream().map(names::indexOf).toList();
    return places.contains(-1) ? Optional.empty() : Optional.of(new ModelShape(shape, places));
  }
}
