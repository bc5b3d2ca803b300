package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.cli.explain.StudioExplanations;
import dev.lariat.studio.Studio;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A study in the studio and the same study by {@code lariat fit} are one: the same directory, the same verdict. */
@Tag("slow")
class StudioStudyTest {
  private static final String FORM = "{\"path\": \"table.csv\", \"target\": \"kind\", \"options\": {\"quick\": true, "
      + "\"epochs\": \"12\", \"hidden\": \"8\", \"regularizers\": \"l2,dropout,early-stopping\", \"seed\": \"3\"}}";

  @TempDir
  Path folder;

  private SmallStudy study;
  private Path whole;
  private final HttpClient http = HttpClient.newHttpClient();
  private String address;
  private String token;

  @BeforeEach
  void byTheCommandLine() throws IOException {
    study = SmallStudy.in(folder);
    whole = folder.resolve("whole");
    assertThat(Outcome.of(fit("--out", whole, "-q")).code()).isZero();
  }

  private Object[] fit(Object... more) {
    var words = new ArrayList<Object>(List.of("fit", study.table(), "--target", "kind", "--quick", "--epochs", "12",
        "--hidden", "8", "--regularizers", "l2,dropout,early-stopping", "--seed", "3"));
    words.addAll(List.of(more));
    return words.toArray();
  }

  private Studio start() {
    Studio studio = Studio.start(folder, null, 0,
        new Studio.Commands(new StudioFit(), new StudioPredict(), new StudioExplanations()));
    at(studio.address());
    return studio;
  }

  private void at(String printed) {
    address = printed.replaceFirst("/\\?token=.*", "");
    token = printed.replaceFirst(".*token=", "");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path + (path.contains("?") ? "&" : "?") + "token=" + token))
        .timeout(Duration.ofMinutes(2));
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return read(http.send(request(path).build(), HttpResponse.BodyHandlers.ofString()));
  }

  private JsonNode post(String path, String body) throws IOException, InterruptedException {
    return read(http.send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString()));
  }

  private static JsonNode read(HttpResponse<String> reply) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(reply.body());
  }

  /** The types of all events of a run, to the end. */
  private List<String> events(String run) throws IOException, InterruptedException {
    try (var lines = new BufferedReader(new InputStreamReader(
        http.send(request("/api/run/events?run=" + run).build(), HttpResponse.BodyHandlers.ofInputStream()).body(),
        StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> line.startsWith("event: ")).map(line -> line.substring(7)).toList();
    }
  }

  private static String header(Path run) throws IOException {
    return Files.readAllLines(run.resolve("trials.jsonl")).getFirst();
  }

  @Test
  void theVerdictIsThatOfFitToTheBit() throws Exception {
    try (Studio _ = start()) {
      assertThat(post("/api/command", FORM).get("command").asString()).startsWith("lariat fit table.csv --target=kind")
          .doesNotContain(folder.toString());
      String run = post("/api/runs", FORM).get("run").asString();
      assertThat(run).startsWith("lariat-runs/table-kind-");
      assertThat(events(run)).startsWith("started").contains("cell", "progress", "phase").endsWith("state");
      Path made = folder.resolve(run);
      assertThat(header(made)).isEqualTo(header(whole));
      assertThat(SmallStudy.essence(made)).isEqualTo(SmallStudy.essence(whole));

      JsonNode told = get("/api/run?run=" + run);
      assertThat(told.at("/run/state").asString()).isEqualTo("finished");
      assertThat(told.get("verdict").toString()).contains("Diagnosis");
      assertThat(get("/api/runs").get("runs").toString()).contains(run, "whole");
      for (String form : List.of("model", "verdict", "report", "onnx", "keras", "java", "safetensors")) {
        HttpResponse<byte[]> file = http.send(request("/api/run/file?run=" + run + "&as=" + form).build(),
            HttpResponse.BodyHandlers.ofByteArray());
        assertThat(file.statusCode()).as(form).isEqualTo(200);
        assertThat(file.body().length).as(form).isGreaterThan(200);
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
      }
      JsonNode beside = get("/api/compare?run=" + run + "&run=whole");
      assertThat(beside.get("rows").toString()).contains("\"use\"", "\"dropout\"", "\"always the same\"");
      assertThat(beside.at("/runs/1/run/run").asString()).isEqualTo("whole");
      assertThat(beside.at("/runs/1/cells")).isEqualTo(beside.at("/runs/0/cells")).hasSameSizeAs(beside.get("rows"));
      assertThat(http.send(request("/api/model/table?model=" + run + "&path=table.csv").build(),
          HttpResponse.BodyHandlers.ofString()).body()).isEqualTo(Outcome.of("predict", made, study.table()).out());
      // The same form again is the same run, which is done.
      assertThat(post("/api/runs", FORM).get("run").asString()).isEqualTo(run);
      assertThat(events(run)).containsExactly("state");
    }
  }

  /**
   * Fifty pages watch one study: all see every cell of it, in the same order, and what is kept does not grow with them.
   */
  @Test
  void fiftyPagesWatchOneStudyAndNothingIsLost() throws Exception {
    try (Studio _ = start(); ExecutorService pages = Executors.newVirtualThreadPerTaskExecutor()) {
      String run = post("/api/runs", FORM).get("run").asString();
      List<Future<List<String>>> watched = new ArrayList<>();
      for (int page = 0; page < 50; page++) {
        watched.add(pages.submit(() -> numbered(run)));
      }
      List<String> first = watched.getFirst().get();
      assertThat(first.stream().filter(event -> event.startsWith("cell "))).hasSize(lines(run) - 1);
      for (Future<List<String>> page : watched) {
        assertThat(page.get()).isEqualTo(first);
      }
      assertThat(SmallStudy.essence(folder.resolve(run))).isEqualTo(SmallStudy.essence(whole));
    }
  }

  /** The events of a run that have a number, each with what it says. */
  private List<String> numbered(String run) throws IOException, InterruptedException {
    var events = new ArrayList<String>();
    String type = "";
    boolean hasNumber = false;
    try (var lines = new BufferedReader(new InputStreamReader(
        http.send(request("/api/run/events?run=" + run).build(), HttpResponse.BodyHandlers.ofInputStream()).body(),
        StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          type = line.substring("event: ".length());
        } else if (line.startsWith("id: ")) {
          hasNumber = true;
        } else if (line.startsWith("data: ") && hasNumber) {
          events.add(type + " " + line.substring("data: ".length()));
        } else if (line.isEmpty()) {
          hasNumber = false;
        }
      }
    }
    return events;
  }

  /** A long table in the form of the page is the study that fit makes of its options. */
  @Test
  void aLongTableIsStudiedAsFitStudiesIt() throws Exception {
    var random = new Random(2);
    var text = new StringBuilder("who,when,x,out\n");
    for (int who = 0; who < 60; who++) {
      for (int when = 0; when < 4 + who % 3; when++) {
        text.append('p').append(who).append(',').append(when).append(',').append(random.nextGaussian() + who % 2);
        text.append(who % 2 == 0 ? ",well\n" : ",sick\n");
      }
    }
    Path table = Files.writeString(folder.resolve("long.csv"), text);
    Path byFit = folder.resolve("by-fit");
    assertThat(
        Outcome
            .of("fit", table, "--target", "out", "--quick", "--epochs", "2", "--regularizers", "l2", "--sequence-id",
                "who", "--sequence-time", "when", "--out", byFit, "-q")
            .code())
        .isZero();
    try (Studio _ = start()) {
      String run = post("/api/runs",
          "{\"path\": \"long.csv\", \"target\": \"out\", \"options\": {\"quick\": true, "
              + "\"epochs\": \"2\", \"regularizers\": \"l2\", \"sequence-id\": \"who\", \"sequence-time\": \"when\"}}")
          .get("run")
          .asString();
      assertThat(events(run)).endsWith("state");
      assertThat(SmallStudy.essence(folder.resolve(run))).isEqualTo(SmallStudy.essence(byFit));
    }
  }

  @Test
  void pausedAndStoppedItIsGoneOnWithByFit() throws Exception {
    String run;
    try (Studio _ = start()) {
      run = post("/api/runs", FORM.replace("\"seed\"", "\"threads\": \"1\", \"seed\"")).get("run").asString();
      while (lines(run) < 4) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      post("/api/run/pause", "{\"run\": \"" + run + "\"}");
      assertThat(get("/api/run?run=" + run).at("/run/state").asString()).isEqualTo("paused");
      post("/api/run/stop", "{\"run\": \"" + run + "\"}");
      assertThat(events(run)).endsWith("state");
      assertThat(get("/api/run?run=" + run).at("/run/state").asString()).isEqualTo("stopped");
      assertThat(folder.resolve(run).resolve("verdict.json")).doesNotExist();
    }
    assertThat(Outcome.of(fit("--out", folder.resolve(run), "-q")).code()).isZero();
    assertThat(SmallStudy.essence(folder.resolve(run))).isEqualTo(SmallStudy.essence(whole));
  }

  @Test
  void whatFitBeganTheStudioGoesOnWith() throws Exception {
    // As after a kill in the middle: half of the cells, and no verdict.
    Path half = Files.createDirectory(folder.resolve("half"));
    List<String> all = Files.readAllLines(whole.resolve("trials.jsonl"));
    Files.write(half.resolve("trials.jsonl"), all.subList(0, all.size() / 2));
    Files.copy(whole.resolve("command.json"), half.resolve("command.json"));
    try (Studio _ = start()) {
      assertThat(get("/api/run?run=half").at("/run/state").asString()).isEqualTo("open");
      assertThat(post("/api/run/go-on", "{\"run\": \"half\"}").get("run").asString()).isEqualTo("half");
      assertThat(events("half")).endsWith("state");
    }
    assertThat(SmallStudy.essence(half)).isEqualTo(SmallStudy.essence(whole));
  }

  /** kill -9 leaves no time for anything; a shutdown of the machine, and Ctrl-C, end it at once. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void killedItIsFoundAgainAndSignalsEndItWithinASecond() throws Exception {
    Process process = launched();
    String run = post("/api/runs", FORM.replace("\"seed\"", "\"threads\": \"1\", \"seed\"")).get("run").asString();
    while (lines(run) < 3) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
    for (String signal : List.of("TERM", "INT")) {
      process = launched();
      assertThat(get("/api/runs").toString()).contains(run).contains("\"open\"");
      post("/api/run/go-on", "{\"run\": \"" + run + "\"}");
      long start = System.nanoTime();
      assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor()).isZero();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(System.nanoTime() - start).as("nanoseconds to the end").isLessThan(TimeUnit.SECONDS.toNanos(5));
      assertThat(process.exitValue()).isEqualTo(signal.equals("INT") ? 130 : 143);
    }
    try (Studio _ = start()) {
      post("/api/run/go-on", "{\"run\": \"" + run + "\"}");
      assertThat(events(run)).endsWith("state");
    }
    assertThat(SmallStudy.essence(folder.resolve(run))).isEqualTo(SmallStudy.essence(whole));
  }

  private int lines(String run) throws IOException {
    Path trials = folder.resolve(run).resolve("trials.jsonl");
    return Files.exists(trials) ? Files.readAllLines(trials).size() : 0;
  }

  /** The command in a process of its own; its first line is the address. */
  private Process launched() throws IOException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector", "-cp",
        System.getProperty("java.class.path"), Main.class.getName(), "studio", "--no-browser", "--folder",
        folder.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String first = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
    assertThat(first).matches("http://127\\.0\\.0\\.1:[0-9]+/\\?token=[A-Za-z0-9_-]+");
    at(first);
    return process;
  }
}
