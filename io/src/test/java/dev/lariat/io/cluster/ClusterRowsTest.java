package dev.lariat.io.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.PassLog;
import dev.lariat.data.stream.RowFolds;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.io.stream.StreamedTable;
import dev.lariat.io.stream.TravellingTable;
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
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are added up by others, who are asked in any order, give the bits of one machine. */
class ClusterRowsTest {
  @TempDir
  Path folder;

  /** Five files, one of them of one row and one of none; a level comes in the last only. Made by DuckDB. */
  private static List<Path> parts() throws IOException, URISyntaxException {
    Path folder = Path.of(ClusterRowsTest.class.getResource("parts").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static StreamedTable table(List<Path> files, Set<String> dropped) {
    return StreamedTable.open(files, TableOptions.none(), dropped, (_, _, _) -> {});
  }

  /** Machines that answer when all blocks of a pass were begun as far as they are, the last one first. */
  private static class Somewhere extends RowPlace {
    private final String table;
    private final Random random;
    private final Map<Integer, byte[]> answers = new TreeMap<>();
    private final List<Integer> open = new ArrayList<>();
    private byte[] asked;

    Somewhere(String table, long seed) {
      this.table = table;
      random = new Random(seed);
    }

    @Override
    public int slots() {
      return 1 + random.nextInt(4);
    }

    @Override
    protected void pass(byte[] wanted) {
      asked = wanted;
    }

    @Override
    protected Supplier<byte[]> begin(int block, String shown) {
      open.add(block);
      return () -> {
        while (!answers.containsKey(block)) {
          Collections.shuffle(open, random);
          int next = open.removeLast();
          answers.put(next, RowWorker.answer(table, "machine " + random.nextInt(3), asked, next));
        }
        return answers.get(block);
      };
    }

    @Override
    protected void passEnds() {
      answers.clear();
      open.clear();
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }

  private static RowPlace somewhere(StreamedTable table, long seed) {
    return new Somewhere(new TravellingRows(TravellingTable.text(table), Machine.here()).text(), seed);
  }

  private static LinearFit fit(RowSource rows, RowRoles roles, Family family) {
    Dataset specimen = StreamedTrainer.specimen(rows, roles, family.task());
    PathOptions options = PathOptions.DEFAULT.withGrid(4, 0.3).withThreads(2).withTolerance(1e-5);
    return StreamedTrainer.fit(LinearTrainer.of(specimen, family, LinearPenalty.elasticNet(0.9)).options(options), rows,
        roles, PassLog.NONE);
  }

  private static void same(LinearFit one, LinearFit other) {
    for (int k = 0; k < one.path().points().size(); k++) {
      LinearPath.Point expected = one.path().points().get(k);
      LinearPath.Point point = other.path().points().get(k);
      assertThat(point.lambda()).isEqualTo(expected.lambda());
      assertThat(point.gap()).isEqualTo(expected.gap());
      assertThat(point.intercepts()).containsExactly(expected.intercepts());
      assertThat(point.index()).isDeepEqualTo(expected.index());
      assertThat(point.coefficient()).isDeepEqualTo(expected.coefficient());
    }
    assertThat(other.path().points()).hasSameSizeAs(one.path().points());
    CrossValidation expected = one.validation().orElseThrow();
    assertThat(other.validation().orElseThrow().mean()).containsExactly(expected.mean());
    assertThat(other.validation().orElseThrow().standardError()).containsExactly(expected.standardError());
    assertThat(other.notes()).isEqualTo(one.notes());
  }

  @ParameterizedTest
  @CsvSource({"gaussian, amount, part", "gaussian, amount, ''", "binomial, kind, part", "multinomial, rank, ''",
      "poisson, visits, ''", "gamma, w, part"})
  void anyPartitionGivesTheSameBits(String family, String target, String foldColumn) throws Exception {
    Set<String> dropped = Set.of("amount", "kind", "rank", "visits", "w", "known")
        .stream()
        .filter(name -> !name.equals(target) && !name.equals("w") && !name.equals("known"))
        .collect(java.util.stream.Collectors.toSet());
    RowFolds numbered = RowFolds.numbered(3, 5);
    for (int seed = 0; seed < (family.equals("gaussian") ? 3 : 1); seed++) {
      StreamedTable here = table(parts(), dropped);
      StreamedTable there = table(parts(), dropped);
      assertThat(there.blocks()).hasSize(4);
      boolean weighted = !target.equals("w");
      Supplier<RowRoles> roles = () -> new RowRoles(target, weighted ? Optional.of("w") : Optional.empty(),
          family.equals("multinomial") ? List.of("known", "x1", "noise2") : List.of("known"),
          foldColumn.isEmpty() ? numbered : RowFolds.of(foldColumn), true);
      LinearFit expected = fit(here, roles.get(), Family.of(family));
      try (RowPlace place = somewhere(there, seed)) {
        same(expected, fit(new ClusterRows(there, place), roles.get(), Family.of(family)));
      }
      assertThat(there.passes()).isEqualTo(here.passes());
    }
  }

  /** Kinds, levels, dates and missing values are the same where only what was decided came along. */
  @Test
  void groupsOfRowsAreThoseOfTheWholeFile() throws Exception {
    Path file = Path.of(dev.lariat.io.Tables.class.getResource("table/groups.parquet").toURI());
    StreamedTable table = table(List.of(file), Set.of());
    var rows = new RowRoles("x", Optional.empty(), List.of(), RowFolds.numbered(2, 1), true);
    assertThat(table.blocks()).hasSize(1);
    try (RowPlace place = somewhere(table, 1)) {
      same(fit(table(List.of(file), Set.of()), rows, Family.gaussian()),
          fit(new ClusterRows(table, place), rows, Family.gaussian()));
    }
  }

  private String refusal(String text) {
    byte[] answer = RowWorker.answer(text, "executor 3 on there", new byte[0], RowWorker.HELLO);
    try {
      RowWorker.requireReady(answer);
    } catch (UncheckedIOException e) {
      return e.getCause().getMessage();
    }
    throw new AssertionError("not refused");
  }

  @Test
  void whoCannotReadTheTableOrHasAnotherIsNamed() throws Exception {
    List<Path> copies = new ArrayList<>();
    for (Path part : parts()) {
      copies.add(Files.copy(part, folder.resolve(part.getFileName())));
    }
    Path file = copies.getFirst();
    StreamedTable table = table(copies, Set.of("w"));
    String text = TravellingTable.text(table);
    String whole = new TravellingRows(text, Machine.here()).text();
    RowWorker.requireReady(RowWorker.answer(whole, "here", new byte[0], RowWorker.HELLO));

    var roles = new RowRoles("amount", Optional.empty(), List.of(), RowFolds.none(), true);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 3]++;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(5));
    assertThatThrownBy(() -> fit(new ClusterRows(table, new Somewhere(whole, 1)), roles, Family.gaussian()))
        .as("between the passes")
        .isInstanceOf(DataException.class)
        .hasMessageContaining("changed while it was read");
    // The same size and another content, for who opens it now.
    assertThat(refusal(new TravellingRows(text + "   ", Machine.here()).text()))
        .startsWith("executor 3 on there has another " + file);
    Files.delete(file);
    assertThat(refusal(new TravellingRows(text + "  ", Machine.here()).text()))
        .startsWith("executor 3 on there cannot read " + file + " (there is no such file)");
    var old = new Machine("0.0.1", 25, Machine.here().processor(), true);
    assertThat(refusal(new TravellingRows(text, old).text())).contains("has Lariat");
  }

  /** Texts are cut between their records: of these each has two blocks. */
  @ParameterizedTest
  @ValueSource(strings = {"rows.csv", "rows.svm"})
  void partsOfATextGiveTheSameBits(String name) throws IOException {
    boolean sparse = name.endsWith("svm");
    var random = new Random(7);
    var text = new StringBuilder(sparse ? "" : "x1,colour,x2,y\n");
    for (int row = 0; row < 70_000; row++) {
      double x = Math.rint(random.nextGaussian() * 1000) / 1000;
      double z = random.nextInt(100) / 8.0;
      double y = Math.rint(8 * (x + 0.2 * z + random.nextGaussian())) / 8;
      text.append(sparse ? y + " 1:" + x + " 3:" + z : x + (row % 2 == 0 ? ",red," : ",\"light\nblue\",") + z + "," + y)
          .append('\n');
    }
    Path file = Files.writeString(folder.resolve(name), text);
    String target = sparse ? "label" : "y";
    StreamedTable there = table(List.of(file), Set.of());
    assertThat(there.blocks()).hasSize(2);
    Supplier<RowRoles> roles = () -> new RowRoles(target, Optional.empty(), List.of(), RowFolds.numbered(4, 1), false);
    try (RowPlace place = somewhere(there, 3)) {
      same(fit(table(List.of(file), Set.of()), roles.get(), Family.gaussian()),
          fit(new ClusterRows(there, place), roles.get(), Family.gaussian()));
    }
    // Of a text the start decides how all of it is read.
    String travels = TravellingTable.text(there);
    byte[] bytes = Files.readAllBytes(file);
    bytes[1]++;
    Files.write(file, bytes);
    assertThat(refusal(new TravellingRows(travels + " ", Machine.here()).text()))
        .startsWith("executor 3 on there has another " + file);
  }

  @Test
  void whatTheDataLackIsSaidAsHere() throws Exception {
    StreamedTable table = table(parts(), Set.of());
    var roles = new RowRoles("amount", Optional.empty(), List.of(), RowFolds.none(), false);
    try (RowPlace place = somewhere(table, 1)) {
      assertThatThrownBy(() -> fit(new ClusterRows(table, place), roles, Family.gaussian()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("target 'amount' is missing in row 6; take those rows out");
    }
  }
}
