package dev.lariat.studio.command;

import dev.lariat.io.run.RunDirectory;
import dev.lariat.study.Study;
import java.nio.file.Path;

/**
 * A study that may be run.
 *
 * @param study with its provenance
 * @param folder its run directory: by its name the same study is found again
 * @param header what the run directory begins with
 */
public record PreparedFit(Study study, Path folder, RunDirectory.Header header) {}
