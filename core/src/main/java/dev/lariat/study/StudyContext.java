package dev.lariat.study;

import dev.lariat.data.Dataset;
import dev.lariat.model.Provenance;
import dev.lariat.study.cell.CellPlace;
import dev.lariat.study.cell.TrialLog;

/**
 * What a study runs in; the result does not depend on it.
 *
 * @param log keeps finished cells
 * @param place computes them
 * @param listener follows
 * @param command and
 * @param dataHash stand in the model's provenance
 */
record StudyContext(TrialLog log, CellPlace place, StudyListener listener, String command, String dataHash) {
  Provenance provenance(Dataset data, long seed) {
    return Provenance.now(command, seed, data.name(), dataHash);
  }
}
