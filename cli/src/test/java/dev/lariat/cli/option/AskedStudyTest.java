package dev.lariat.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.io.Tables;
import dev.lariat.io.cluster.CellWorker;
import dev.lariat.io.cluster.ClusterCells;
import dev.lariat.io.cluster.Machine;
import dev.lariat.io.cluster.TravellingStudy;
import dev.lariat.io.cluster.TravellingStudy.TravellingFile;
import dev.lariat.study.Study;
import dev.lariat.study.cell.TrialLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine;

/** Cells that are asked for by lines of text, without any cluster between. */
@Tag("slow")
class AskedStudyTest {
  private static final List<String> WORDS = List.of("--target", "y", "--regularizers", "l2,dropout", "--epochs", "9",
      "--hidden", "4", "--folds", "2", "--quick");

  @TempDir
  Path folder;

  private Path table;
  private Study study;

  @BeforeEach
  void aTable() throws IOException {
    var random = new Random(1);
    var text = new StringBuilder("x,z,y\n");
    for (int row = 0; row < 60; row++) {
      double x = random.nextGaussian();
      text.append(String.format(Locale.ROOT, "%.4f,%.4f,%s%n", x, random.nextGaussian(),
          x + random.nextGaussian() > 0 ? "yes" : "no"));
    }
    table = Files.writeString(folder.resolve("t.csv"), text);
    study = new ClusterStudy().study(List.of(table), WORDS, Map.of()).average(1).threads(2);
  }

  private TravellingStudy travelling(String hash, String settings, Machine machine) {
    return new TravellingStudy(WORDS, List.of(new TravellingFile("", "t.csv", hash)), settings, machine);
  }

  private TravellingStudy travelling() {
    return travelling(Tables.hash(table), study.cellSettings(), Machine.here());
  }

  private String answer(TravellingStudy travelling, String asked) {
    return CellWorker.answer(travelling.text(), name -> folder.resolve(name).toString(), "executor 7 on there", asked,
        () -> false);
  }

  /** A machine that answers lines; it gives up after so many. */
  private final class Lines extends ClusterCells {
    private final TravellingStudy travelling;
    private final int most;
    private final AtomicInteger asked = new AtomicInteger();

    Lines(TravellingStudy travelling, int most) {
      this.travelling = travelling;
      this.most = most;
    }

    @Override
    protected String ask(String line, String shown, BooleanSupplier cancelled) {
      if (asked.incrementAndGet() > most) {
        throw new UncheckedIOException(new IOException("nobody answers"));
      }
      return answer(travelling, line);
    }

    @Override
    public int slots() {
      return 3;
    }

    @Override
    public void close() {
      // nothing is held
    }
  }

  /** What does not depend on the clock, nor on the order of arrival. */
  private static List<String> essence(TrialLog log) {
    return log.results()
        .stream()
        .map(result -> result.cell() + " " + result.complete() + " "
            + result.scores()
                .stream()
                .map(score -> score.validationLoss() + " " + score.trainLoss() + " " + score.zeroShare() + " "
                    + score.nonZeroWeights() + " " + score.losses())
                .toList())
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  @Test
  void linesGiveTheSameBitsAndGoOnAfterAFailure() {
    var here = TrialLog.keeping(List.of());
    var verdict = study.log(here).run().verdict();
    assertThat(here.results()).hasSizeGreaterThan(12);

    var there = TrialLog.keeping(List.of());
    assertThatThrownBy(() -> study.log(there).on(new Lines(travelling(), 9)).run())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("nobody answers");
    assertThat(there.results()).isNotEmpty().hasSizeLessThan(10);
    var again = study.log(there).on(new Lines(travelling(), Integer.MAX_VALUE)).run().verdict();
    assertThat(essence(there)).isEqualTo(essence(here));
    assertThat(again.use()).isEqualTo(verdict.use());
    assertThat(again.diagnosis()).isEqualTo(verdict.diagnosis());
  }

  @Test
  void aMachineThatWouldGiveOtherBitsIsRefusedByName() throws IOException {
    Machine here = Machine.here();
    String hash = Tables.hash(table);
    assertThat(answer(travelling(), CellWorker.HELLO)).isEqualTo(CellWorker.READY);
    refused(travelling(hash, study.cellSettings(), new Machine("0.0", here.java(), here.processor(), true)),
        "has Lariat");
    refused(travelling(hash, study.cellSettings(), new Machine(here.lariat(), here.java(), "abacus", true)),
        "processors of another kind");
    refused(travelling(hash, study.cellSettings() + ", by hand", here), "another study of the same words");
    refused(travelling("0000", study.cellSettings(), here), "has another t.csv");
    Files.delete(table);
    refused(travelling("0001", study.cellSettings(), here), "cannot read");
  }

  /** A command with more options than those of a study. */
  @Command(name = "fit")
  private static final class Typed {
    @Mixin
    private FitOptions options;

    @Mixin
    private TableInput input;

    @Option(names = "--out")
    private Path out;
  }

  @Test
  void theWordsOfACommandMakeTheSameStudyElsewhere() throws IOException {
    var typed = new Typed();
    var line = new CommandLine(typed);
    Path test = Files.copy(table, folder.resolve("held out.csv"));
    line.parseArgs(table.toString(), "-t", "y", "--out", "run", "--threads", "3", "--prefer=simplest", "--average", "2",
        "--time-limit", "1h", "--hidden=4,2", "--epochs", "9", "--drop", "z", "--no-halving", "--test",
        test.toString());
    assertThat(typed.out).hasToString("run");
    Study here = typed.options.study(typed.input.read(), typed.input);
    TravellingStudy travelling = ClusterStudy.of(line.getCommandSpec(), typed.options, typed.input, here);
    assertThat(travelling.words()).contains("--target=y", "--time-limit=1h", "--no-halving", "--hidden=4,2")
        .noneMatch(word -> word.matches("--(out|threads|prefer|average|test)(=.*)?"));
    assertThat(travelling.files()).extracting(TravellingFile::name).containsExactly("t.csv", "held out.csv");
    assertThat(ClusterStudy.files(typed.options, typed.input)).containsExactly(table, test);
    assertThat(answer(travelling, CellWorker.HELLO)).isEqualTo(CellWorker.READY);
  }

  private void refused(TravellingStudy travelling, String why) {
    assertThatThrownBy(() -> CellWorker.requireReady(answer(travelling, CellWorker.HELLO)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("executor 7 on there")
        .hasMessageContaining(why);
  }

  /** What fails everywhere is an answer, and nobody tries it again. */
  @Test
  void aDefectIsAnAnswer() {
    String answer = answer(travelling(), "{\"part\":\"finals\"}");
    assertThat(answer).startsWith("{\"DEFECT\":").contains("CellWorker.answer");
    assertThatThrownBy(() -> CellWorker.requireReady(answer)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCancelledCellHasNoResult() {
    String cell = "{\"part\":\"sweep\",\"model\":\"network\",\"regularizer\":\"none\",\"strength\":[],\"fold\":0,"
        + "\"seed\":0,\"until\":9}";
    assertThat(CellWorker.answer(travelling().text(), name -> folder.resolve(name).toString(), "m", cell, () -> true))
        .isEqualTo("{\"CANCELLED\":\"\"}");
    assertThat(answer(travelling(), cell)).startsWith("{\"RESULT\":");
  }
}
