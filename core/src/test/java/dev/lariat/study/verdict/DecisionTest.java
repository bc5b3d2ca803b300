package dev.lariat.study.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.study.candidate.Candidate;
import dev.lariat.study.candidate.LinearRegularizer;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.statistics.Interval;
import dev.lariat.study.statistics.LossTable;
import dev.lariat.study.statistics.Pairing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionTest {
  private static final Pairing FIVE = Pairing.folds(5, 1, 0.25);
  private static final Candidate LASSO = LinearRegularizer.L1.candidate(ModelKind.LINEAR);
  private static final Candidate STOPPED = Candidate.earlyStopping();

  private static LossTable table(double... losses) {
    return new LossTable(List.of(Strength.ZERO), new double[]{0}, new double[][]{losses}, FIVE);
  }

  private static Map<Candidate, LossTable> tables(LossTable trivial, LossTable none, LossTable lasso) {
    var tables = new LinkedHashMap<Candidate, LossTable>();
    tables.put(Candidate.trivial(), trivial);
    tables.put(Candidate.none(), none);
    tables.put(LASSO, lasso);
    return tables;
  }

  @Test
  void theLowestExpectedLossIsUsedHoweverUnsure() {
    // The lasso gains 0.2 on average; its interval reaches far beyond 0.
    var tables = tables(table(9, 9, 9, 9, 9), table(3, 3, 3, 3, 3), table(1, 5, 1.5, 4, 2.5));
    assertThat(FIVE.difference(tables.get(LASSO).losses(0), tables.get(Candidate.none()).losses(0)).contains(0))
        .isTrue();
    assertThat(new Decision(tables).use()).isEqualTo(LASSO);
  }

  @Test
  void ofEqualsTheFirstIsUsed() {
    var tables = tables(table(9, 9, 9, 9, 9), table(3, 2, 3, 2, 3), table(3, 2, 3, 2, 3));
    tables.put(STOPPED, table(3, 2, 3, 2, 3));
    assertThat(new Decision(tables).use()).isEqualTo(Candidate.none());
  }

  @Test
  void withoutASignalTheTrivialPredictorIsUsed() {
    // The mean gain is 0.1, s = 1, and the corrected standard error is s·√(1/5 + 1/4).
    double s = Math.sqrt((4 * 0.25 + 1) / 4);
    LossTable better = table(3 - 0.1 - 0.5, 3 - 0.1 + 0.5, 3 - 0.1 - 0.5, 3 - 0.1 - 0.5, 3 - 0.1 + 1);
    var tables = tables(table(3, 3, 3, 3, 3), table(4, 4, 4, 4, 4), better);
    assertThat(new Decision(tables).signal().mean()).isCloseTo(-0.1, within(1e-12));
    assertThat(s * Math.sqrt(0.45)).isGreaterThan(0.1);
    assertThat(new Decision(tables).use()).isEqualTo(Candidate.trivial());
    Decision.Nested nested = new Decision(tables).nested();
    assertThat(nested.losses()).as("no four folds see a signal either").containsExactly(3, 3, 3, 3, 3);
    assertThat(nested.trivial()).isEqualTo(5);
  }

  /** Without the fold that spoils it there is a signal: that fold is scored by what the others would have used. */
  @Test
  void theTrivialPredictorsLossIsNestedToo() {
    var tables = tables(table(3, 3, 3, 3, 3), table(4, 4, 4, 4, 4), table(2, 2.1, 2, 1.9, 8));
    var decision = new Decision(tables);
    assertThat(decision.use()).isEqualTo(Candidate.trivial());
    Decision.Nested nested = decision.nested();
    assertThat(nested.losses()).containsExactly(3, 3, 3, 3, 8);
    assertThat(nested.trivial()).isEqualTo(4);
    assertThat(nested.blocks()).isEqualTo(5);
  }

  /** Of two folds each decides alone for the other, by one loss: it takes what is lowest. */
  @Test
  void ofTwoFoldsEachTakesWhatIsLowestOnTheOther() {
    Pairing two = Pairing.folds(2, 1, 1);
    var tables = new LinkedHashMap<Candidate, LossTable>();
    List.of(Candidate.trivial(), Candidate.none(), LASSO).forEach(candidate -> {
      double[] losses = candidate.equals(Candidate.trivial()) ? new double[]{3, 3} : new double[]{4, 2.5};
      tables.put(candidate, new LossTable(List.of(Strength.ZERO), new double[]{0}, new double[][]{losses}, two));
    });
    Decision.Nested nested = new Decision(tables).nested();
    assertThat(nested.losses()).containsExactly(4, 3);
    assertThat(nested.trivial()).isEqualTo(1);
  }

  @Test
  void theExpectedLossHasNoPartInTheChoice() {
    // The lasso is best by its luck on fold 0 only: without fold 0 none is, which scores 2 there.
    var tables = tables(table(9, 9, 9, 9, 9), table(2, 2, 2, 2, 2), table(-4, 3, 3, 3, 3));
    var decision = new Decision(tables);
    assertThat(decision.use()).isEqualTo(LASSO);
    assertThat(decision.nested().losses()).containsExactly(2, 3, 3, 3, 3);
    assertThat(decision.nested().trivial()).isZero();
  }

  @Test
  void aClaimNeedsTheWholeInterval() {
    var wide = new Comparison.Winner(null, 1, new Interval(-0.2, 0.1, -0.5, 0.1));
    var sure = new Comparison.Winner(null, 1, new Interval(-0.2, 0.1, -0.3, -0.1));
    var signal = new Interval(-1, 0.1, -2, -0.5);
    assertThat(Claim.of(List.of(LASSO), Candidate.none(), wide, signal)).isEqualTo(new Claim(Candidate.none(), false));
    assertThat(Claim.of(List.of(LASSO), Candidate.none(), sure, signal)).isEqualTo(new Claim(LASSO, true));
    assertThat(Claim.of(List.of(LASSO), Candidate.none(), sure, new Interval(-0.05, 0.1, -1, 1)))
        .isEqualTo(new Claim(Candidate.trivial(), false));
    var surest = new Comparison.Winner(STOPPED, 9, sure.difference());
    assertThat(Claim.of(List.of(LASSO, STOPPED), Candidate.none(), surest, signal))
        .as("with one split it is about whose gain is told")
        .isEqualTo(new Claim(STOPPED, true));
    assertThat(Claim.of(List.of(), Candidate.none(), null, signal)).isEqualTo(new Claim(Candidate.none(), false));
  }
}
