package dev.lariat.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Formatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the arrows between the packages, and the habits that a compiler does not know. */
@Tag("slow") // once is enough: nothing here depends on the language
final class ArchitectureTest {
  /** Every package of ours, and the packages that it may know: what is not here is not allowed. */
  private static final Map<String, Set<String>> ARROWS = arrows();

  /** The first words of the packages of core. */
  private static final Set<String> CORE = Set.of("kernel", "data", "metric", "loss", "penalty", "optim", "net",
      "linear", "model", "study", "explain", "parallel");

  private static final JavaClasses OURS = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("dev.lariat");

  /** A room inside of a room has its own line: {@code arrows.put("linear.solver", …)}. */
  private static Map<String, Set<String>> arrows() {
    var arrows = new TreeMap<String, Set<String>>();
    arrows.put("kernel", Set.of());
    arrows.put("data.text", Set.of());
    arrows.put("data", below(arrows, "kernel", "data.text"));
    arrows.put("data.encoding", below(arrows, "data"));
    arrows.put("data.stream", below(arrows, "data"));
    arrows.put("metric", below(arrows, "data"));
    arrows.put("loss", below(arrows, "data.encoding"));
    arrows.put("penalty", below(arrows, "data.encoding"));
    // A proximal step is a step of the update.
    arrows.put("optim", below(arrows, "data.encoding", "penalty"));
    arrows.put("net.layer", below(arrows, "penalty"));
    arrows.put("net", below(arrows, "net.layer", "optim", "penalty", "loss"));
    arrows.put("net.pass", below(arrows, "net"));
    arrows.put("net.training", below(arrows, "net.pass"));
    arrows.put("parallel", Set.of());
    arrows.put("linear", below(arrows, "data.encoding", "metric"));
    arrows.put("linear.selection", below(arrows, "linear"));
    arrows.put("linear.solver.algebra", Set.of("kernel"));
    arrows.put("linear.solver.penalty", Set.of("linear"));
    arrows.put("linear.solver.moments", below(arrows, "linear", "parallel"));
    arrows.put("linear.solver.rounding", below(arrows, "linear", "parallel"));
    arrows.put("linear.solver", below(arrows, "linear.solver.algebra", "linear.solver.penalty", "linear.solver.moments",
        "linear.solver.rounding"));
    arrows.put("linear.solver.resampling", below(arrows, "linear.solver", "linear.selection"));
    // Only the entry points of model know the engine.
    arrows.put("linear.stream.risk", below(arrows, "linear", "parallel", "data.stream"));
    arrows.put("linear.stream",
        below(arrows, "linear.stream.risk", "linear.solver", "linear.selection", "data.stream"));
    arrows.put("model.linear", below(arrows, "linear.solver.resampling", "data.stream"));
    arrows.put("model", without("net.pass", below(arrows, "model.linear", "linear.stream", "net.training")));
    arrows.put("model.interval", withoutSolver(below(arrows, "model")));
    arrows.put("study.candidate", withoutSolver(below(arrows, "model")));
    arrows.put("study.cell", below(arrows, "study.candidate"));
    arrows.put("study.statistics", Set.of("study.candidate"));
    arrows.put("study.search", below(arrows, "study.cell", "study.statistics"));
    arrows.put("study.verdict", below(arrows, "study.search", "study.statistics"));
    arrows.put("study.evidence", below(arrows, "study.cell", "study.statistics"));
    arrows.put("study.warning", below(arrows, "data.encoding"));
    arrows.put("study.insight", below(arrows, "study.statistics", "data"));
    arrows.put("study.finish", below(arrows, "study.verdict"));
    arrows.put("study.yardstick", below(arrows, "study.finish"));
    arrows.put("study",
        below(arrows, "model.interval", "study.yardstick", "study.insight", "study.warning", "study.evidence"));
    arrows.put("explain", without("net.pass", below(arrows, "linear", "net.training")));
    // What is not exported nobody may know outside of core.
    arrows.put("io.column", outside(below(arrows, "data")));
    arrows.put("io.watch", Set.of());
    arrows.put("io.table", below(arrows, "io.column", "io.watch"));
    arrows.put("io.stream", outside(below(arrows, "io.table", "data.stream")));
    arrows.put("io.sql", Set.of("data"));
    arrows.put("io.sequence", below(arrows, "io.sql", "data.stream"));
    arrows.put("io.image", outside(below(arrows, "io.stream", "io.sql")));
    arrows.put("io", below(arrows, "io.stream", "io.image", "io.sequence"));
    arrows.put("io.model", outside(below(arrows, "model.interval", "io")));
    arrows.put("io.run", outside(below(arrows, "study", "io")));
    arrows.put("io.cluster", below(arrows, "io.run"));
    arrows.put("handover.source", Set.of());
    arrows.put("handover.translation", outside(below(arrows, "optim", "handover.source")));
    arrows.put("handover.pruning", outside(below(arrows, "model")));
    // Programs and graphs read a missing value by the words that tables have for it.
    arrows.put("handover.python", outside(below(arrows, "io.column", "handover.source", "handover.pruning")));
    // Keras' L2 has its own constant.
    arrows.put("handover.keras", outside(below(arrows, "handover.python", "handover.translation")));
    for (String framework : List.of("pytorch", "mlx", "java")) {
      arrows.put("handover." + framework, outside(below(arrows, "handover.python")));
    }
    for (String format : List.of("onnx", "safetensors")) {
      arrows.put("handover." + format, outside(below(arrows, "io.column", "io.model", "handover.pruning")));
    }
    arrows.put("handover.tensorboard", outside(below(arrows, "net.training")));
    arrows.put("handover", outside(below(arrows, "io.model", "io.run", "handover.keras", "handover.pytorch",
        "handover.mlx", "handover.java", "handover.onnx", "handover.safetensors", "handover.tensorboard")));
    // The document model knows no table, no model and no study; page.study turns a study into a document.
    arrows.put("page", Set.of());
    arrows.put("page.phrase", outside(below(arrows, "io.run")));
    arrows.put("page.study", outside(below(arrows, "handover", "page", "page.phrase")));
    // What the command line lends is below the studio; the studio does not know the command line.
    arrows.put("studio.command", outside(below(arrows, "io.run")));
    // Sentences are said in the words of the page's fields, which are those of a study.
    arrows.put("studio.web", Set.of("data", "data.encoding", "metric", "study", "study.candidate", "io.run"));
    arrows.put("studio.table", outside(below(arrows, "io", "study.warning", "studio.web")));
    arrows.put("studio.run", outside(below(arrows, "page.study", "studio.command", "studio.table")));
    arrows.put("studio.play", outside(below(arrows, "handover", "studio.table")));
    arrows.put("studio.path", outside(below(arrows, "model", "studio.table")));
    arrows.put("studio.model",
        outside(below(arrows, "model", "io.model", "io.run", "study.evidence", "studio.command", "studio.table")));
    arrows.put("studio", outside(below(arrows, "page", "studio.run", "studio.play", "studio.path", "studio.model")));
    arrows.put("cli.terminal", outside(below(arrows, "study", "page")));
    arrows.put("cli.word", outside(below(arrows, "handover", "io.stream", "io.sql")));
    arrows.put("cli.option", outside(below(arrows, "handover", "io.cluster", "cli.word")));
    arrows.put("cli.explain",
        outside(below(arrows, "explain", "handover", "page", "cli.option", "cli.terminal", "studio.command")));
    arrows.put("cli.linear", outside(below(arrows, "handover", "page", "cli.option")));
    arrows.put("cli.predict", outside(below(arrows, "study.evidence", "model.interval", "io")));
    arrows.put("cli.stream", outside(below(arrows, "cli.linear", "cli.terminal")));
    arrows.put("cli",
        outside(below(arrows, "handover", "page.study", "studio", "cli.explain", "cli.predict", "cli.stream")));
    return arrows;
  }

  /** What the given packages may know, and they themselves. */
  private static Set<String> below(Map<String, Set<String>> arrows, String... packages) {
    var below = new TreeSet<>(List.of(packages));
    for (String known : packages) {
      below.addAll(arrows.get(known));
    }
    return below;
  }

  /** Without the engines of core, which are not exported. */
  private static Set<String> outside(Set<String> packages) {
    packages.removeAll(Set.of("kernel", "net.pass", "parallel", "study.search"));
    return withoutSolver(packages);
  }

  /** Without the engine of linear paths: only the entry points in model know it. */
  private static Set<String> withoutSolver(Set<String> packages) {
    packages.removeIf(name -> name.startsWith("linear.solver") || name.equals("linear.stream"));
    return packages;
  }

  private static Set<String> without(String name, Set<String> packages) {
    packages.remove(name);
    return packages;
  }

  /** The package behind {@code dev.lariat}. */
  private static String packageOf(JavaClass type) {
    return type.getPackageName().replaceFirst("^dev\\.lariat\\.?", "");
  }

  /** The first word of {@link #packageOf}. */
  private static String roomOf(JavaClass type) {
    return packageOf(type).replaceFirst("\\..*", "");
  }

  private static DescribedPredicate<JavaClass> in(Set<String> packages) {
    return DescribedPredicate.describe("in " + packages,
        type -> type.getPackageName().startsWith("dev.lariat") && packages.contains(packageOf(type)));
  }

  @Test
  void everyPackageHasItsPlaceInTheArrows() {
    assertThat(OURS.stream().map(ArchitectureTest::packageOf).distinct())
        .as("a new package: add it to ARROWS, and its first word to CORE if it is there")
        .isSubsetOf(ARROWS.keySet());
    // That the class path was read at all: these three modules have been there from the start.
    assertThat(OURS.stream().map(ArchitectureTest::packageOf)).contains("kernel", "data", "io", "cli");
  }

  @TestFactory
  Stream<DynamicTest> arrowsPointOneWay() {
    return ARROWS.entrySet()
        .stream()
        .map(arrow -> DynamicTest.dynamicTest(arrow.getKey() + " knows only " + arrow.getValue(), () -> {
          var forbidden = new TreeSet<>(ARROWS.keySet());
          forbidden.removeAll(arrow.getValue());
          forbidden.remove(arrow.getKey());
          noClasses().that(are(in(Set.of(arrow.getKey()))))
              .should()
              .dependOnClassesThat(are(in(forbidden)))
              .allowEmptyShould(true) // until the package is written
              .check(OURS);
        }));
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices().matching("dev.lariat.(**)").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void coreHasNoDependencies() {
    var core = DescribedPredicate.<JavaClass>describe("in " + CORE, type -> CORE.contains(roomOf(type)));
    classes().that(are(core))
        .should()
        .onlyDependOnClassesThat(resideInAPackage("java..").or(resideInAPackage("jdk.incubator.vector")).or(core))
        .check(OURS);
  }

  @Test
  void theVectorApiStaysBehindTheKernels() {
    noClasses().that(DescribedPredicate.not(in(Set.of("kernel"))))
        .should()
        .dependOnClassesThat(resideInAPackage("jdk.incubator.."))
        .check(OURS);
  }

  @Test
  void onlyTheCommandLinePrintsAndExits() {
    var libraries = noClasses().that(DescribedPredicate.describe("below cli", type -> !roomOf(type).equals("cli")))
        .should();
    libraries.accessField(System.class, "out").check(OURS);
    libraries.accessField(System.class, "err").check(OURS);
    libraries.callMethod(System.class, "exit", int.class).check(OURS);
    libraries.callMethod(Runtime.class, "exit", int.class).check(OURS);
    libraries.callMethod(Runtime.class, "halt", int.class).check(OURS);
    libraries.callCodeUnitWhere(target(name("printStackTrace")).and(target(rawParameterTypes(new Class<?>[0]))))
        .check(OURS);
  }

  @Test
  void namesSayWhatAThingIs() {
    String words = "(?i)(utils?|commons?|impl|managers?|helpers?)";
    String ends = ".*(Utils?|Common|Impl|Manager|Helper)";
    assertThat(OURS.stream().filter(type -> type.getSimpleName().matches(ends) || type.getSimpleName().matches(words)))
        .as("classes named for nothing")
        .isEmpty();
    assertThat(OURS.stream()
        .map(JavaClass::getPackageName)
        .filter(p -> Stream.of(p.split("\\.")).anyMatch(w -> w.matches(words)))).as("packages named for nothing")
        .isEmpty();
  }

  /** In Turkish an i becomes İ, in German a decimal point becomes a comma. */
  @Test
  void textDoesNotDependOnTheUsersLanguage() {
    for (DescribedPredicate<JavaCall<?>> call : List.of(call(String.class, "format", String.class, Object[].class),
        call(String.class, "formatted", Object[].class), call(String.class, "toLowerCase"),
        call(String.class, "toUpperCase"), call(PrintStream.class, "printf", String.class, Object[].class),
        call(PrintStream.class, "format", String.class, Object[].class),
        call(PrintWriter.class, "printf", String.class, Object[].class),
        call(PrintWriter.class, "format", String.class, Object[].class), call(Formatter.class, "<init>"),
        call(Formatter.class, "<init>", Appendable.class))) {
      noClasses().should()
          .callCodeUnitWhere(call)
          .because("the same with Locale.ROOT reads the same everywhere")
          .check(OURS);
    }
  }

  private static DescribedPredicate<JavaCall<?>> call(Class<?> type, String method, Class<?>... parameters) {
    return target(owner(DescribedPredicate.describe(type.getSimpleName(), (JavaClass t) -> t.isEquivalentTo(type))))
        .and(target(name(method)))
        .and(target(rawParameterTypes(parameters)));
  }
}
