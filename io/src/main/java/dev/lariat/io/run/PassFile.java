package dev.lariat.io.run;

import dev.lariat.data.stream.PassLog;
import dev.lariat.io.AtomicFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The last finished pass of a fit in a file of its run directory, until the fit is there. */
public final class PassFile implements PassLog {
  /** Its name in a run directory. */
  public static final String NAME = "passes.state";
  private static final int FORMAT = 1;
  private static final double[] NOTHING = {};

  private final Path file;
  private final String fit;

  /**
   * In a folder.
   *
   * @param fit what identifies data and settings: a file of another fit is not looked at
   */
  public PassFile(Path folder, String fit) {
    file = folder.resolve(NAME);
    this.fit = fit;
  }

  /** An unreadable file is none: the fit begins anew. */
  @Override
  public double[] last() {
    if (!Files.exists(file)) {
      return NOTHING;
    }
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != FORMAT || !in.readUTF().equals(fit)) {
        return NOTHING;
      }
      double[] state = new double[in.readInt()];
      for (int i = 0; i < state.length; i++) {
        state[i] = in.readDouble();
      }
      return state;
    } catch (IOException _) {
      return NOTHING;
    }
  }

  @Override
  public void finished(double[] state) {
    AtomicFile.write(file, true, stream -> {
      var out = new DataOutputStream(stream);
      out.writeInt(FORMAT);
      out.writeUTF(fit);
      out.writeInt(state.length);
      for (double number : state) {
        out.writeDouble(number);
      }
      out.flush();
    });
  }

  /** Takes the file away, once the fit is there. */
  public void end() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
