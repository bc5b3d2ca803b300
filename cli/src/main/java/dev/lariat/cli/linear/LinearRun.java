package dev.lariat.cli.linear;

import dev.lariat.io.AtomicFile;
import dev.lariat.io.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** What a run of {@code lariat linear} leaves beside its model: the text, the JSON and the page, to be shown again. */
public final class LinearRun {
  private static final String TEXT = "linear.txt";
  private static final String JSON = "linear.json";

  private LinearRun() {}

  /** Whether a folder is of such a run. */
  public static boolean is(Path run) {
    return Files.isRegularFile(run.resolve(JSON));
  }

  /** Writes all three. */
  public static void write(Path run, String text, String json, String page, boolean overwrite) {
    write(run.resolve(TEXT), text, overwrite);
    write(run.resolve(JSON), json, overwrite);
    write(run.resolve(LinearPage.NAME), page, overwrite);
  }

  /** Writes a page to a file. */
  public static void write(Path file, String content, boolean overwrite) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, overwrite, stream -> stream.write(bytes));
  }

  /** {@return the text of a run} */
  public static String text(Path run) {
    return read(run.resolve(TEXT));
  }

  /** {@return the JSON of a run} */
  public static String json(Path run) {
    Path file = run.resolve(JSON);
    JsonText.object(file, JsonMapper.shared(), "path of Lariat", "repeat its command with --force");
    return read(file);
  }

  /** {@return the page of a run} */
  public static String page(Path run) {
    return read(run.resolve(LinearPage.NAME));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
