package dev.lariat.study;

import dev.lariat.data.Dataset;
import dev.lariat.model.Provenance;
import dev.lariat.study.cell.CellPlace;
import dev.lariat.study.cell.TrialLog;
import java.util.Optional;

/**
 * What a study runs in; the result does not depend on it.
 *
 * @param log keeps finished cells
 * @param place computes them
 * @param listener follows
 * @param command and
 * @param dataHash stand in the model's provenance
 * @param allRows of a table of which the study has a sample; empty where it has them all
 */
record StudyContext(TrialLog log, CellPlace place, StudyListener listener, String command, String dataHash,
    Optional<AllRows> allRows) {
  Provenance provenance(Dataset data, long seed) {
    return Provenance.now(command, seed, data.name(), dataHash);
  }
}
