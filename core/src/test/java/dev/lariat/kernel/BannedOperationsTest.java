package dev.lariat.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Operations of the Vector API whose bits differ between the interpreter and C2: a sum of lanes has no fixed order, and
 * exp and the like come from a library.
 */
class BannedOperationsTest {
  private static final Pattern BANNED = Pattern.compile(
      "reduceLanes|VectorOperators\\.(EXP|EXPM1|LOG|LOG10|LOG1P|TANH|SINH|COSH|POW|SIN|COS|TAN|ASIN|ACOS|ATAN|ATAN2|CBRT|HYPOT)\\b|"
          + "\\.lanewise\\((EXP|LOG|TANH|POW)\\b|import static jdk\\.incubator\\.vector");

  @Test
  void areNotUsed() throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    // the generator of kernels, too
    try (Stream<Path> paths = Files.walk(Path.of(System.getProperty("lariat.repository"), "core", "src", "main"))) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".java")).toList()) {
        files++;
        for (String line : Files.readAllLines(path)) {
          if (BANNED.matcher(line).find()) {
            found.add(path.getFileName() + ": " + line.strip());
          }
        }
      }
    }
    assertThat(files).isGreaterThan(10);
    assertThat(found).isEmpty();
    assertThat(BANNED.matcher("v.reduceLanes(VectorOperators.ADD)").find()).isTrue();
    assertThat(BANNED.matcher("v.lanewise(VectorOperators.EXP)").find()).isTrue();
  }
}
