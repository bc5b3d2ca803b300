package dev.lariat.io.image;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import dev.lariat.io.sql.PassingFile;
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
      try (CsvWriter out = writer(files, columns.size()).build(table)) {
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

  private static CsvWriter.CsvWriterBuilder writer(boolean files, int pixels) {
    return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).quoteStrategy(new Words(files, pixels));
  }

  /** Names and classes are words, whatever they look like; pixels are not. */
  private record Words(boolean files, int pixels) implements QuoteStrategy {
    @Override
    public boolean quoteValue(int line, int field, String value) {
      int pixel = files ? field - 1 : field;
      return line == 1 || pixel < 0 || pixel >= pixels;
    }
  }
}
