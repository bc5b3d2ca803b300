package dev.lariat.net.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.kernel.Kernels;
import java.io.File;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationTest {
  /**
   * What an epoch itself needs besides its copy of the weights: its record and the heads of its arrays (11 kB). A boxed
   * 128-bit vector in each of 500 steps would be 24 kB more.
   */
  private static final int EPOCH_BYTES = 16_000;
  /** About 20 are enough: compiled code allocates in the first epoch after compilation as much as in any later one. */
  private static final int MOST_EPOCHS = 400;

  /**
   * Compiled beside the training, and (the other order of compilation, and so other choices of C2 what to inline)
   * before it goes on.
   */
  @ParameterizedTest
  @Tag("slow")
  @CsvSource({"-XX:+BackgroundCompilation, Infinity", "-XX:-BackgroundCompilation, 1"})
  void aStepAllocatesNothing(String option, String clipNorm) throws Exception {
    String classes = location(Kernels.class) + File.pathSeparator + location(AllocationMeter.class);
    Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
        "--add-modules=jdk.incubator.vector", option, "-cp", classes, AllocationMeter.class.getName(),
        Integer.toString(EPOCH_BYTES), Integer.toString(MOST_EPOCHS), clipNorm)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    String[] output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().split(" ", 2);
    assertThat(Integer.parseInt(output[0])).as("bytes of 500 steps in epoch %s", output[1])
        .isLessThanOrEqualTo(EPOCH_BYTES);
  }

  private static String location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
