package dev.lariat.cli;

import dev.lariat.cli.option.TypedLine;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.LinearPath;
import dev.lariat.model.LinearFit;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code lariat linear} says. */
final class LinearReport {
  private static final int MOST_COEFFICIENTS = 30;
  /** A table of rows by class and prediction that is wider is in the JSON only. */
  private static final int MOST_CLASSES = 8;

  private LinearReport() {}

  /** glmnet's table with the gap, and with folds the two λs with their coefficients. */
  static void print(LinearFit fit, Dataset data, Path model, PrintWriter out) {
    LinearPath path = fit.path();
    out.printf(Locale.ROOT, "%s: %,d rows, %,d features; target %s, %s%n%n", data.name(), data.rows(), path.features(),
        fit.target(), path.family());
    out.printf(Locale.ROOT, "%4s %6s %8s %12s %9s%n", "", "Df", "%Dev", "Lambda", "Gap");
    for (int k = 0; k < path.points().size(); k++) {
      LinearPath.Point point = path.points().get(k);
      out.printf(Locale.ROOT, "%4d %6d %8.2f %12s %9.1e%s%n", k + 1, point.nonZeros(), 100 * point.devianceRatio(),
          NumberText.coefficient(point.lambda()), point.gap(), point.converged() ? "" : "  not converged");
    }
    LinearWords.print(fit, out);
    fit.validation().ifPresent(cv -> printValidation(fit, cv, out));
    if (fit.validation().isEmpty()) {
      out.println();
      out.println("Add --folds 10 to choose λ by cross-validation.");
    }
    out.println();
    out.println("model: " + model);
    out.println("next:  lariat predict " + TypedLine.quoted(model.getParent().toString()) + " DATA"
        + (fit.validation().isPresent() ? " --lambda 1se" : " --lambda VALUE")
        + (fit.baseline().isPresent() ? " --type survival --times TIME,…" : ""));
  }

  private static void printValidation(LinearFit fit, CrossValidation cv, PrintWriter out) {
    out.printf(Locale.ROOT, "%n%d folds, %s:%n", cv.folds(), cv.measure().name().toLowerCase(Locale.ROOT));
    out.printf(Locale.ROOT, "%6s %12s %12s %12s %6s%n", "", "Lambda", "Mean", "SE", "Df");
    int[] chosen = {cv.minIndex(), cv.oneSeIndex()};
    String[] names = {"min", "1se"};
    for (int c = 0; c < 2; c++) {
      LinearPath.Point point = cv.path().points().get(chosen[c]);
      out.printf(Locale.ROOT, "%6s %12s %12s %12s %6d%n", names[c], NumberText.coefficient(point.lambda()),
          NumberText.coefficient(cv.mean()[chosen[c]]), NumberText.coefficient(cv.standardError()[chosen[c]]),
          point.nonZeros());
    }
    printHeldOut(fit, names, out);
    for (int c = 0; c < 2; c++) {
      LinearPath.Point point = cv.path().points().get(chosen[c]);
      for (int k = 0; k < point.intercepts().length; k++) {
        String of = point.intercepts().length == 1 ? "" : ", " + fit.target() + " = " + fit.classes().get(k);
        out.printf(Locale.ROOT, "%nCoefficients at λ.%s%s:%n", names[c], of);
        if (fit.baseline().isEmpty()) {
          out.printf(Locale.ROOT, "  %12s  (Intercept)%n", NumberText.coefficient(point.intercepts()[k]));
        }
        var coefficients = fit.coefficients(chosen[c], k);
        coefficients.entrySet()
            .stream()
            .limit(MOST_COEFFICIENTS)
            .forEach(entry -> out.printf(Locale.ROOT, "  %12s  %s%n", NumberText.coefficient(entry.getValue()),
                entry.getKey()));
        if (coefficients.size() > MOST_COEFFICIENTS) {
          out.printf(Locale.ROOT, "  … %,d more%n", coefficients.size() - MOST_COEFFICIENTS);
        }
      }
    }
  }

  /** What the folds' models say of the rows that they have not seen. */
  private static void printHeldOut(LinearFit fit, String[] names, PrintWriter out) {
    if (fit.heldOut().isEmpty()) {
      return;
    }
    out.printf(Locale.ROOT, "%nOn the rows that each fold left out:%n%-12s %12s %12s%n", "", names[0], names[1]);
    List<Map<String, Double>> values = fit.heldOut().stream().map(rows -> rows.metrics().values()).toList();
    for (String metric : values.getFirst().keySet()) {
      out.printf(Locale.ROOT, "%12s", metric);
      values.forEach(value -> out.printf(Locale.ROOT, " %12s",
          value.containsKey(metric) ? NumberText.coefficient(value.get(metric)) : "-"));
      out.println();
    }
    List<String> classes = fit.classes();
    if (classes.isEmpty() || classes.size() > MOST_CLASSES) {
      return;
    }
    for (int c = 0; c < names.length; c++) {
      out.printf(Locale.ROOT, "%nRows by %s and what is predicted at λ.%s:%n%12s", fit.target(), names[c], "");
      classes.forEach(name -> out.printf(Locale.ROOT, " %10s", name));
      out.println();
      for (int k = 0; k < classes.size(); k++) {
        out.printf(Locale.ROOT, "%12s", classes.get(k));
        fit.heldOut().get(c).confusion().get(k).forEach(count -> out.printf(Locale.ROOT, " %,10d", count));
        out.println();
      }
    }
  }

  private static void addHeldOut(LinearFit fit, ObjectNode cv) {
    String[] names = {"min", "1se"};
    for (int c = 0; c < fit.heldOut().size(); c++) {
      LinearFit.HeldOutRows rows = fit.heldOut().get(c);
      ObjectNode node = cv.withObject("heldOut").putObject(names[c]);
      rows.metrics().values().forEach(node::put);
      if (!rows.confusion().isEmpty()) {
        ArrayNode matrix = node.putArray("confusion");
        for (List<Integer> counts : rows.confusion()) {
          ArrayNode line = matrix.addArray();
          counts.forEach(line::add);
        }
      }
    }
  }

  /** One object: arrays along the path, and the cross-validation. */
  static String json(LinearFit fit) {
    var mapper = new JsonMapper();
    ObjectNode json = mapper.createObjectNode();
    LinearPath path = fit.path();
    json.put("family", path.family().label());
    if (!path.family().parameters().isEmpty()) {
      ObjectNode parameters = json.putObject("familyParameters");
      path.family().parameters().forEach(parameters::put);
    }
    json.put("seconds", fit.seconds());
    json.put("nullDeviance", path.nullDeviance());
    ArrayNode lambda = json.putArray("lambda");
    ArrayNode df = json.putArray("df");
    ArrayNode ratio = json.putArray("devRatio");
    ArrayNode gap = json.putArray("gap");
    ArrayNode intercept = json.putArray("intercept");
    ArrayNode coefficients = json.putArray("coefficients");
    List<String> names = fit.features();
    for (LinearPath.Point point : path.points()) {
      lambda.add(point.lambda());
      df.add(point.nonZeros());
      ratio.add(point.devianceRatio());
      gap.add(point.gap());
      ObjectNode values = coefficients.addObject();
      if (point.intercepts().length == 1) {
        intercept.add(point.intercepts()[0]);
        add(point, 0, names, values);
      } else {
        ObjectNode intercepts = intercept.addObject();
        for (int k = 0; k < point.intercepts().length; k++) {
          intercepts.put(fit.classes().get(k), point.intercepts()[k]);
          add(point, k, names, values.putObject(fit.classes().get(k)));
        }
      }
    }
    fit.validation().ifPresent(cv -> {
      ObjectNode node = json.putObject("cv");
      node.put("measure", cv.measure().name().toLowerCase(Locale.ROOT));
      node.put("folds", cv.folds());
      ArrayNode mean = node.putArray("mean");
      ArrayNode error = node.putArray("standardError");
      for (int k = 0; k < cv.mean().length; k++) {
        mean.add(cv.mean()[k]);
        error.add(cv.standardError()[k]);
      }
      node.put("lambdaMin", cv.lambdaMin());
      node.put("lambda1se", cv.lambdaOneSe());
      node.put("seconds", cv.seconds());
      addHeldOut(fit, node);
    });
    LinearWords.add(fit, json);
    ArrayNode notes = json.putArray("notes");
    fit.notes().forEach(notes::add);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  private static void add(LinearPath.Point point, int k, List<String> names, ObjectNode to) {
    for (int a = 0; a < point.index()[k].length; a++) {
      to.put(names.get(point.index()[k][a]), point.coefficient()[k][a]);
    }
  }
}
