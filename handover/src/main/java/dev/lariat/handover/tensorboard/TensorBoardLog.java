package dev.lariat.handover.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Value;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A TensorBoard event file: scalars, histograms and hyperparameters. Every call is on the disk when it returns, so that
 * {@code tensorboard --logdir} follows a run. The messages' field numbers are those of TensorFlow's {@code event.proto}
 * and {@code summary.proto} and of TensorBoard's {@code plugins/hparams}.
 */
public final class TensorBoardLog implements AutoCloseable {
  private static final String HYPERPARAMETERS = "hparams";
  private static final int SUCCESS = 1;
  /** How TensorBoard knows an event file. */
  private static final String EVENTS = "events.out.tfevents.";

  private final OutputStream out;
  private final Path file;

  private TensorBoardLog(OutputStream out, Path file) {
    this.out = out;
    this.file = file;
  }

  /**
   * Begins a log.
   *
   * @param folder made if missing; one folder is one run in TensorBoard
   * @throws UncheckedIOException if it cannot be written, or holds a run already
   */
  public static TensorBoardLog open(Path folder) {
    try {
      Files.createDirectories(folder);
      requireUnused(folder);
      long seconds = System.currentTimeMillis() / 1000;
      Path file = folder.resolve(EVENTS + seconds + "." + ProcessHandle.current().pid() + ".lariat");
      var log = new TensorBoardLog(new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)),
          file);
      log.event(0, event -> event.writeString(3, "brain.Event:2"));
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that no run is in a folder or below it: TensorBoard would draw two runs of one folder as one curve.
   *
   * @throws UncheckedIOException if there is one
   */
  public static void requireUnused(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new UncheckedIOException(new IOException(folder + " is a file: TensorBoard's runs take a folder"));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      if (files.anyMatch(file -> file.getFileName().toString().startsWith(EVENTS))) {
        throw new IOException(folder
            + " holds a run for TensorBoard already, and two would be one curve: give another folder, or delete it");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file that is written. */
  public Path file() {
    return file;
  }

  /** One point of a curve. */
  public void scalar(String tag, long step, double value) {
    summary(step, written -> {
      written.writeString(1, tag);
      written.writeFloat(2, (float) value);
    });
  }

  /**
   * How values are distributed at a step.
   *
   * @param values not modified
   */
  public void histogram(String tag, long step, float[] values) {
    Histogram histogram = Histogram.of(values);
    byte[] message = message(written -> {
      written.writeDouble(1, histogram.min());
      written.writeDouble(2, histogram.max());
      written.writeDouble(3, (double) histogram.count());
      written.writeDouble(4, histogram.sum());
      written.writeDouble(5, histogram.sumOfSquares());
      written.writeByteArray(6, packed(histogram.limits()));
      written.writeByteArray(7, packed(histogram.counts()));
    });
    summary(step, written -> {
      written.writeString(1, tag);
      written.writeByteArray(5, message);
    });
  }

  /**
   * The run's settings and the curves by which runs are compared, for TensorBoard's HParams page. To be written once,
   * first.
   *
   * @param settings values are numbers, booleans or are shown as text
   * @param metrics tags of scalars
   */
  public void hyperparameters(Map<String, ?> settings, Collection<String> metrics) {
    double now = System.currentTimeMillis() / 1e3;
    byte[] experiment = message(written -> {
      written.writeDouble(3, now);
      for (var setting : settings.entrySet()) {
        written.writeByteArray(4, message(info -> {
          info.writeString(1, setting.getKey());
          info.writeEnum(4, switch (setting.getValue()) {
            case Boolean _ -> 2;
            case Number _ -> 3;
            case null, default -> 1;
          });
        }));
      }
      for (String metric : metrics) {
        written.writeByteArray(5,
            message(info -> info.writeByteArray(1, message(name -> name.writeString(2, metric)))));
      }
    });
    byte[] start = message(written -> {
      for (var setting : settings.entrySet()) {
        byte[] value = value(setting.getValue()).toByteArray();
        written.writeByteArray(1, message(entry -> {
          entry.writeString(1, setting.getKey());
          entry.writeByteArray(2, value);
        }));
      }
      written.writeDouble(5, now);
    });
    plugin("_hparams_/experiment", 2, experiment);
    plugin("_hparams_/session_start_info", 3, start);
  }

  /** Says to TensorBoard that the run is over, and closes the file. */
  @Override
  public void close() {
    double now = System.currentTimeMillis() / 1e3;
    plugin("_hparams_/session_end_info", 4, message(written -> {
      written.writeEnum(1, SUCCESS);
      written.writeDouble(2, now);
    }));
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Value value(Object setting) {
    return switch (setting) {
      case Boolean b -> Value.newBuilder().setBoolValue(b).build();
      case Number n -> Value.newBuilder().setNumberValue(n.doubleValue()).build();
      case null, default -> Value.newBuilder().setStringValue(String.valueOf(setting)).build();
    };
  }

  /**
   * A summary without a value that carries a plugin's own message; an empty float tensor stands for the value, as
   * TensorBoard itself writes it.
   */
  private void plugin(String tag, int field, byte[] content) {
    byte[] data = message(written -> written.writeByteArray(field, content));
    byte[] metadata = message(written -> written.writeByteArray(1, message(plugin -> {
      plugin.writeString(1, HYPERPARAMETERS);
      plugin.writeByteArray(2, data);
    })));
    byte[] empty = message(tensor -> {
      tensor.writeEnum(1, 1);
      tensor.writeByteArray(2, message(shape -> shape.writeBytes(2, ByteString.EMPTY)));
    });
    summary(0, written -> {
      written.writeString(1, tag);
      written.writeByteArray(8, empty);
      written.writeByteArray(9, metadata);
    });
  }

  private void summary(long step, Message value) {
    byte[] summary = message(written -> written.writeByteArray(1, message(value)));
    event(step, event -> event.writeByteArray(5, summary));
  }

  private void event(long step, Message content) {
    try {
      RecordFile.append(message(event -> {
        event.writeDouble(1, System.currentTimeMillis() / 1e3);
        event.writeInt64(2, step);
        content.writeTo(event);
      }), out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("cannot write " + file + ": " + e.getMessage(), e));
    }
  }

  /** The fields of a protobuf message. */
  private interface Message {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Message message) {
    var bytes = new ByteArrayOutputStream();
    try {
      var out = CodedOutputStream.newInstance(bytes);
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] packed(double[] values) {
    return message(out -> {
      for (double value : values) {
        out.writeDoubleNoTag(value);
      }
    });
  }
}
