package dev.lariat.io.cluster;

import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellPlace.Part;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.cell.CellWatch;
import java.util.function.BooleanSupplier;

/** Asks for each cell, and waits for the answer. */
record AskedCells(Part part, int epochs, Asking asking) implements CellRunner {
  /** Gives a line to any machine. */
  interface Asking {
    /** {@return its answer, null where it was cancelled} */
    String ask(String asked, String shown, BooleanSupplier cancelled);
  }

  @Override
  public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
    String shown = cell.trial() + ", fold " + (cell.fold() + 1) + ", seed " + cell.seed();
    String answer = asking.ask(new CellQuestion(part, cell, untilEpoch).text(), shown, watch::cancelled);
    return answer == null ? null : CellAnswer.parse(answer);
  }
}
