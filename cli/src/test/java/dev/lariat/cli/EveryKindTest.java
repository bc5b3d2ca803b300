package dev.lariat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.Task;
import dev.lariat.handover.Export;
import dev.lariat.loss.LossKind;
import dev.lariat.net.layer.Activation;
import dev.lariat.optim.Dialect;
import dev.lariat.optim.OptimizerKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever loss, optimizer or activation there is trains from the command line, comes back from its model file and is
 * exported in every form; and every optimizer is explained and translated. A newcomer needs no line here.
 */
@Tag("slow")
class EveryKindTest {
  private static final Path DATA = Path.of(System.getProperty("lariat.repository"), "examples", "data");

  @TempDir
  Path folder;

  static Stream<String> options() {
    var all = new ArrayList<String>();
    for (LossKind kind : LossKind.ALL) {
      all.add("--loss " + kind.word());
    }
    for (String optimizer : OptimizerKind.words()) {
      for (Dialect dialect : Dialect.values()) {
        all.add("--optimizer " + optimizer + " --dialect " + dialect.name().toLowerCase(Locale.ROOT));
      }
    }
    for (Activation activation : Activation.values()) {
      all.add("--activation " + activation.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("options")
  void trainsPredictsAndIsExported(String words) {
    boolean numbers = LossKind.ALL.stream()
        .filter(kind -> words.equals("--loss " + kind.word()))
        .anyMatch(kind -> kind.make().apply(LossKind.Settings.DEFAULT).task() == Task.REGRESSION);
    boolean binary = words.equals("--loss binary-cross-entropy");
    List<Object> table = numbers
        ? List.of(DATA.resolve("diabetes.csv"), "--target", "progression")
        : binary
            ? List.of(DATA.resolve("breast-cancer.csv"), "--target", "diagnosis")
            : List.of(DATA.resolve("wine.csv"), "--target", "cultivar");
    Path run = folder.resolve("run");
    succeeds(
        Stream
            .of(Stream.of("train"), table.stream(), Stream.of(words.split(" ")),
                Stream.of("--hidden", "4", "--epochs", "1", "--quiet", "--out", run))
            .flatMap(s -> s)
            .toArray());
    succeeds("predict", run, table.getFirst());
    for (Export form : Export.values()) {
      succeeds("export", run, "--to", form.name().toLowerCase(Locale.ROOT), "--out", folder.resolve(form.name()));
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void isExplainedAndTranslated(String optimizer) {
    for (Dialect dialect : Dialect.values()) {
      succeeds("explain", "update", "--optimizer", optimizer, "--dialect", dialect.name().toLowerCase(Locale.ROOT));
    }
    succeeds("translate", "--from", "keras", "--to", "pytorch", "--optimizer", optimizer);
    succeeds("translate", "--from", "pytorch", "--to", "mlx", "--lr", "0.01", "--optimizer", optimizer);
  }

  static List<String> optimizers() {
    return OptimizerKind.words();
  }

  private static void succeeds(Object... words) {
    Outcome outcome = Outcome.of(words);
    assertThat(outcome.code()).as(List.of(words) + ": " + outcome.err()).isZero();
  }
}
