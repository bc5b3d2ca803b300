package dev.lariat.io.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for what a table is made of and no file holds: tables are read more than once. */
public final class PassingFile {
  private PassingFile() {}

  /**
   * {@return the place of a file that does not exist yet, in a folder of its own; both go with the JVM}
   *
   * @param name which messages say
   */
  public static Path named(String name) throws IOException {
    Path folder = Files.createTempDirectory("lariat");
    Path file = folder.resolve(name);
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
    return file;
  }
}
