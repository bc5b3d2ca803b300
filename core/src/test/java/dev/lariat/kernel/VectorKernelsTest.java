package dev.lariat.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.kernel.KernelCases.Size;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector kernels have the bits of the plain ones, at every width, interpreted and compiled. */
class VectorKernelsTest {
  private static final String VECTOR = "--add-modules=jdk.incubator.vector";

  @Test
  void haveTheBitsOfThePlainOnes() {
    long seed = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      Size size = i == 0 ? Size.LARGE : Size.MEDIUM;
      Map<String, Integer> expected = KernelCases.hashes(Kernels.plain(), seed + i, size);
      Map<String, Integer> actual = KernelCases.hashes(Kernels.best(), seed + i, size);
      assertThat(actual).as("KernelCases.hashes(..., %dL, %s)", seed + i, size).isEqualTo(expected);
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
    assertThat(lines).last().as("seed %d", seed).isEqualTo(plain(seed, Size.SMALL));
    assertThat(lines).contains("vector-" + options.substring(20, 23));
  }

  /** Early compilation by C1 and C2, the results of each repetition compared. */
  @ParameterizedTest
  @Tag("slow")
  @ValueSource(strings = {"-Dlariat.vectorBits=128 -XX:CompileThresholdScaling=0.05",
      "-XX:CompileThresholdScaling=0.05", "-XX:UseAVX=1 -XX:CompileThresholdScaling=0.05"})
  void keepTheirBitsWhenCompiled(String options) throws Exception {
    long seed = System.nanoTime();
    List<String> lines = run(seed, Size.MEDIUM, 2, VECTOR, options);
    assertThat(lines).last().as("seed %d", seed).isEqualTo(plain(seed, Size.MEDIUM));
  }

  @Test
  void withoutTheModuleThePlainOnesRunAndOneLineNamesTheFlag() throws Exception {
    List<String> lines = run(1, Size.SMALL, 1, "-Dx=y", "-Xshare:auto");
    assertThat(lines).contains("plain").filteredOn(l -> l.contains("--add-modules jdk.incubator.vector")).hasSize(1);
    assertThat(lines).last().isEqualTo(plain(1, Size.SMALL));
  }

  private static String plain(long seed, Size size) {
    return Integer.toString(KernelCases.hashes(Kernels.plain(), seed, size).hashCode());
  }

  private static List<String> run(long seed, Size size, int repetitions, String module, String options)
      throws IOException, InterruptedException {
    String classes = location(Kernels.class) + java.io.File.pathSeparator + location(KernelCases.class);
    List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), module));
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of("-cp", classes, KernelCases.class.getName(), Long.toString(seed), size.name(),
        Integer.toString(repetitions)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(process.waitFor()).as("%s%n%s", command, lines).isZero();
    return lines;
  }

  private static String location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
