package dev.lariat.cli.linear;

import dev.lariat.data.NumberText;
import dev.lariat.data.Suggestions;
import dev.lariat.data.Target;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.LinearPath;
import dev.lariat.model.LinearFit;
import dev.lariat.study.warning.LeftOutColumns;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code lariat linear} says. */
public final class LinearReport {
  private static final int MOST_COEFFICIENTS = 30;
  /** A table of rows by class and prediction that is wider is in the JSON only. */
  private static final int MOST_CLASSES = 8;

  private LinearReport() {}

  /** {@return all that is said, line by line} */
  public static String of(LinearFit fit, String table, long rows, Path model) {
    return of(fit, table, rows, model, List.of());
  }

  /**
   * {@return the same for a reader who has seen what was said of the table}
   *
   * @param said notes of the table
   */
  public static String of(LinearFit fit, String table, long rows, Path model, List<String> said) {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    print(fit, table, rows, model, said, out);
    out.flush();
    return text.toString();
  }

  /** glmnet's table with the gap, and with folds the two λs with their coefficients. */
  private static void print(LinearFit fit, String table, long rows, Path model, List<String> said, PrintWriter out) {
    LinearPath path = fit.path();
    out.printf(Locale.ROOT, "%s: %s, %s; target %s, %s%n", table, NumberText.count((double) rows, "row"),
        NumberText.count(path.features(), "feature"),
        (fit.modelTarget().transform() == Target.Transform.LOG ? "logarithm of " : "") + fit.target(), path.family());
    String leftOut = LeftOutColumns.text(fit.preprocessing(), said);
    if (!leftOut.isEmpty()) {
      out.println("left out: " + leftOut);
    }
    out.println();
    boolean relaxed = fit.relaxed().isPresent();
    out.printf(Locale.ROOT, "%4s %6s %8s%s %12s %9s%n", "", "Df", "%Dev", relaxed ? "  %Dev R" : "", "Lambda", "Gap");
    for (int k = 0; k < path.points().size(); k++) {
      LinearPath.Point point = path.points().get(k);
      out.printf(Locale.ROOT, "%4d %6d %8.2f%s %12s %9.1e%s%n", k + 1, point.nonZeros(), percent(point),
          relaxed ? share(fit.relaxed().get().relaxed().get(k)) : "", NumberText.coefficient(point.lambda()),
          Math.max(0, point.gap()), point.converged() ? "" : "  not converged");
    }
    LinearWords.print(fit, out);
    fit.stability().ifPresent(stability -> StabilityText.print(fit, stability, out));
    fit.validation().ifPresent(cv -> printValidation(fit, cv, out));
    if (fit.validation().isEmpty()) {
      out.println();
      out.println("Add --folds 10 to choose λ by cross-validation.");
    }
    out.println();
    out.println("model: " + model);
    out.println("next:  lariat predict " + Suggestions.typedPath(model.getParent().toString()) + " DATA"
        + (fit.validation().isPresent() ? " --lambda 1se" : " --lambda VALUE")
        + (fit.baseline().isPresent() ? " --type survival --times TIME,…" : ""));
  }

  private static String share(LinearPath.Point point) {
    return String.format(Locale.ROOT, " %8.2f", percent(point));
  }

  /** The explained deviance; a rounding below 0 of a model without features is 0. */
  private static double percent(LinearPath.Point point) {
    double percent = 100 * point.devianceRatio();
    return Math.abs(percent) < 0.005 ? 0 : percent;
  }

  private static void printValidation(LinearFit fit, CrossValidation cv, PrintWriter out) {
    boolean relaxed = cv.relaxed().isPresent();
    List<LinearFit.Choice> choices = fit.choices();
    out.printf(Locale.ROOT, "%n%d folds, %s:%n", cv.folds(), cv.measure().name().toLowerCase(Locale.ROOT));
    out.printf(Locale.ROOT, "%6s %12s%s %12s %12s %6s%n", "", "Lambda", relaxed ? "  Gamma" : "", "Mean", "SE", "Df");
    for (LinearFit.Choice choice : choices) {
      out.printf(Locale.ROOT, "%6s %12s%s %12s %12s %6d%n", choice.name(), NumberText.coefficient(choice.lambda()),
          relaxed ? String.format(Locale.ROOT, " %6s", NumberText.setting(choice.gamma())) : "",
          NumberText.coefficient(choice.mean()), NumberText.coefficient(choice.standardError()),
          choice.point().nonZeros());
    }
    printHeldOut(fit, choices.stream().map(LinearFit.Choice::name).toArray(String[]::new), out);
    for (LinearFit.Choice choice : choices) {
      for (int k = 0; k < choice.point().intercepts().length; k++) {
        printCoefficients(fit, choice, k, out);
      }
    }
  }

  private static void printCoefficients(LinearFit fit, LinearFit.Choice choice, int k, PrintWriter out) {
    LinearPath.Point point = choice.point();
    String of = fit.predictors().isEmpty()
        ? ""
        : ", " + (fit.classes().isEmpty() ? "" : fit.target() + " = ") + fit.predictors().get(k);
    String gamma = Double.isNaN(choice.gamma()) ? "" : ", γ " + NumberText.setting(choice.gamma());
    out.printf(Locale.ROOT, "%nCoefficients at λ.%s%s%s:%n", choice.name(), gamma, of);
    if (fit.baseline().isEmpty()) {
      out.printf(Locale.ROOT, "  %12s  (Intercept)%n", NumberText.coefficient(point.intercepts()[k]));
    }
    var coefficients = fit.coefficients(point, k);
    coefficients.entrySet()
        .stream()
        .limit(MOST_COEFFICIENTS)
        .forEach(
            entry -> out.printf(Locale.ROOT, "  %12s  %s%n", NumberText.coefficient(entry.getValue()), entry.getKey()));
    if (coefficients.size() > MOST_COEFFICIENTS) {
      out.printf(Locale.ROOT, "  … %,d more%n", coefficients.size() - MOST_COEFFICIENTS);
    }
  }

  /** What the folds' models say of the rows that they have not seen. */
  private static void printHeldOut(LinearFit fit, String[] names, PrintWriter out) {
    if (fit.heldOut().isEmpty()) {
      return;
    }
    out.printf(Locale.ROOT, "%nOn the rows that each fold left out:%n%-12s %12s %12s%n", "", names[0], names[1]);
    List<String> targets = fit.modelTarget().columns();
    for (int k = 0; k < Math.max(1, targets.size()); k++) {
      int target = k;
      List<Map<String, Double>> values = fit.heldOut()
          .stream()
          .map(rows -> rows.metrics().get(target).values())
          .toList();
      for (String metric : values.getFirst().keySet()) {
        out.printf(Locale.ROOT, "%12s", targets.isEmpty() ? metric : metric + " " + targets.get(k));
        values.forEach(value -> out.printf(Locale.ROOT, " %12s",
            value.containsKey(metric) ? NumberText.coefficient(value.get(metric)) : "-"));
        out.println();
      }
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
}
