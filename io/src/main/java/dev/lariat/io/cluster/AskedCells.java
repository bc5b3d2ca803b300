package dev.lariat.io.cluster;

import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellFitter;
import dev.lariat.study.cell.CellPlace.Part;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.cell.CellWatch;
import dev.lariat.study.cell.FittedCell;
import java.util.function.BooleanSupplier;

/**
 * Asks for each cell, and waits for the answer.
 *
 * @param epochs of the planned schedule
 */
record AskedCells(Part part, int epochs, Asking asking) implements CellRunner, CellFitter {
  /** Gives a line to any machine. */
  interface Asking {
    /** {@return its answer, null where it was cancelled} */
    String ask(String asked, String shown, BooleanSupplier cancelled);
  }

  @Override
  public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
    String answer = asking.ask(new CellQuestion(part, cell, untilEpoch, false).text(), shown(cell), watch::cancelled);
    return answer == null ? null : CellAnswer.parse(answer);
  }

  @Override
  public FittedCell fitted(Cell cell, int untilEpoch) {
    String shown = "network of " + shown(cell);
    return FittedLine.parse(asking.ask(new CellQuestion(part, cell, untilEpoch, true).text(), shown, () -> false));
  }

  /** {@return where a network that is trained on all rows ends} */
  static double[] whole(Asking asking, Trial trial, int member) {
    var question = new CellQuestion(Part.WHOLE, new Cell(trial, 0, member), 1, true);
    return FittedLine.numbers(asking.ask(question.text(), trial + " on all rows, seed " + member, () -> false));
  }

  private static String shown(Cell cell) {
    return cell.trial() + ", fold " + (cell.fold() + 1) + ", seed " + cell.seed();
  }
}
