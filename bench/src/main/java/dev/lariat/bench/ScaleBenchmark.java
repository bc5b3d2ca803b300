package dev.lariat.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.PassLog;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.io.Tables;
import dev.lariat.io.stream.SortedFile;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.io.table.TableOptions;
import dev.lariat.linear.Cox;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.StreamedTrainer;
import dev.lariat.model.linear.SurvivalColumns;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Paths on a table that is passed over: makes a Parquet file of normal numbers, fits a gaussian path with ten folds, a
 * binomial one and one of times without, and says rows a minute, passes, the worst gap, and by how much coefficients
 * differ from those in memory on a part of the rows. Give it the heap that it may use by JAVA_OPTS=-Xmx512m.
 *
 * <p>Arguments: rows (5,000,000 unless given; several with commas between to see how time grows; of more than 5,000,000
 * the same 1,250,000 again and again), columns (100), folder for the files (bench/target/scale), families
 * (gaussian,binomial; cox is the third, none makes the file alone). Says whether R has biglasso to compare with.
 */
public final class ScaleBenchmark {
  private static final int PART = 100_000;
  private static final long MADE = 5_000_000;
  private static final long REPEATED = 1_250_000;
  private static final int FOLDS = 10;
  private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
      .getOperatingSystemMXBean();

  private ScaleBenchmark() {}

  /** What is fitted. */
  private record Kind(Family family, String target, RowFolds folds) {
    private static final Set<String> TARGETS = Set.of("y", "label", "waited", "died");

    static Kind of(String name) {
      return switch (name) {
        case "gaussian" -> new Kind(Family.gaussian(), "y", RowFolds.numbered(FOLDS, 0));
        case "binomial" -> new Kind(Family.binomial(), "label", RowFolds.none());
        case "cox" -> new Kind(Family.cox(Cox.Ties.BRESLOW), "waited", RowFolds.none());
        default -> throw new IllegalArgumentException("no family '" + name + "' here: gaussian, binomial, cox or none");
      };
    }

    /** The columns that are no inputs. */
    private Set<String> dropped() {
      return TARGETS.stream()
          .filter(name -> !name.equals(target) && !(family.survival().isPresent() && name.equals("died")))
          .collect(Collectors.toUnmodifiableSet());
    }

    private LinearTrainer trainer(Dataset data) {
      LinearTrainer bare = LinearTrainer.of(data, family, LinearPenalty.lasso())
          .options(PathOptions.DEFAULT.withThreads(Runtime.getRuntime().availableProcessors()));
      return family.survival().isPresent() ? bare.survival(SurvivalColumns.event("died")) : bare;
    }
  }

  /** Runs the benchmark in the repository's folder. */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    int columns = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    Path folder = Path.of(args.length > 2 ? args[2] : "bench/target/scale");
    List<Kind> wanted = Arrays.stream((args.length > 3 ? args[3] : "gaussian,binomial").split(",", -1))
        .filter(name -> !name.equals("none"))
        .map(Kind::of)
        .toList();
    Files.createDirectories(folder);
    System.out.printf("heap at most %,d MB, %d processors%n%n", Runtime.getRuntime().maxMemory() >> 20,
        Runtime.getRuntime().availableProcessors());
    System.out.println(
        "| rows | family | passes | wall s | CPU s | rows a minute | the same if all processors were ours | worst gap |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    List<Path> last = List.of();
    for (String rows : (args.length > 0 ? args[0] : "5000000").split(",", -1)) {
      last = tables(folder, Long.parseLong(rows), columns);
      for (Kind kind : wanted) {
        measure(last, kind, folder);
      }
    }
    Path part = folder.resolve("part-" + columns + ".parquet");
    if (!Files.exists(part)) {
      write("select * from '" + last.getFirst() + "' limit " + PART, part);
    }
    System.out.println();
    for (Kind kind : wanted) {
      compare(part, kind, folder);
    }
    peer();
  }

  private static void measure(List<Path> files, Kind kind, Path folder) {
    long wall = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    StreamedTable table = open(files, kind);
    LinearFit fit = streamed(table, kind, kind.folds, folder);
    double seconds = (System.nanoTime() - wall) / 1e9;
    double used = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
    System.out.printf("| %,d | %s | %d | %.1f | %.1f | %,.0f | %,.0f | %.1e |%n", table.rows(), kind.family.label(),
        table.passes(), seconds, used, table.rows() / seconds * 60,
        table.rows() / used * 60 * Runtime.getRuntime().availableProcessors(),
        fit.path().points().stream().mapToDouble(LinearPath.Point::gap).max().orElse(0));
    fit.notes().forEach(note -> System.out.println("note: " + note));
  }

  private static StreamedTable open(List<Path> files, Kind kind) {
    return StreamedTable.typed(files, TableOptions.none(), kind.dropped(), (_, _, _) -> {},
        name -> !name.equals("died"));
  }

  private static LinearFit streamed(StreamedTable table, Kind kind, RowFolds folds, Path folder) {
    var roles = new RowRoles(kind.target, Optional.empty(), List.of(), folds, false);
    try (var sorted = SortedFile.at(folder.resolve("sorted.cache"), (_, _, _) -> {})) {
      return StreamedTrainer.fit(kind.trainer(StreamedTrainer.specimen(table, roles, kind.family.task())), table, roles,
          PassLog.NONE, sorted);
    }
  }

  private static void compare(Path part, Kind kind, Path folder) {
    LinearPath streamed = streamed(open(List.of(part), kind), kind, RowFolds.none(), folder).path();
    var data = Tables.read(part).without(kind.dropped().toArray(String[]::new)).target(kind.target, kind.family.task());
    LinearPath held = kind.trainer(data).fit().path();
    double largest = 0;
    double scale = 0;
    int points = Math.min(streamed.points().size(), held.points().size());
    for (int k = 0; k < points; k++) {
      double[] a = streamed.points().get(k).dense(0, streamed.features());
      double[] b = held.points().get(k).dense(0, held.features());
      for (int j = 0; j < a.length; j++) {
        largest = Math.max(largest, Math.abs(a[j] - b[j]));
        scale = Math.max(scale, Math.abs(b[j]));
      }
    }
    System.out
        .printf("%s, %,d rows: the largest difference of a coefficient from memory is %.1e, the largest coefficient"
            + " %.2f, %d λs%n", kind.family.label(), PART, largest, scale, points);
  }

  /** A table of more rows than {@link #MADE} is the file of {@link #REPEATED} rows under several names. */
  private static List<Path> tables(Path folder, long rows, int columns) throws SQLException, IOException {
    if (rows <= MADE || rows % REPEATED != 0) {
      return List.of(table(folder, rows, columns));
    }
    Path once = table(folder, REPEATED, columns);
    var links = new ArrayList<Path>();
    for (int i = 0; i < rows / REPEATED; i++) {
      Path link = folder.resolve("again-" + i + "-" + once.getFileName());
      links.add(Files.exists(link) ? link : Files.createLink(link, once));
    }
    return links;
  }

  private static Path table(Path folder, long rows, int columns) throws SQLException, IOException {
    Path file = folder.resolve("normal-" + rows + "x" + columns + ".parquet");
    if (Files.exists(file)) {
      return file;
    }
    // Box and Muller's normal numbers; one in ten columns counts.
    String numbers = IntStream.range(0, columns)
        .mapToObj(j -> "sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) as x" + j)
        .collect(Collectors.joining(", "));
    String signal = IntStream.range(0, columns)
        .filter(j -> j % 10 == 0)
        .mapToObj(j -> "x" + j + " * " + (1 + j % 7) / 4.0)
        .collect(Collectors.joining(" + "));
    // Times are exponential; whoever still waits at 1 is looked at for the last time.
    write("select * exclude (ended), least(ended, 1.0) as waited, ended < 1 as died from (select *, " + signal
        + " + sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) as y, case when random() < 1 / (1 + exp(-("
        + signal + ") / 4)) then 'yes' else 'no' end as label, -ln(1 - random()) / exp((" + signal
        + ") / 4) as ended from (select " + numbers + " from range(" + rows + ")))", file);
    return file;
  }

  private static void write(String query, Path file) throws SQLException, IOException {
    Path begun = file.resolveSibling(file.getFileName() + ".begun");
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute("set threads = 1");
      statement.execute("select setseed(0.5)");
      statement.execute("copy (" + query + ") to '" + begun + "' (format parquet, row_group_size 122880)");
    }
    Files.move(begun, file);
  }

  /** Says whether there is R's biglasso; nobody has to have it. */
  private static void peer() throws IOException, InterruptedException {
    String said;
    try {
      Process asked = new ProcessBuilder("Rscript", "-e",
          "cat(requireNamespace('biglasso', quietly = TRUE) && requireNamespace('arrow', quietly = TRUE))")
          .redirectErrorStream(true)
          .start();
      said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      asked.waitFor();
    } catch (IOException _) {
      said = "";
    }
    System.out.println(said.endsWith("TRUE")
        ? "R's biglasso is installed, but this benchmark does not drive it yet: run it on the same file by hand"
        : "R's biglasso (with arrow, which reads Parquet) is not installed: nothing is compared with it");
  }
}
