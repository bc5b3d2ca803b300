package dev.lariat.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Task;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.model.NetworkModel;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.NetworkForm;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.TrialLog;
import dev.lariat.study.verdict.CandidateSummary;
import dev.lariat.study.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A network on pieces of each number's range is used where it is better, and nothing is claimed of it. */
class PieceNetworksTest {
  private static final int ROWS = 400;

  /** Steps of one number that another number turns around: neither curves nor a few straight cuts make these. */
  private static Dataset steps() {
    var random = new Random(7);
    double[][] x = new double[2][ROWS];
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      x[0][i] = random.nextDouble();
      x[1][i] = random.nextDouble();
      y[i] = ((int) (8 * x[0][i]) % 2 == 0 ? 1 : -1) * (x[1][i] > 0.5 ? 1 : -1) + 0.1 * random.nextGaussian();
    }
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < x.length; j++) {
      columns.add(new NumericColumn("x" + j, x[j]));
    }
    columns.add(new NumericColumn("y", y));
    return Dataset.of("steps", columns).target("y", Task.REGRESSION);
  }

  private static Study study() {
    return Study.of(steps())
        .quick()
        .regularizers("l2", "pieces")
        .models(ModelKind.NETWORK)
        .average(1)
        .recipe(r -> r.withHidden(List.of(16)).withEpochs(30).withLearningRate(0.01));
  }

  @Test
  void whereNumbersMatterByPiecesANetworkOnPiecesIsUsed() {
    StudyResult result = study().run();
    Verdict verdict = result.verdict();
    assertThat(verdict.candidates()).extracting(CandidateSummary::regularizer)
        .contains("none-on-pieces", "l2-on-pieces", "none", "l2");
    assertThat(verdict.use().trial().form()).isEqualTo(NetworkForm.ON_PIECES);
    assertThat(verdict.use().loss()).isLessThan(0.95 * verdict.diagnosis().validationLoss());
    assertThat(verdict.use().reasons()).anySatisfy(reason -> assertThat(reason).contains("each piece"));
    assertThat(verdict.proven().choice().trial().form()).isEqualTo(NetworkForm.AS_PLANNED);
    NetworkModel model = (NetworkModel) result.model();
    assertThat(model.preprocessing().encodings()).hasSize(2)
        .allSatisfy(encoding -> assertThat(encoding).isInstanceOfSatisfying(Encoding.Hinges.class,
            hinges -> assertThat(hinges.pieces()).isEqualTo(8)));
    assertThat(result.importance()).extracting(column -> column.column()).containsExactlyInAnyOrder("x0", "x1");
  }

  @Test
  void theSameBitsAtAnyThreadCountAndFromWhatAnInterruptedRunLeft() {
    var log = TrialLog.keeping(List.of());
    StudyResult one = study().log(log).threads(1).run();
    List<CellResult> kept = log.results();
    assertThat(kept).anyMatch(result -> result.cell().trial().form() == NetworkForm.ON_PIECES);
    List<CellResult> half = kept.subList(0, kept.size() - 7); // those on pieces come last
    StudyResult again = study().log(TrialLog.keeping(half)).threads(2).run();
    assertThat(again.verdict().candidates()).usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*seconds")
        .isEqualTo(one.verdict().candidates());
    assertThat(again.model().predict(steps())).containsExactly(one.model().predict(steps()));
  }

  @Test
  void theyAreTriedWhereTheySuit() {
    assertThat(Study.of(steps()).describe().pieces()).isTrue();
    assertThat(Study.of(steps()).quick().describe().pieces()).isFalse();
    assertThat(Study.of(steps()).regularizers("l2").describe().pieces()).isFalse();
    Dataset few = steps().select(IntStream.range(0, 80).toArray());
    assertThat(Study.of(few).describe().pieces()).as("one piece is none").isFalse();
    assertThatExceptionOfType(DataException.class).isThrownBy(Study.of(few).regularizers("pieces")::describe)
        .withMessageContaining("there are no pieces");
    assertThatIllegalArgumentException().isThrownBy(Study.of(steps()).series(2, 1).regularizers("pieces")::describe)
        .withMessageContaining("not for images, sequences");
    assertThatIllegalArgumentException().isThrownBy(Study.of(steps()).ofSample().regularizers("pieces")::describe)
        .withMessageContaining("passed over");
  }
}
