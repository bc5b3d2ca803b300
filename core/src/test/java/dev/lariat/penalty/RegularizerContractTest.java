package dev.lariat.penalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every regularizer; a newcomer that is not in {@link #made} or {@link RegularizerKind} fails here. */
class RegularizerContractTest {
  private static final WeightShape SHAPE = new WeightShape(3, 2, new int[]{0, 0, 1});

  private final Random random = new Random(2);

  private static Map<Class<? extends Regularizer>, List<DoubleFunction<Regularizer>>> made() {
    var all = new LinkedHashMap<Class<? extends Regularizer>, List<DoubleFunction<Regularizer>>>();
    all.put(L1.class, List.of(Penalty::l1));
    all.put(L2.class, List.of(Penalty::l2));
    all.put(ElasticNet.class, List.of(s -> Penalty.elasticNet(s, 0.3), s -> Penalty.elasticNet(s, 1)));
    all.put(GroupLasso.class,
        Arrays.stream(GroupBy.values())
            .map(by -> (DoubleFunction<Regularizer>) s -> Penalty.groupLasso(s, by))
            .toList());
    all.put(MaxNorm.class, List.of(MaxNorm::new));
    all.put(Decay.class, List.of(Decay::new));
    return all;
  }

  static Stream<DoubleFunction<Regularizer>> regularizers() {
    return made().values().stream().flatMap(List::stream);
  }

  static Stream<DoubleFunction<Penalty>> penalties() {
    return regularizers().filter(make -> make.apply(1) instanceof Penalty)
        .map(make -> strength -> (Penalty) make.apply(strength));
  }

  private static Stream<Class<?>> leaves(Class<?> sealed) {
    Class<?>[] permitted = sealed.getPermittedSubclasses();
    return permitted == null ? Stream.of(sealed) : Arrays.stream(permitted).flatMap(RegularizerContractTest::leaves);
  }

  /** A custom penalty is its user's: it has no name in files. */
  @Test
  void everyRegularizerIsInTheList() {
    Set<Class<?>> ours = leaves(Regularizer.class).filter(type -> type != CustomPenalty.class)
        .collect(Collectors.toSet());
    assertThat(RegularizerKind.ALL.stream().<Class<?>>map(RegularizerKind::type).toList())
        .containsExactlyInAnyOrderElementsOf(ours);
    assertThat(made().keySet().stream().<Class<?>>map(type -> type).toList()).containsExactlyInAnyOrderElementsOf(ours);
    assertThat(RegularizerKind.ALL.stream().map(RegularizerKind::fileName)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("regularizers")
  void itsNameSaysItsStrengthAndStrengthsAreChecked(DoubleFunction<Regularizer> make) {
    assertThat(make.apply(0.0625).name()).contains("0.0625");
    assertThat(make.apply(0.0625)).isEqualTo(make.apply(0.0625)).isNotEqualTo(make.apply(0.125));
    for (double bad : new double[]{-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> make.apply(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private float[] weights() {
    float[] w = new float[SHAPE.size()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) random.nextGaussian();
    }
    return w;
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void thePenaltyIsAConvexEvenFunctionThatIsZeroAtZero(DoubleFunction<Penalty> make) {
    Penalty penalty = make.apply(0.4);
    assertThat(penalty.value(new float[SHAPE.size()], SHAPE)).isZero();
    for (int trial = 0; trial < 20; trial++) {
      float[] a = weights();
      float[] b = weights();
      float[] middle = new float[a.length];
      float[] minus = new float[a.length];
      for (int i = 0; i < a.length; i++) {
        middle[i] = (a[i] + b[i]) / 2;
        minus[i] = -a[i];
      }
      double ofA = penalty.value(a, SHAPE);
      assertThat(ofA).isPositive();
      assertThat(penalty.value(minus, SHAPE)).isEqualTo(ofA);
      assertThat(make.apply(0.8).value(a, SHAPE)).as("it is λ times something").isCloseTo(2 * ofA, within(1e-9));
      assertThat(penalty.value(middle, SHAPE)).isLessThanOrEqualTo((ofA + penalty.value(b, SHAPE)) / 2 + 1e-6);
    }
  }

  /** Where no weight is 0 the penalty has a gradient: minus this is the one loss gradient that is stationary. */
  @ParameterizedTest
  @MethodSource("penalties")
  void theDistanceToAStationaryPointIsZeroUnderMinusThePenaltysGradient(DoubleFunction<Penalty> make) {
    Penalty penalty = make.apply(0.4);
    float[] w = weights();
    float[] gradient = new float[w.length];
    float step = 0x1p-10f;
    for (int i = 0; i < w.length; i++) {
      float old = w[i];
      w[i] = old + step;
      double up = penalty.value(w, SHAPE);
      w[i] = old - step;
      double down = penalty.value(w, SHAPE);
      w[i] = old;
      gradient[i] = (float) -((up - down) / ((double) (old + step) - (double) (old - step)));
    }
    assertThat(penalty.subgradientDistance(w, gradient, SHAPE)).isLessThan(1e-3);
    gradient[1] += 0.5f;
    assertThat(penalty.subgradientDistance(w, gradient, SHAPE)).isGreaterThan(0.3);
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void lambdaMaxIsWhereZeroStopsBeingStationary(DoubleFunction<Penalty> make) {
    float[] zero = new float[SHAPE.size()];
    float[] gradient = weights();
    double max = make.apply(1).lambdaMax(gradient, SHAPE);
    if (Double.isInfinite(max)) {
      assertThat(make.apply(1e6).subgradientDistance(zero, gradient, SHAPE)).as("no λ makes zeros").isPositive();
      return;
    }
    assertThat(make.apply(max * (1 + 1e-9)).subgradientDistance(zero, gradient, SHAPE)).isZero();
    assertThat(make.apply(max * 0.99).subgradientDistance(zero, gradient, SHAPE)).isPositive();
  }
}
