package dev.lariat.page.study;

import dev.lariat.data.DataException;
import dev.lariat.handover.Export;
import dev.lariat.io.AtomicFile;
import dev.lariat.io.model.ModelFile;
import dev.lariat.io.run.EvidenceFile;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code report.html}: a run directory as a page. */
public final class ReportFile {
  /** The page's name in a run directory. */
  public static final String NAME = "report.html";

  private ReportFile() {}

  /**
   * Writes the page of a finished study.
   *
   * @param runDirectory with verdict, evidence and model
   * @param file where to
   * @param overwrite whether an existing file may be replaced
   */
  public static void write(Path runDirectory, Path file, boolean overwrite) {
    AtomicFile.requireWritable(file, overwrite);
    byte[] page = page(runDirectory).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, overwrite, out -> out.write(page));
  }

  /** {@return the page of a finished study, as text} */
  public static String page(Path runDirectory) {
    return ReportPage
        .of(new ReportedStudy(VerdictFile.read(runDirectory), EvidenceFile.read(runDirectory), code(runDirectory)));
  }

  /** {@return the model that code trains: of networks that differ in their seed the first} */
  public static Model trained(Model model) {
    return switch (model) {
      case EnsembleModel ensemble -> ensemble.members().getFirst();
      case NetworkModel _,LinearModel _,TrivialModel _ -> model;
    };
  }

  /** What trains the model again, where it is one that can be said in code. */
  private static Map<String, String> code(Path runDirectory) {
    var code = new LinkedHashMap<String, String>();
    Path file = runDirectory.resolve(ModelFile.NAME);
    if (!Files.exists(file)) {
      return code;
    }
    Model model = trained(Model.load(file));
    put("Keras", Export.KERAS, model, code);
    put("PyTorch", Export.PYTORCH, model, code);
    put("MLX", Export.MLX, model, code);
    put("Java", Export.JAVA, model, code);
    return code;
  }

  private static void put(String name, Export export, Model model, Map<String, String> code) {
    try {
      code.put(name, export.code(model));
    } catch (DataException _) {
      // A model that this export cannot say: the page goes without.
    }
  }
}
