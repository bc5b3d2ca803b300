package dev.lariat.page.study;

import dev.lariat.data.NumberText;
import dev.lariat.io.run.FinishedRecipe;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.model.Provenance;
import dev.lariat.page.Block;
import dev.lariat.page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reproduce it: everything that decides the result. */
final class ReproduceSection {
  private ReproduceSection() {}

  static Section of(ReportedStudy run) {
    FinishedStudy verdict = run.verdict();
    Provenance from = verdict.provenance();
    FinishedRecipe recipe = verdict.recipe();
    Section.Builder section = Section.of("reproduce", "Reproduce it").add(new Block.Lines(List.of(from.command())));
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("seed", Long.toString(from.seed())));
    rows.add(List.of("data", from.data()));
    rows.add(List.of("SHA-256 of the data", from.dataHash()));
    if (!verdict.onlyLinear()) {
      rows.add(List.of("network", recipe.network() + ", " + recipe.epochs() + " epochs of batches of " + recipe.batch()
          + ", learning rate " + NumberText.setting(recipe.learningRate())));
    }
    rows.add(List.of("Lariat", from.version()));
    rows.add(List.of("machine", from.machine()));
    rows.add(List.of("made", from.created().toString()));
    section.table("", List.of("what", "value"), rows);
    verdict.notes().forEach(note -> section.say("Note: " + note + "."));
    for (Map.Entry<String, String> code : run.code().entrySet()) {
      section.code("The same training run in " + code.getKey(), code.getValue());
    }
    return section.finding("The same command on the same data gives the same numbers, bit for bit, on any machine");
  }
}
