package dev.lariat.io.stream;

import java.io.IOException;
import java.io.Serial;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/** A run directory is locked: another process, or this one, works in it. */
public final class FolderInUseException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  /** @param folder the locked one */
  public FolderInUseException(Path folder) {
    super("the run directory " + folder + " is in use by another lariat");
  }

  /**
   * Locks a file until it is closed.
   *
   * @param folder that it is in
   * @throws FolderInUseException if another process, or another thread of this one, has locked it
   */
  public static void unlessLocked(FileChannel file, Path folder) throws IOException {
    try {
      if (file.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException _) {
      // This process has.
    }
    throw new FolderInUseException(folder);
  }
}
