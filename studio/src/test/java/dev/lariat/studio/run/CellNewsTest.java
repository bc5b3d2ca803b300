package dev.lariat.studio.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.Score;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellNewsTest {
  /** Of the strengths beyond the end of a path nothing is known; the best is that of the others. */
  @Test
  void theBestOfAPathIsThatOfItsKnownStrengths() {
    var cell = new Cell(new Trial(ModelKind.LINEAR, "l1", Strength.ZERO), 0, 0);
    var result = new CellResult(cell, true,
        List.of(score(0.7), score(0.4), score(0.5), score(Double.NaN), score(Double.NaN)), new float[5][0]);
    CellNews news = CellNews.of(result, Metric.LOG_LOSS);
    assertThat(news.value()).isEqualTo(0.4);
    assertThat(news.candidate()).isEqualTo("linear l1");
  }

  private static Score score(double loss) {
    return new Score(loss, Double.NaN, 0, 1, 1, 0, Map.of());
  }
}
