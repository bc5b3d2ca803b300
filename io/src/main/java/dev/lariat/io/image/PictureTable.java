package dev.lariat.io.image;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.lariat.io.sql.PassingFile;
import dev.lariat.io.sql.QuotedWords;
import java.io.IOException;
import java.io.UncheckedIOException;
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
      // A size in the name tells models of columns which pictures they were trained on.
      Path table = PassingFile.named(pictures.name() + "-" + size);
      int first = files ? 1 : 0;
      try (CsvWriter out = QuotedWords.writer(field -> field >= first && field < first + columns.size()).build(table)) {
        var record = new ArrayList<String>();
        if (files) {
          record.add(Pictures.FILE);
        }
        record.addAll(columns);
        if (labelled) {
          record.add(Pictures.CLASS);
        }
        out.writeRecord(record);
        pictures.each(size, sizing, (pixels, label, file) -> {
          record.clear();
          if (files) {
            record.add(file);
          }
          for (double pixel : pixels) {
            record.add(NpyPictures.text(pixel));
          }
          if (labelled) {
            record.add(label);
          }
          out.writeRecord(record);
        });
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the pictures as a table: " + e.getMessage(), e);
    }
  }
}
