package dev.lariat.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lariat.data.DataException;
import dev.lariat.data.Task;
import dev.lariat.data.stream.PassLog;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.io.cluster.Machine;
import dev.lariat.io.cluster.RowWorker;
import dev.lariat.io.cluster.TravellingRows;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.io.stream.TravellingPieces;
import dev.lariat.io.table.TableOptions;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.StreamedTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A frame's rows give the bits of a file with the same rows, however the frame is cut. */
@Tag("slow")
class FrameRowsTest {
  private static final int ROWS = 150_000; // three blocks
  private static final StructType SCHEMA = new StructType().add("id", DataTypes.LongType)
      .add("x", DataTypes.DoubleType)
      .add("colour", DataTypes.StringType)
      .add("visits", DataTypes.IntegerType)
      .add("day", DataTypes.DateType)
      .add("z", DataTypes.DoubleType)
      .add("kind", DataTypes.StringType)
      .add("y", DataTypes.DoubleType);

  @TempDir
  static Path folder;

  private static Path file;
  private static final List<Row> TABLE = new ArrayList<>();

  private SparkSession session;

  /** A level comes in the last rows only, numbers and texts are missing. */
  @BeforeAll
  static void theSameRowsInAFile() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    var random = new Random(3);
    for (long id = 0; id < ROWS; id++) {
      double x = random.nextGaussian();
      Double z = random.nextInt(50) == 0 ? null : random.nextInt(1000) / 16.0;
      String colour = id > ROWS - 40 ? "late" : random.nextInt(30) == 0 ? null : random.nextBoolean() ? "red" : "blue";
      double y = x + (z == null ? 1 : 0.01 * z) + ("red".equals(colour) ? 1 : 0) + random.nextGaussian();
      TABLE.add(RowFactory.create(id, x, colour, random.nextInt(7),
          Date.valueOf(LocalDate.of(2020, 1, 1).plusDays(random.nextInt(900))), z, y > 0.5 ? "many" : "few", y));
    }
    String text = TABLE.stream().map(row -> {
      var fields = new ArrayList<String>();
      for (int i = 0; i < row.size(); i++) {
        fields.add(row.get(i) == null ? "" : row.get(i).toString());
      }
      return String.join(",", fields);
    }).collect(Collectors.joining("\n", "id,x,colour,visits,day,z,kind,y\n", "\n"));
    file = Files.writeString(folder.resolve("rows.csv"), text);
  }

  private SparkSession session(String master) {
    session = SparkSession.builder()
        .master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
        .config("spark.sql.shuffle.partitions", "3")
        .getOrCreate();
    return session;
  }

  @AfterEach
  void ends() {
    if (session != null) {
      session.stop();
    }
  }

  private static Dataset<Row> frame(SparkSession session, int partitions) {
    var context = JavaSparkContext.fromSparkContext(session.sparkContext());
    return session.createDataFrame(context.parallelize(TABLE, partitions), SCHEMA);
  }

  private static LinearFit fit(RowSource rows, Family family, PassLog log) {
    String target = family.task() == Task.REGRESSION ? "y" : "kind";
    var roles = new RowRoles(target, Optional.empty(), List.of(), RowFolds.numbered(4, 2), false);
    PathOptions options = PathOptions.DEFAULT.withGrid(5, 0.1).withThreads(1).withTolerance(1e-6);
    return StreamedTrainer.fit(
        LinearTrainer.of(StreamedTrainer.specimen(rows, roles, family.task()), family, LinearPenalty.elasticNet(0.9))
            .options(options),
        rows, roles, log);
  }

  private static LinearFit ofFile(Family family) {
    Set<String> dropped = Set.of("id", family.task() == Task.REGRESSION ? "kind" : "y");
    return fit(StreamedTable.open(List.of(file), TableOptions.none(), dropped, (_, _, _) -> {}), family, PassLog.NONE);
  }

  private static LinearFit ofFrame(Dataset<Row> frame, Family family, PassLog log) {
    boolean numbers = family.task() == Task.REGRESSION;
    try (var rows = FrameRows.of(frame, numbers ? "y" : "kind", family.task(), TableOptions.none(),
        Set.of("id", numbers ? "kind" : "y"))) {
      assertThat(rows.rows()).isEqualTo(ROWS);
      return fit(rows, family, log);
    }
  }

  private static void same(LinearFit expected, LinearFit other) {
    assertThat(other.path().points()).hasSameSizeAs(expected.path().points());
    for (int k = 0; k < expected.path().points().size(); k++) {
      LinearPath.Point point = expected.path().points().get(k);
      LinearPath.Point own = other.path().points().get(k);
      assertThat(own.lambda()).isEqualTo(point.lambda());
      assertThat(own.gap()).isEqualTo(point.gap());
      assertThat(own.intercepts()).containsExactly(point.intercepts());
      assertThat(own.index()).isDeepEqualTo(point.index());
      assertThat(own.coefficient()).isDeepEqualTo(point.coefficient());
    }
    CrossValidation validation = expected.validation().orElseThrow();
    assertThat(other.validation().orElseThrow().mean()).containsExactly(validation.mean());
    assertThat(other.validation().orElseThrow().standardError()).containsExactly(validation.standardError());
    assertThat(other.preprocessing().features()).isEqualTo(expected.preprocessing().features());
  }

  @Test
  void anyPartitionsGiveTheBitsOfAFile() {
    SparkSession spark = session("local[2]");
    LinearFit file = ofFile(Family.gaussian());
    var random = new Random(9);
    for (int partitions : new int[]{1, 2 + random.nextInt(5), 7 + random.nextInt(30)}) {
      same(file, ofFrame(frame(spark, partitions), Family.gaussian(), PassLog.NONE));
    }
    same(file, ofFrame(frame(spark, 5).repartition(11).orderBy("id"), Family.gaussian(), PassLog.NONE));
    same(ofFile(Family.binomial()), ofFrame(frame(spark, 6), Family.binomial(), PassLog.NONE));
  }

  /** Blocks that a lost executor kept are packed anew by another. */
  @Test
  void anExecutorThatIsKilledChangesNothing() {
    SparkSession spark = session("local-cluster[2,1,1024]");
    var killed = new AtomicBoolean();
    LinearFit there = ofFrame(frame(spark, 3), Family.binomial(), new PassLog() {
      @Override
      public double[] last() {
        return new double[0];
      }

      @Override
      public void finished(double[] state) {
        if (!killed.getAndSet(true)) {
          ProcessHandle executor = ProcessHandle.current()
              .children()
              .filter(ProcessHandle::isAlive)
              .findFirst()
              .orElseThrow();
          assertThat(executor.destroyForcibly()).isTrue();
        }
      }
    });
    assertThat(killed).isTrue();
    same(ofFile(Family.binomial()), there);
  }

  @Test
  void aFrameThatGivesOtherRowsEachTimeIsRefused() {
    SparkSession spark = session("local[2]");
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    var schema = new StructType().add("x", DataTypes.DoubleType).add("y", DataTypes.DoubleType);
    Dataset<Row> some = spark.createDataFrame(context.parallelize(TABLE, 2)
        .filter(_ -> Math.random() < 0.5)
        .map(row -> RowFactory.create(row.get(1), row.get(7))), schema);
    assertThatThrownBy(() -> FrameRows.of(some, "y", Task.REGRESSION, TableOptions.none(), Set.of()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("the DataFrame gives other rows each time")
        .hasCauseInstanceOf(SparkException.class);
    assertThat(context.getPersistentRDDs()).as("blocks that are kept").isEmpty();
    // Blocks that were lost and come again are told by their checksums.
    try (PackedFrame packed = PackedFrame.of(frame(spark, 2), Set.of())) {
      String table = TravellingPieces
          .text(StreamedTable.packed(packed, TableOptions.none(), Set.of(), (_, _, _) -> {}, _ -> true));
      long[] others = packed.checksums();
      others[1]++;
      var task = new BlockTask(context.broadcast(new TravellingRows(table, Machine.here()).text()),
          context.broadcast(new byte[0]), context.broadcast(others));
      byte[] answer = task.call(1, packed.blocks().collectPartitions(new int[]{1})[0].iterator()).next();
      assertThatThrownBy(() -> RowWorker.requireReady(answer)).isInstanceOf(DataException.class)
          .hasMessageContaining("gives other rows each time");
      byte[] same = task.call(0, packed.blocks().collectPartitions(new int[]{0})[0].iterator()).next();
      assertThatThrownBy(() -> RowWorker.requireReady(same)).as("asked for nothing").hasMessageContaining("was asked");
    }
  }

  /** By a column that Spark cannot compute, and by an end of Spark in the middle. */
  @Test
  void aFailureOfSparkIsOne() {
    SparkSession spark = session("local[1]");
    Dataset<Row> frame = spark.createDataFrame(TABLE.subList(0, 200), SCHEMA);
    Dataset<Row> failing = frame.selectExpr("if(id = 7, raise_error('no seven'), x) as x", "y");
    assertThatThrownBy(() -> FrameRows.of(failing, "y", Task.REGRESSION, TableOptions.none(), Set.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no seven");
    PackedFrame packed = PackedFrame.of(frame, Set.of());
    var place = new FramePlace(packed, "a table");
    place.pass(new byte[0]);
    spark.stop();
    assertThatThrownBy(() -> place.begin(0, "a block").get()).isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Spark failed: ");
    place.passEnds();
    assertThatThrownBy(() -> place.pass(new byte[0])).isInstanceOf(UncheckedIOException.class);
    place.close();
    packed.close();
  }

  /** Rows that wait until somebody interrupts them. */
  private static final class Stuck {
    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static final CountDownLatch INTERRUPTED = new CountDownLatch(1);
    private static final int LIMIT = 60; // seconds, lest a fault hangs

    private static Row wait(Row row) throws InterruptedException {
      BEGUN.countDown();
      try {
        var never = new CountDownLatch(1).await(LIMIT, TimeUnit.SECONDS);
        assertThat(never).as("nobody interrupted").isTrue();
      } catch (InterruptedException e) {
        INTERRUPTED.countDown();
        throw e;
      }
      return row;
    }
  }

  /** As a program ends its threads at Ctrl-C: what Spark does for them ends, and nothing stays. */
  @Test
  void anInterruptEndsThePassAndItsJobs() throws Exception {
    SparkSession spark = session("local[1]");
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Throwable ended = catchThrowable(() -> ofFrame(frame(spark, 3), Family.binomial(), new PassLog() {
      @Override
      public double[] last() {
        return new double[0];
      }

      @Override
      public void finished(double[] state) {
        Thread.currentThread().interrupt();
      }
    }));
    boolean seen = Thread.interrupted();
    assertThat(ended).isInstanceOf(CancellationException.class);
    assertThat(seen).as("a caller sees it, too").isTrue();
    assertThat(context.getPersistentRDDs()).as("blocks that are kept").isEmpty();
    Dataset<Row> stuck = spark.createDataFrame(context.parallelize(TABLE.subList(0, 10), 1).map(Stuck::wait), SCHEMA);
    var thrown = new AtomicReference<Throwable>();
    var waiting = new Thread(() -> {
      try (var rows = FrameRows.of(stuck, "y", Task.REGRESSION, TableOptions.none(), Set.of("id"))) {
        thrown.set(new AssertionError("the rows came: " + rows.rows()));
      } catch (RuntimeException e) {
        thrown.set(e);
      }
    });
    waiting.setDaemon(true);
    waiting.start();
    assertThat(Stuck.BEGUN.await(Stuck.LIMIT, TimeUnit.SECONDS)).isTrue();
    waiting.interrupt();
    waiting.join(TimeUnit.SECONDS.toMillis(Stuck.LIMIT));
    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    assertThat(Stuck.INTERRUPTED.await(Stuck.LIMIT, TimeUnit.SECONDS)).as("the task itself ends").isTrue();
    assertThat(context.getPersistentRDDs()).isEmpty();
    assertThat(frame(spark, 2).count()).as("the session works").isEqualTo(ROWS);
  }

  @Test
  void mistakesAreOneLine() {
    SparkSession spark = session("local[1]");
    Dataset<Row> frame = spark.createDataFrame(TABLE.subList(0, 200), SCHEMA);
    assertThatThrownBy(() -> FrameRows.of(frame, "yy", Task.REGRESSION, TableOptions.none(), Set.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column 'yy'");
    assertThat(JavaSparkContext.fromSparkContext(spark.sparkContext()).getPersistentRDDs()).isEmpty();
    Dataset<Row> joined = frame.join(frame.select("id", "z"), "id");
    assertThatThrownBy(() -> FrameRows.of(joined, "x", Task.REGRESSION, TableOptions.none(), Set.of()))
        .isInstanceOf(DataException.class)
        .hasMessage("the DataFrame: two columns are named 'z': rename one of them, or drop it beforehand");
    assertThatThrownBy(() -> FrameRows.of(frame.limit(0), "y", Task.REGRESSION, TableOptions.none(), Set.of()))
        .isInstanceOf(DataException.class)
        .hasMessage("the DataFrame: there are no rows");
    Dataset<Row> nested = frame.selectExpr("x", "array(x, y) as both", "y");
    try (var rows = FrameRows.of(nested, "y", Task.REGRESSION, TableOptions.none(), Set.of())) {
      assertThat(rows.specimen().notes()).containsExactly("column 'both' is of type array<double> and is left out");
    }
    // A failure of the data is an answer: it is not tried again.
    Dataset<Row> lacking = frame.selectExpr("x", "if(id = 7, null, y) as y");
    assertThatThrownBy(() -> {
      try (var rows = FrameRows.of(lacking, "y", Task.REGRESSION, TableOptions.none(), Set.of())) {
        fit(rows, Family.gaussian(), PassLog.NONE);
      }
    }).isInstanceOf(DataException.class).hasMessageContaining("target 'y' is missing in row 8; take those rows out");
  }
}
