package dev.lariat.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.kernel.Kernels;
import java.io.File;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AllocationTest {
  /** What an epoch itself needs: its record and its result with a copy of the weights (15 kB); a boxed vector in each of 500 steps would be 24 kB more. */
  private static final long EPOCH_BYTES = 22_000;

  @Test
  @Tag("slow")
  void aStepAllocatesNothing() throws Exception {
    String classes = location(Kernels.class) + File.pathSeparator + location(AllocationMeter.class);
    Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
        "--add-modules=jdk.incubator.vector",
        "-cp", classes, AllocationMeter.class.getName(), "100", Long.toString(EPOCH_BYTES))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(Long.parseLong(output)).as("bytes in an epoch of 500 steps").isLessThanOrEqualTo(EPOCH_BYTES);
  }

  private static String location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
