package dev.lariat.handover.java;

import dev.lariat.handover.source.TemplateFile;
import dev.lariat.handover.pruning.LinearPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.data.DataException;
import dev.lariat.data.encoding.Feature;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.LinearModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A Java file for {@code lariat run} that fits a linear model at its λ, with its cross-validated error. */
public final class JavaLinearFit {
  private static final TemplateFile TEMPLATES = TemplateFile.of(JavaLinearFit.class, "linear.java");

  private final LinearPlan plan;
  private final LinearModel model;
  private final LinearPenalty penalty;
  private final Path file;

  public JavaLinearFit(LinearPlan plan, Path file) {
    this.plan = plan;
    this.model = plan.model;
    if (model.survival().isPresent()) {
      throw new DataException(
          "a model of times until an event is not written as a program: take --to onnx (the relative"
              + " risk) or safetensors");
    }
    if (!model.target().columns().isEmpty()) {
      throw new DataException("a model of several targets is not written as code: take --to onnx or safetensors");
    }
    this.penalty = plan.objective().penalty();
    this.file = file;
  }

  @Override
  public String toString() {
    return JavaTraining.named(file, this::program);
  }

  private String program(String name) {
    var script = new ProgramText();
    List<String> packages = new ArrayList<>(List.of("data", "io", "linear", "model"));
    plan.series.ifPresent(_ -> packages.add("io.sequence"));
    JavaTraining.begin(script, packages, "Fits what was fitted", model, plan.steps, name);
    plan.series.ifPresent(row -> JavaTraining.series(script, row.steps(),
        row.numbers().stream().map(JavaSource::quoted).collect(Collectors.joining(", ", "List.of(", ")"))));
    script.add(TEMPLATES.part("fit"), "NAME", name, "FAMILY", family(model.path().family()), "ALPHA",
        NumberLiteral.of(penalty.alpha()), "CLASSES", penalty.groupClasses() ? ".withGroupedClasses()" : "", "LAMBDA",
        NumberLiteral.of(model.point().lambda()), "OPTIONS", options(), "MORE", more(), "LAST", plan.outputs - 1,
        "SEED", model.provenance().seed() + "L");
    return script.toString();
  }

  /** The call that makes it: a method of its name, with its parameters. */
  static String family(Family family) {
    var method = new StringBuilder();
    for (String word : family.label().split("-", -1)) {
      method.append(method.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return method
        + family.parameters().values().stream().map(NumberLiteral::of).collect(Collectors.joining(", ", "(", ")"));
  }

  private String options() {
    return (plan.objective().standardize() ? "" : ".withStandardize(false)")
        + (plan.objective().intercept() ? "" : ".withIntercept(false)")
        + (plan.glmnet() ? ".withDialect(PathOptions.Dialect." + PathOptions.Dialect.GLMNET + ")" : "");
  }

  private String more() {
    var more = new StringBuilder();
    int pieces = model.preprocessing().options().hinges();
    if (pieces > 0) {
      more.append("        .hinges(").append(pieces).append(")\n");
    }
    if (!model.offset().isEmpty()) {
      more.append(line("offset", model.offset()));
    }
    settings("factor", penalty.factors(), 1).forEach(more::append);
    settings("lower", penalty.lower(), Double.NEGATIVE_INFINITY).forEach(more::append);
    settings("upper", penalty.upper(), Double.POSITIVE_INFINITY).forEach(more::append);
    if (penalty.groups() != null) {
      groups().forEach(more::append);
      if (penalty.sparseShare() > 0) {
        more.append("        .sparseGroups(").append(NumberLiteral.of(penalty.sparseShare())).append(")\n");
      }
    }
    return more.toString();
  }

  private static String line(String method, List<String> names) {
    return "        ." + method + "(" + names.stream().map(JavaSource::quoted).collect(Collectors.joining(", "))
        + ")\n";
  }

  /** A line per feature whose setting is not the usual one. */
  private List<String> settings(String method, double[] values, double usual) {
    List<Feature> features = model.preprocessing().features();
    var lines = new LinkedHashMap<String, Double>();
    for (int j = 0; values != null && j < values.length; j++) {
      if (values[j] != usual) {
        lines.put(features.get(j).name(), values[j]);
      }
    }
    return lines.entrySet()
        .stream()
        .map(line -> "        ." + method + "(" + JavaSource.quoted(line.getKey()) + ", "
            + (Double.isInfinite(line.getValue()) ? "Double.POSITIVE_INFINITY" : NumberLiteral.of(line.getValue()))
            + ")\n")
        .toList();
  }

  /** The columns of each group, in one line if they are several. */
  private List<String> groups() {
    Map<Integer, TreeSet<String>> columns = new TreeMap<>();
    List<Feature> features = model.preprocessing().features();
    for (int j = 0; j < features.size(); j++) {
      columns.computeIfAbsent(penalty.groups()[j], _ -> new TreeSet<>()).add(features.get(j).column());
    }
    List<String> lines = columns.values()
        .stream()
        .filter(names -> names.size() > 1)
        .map(names -> line("group", List.copyOf(names)))
        .toList();
    return lines.isEmpty() ? List.of(line("group", List.of())) : lines;
  }
}
