package dev.lariat.handover.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.linear.Family;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JavaLinearFitTest {
  /** All but cox and that of several targets, which are not written as programs. */
  static List<Family> families() {
    return Family.known().stream().filter(family -> family.survival().isEmpty() && family.targets(2) == 1).toList();
  }

  /** The emitted program says Family.gaussian(), Family.tweedie(1.5): a method that exists and makes this family. */
  @ParameterizedTest
  @MethodSource("families")
  void aFamilyIsMadeByTheMethodThatIsEmitted(Family family) throws ReflectiveOperationException {
    String call = JavaLinearFit.family(family);
    String method = call.substring(0, call.indexOf('('));
    double[] values = family.parameters().values().stream().mapToDouble(Double::doubleValue).toArray();
    Class<?>[] types = new Class<?>[values.length];
    Arrays.fill(types, double.class);
    Object made = Family.class.getMethod(method, types).invoke(null, Arrays.stream(values).boxed().toArray());
    assertThat(made).isEqualTo(family);
    assertThat(call).isEqualTo(method + Arrays.toString(values).replace('[', '(').replace(']', ')'));
  }
}
