package dev.lariat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.cli.option.ClusterStudy;
import dev.lariat.io.Tables;
import dev.lariat.io.cluster.CellWorker;
import dev.lariat.io.cluster.ClusterCells;
import dev.lariat.io.cluster.Machine;
import dev.lariat.io.cluster.TravellingStudy;
import dev.lariat.io.cluster.TravellingStudy.TravellingFile;
import dev.lariat.study.cell.Cell;
import dev.lariat.study.cell.CellPlace.Part;
import dev.lariat.study.cell.CellResult;
import dev.lariat.study.cell.CellRunner;
import dev.lariat.study.cell.CellWatch;
import dev.lariat.study.candidate.ModelKind;
import dev.lariat.study.candidate.Strength;
import dev.lariat.study.candidate.Trial;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code lariat fit --on} with real executors, each a Java of its own, on this machine. */
@Tag("slow")
class SparkFitTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> OPTIONS = List.of("--target", "kind", "--quick", "--epochs", "30", "--hidden", "16",
      "--lr", "0.02", "--regularizers", "l2,dropout,max-norm", "--average", "1", "--no-temperature", "--no-mixture");
  /** The trials when a process is killed: all have far more. */
  private static final int SOME = 12;

  /** Spark takes what begins with spark. from here. */
  private static final Map<String, String> SETTINGS = Map.of("spark.executor.extraClassPath",
      System.getProperty("java.class.path"), "spark.driver.host", "127.0.0.1", "spark.driver.bindAddress", "127.0.0.1");

  @TempDir
  static Path folder;

  private static Path table;
  private static Path whole;

  @BeforeAll
  static void aStudyOfThisMachine() throws IOException {
    // Executors look there for Spark's jars, which are on their class path already.
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    SETTINGS.forEach(System::setProperty);
    var random = new Random(5);
    var text = new StringBuilder("x,colour,noise,kind\n");
    for (int i = 0; i < 300; i++) {
      double x = random.nextGaussian();
      boolean red = random.nextBoolean();
      text.append(String.format(Locale.ROOT, "%.5f,%s,%.5f,%s%n", x, red ? "red" : "blue", random.nextGaussian(),
          x + (red ? 1 : -1) + 0.5 * random.nextGaussian() > 0 ? "good" : "bad"));
    }
    table = Files.writeString(folder.resolve("some table.csv"), text);
    whole = folder.resolve("whole");
    assertThat(lariat(whole)).isEmpty();
    assertThat(trials(whole)).hasSizeGreaterThan(3 * SOME);
  }

  @AfterAll
  static void asBefore() {
    SETTINGS.keySet().forEach(System::clearProperty);
  }

  /** {@return what it said} */
  private static String lariat(Path out, String... more) {
    var said = new StringWriter();
    var writer = new PrintWriter(said);
    int code = dev.lariat.cli.Main.run(writer, writer, words(out, more).toArray(String[]::new));
    assertThat(code).as(said.toString()).isZero();
    return said.toString();
  }

  private static List<String> words(Path out, String... more) {
    var words = new ArrayList<>(List.of("fit", table.toString(), "--out", out.toString(), "-q", "--threads", "2"));
    words.addAll(OPTIONS);
    words.addAll(Arrays.asList(more));
    return words;
  }

  /** The lines of the log in an order of their own, without seconds. */
  private static List<String> trials(Path run) throws IOException {
    Path file = run.resolve("trials.jsonl");
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream().filter(line -> line.endsWith("}")).map(line -> {
      ObjectNode trial = (ObjectNode) JSON.readTree(line);
      trial.remove("seconds");
      return trial.toString();
    }).sorted().toList();
  }

  /** All but seconds and provenance. */
  private static JsonNode verdict(Path run) throws IOException {
    ObjectNode verdict = (ObjectNode) JSON.readTree(Files.readAllBytes(run.resolve("verdict.json")));
    verdict.remove("provenance");
    verdict.get("candidates").forEach(candidate -> ((ObjectNode) candidate).remove("seconds"));
    return verdict;
  }

  private static void sameAsHere(Path run) throws IOException {
    assertThat(trials(run)).isEqualTo(trials(whole));
    assertThat(verdict(run)).isEqualTo(verdict(whole));
  }

  private static void await(Path run, int lines, CompletableFuture<?> end) throws Exception {
    while (trials(run).size() < lines && !end.isDone()) {
      Thread.sleep(5);
    }
    assertThat(end.isDone()).as("over before it was interrupted").isFalse();
  }

  @Test
  void oneExecutorGivesTheSameBitsAndAnyMachineGoesOn() throws Exception {
    Path run = folder.resolve("one");
    lariat(run, "--on", "local-cluster[1,1,1024]");
    sameAsHere(run);
    // The first lines of what the cluster computed, and the rest from this machine.
    Path begun = Files.createDirectory(folder.resolve("begun"));
    Files.write(begun.resolve("trials.jsonl"), Files.readAllLines(run.resolve("trials.jsonl")).subList(0, SOME));
    lariat(begun);
    sameAsHere(begun);
  }

  /** The finish, what fewer rows tell, and the networks on all rows; their predictions are those of this machine. */
  @Test
  void whatFollowsTheCellsIsTrainedThereToo() throws IOException {
    List<String> more = List.of("fit", table.toString(), "-q", "--target", "kind", "--epochs", "16", "--hidden", "8",
        "--lr", "0.02", "--models", "network", "--regularizers", "l2", "--average", "3", "--threads", "2", "--out");
    var asked = new ArrayList<String>();
    for (String where : List.of("", "local[2]")) {
      Path run = folder.resolve("finish" + where.length());
      var words = new ArrayList<>(more);
      words.add(run.toString());
      if (!where.isEmpty()) {
        words.addAll(List.of("--on", where));
      }
      var said = new StringWriter();
      var writer = new PrintWriter(said);
      assertThat(dev.lariat.cli.Main.run(writer, writer, words.toArray(String[]::new))).as(said.toString()).isZero();
      var predicted = new StringWriter();
      assertThat(
          dev.lariat.cli.Main.run(new PrintWriter(predicted), writer, "predict", run.toString(), table.toString()))
          .isZero();
      asked.add(predicted.toString());
    }
    JsonNode here = verdict(folder.resolve("finish0"));
    assertThat(here.required("use").required("finish").required("networks").asInt()).isEqualTo(3);
    assertThat(here.required("insight").required("doubleRows").isObject()).isTrue();
    assertThat(verdict(folder.resolve("finish8"))).isEqualTo(here);
    assertThat(asked.getFirst()).hasLineCount(301).isEqualTo(asked.getLast());
  }

  /** A long table goes as it is, pictures as the table that they became. */
  @Test
  void sequencesAndPicturesGiveTheSameBitsThere() throws IOException {
    var random = new Random(8);
    var steps = new StringBuilder("run,second,force,gear,state\n");
    for (int run = 0; run < 40; run++) {
      for (int t = 0; t < 3 + random.nextInt(4); t++) {
        steps.append(String.format(Locale.ROOT, "r%d,%d,%.3f,%s,%s%n", run, t, random.nextGaussian(),
            random.nextBoolean() ? "low" : "high", run % 2 == 0 ? "good" : "bad"));
      }
    }
    Path runs = Files.writeString(folder.resolve("runs.csv"), steps);
    sameOn("runs", runs.toString(), "--target", "state", "--sequence-id", "run", "--sequence-time", "second");
    for (int number = 0; number < 40; number++) {
      var picture = new BufferedImage(6, 6, BufferedImage.TYPE_BYTE_GRAY);
      for (int pixel = 0; pixel < 36; pixel++) {
        boolean bright = (number % 2 == 0 ? pixel / 6 : pixel % 6) == number % 6;
        picture.getRaster().setSample(pixel % 6, pixel / 6, 0, (bright ? 200 : 50) + random.nextInt(30));
      }
      Path file = folder.resolve("lines").resolve(number % 2 == 0 ? "across" : "upright").resolve(number + ".png");
      Files.createDirectories(file.getParent());
      assertThat(ImageIO.write(picture, "png", file.toFile())).isTrue();
    }
    sameOn("lines", folder.resolve("lines").toString());
  }

  /** A small study here, and on the threads of a Spark in this process. */
  private static void sameOn(String name, String... what) throws IOException {
    for (String where : List.of("", "local[2]")) {
      var words = new ArrayList<>(List.of("fit"));
      words.addAll(List.of(what));
      words.addAll(
          List.of("-q", "--quick", "--epochs", "2", "--folds", "2", "--models", "network", "--regularizers", "l2",
              "--average", "1", "--threads", "2", "--out", folder.resolve(name + "-run" + where.length()).toString()));
      if (!where.isEmpty()) {
        words.addAll(List.of("--on", where));
      }
      var said = new StringWriter();
      var writer = new PrintWriter(said);
      assertThat(dev.lariat.cli.Main.run(writer, writer, words.toArray(String[]::new))).as(said.toString()).isZero();
    }
    assertThat(trials(folder.resolve(name + "-run8"))).hasSizeGreaterThan(6)
        .isEqualTo(trials(folder.resolve(name + "-run0")));
    assertThat(verdict(folder.resolve(name + "-run8"))).isEqualTo(verdict(folder.resolve(name + "-run0")));
  }

  /** The driver is killed, the same command goes on with two executors, and one of these is killed. */
  @Test
  void killedAtAnyPlaceItComesToTheSameBits() throws Exception {
    Path run = folder.resolve("killed");
    Process driver = start(run, "--on", "local-cluster[1,1,1024]");
    await(run, SOME, driver.onExit());
    List<ProcessHandle> executors = driver.descendants().toList();
    assertThat(executors).isNotEmpty();
    assertThat(driver.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(run.resolve("verdict.json")).doesNotExist();
    int before = trials(run).size();

    CompletableFuture<String> rest = CompletableFuture
        .supplyAsync(() -> lariat(run, "--on", "local-cluster[2,1,1024]"));
    await(run, before + SOME, rest);
    List<ProcessHandle> ours = ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    assertThat(ours).hasSize(2);
    assertThat(ours.getFirst().destroyForcibly()).isTrue();
    rest.get(600, TimeUnit.SECONDS);
    sameAsHere(run);
    for (ProcessHandle left : executors) { // they leave by themselves when their driver is gone
      left.onExit().get(120, TimeUnit.SECONDS);
    }
  }

  private static Process start(Path out, String... more) throws IOException {
    var command = new ArrayList<String>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path")));
    SETTINGS.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add(dev.lariat.cli.Main.class.getName());
    command.addAll(words(out, more));
    return new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private static TravellingStudy study(String hash) {
    List<String> words = OPTIONS.subList(0, OPTIONS.indexOf("--average"));
    String settings = new ClusterStudy().study(List.of(table), words, Map.of()).cellSettings();
    return new TravellingStudy(words, List.of(new TravellingFile("", "some table.csv", hash)), settings,
        Machine.here());
  }

  @Test
  void anExecutorWithAnotherTableIsNamedAndRefused() {
    assertThatThrownBy(() -> new SparkCluster().open("local-cluster[1,1,1024]", study("00000000"), List.of(table)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("executor 0 on ")
        .hasMessageContaining("has another some table.csv");
  }

  /** What fails is not tried again, and the others go on. */
  @Test
  void aFailureIsAnAnswer() {
    try (ClusterCells cells = new SparkCluster().open("local[2]", study(Tables.hash(table)), List.of(table))) {
      assertThat(cells.slots()).isEqualTo(2);
      CellRunner runner = cells.runner(Part.SWEEP, new CellRunner() {
        @Override
        public int epochs() {
          return 30;
        }

        @Override
        public CellResult run(Cell cell, int untilEpoch, CellWatch watch) {
          throw new AssertionError("computed here");
        }
      });
      var unknown = new Cell(new Trial(ModelKind.NETWORK, "l7", new Strength(List.of(0.1))), 0, 0);
      assertThatThrownBy(() -> runner.run(unknown, 3, () -> false)).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("NetworkCells");
      var known = new Cell(new Trial(ModelKind.NETWORK, "l2", new Strength(List.of(0.1))), 0, 0);
      assertThat(runner.run(known, 3, () -> false).scores()).hasSize(3);
    }
  }

  /**
   * What a cell costs beside its computing: lines go there and back, and nothing is computed. The bound is for machines
   * that do other things, too; docs/scale.md has figures.
   */
  @Test
  void aCellThatComputesNothingTakesMilliseconds() throws Exception {
    int jobs = 120;
    try (
        ClusterCells cells = new SparkCluster().open("local-cluster[2,1,1024]", study(Tables.hash(table)),
            List.of(table));
        ExecutorService asking = Executors.newFixedThreadPool(2)) {
      SparkJobs spark = ((SparkCells) cells).jobs();
      var took = new double[3]; // nanoseconds of a slot, cold and warm
      double work = 0; // nanoseconds of processors in the last round, of driver and executors
      double alone = 0; // those of a job of Spark's that has nothing of ours in it
      for (int round = 0; round < took.length; round++) {
        alone = round(asking, jobs, () -> {
          assertThat(spark.context().parallelize(List.of("x"), 1).collectAsync().get()).containsExactly("x");
          return null;
        });
        long start = System.nanoTime();
        work = round(asking, jobs, () -> {
          assertThat(((SparkCells) cells).ask(CellWorker.HELLO, "nothing", () -> false)).isEqualTo(CellWorker.READY);
          return null;
        });
        took[round] = 2.0 * (System.nanoTime() - start) / jobs;
      }
      System.out.printf(Locale.ROOT,
          "a cell that computes nothing: %.1f ms of a slot, %.1f ms when warm, in which processors work for %.1f ms,"
              + " of which an empty job of Spark's alone takes %.1f ms%n",
          took[0] / 1e6, took[2] / 1e6, work / 1e6, alone / 1e6);
      assertThat(work).isLessThan(150e6);
    }
  }

  /** {@return for how many nanoseconds processors work for a job, of the driver and of executors} */
  private static double round(ExecutorService asking, int jobs, Callable<Void> job) throws Exception {
    double before = processor();
    for (Future<Void> answer : asking.invokeAll(Collections.nCopies(jobs, job))) {
      answer.get();
    }
    return (processor() - before) / jobs;
  }

  /** Nanoseconds of all processors so far, for this process and its executors. */
  private static double processor() {
    return Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().children())
        .mapToDouble(process -> process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
        .sum();
  }

  @Test
  void mistakesAreOneLine() {
    mistake(2, "is no address of a cluster", "spork://here");
    mistake(74, "no Spark master answers at spark://127.0.0.1:1", "spark://127.0.0.1:1");
    mistake(74, "no Spark master answers", "spark://no-such-host.invalid:7077,127.0.0.1:1");
  }

  private static void mistake(int code, String why, String address) {
    var said = new StringWriter();
    var writer = new PrintWriter(said);
    int exit = dev.lariat.cli.Main.run(writer, writer,
        words(folder.resolve("mistake"), "--on", address).toArray(String[]::new));
    assertThat(said.toString()).contains(why).hasLineCount(1);
    assertThat(exit).isEqualTo(code);
  }

  @Test
  void sparkSubmitSaysWhere() {
    assertThat(Main.words(new String[]{"fit", "t.csv"}, "spark://m:7077")).containsExactly("fit", "--on",
        "spark://m:7077", "t.csv");
    assertThat(Main.words(new String[]{"fit", "t.csv", "--on", "local"}, "spark://m:7077")).hasSize(4);
    assertThat(Main.words(new String[]{"predict", "run"}, "spark://m:7077")).hasSize(2);
    assertThat(Main.words(new String[]{"fit", "t.csv"}, null)).hasSize(2);
  }
}
