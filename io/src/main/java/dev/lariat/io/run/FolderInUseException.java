package dev.lariat.io.run;

import java.io.Serial;
import java.nio.file.Path;

/** The folder of a study is locked: another process, or this one, works in it. */
public final class FolderInUseException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  /** @param folder the locked one */
  public FolderInUseException(Path folder) {
    super("the run directory " + folder + " is in use by another lariat");
  }
}
