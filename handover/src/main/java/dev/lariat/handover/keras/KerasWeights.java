package dev.lariat.handover.keras;

import dev.lariat.data.DataException;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The HDF5 file of a Keras file: {@code layers/dense_1/vars/0} and so on. Links, compressed and scattered data, which
 * Keras does not write, are refused.
 */
final class KerasWeights implements AutoCloseable {
  private final Path file;
  private final long bytes;
  private final HdfFile hdf;

  /**
   * An array.
   *
   * @param shape sizes by axis
   * @param values row-major
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Array(int[] shape, float[] values) {}

  private KerasWeights(Path file, long bytes, HdfFile hdf) {
    this.file = file;
    this.bytes = bytes;
    this.hdf = hdf;
  }

  static KerasWeights of(Path file, byte[] weights) {
    return sound(file, () -> new KerasWeights(file, weights.length, HdfFile.fromBytes(weights)));
  }

  /**
   * The variables of a layer, in the order in which it made them; none if it has none.
   *
   * @param layer its folder; of a layer inside of it the way there, with slashes
   */
  List<Array> variables(String layer) {
    return sound(file, () -> {
      Group folder = group(hdf, "layers");
      for (String step : layer.split("/", -1)) {
        folder = group(folder, step);
      }
      Group vars = group(folder, "vars");
      var arrays = new ArrayList<Array>();
      Node node = child(vars, "0");
      while (node != null) {
        arrays.add(array(node, layer + "/vars/" + arrays.size()));
        node = child(vars, String.valueOf(arrays.size()));
      }
      return arrays;
    });
  }

  private Group group(Group parent, String name) {
    Node node = child(parent, name);
    if (!(node instanceof Group group)) {
      throw KerasArchive.broken(file, "its weights have no folder " + name + " in " + printable(parent));
    }
    return group;
  }

  private Node child(Group parent, String name) {
    Node node = parent.getChild(name);
    if (node != null && node.isLink()) {
      throw KerasArchive.broken(file, "its weights hold a link, " + name + " in " + printable(parent));
    }
    return node;
  }

  private static String printable(Node node) {
    return KerasArchive.printable(String.valueOf(node.getName()));
  }

  private Array array(Node node, String name) {
    if (!(node instanceof Dataset dataset)) {
      throw KerasArchive.broken(file, "its " + name + " is no array");
    }
    long[] extents = dataset.getDimensionsAsLong();
    long size = 1;
    for (long extent : extents) {
      if (extent < 0 || extents.length > 8 || (extent > 0 && size > bytes / extent)) {
        throw KerasArchive.broken(file, "its " + name + " has the impossible shape " + Arrays.toString(extents));
      }
      size *= extent;
    }
    if (!(dataset.getDataType() instanceof FloatingPoint number) || (number.getSize() != 4 && number.getSize() != 8)) {
      throw new DataException(file + ": its " + name
          + " is not of 32-bit or 64-bit floats, which Lariat reads: save it again with the dtype policy float32");
    }
    boolean whole = dataset.getDataLayout() == DataLayout.CONTIGUOUS || dataset.getDataLayout() == DataLayout.COMPACT;
    if (!whole || dataset.getStorageInBytes() > bytes || size * number.getSize() > bytes) {
      throw KerasArchive.broken(file, "its " + name + " is compressed, in chunks or larger than the file");
    }
    float[] values = switch (dataset.getDataFlat()) {
      case float[] floats -> floats;
      case double[] doubles -> {
        float[] narrowed = new float[doubles.length];
        for (int i = 0; i < narrowed.length; i++) {
          narrowed[i] = (float) doubles[i];
        }
        yield narrowed;
      }
      case null, default -> throw KerasArchive.broken(file, "its " + name + " cannot be read");
    };
    if (values.length != size) {
      throw KerasArchive.broken(file, "its " + name + " holds " + values.length + " numbers for " + size);
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw KerasArchive.broken(file, "its " + name + " holds " + value);
      }
    }
    return new Array(Arrays.stream(extents).mapToInt(Math::toIntExact).toArray(), values);
  }

  private interface Reading<T> {
    T read();
  }

  /** Whatever a damaged file makes jHDF throw is said in one line. */
  private static <T> T sound(Path file, Reading<T> reading) {
    try {
      return reading.read();
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw KerasArchive.broken(file, "its weights cannot be read ("
          + KerasArchive.printable(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ")");
    }
  }

  @Override
  public void close() {
    hdf.close();
  }
}
