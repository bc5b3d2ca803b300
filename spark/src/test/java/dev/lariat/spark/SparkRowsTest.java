package dev.lariat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code lariat linear --on} with real executors, each a Java of its own, on this machine. */
@Tag("slow")
class SparkRowsTest {
  /** Five files of one table, one of them without a row: four blocks. */
  private static final Path PARTS = Path.of("../io/src/test/resources/dev/lariat/io/cluster/parts");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Map<String, String> SETTINGS = Map.of("spark.executor.extraClassPath",
      System.getProperty("java.class.path"), "spark.driver.host", "127.0.0.1", "spark.driver.bindAddress", "127.0.0.1");

  @TempDir
  static Path folder;

  @BeforeAll
  static void executorsFindOurClasses() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    SETTINGS.forEach(System::setProperty);
  }

  @AfterAll
  static void asBefore() {
    SETTINGS.keySet().forEach(System::clearProperty);
  }

  private static int run(StringWriter out, StringWriter err, String... words) {
    return run(PARTS, out, err, words);
  }

  private static int run(Path table, StringWriter out, StringWriter err, String... words) {
    var all = new ArrayList<>(List.of("linear", table.toString()));
    all.addAll(Arrays.asList(words));
    return dev.lariat.cli.Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
  }

  /** {@return all that a path says but how long it took} */
  private static JsonNode path(String run, List<String> model, String... more) {
    return path(PARTS, run, model, more);
  }

  private static JsonNode path(Path table, String run, List<String> model, String... more) {
    var out = new StringWriter();
    var err = new StringWriter();
    var words = new ArrayList<>(model);
    words.addAll(List.of("--json", "--force", "--out", folder.resolve(run).toString()));
    words.addAll(Arrays.asList(more));
    int code = run(table, out, err, words.toArray(String[]::new));
    assertThat(code).as(err.toString()).isZero();
    ObjectNode path = (ObjectNode) JSON.readTree(out.toString());
    assertThat(path.required("streamed").asBoolean()).isTrue();
    path.findParents("seconds").forEach(node -> ((ObjectNode) node).remove("seconds"));
    return path;
  }

  private static final List<String> GAUSSIAN = List.of("--target", "amount", "--weights", "w", "--offset", "known",
      "--target-missing", "drop", "--fold-column", "part", "--drop", "kind,rank,visits", "--lambda-count", "20");
  private static final List<String> BINOMIAL = List.of("--target", "kind", "--folds", "5", "--drop", "rank,amount",
      "--lambda-count", "20", "--lambda-ratio", "0.1");

  @Test
  void oneAndFourExecutorsGiveTheBitsOfThisMachine() {
    JsonNode here = path("here", GAUSSIAN, "--stream");
    assertThat(path("one", GAUSSIAN, "--on", "local-cluster[1,1,1024]")).isEqualTo(here);
    assertThat(path("four", GAUSSIAN, "--on", "local-cluster[4,1,1024]")).isEqualTo(here);
  }

  /** Two blocks, cut between records, of which some go over lines. */
  @Test
  void aTextGivesTheBitsOfThisMachine() throws IOException {
    var random = new Random(11);
    var text = new StringBuilder("x;words;y\n");
    for (int row = 0; row < 80_000; row++) {
      int x = random.nextInt(1000);
      text.append(x / 8.0)
          .append(random.nextBoolean() ? ";\"two\nlines\";" : ";one;")
          .append(random.nextInt(500) < x ? "yes" : "no")
          .append('\n');
    }
    Path table = Files.writeString(folder.resolve("text.csv"), text);
    List<String> model = List.of("--target", "y", "--folds", "3", "--lambda-count", "10");
    assertThat(path(table, "text-there", model, "--on", "local[2]"))
        .isEqualTo(path(table, "text-here", model, "--stream"));
  }

  /** One of two is killed as soon as the first pass with gradients is over. */
  @Test
  void anExecutorThatIsKilledChangesNothing() throws Exception {
    JsonNode here = path("classes", BINOMIAL, "--stream");
    CompletableFuture<JsonNode> there = CompletableFuture
        .supplyAsync(() -> path("killed", BINOMIAL, "--on", "local-cluster[2,1,1024]"));
    Path state = folder.resolve("killed").resolve("passes.state");
    while (!Files.exists(state) && !there.isDone()) {
      Thread.sleep(5);
    }
    assertThat(there.isDone()).as("over before it was interrupted").isFalse();
    List<ProcessHandle> ours = ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    assertThat(ours).hasSize(2);
    assertThat(ours.getFirst().destroyForcibly()).isTrue();
    assertThat(there.get(300, TimeUnit.SECONDS)).isEqualTo(here);
  }

  @Test
  void mistakesAreOneLine() throws IOException {
    mistake(2, "is no address of a cluster", "--on", "spork://here");
    mistake(74, "no Spark master answers at spark://127.0.0.1:1", "--on", "spark://127.0.0.1:1");
    mistake(2, "--adaptive fits twice", "--on", "local[2]", "--adaptive", "ridge");
    // A failure of the data is an answer: it is not tried again.
    mistake(65, "target 'amount' is missing in row 6; take those rows out", "--on", "local[2]");
  }

  private static void mistake(int code, String why, String... words) {
    var said = new StringWriter();
    var all = new ArrayList<>(List.of("--target", "amount", "-q", "--force", "--out", folder.resolve("x").toString()));
    all.addAll(Arrays.asList(words));
    int exit = run(said, said, all.toArray(String[]::new));
    assertThat(said.toString()).contains(why).hasLineCount(1);
    assertThat(exit).isEqualTo(code);
  }
}
