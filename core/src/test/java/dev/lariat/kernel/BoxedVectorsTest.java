package dev.lariat.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import org.junit.jupiter.api.Test;

/**
 * No vector is an argument or a result of a method of ours. Whether C2 inlines such a method depends on what it
 * compiled before, and where it does not, the vector is allocated in every step.
 */
class BoxedVectorsTest {
  @Test
  void noVectorMeetsACall() throws Exception {
    List<String> found = new ArrayList<>();
    int classes = 0;
    Path folder = Path.of(Kernels.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .resolve(Path.of("dev", "lariat", "kernel"));
    for (String file : new File(folder.toString()).list((_, name) -> name.endsWith(".class"))) {
      if (file.startsWith("package-info")) {
        continue;
      }
      classes++;
      Class<?> type = Class.forName("dev.lariat.kernel." + file.substring(0, file.length() - ".class".length()));
      Arrays.stream(type.getDeclaredMethods())
          .filter(BoxedVectorsTest::meetsVector)
          .forEach(m -> found.add(m.toString()));
    }
    assertThat(classes).isGreaterThan(10);
    assertThat(found).isEmpty();
  }

  @Test
  void isSeen() throws NoSuchMethodException {
    assertThat(meetsVector(BoxedVectorsTest.class.getDeclaredMethod("box", FloatVector.class))).isTrue();
  }

  private static boolean meetsVector(Method method) {
    return Stream.concat(Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes()))
        .anyMatch(type -> Vector.class.isAssignableFrom(type) || VectorMask.class.isAssignableFrom(type));
  }

  @SuppressWarnings({"unused", "EffectivelyPrivate"}) // found by its name
  static void box(FloatVector vector) {}
}
