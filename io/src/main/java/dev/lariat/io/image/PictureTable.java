package dev.lariat.io.image;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pictures, written as a table: all that reads tables then reads pictures, too. */
final class PictureTable {
  private PictureTable() {}

  static Path write(Pictures pictures, Pictures.Size size, Pictures.Sizing sizing, List<String> columns,
      boolean files) {
    if (columns.size() != size.numbers()) {
      throw new IllegalArgumentException(
          "pictures of " + size + " have " + size.numbers() + " numbers, and not " + columns.size());
    }
    boolean labelled = !pictures.classes().isEmpty();
    try {
      Path folder = Files.createTempDirectory("lariat");
      // A size in the name tells models of columns which pictures they were trained on.
      Path table = folder.resolve(pictures.name() + "-" + size);
      folder.toFile().deleteOnExit();
      table.toFile().deleteOnExit();
      try (BufferedWriter out = Files.newBufferedWriter(table)) {
        var header = new ArrayList<>(columns.stream().map(PictureTable::quoted).toList());
        if (files) {
          header.addFirst(Pictures.FILE);
        }
        if (labelled) {
          header.addLast(Pictures.CLASS);
        }
        out.append(String.join(",", header)).append('\n');
        var line = new StringBuilder();
        pictures.each(size, sizing, (pixels, label, file) -> {
          line.setLength(0);
          if (files) {
            line.append(quoted(file)).append(',');
          }
          for (int pixel : pixels) {
            line.append(pixel).append(',');
          }
          if (labelled) {
            line.append(quoted(label));
          } else {
            line.setLength(line.length() - 1);
          }
          out.append(line).append('\n');
        });
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the pictures as a table: " + e.getMessage(), e);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
