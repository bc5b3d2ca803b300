package dev.lariat.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.kernel.KernelCases.Size;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector kernels have the bits of the plain ones, at every width, interpreted and compiled. */
class VectorKernelsTest {
  private static final String VECTOR = "--add-modules=jdk.incubator.vector";

  @TempDir
  private Path folder;

  @Test
  void haveTheBitsOfThePlainOnes() {
    long seed = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      Size size = i == 0 ? Size.LARGE : Size.MEDIUM;
      assertSameBits(KernelCases.results(Kernels.best(), seed + i, size), seed + i, size);
    }
  }

  /** 512 bits are emulated where the machine has less; the bits are the same. */
  @ParameterizedTest
  @Tag("slow")
  @ValueSource(strings = {"-Dlariat.vectorBits=128 -Xint", "-Dlariat.vectorBits=512 -Xint",
      "-Dlariat.vectorBits=256 -Xint"})
  void haveTheseBitsAtEveryWidthInterpreted(String options) throws Exception {
    long seed = System.nanoTime();
    List<String> lines = run(seed, Size.SMALL, 1, VECTOR, options);
    assertThat(lines).contains("vector-" + options.substring(20, 23));
  }

  /** Early compilation by C1 and C2, the results of each repetition compared. */
  @ParameterizedTest
  @Tag("slow")
  @ValueSource(strings = {"-Dlariat.vectorBits=128 -XX:CompileThresholdScaling=0.05",
      "-XX:CompileThresholdScaling=0.05", "-XX:UseAVX=1 -XX:CompileThresholdScaling=0.05"})
  void keepTheirBitsWhenCompiled(String options) throws Exception {
    run(System.nanoTime(), Size.MEDIUM, 2, VECTOR, options);
  }

  @Test
  void withoutTheModuleThePlainOnesRunAndOneLineNamesTheFlag() throws Exception {
    List<String> lines = run(1, Size.SMALL, 1, "-Dx=y", "-Xshare:auto");
    assertThat(lines).contains("plain").filteredOn(l -> l.contains("--add-modules jdk.incubator.vector")).hasSize(1);
  }

  @Test
  void aDifferenceIsShownWithItsPlace() {
    Map<String, double[]> expected = Map.of("dot [3]", new double[]{1, Double.NaN, 0.5, -0.0});
    assertThat(KernelCases.firstDifference(expected, Map.of("dot [3]", new double[]{1, Double.NaN, 0.5, -0.0})))
        .isEmpty();
    assertThat(KernelCases.firstDifference(expected, Map.of("dot [3]", new double[]{1, Double.NaN, 0.75, 0.0})))
        .hasValue("dot [3], element 2: expected 0.5 (0x1.0p-1), but was 0.75 (0x1.8p-1); 2 of 4 numbers differ");
  }

  private static void assertSameBits(Map<String, double[]> actual, long seed, Size size) {
    Map<String, double[]> expected = KernelCases.results(Kernels.plain(), seed, size);
    assertThat(KernelCases.firstDifference(expected, actual)).as("KernelCases.results(..., %dL, %s)", seed, size)
        .isEmpty();
  }

  /** Runs the cases in a virtual machine of other options, compares them with the plain kernels here. */
  private List<String> run(long seed, Size size, int repetitions, String module, String options)
      throws IOException, InterruptedException {
    String classes = location(Kernels.class) + java.io.File.pathSeparator + location(KernelCases.class);
    Path file = folder.resolve("results");
    List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), module));
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of("-cp", classes, KernelCases.class.getName(), Long.toString(seed), size.name(),
        Integer.toString(repetitions), file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(process.waitFor()).as("%s%n%s", command, lines).isZero();
    assertSameBits(KernelCases.read(file), seed, size);
    return lines;
  }

  private static String location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
