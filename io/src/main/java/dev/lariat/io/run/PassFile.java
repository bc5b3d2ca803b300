package dev.lariat.io.run;

import dev.lariat.data.stream.PassLog;
import dev.lariat.io.AtomicFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The last finished pass of a fit in a file of its run directory, until the fit is there. */
public final class PassFile implements PassLog {
  /** Its name in a run directory. */
  public static final String NAME = "passes.state";
  private static final int FORMAT = 3;
  private static final double[] NOTHING = {};

  private final Path file;
  private final byte[] fit;

  /**
   * In a folder.
   *
   * @param fit what identifies data and settings: a file of another fit is not looked at
   */
  public PassFile(Path folder, String fit) {
    this(folder, NAME, fit);
  }

  private PassFile(Path folder, String name, String fit) {
    file = folder.resolve(name);
    this.fit = fit.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Of one of several trainings in a folder, {@code passes-0.state} and so on.
   *
   * @param number of the training
   * @param fit what identifies data and settings
   */
  public static PassFile numbered(Path folder, int number, String fit) {
    return new PassFile(folder, "passes-" + number + ".state", fit);
  }

  /** An unreadable file is none: the fit begins anew. */
  @Override
  public double[] last() {
    if (!Files.exists(file)) {
      return NOTHING;
    }
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != FORMAT || in.readInt() != fit.length || !Arrays.equals(in.readNBytes(fit.length), fit)) {
        return NOTHING;
      }
      int length = in.readInt();
      if (length < 0 || length > Files.size(file) / Double.BYTES) {
        return NOTHING;
      }
      double[] state = new double[length];
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
      out.writeInt(fit.length);
      out.write(fit);
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
