package dev.lariat.studio.run;

import dev.lariat.data.DataException;
import dev.lariat.handover.Export;
import dev.lariat.io.model.ModelFile;
import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.RunDirectory;
import dev.lariat.io.run.StartedCommand;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.model.Model;
import dev.lariat.page.study.ReportFile;
import dev.lariat.page.study.SideBySideText;
import dev.lariat.page.study.StudyFiles;
import dev.lariat.page.study.VerdictText;
import dev.lariat.studio.command.FitWords;
import dev.lariat.studio.table.StudioFolder;
import dev.lariat.studio.web.Answer;
import dev.lariat.studio.web.FailureLine;
import dev.lariat.studio.web.Precedence;
import dev.lariat.studio.web.Refusal;
import dev.lariat.studio.web.Request;
import dev.lariat.studio.web.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the study view asks for: runs, one that is followed live, and what came of it. */
public final class RunView implements AutoCloseable {
  /** Of a verdict in text, as a wide screen has it. */
  private static final int WIDTH = 110;

  private final StudioFolder folder;
  private final Runs runs;

  /**
   * A view of the folder's runs.
   *
   * @param precedence of whoever computes for a page; studies wait for it between epochs
   */
  public RunView(StudioFolder folder, FitWords words, FailureLine failures, Precedence precedence) {
    this.folder = folder;
    this.runs = new Runs(folder, words, failures, precedence);
  }

  /** Adds the addresses of this view. */
  public void answer(Routes routes) {
    routes.get("/api/runs", _ -> Answer.json(Map.of("runs", runs.all())));
    routes.post("/api/runs", request -> Answer.json(Map.of("run", runs.start(StudyForm.of(request.json())))));
    routes.post("/api/command", request -> Answer.json(Map.of("command", StudyForm.of(request.json()).shown())));
    routes.get("/api/run", this::run);
    routes.get("/api/run/events", request -> runs.live(request.field("run")).feed().follow(request));
    routes.post("/api/run/pause", request -> control(request, LiveStudy::pause));
    routes.post("/api/run/stop", request -> control(request, LiveStudy::stop));
    routes.post("/api/run/go-on", request -> Answer.json(Map.of("run", runs.goOn(named(request.json())))));
    routes.get("/api/run/report", request -> Answer.framed(ReportFile.page(finished(request.field("run")))));
    routes.get("/api/run/file", this::file);
    routes.get("/api/compare", this::compare);
  }

  private interface Control {
    void of(LiveStudy study);
  }

  private Answer control(Request request, Control control) {
    String run = named(request.json());
    control.of(runs.live(run));
    return Answer.json(Map.of("run", run));
  }

  private static String named(JsonNode form) {
    String run = form.path("run").asString("");
    if (run.isEmpty()) {
      throw Refusal.wrong("the request names no run");
    }
    return run;
  }

  private Answer run(Request request) {
    String run = request.field("run");
    Runs.Line line = runs.line(run);
    Path directory = runs.directory(run);
    var told = new LinkedHashMap<String, Object>();
    told.put("run", line);
    StartedCommand.read(directory)
        .ifPresent(command -> told.put("command", StudyForm.shown(folder.shown(command.data()), command.options())));
    if (isFinished(line)) {
      FinishedStudy study = StudyFiles.finished(directory).orElseThrow();
      told.put("title", study.data() + ", target " + study.target());
      told.put("verdict", VerdictText.of(study, false, WIDTH).lines());
      told.put("files",
          List.of("model", "verdict", "report", "onnx", "keras", "pytorch", "mlx", "java", "safetensors"));
    }
    return Answer.json(told);
  }

  private Path finished(String run) {
    Path directory = runs.directory(run);
    if (StudyFiles.finished(directory).isEmpty()) {
      throw Refusal.notFound(run + " has no verdict yet");
    }
    return directory;
  }

  private Answer file(Request request) throws IOException {
    String run = request.field("run");
    Path directory = finished(run);
    String form = request.field("as");
    String name = directory.getFileName().toString();
    return switch (form) {
      case "model" -> new Answer.Saved("application/octet-stream", directory.resolve(ModelFile.NAME), name + ".lariat");
      case "verdict" -> new Answer.Saved("application/json", directory.resolve(RunDirectory.VERDICT), name + ".json");
      case "report" -> Answer.saved("text/html; charset=utf-8", ReportFile.page(directory), name + ".html");
      default -> exported(directory, Export.of(form), name);
    };
  }

  private static Answer exported(Path directory, Export export, String name) throws IOException {
    Model model = Model.load(directory.resolve(ModelFile.NAME));
    return switch (export) {
      case KERAS, PYTORCH, MLX, JAVA ->
        Answer.saved("text/plain; charset=utf-8", export.code(ReportFile.trained(model)),
            (export == Export.JAVA ? "Train" : name + "_" + export.word()) + export.ending());
      case ONNX -> bytes(model, export, name);
      case SAFETENSORS -> {
        try {
          yield bytes(model, export, name);
        } catch (DataException _) {
          yield bytes(ReportFile.trained(model), export, name); // of an average the first network
        }
      }
    };
  }

  private static Answer bytes(Model model, Export export, String name) throws IOException {
    Path folder = Files.createTempDirectory("lariat-export");
    Path file = folder.resolve("model" + export.ending());
    try {
      export.write(model, file, false);
      return Answer.saved("application/octet-stream", Files.readAllBytes(file), name + export.ending());
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  /**
   * A run beside others.
   *
   * @param about its table, target and metric; empty until it is finished
   * @param cells one for each row of the comparison; empty until it is finished
   */
  private record Compared(Runs.Line run, String about, List<String> cells) {}

  /** Finished runs side by side; those that are still at work are followed by the page. */
  private Answer compare(Request request) {
    List<String> names = Optional.ofNullable(request.query().get("run")).orElse(List.of());
    if (names.size() < 2) {
      throw Refusal.wrong("two runs or more are compared");
    }
    List<Runs.Line> lines = names.stream().map(runs::line).toList();
    List<FinishedStudy> studies = lines.stream()
        .filter(RunView::isFinished)
        .map(line -> VerdictFile.read(finished(line.run())))
        .toList();
    SideBySideText.Table finished = SideBySideText.Table.of(studies);
    var compared = new ArrayList<Compared>();
    int at = 0;
    for (Runs.Line line : lines) {
      compared.add(isFinished(line)
          ? new Compared(line, SideBySideText.about(studies.get(at)), finished.columns().get(at++))
          : new Compared(line, "", List.of()));
    }
    return Answer.json(Map.of("rows", finished.rows(), "runs", compared));
  }

  private static boolean isFinished(Runs.Line line) {
    return line.state().equals("finished");
  }

  @Override
  public void close() {
    runs.close();
  }
}
