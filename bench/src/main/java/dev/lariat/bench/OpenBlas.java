package dev.lariat.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * OpenBLAS' sgemm on one thread, on arrays of the Java heap without copying; the native library comes out of bytedeco's
 * jar.
 */
final class OpenBlas {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  private final MethodHandle sgemm;

  @SuppressWarnings("restricted") // native access is what this class is for
  OpenBlas() throws IOException {
    Path folder = Files.createTempDirectory("lariat-openblas");
    for (String name : List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0")) {
      try (InputStream in = OpenBlas.class.getResourceAsStream("/org/bytedeco/openblas/linux-x86_64/" + name)) {
        if (in == null) {
          throw new IOException(name + " is not in the OpenBLAS jar: the comparison runs on Linux, x86-64, only");
        }
        Files.copy(in, folder.resolve(name));
      }
    }
    SymbolLookup library = SymbolLookup.libraryLookup(folder.resolve("libopenblas.so.0"), Arena.global());
    Linker linker = Linker.nativeLinker();
    var i = ValueLayout.JAVA_INT;
    var f = ValueLayout.JAVA_FLOAT;
    var p = ValueLayout.ADDRESS;
    try {
      linker.downcallHandle(library.findOrThrow("openblas_set_num_threads"), FunctionDescriptor.ofVoid(i)).invoke(1);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    sgemm = linker.downcallHandle(library.findOrThrow("cblas_sgemm"),
        FunctionDescriptor.ofVoid(i, i, i, i, i, i, f, p, i, p, i, f, p, i), Linker.Option.critical(true));
  }

  /** C = op(A)·op(B), C m × n. */
  void product(boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, float[] b, float[] c) {
    try {
      sgemm.invokeExact(ROW_MAJOR, transposeA ? TRANSPOSED : PLAIN, transposeB ? TRANSPOSED : PLAIN, m, n, k, 1f,
          MemorySegment.ofArray(a), transposeA ? m : k, MemorySegment.ofArray(b), transposeB ? k : n, 0f,
          MemorySegment.ofArray(c), n);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
