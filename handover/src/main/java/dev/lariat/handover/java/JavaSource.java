package dev.lariat.handover.java;

import dev.lariat.data.DataException;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.Network;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Descriptions as the Java that makes them: every one of ours is a record, so its components are its constructor's
 * arguments.
 */
final class JavaSource {
  /** The network; embeddings are left to the trainer, which makes them from the table. */
  String network(Network network, boolean embeds) {
    List<Layer> layers = embeds
        ? network.layers().stream().filter(layer -> !(layer instanceof Embedding)).toList()
        : network.layers();
    return "new Network(List.of(\n        "
        + layers.stream().map(this::value).collect(Collectors.joining(",\n        ")) + "),\n        "
        + value(network.output()) + ", " + value(network.outputInitializer()) + ")";
  }

  /** A description. */
  String record(Object description) {
    return value(description);
  }

  private String value(Object value) {
    return switch (value) {
      case Double number -> number.isInfinite() ? "Double.POSITIVE_INFINITY" : Double.toString(number);
      case Float number -> number + "f";
      case Long number -> number + "L";
      case Integer number -> number.toString();
      case Boolean truth -> truth.toString();
      case String text -> quoted(text);
      case Enum<?> constant ->
        constant.getDeclaringClass().getCanonicalName().replaceFirst("^dev\\.lariat\\.([a-z]+\\.)+", "") + "."
            + constant.name();
      case OptionalInt optional ->
        optional.isPresent() ? "OptionalInt.of(" + optional.getAsInt() + ")" : "OptionalInt.empty()";
      case Set<?> set -> set.stream().map(this::value).collect(Collectors.joining(", ", "Set.of(", ")"));
      case List<?> list -> list.stream().map(this::value).collect(Collectors.joining(", ", "List.of(", ")"));
      case Record description -> construct(description);
      default ->
        throw new DataException(value.getClass().getSimpleName() + " is Java code of yours: it has no translation");
    };
  }

  private String construct(Record description) {
    var arguments = new ArrayList<String>();
    for (RecordComponent component : description.getClass().getRecordComponents()) {
      try {
        arguments.add(value(component.getAccessor().invoke(description)));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(component + " cannot be read", e);
      }
    }
    String type = description.getClass().getCanonicalName().replaceFirst("^dev\\.lariat\\.([a-z]+\\.)+", "");
    return "new " + type + "(" + String.join(", ", arguments) + ")";
  }

  /** A Java string literal. */
  static String quoted(String text) {
    var literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> literal.append('\\').append(c);
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        case '\t' -> literal.append("\\t");
        default -> literal.append(c);
      }
    }
    return literal.append('"').toString();
  }
}
