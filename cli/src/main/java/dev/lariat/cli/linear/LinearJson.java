package dev.lariat.cli.linear;

import dev.lariat.linear.LinearPath;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.linear.selection.RelaxedValidation;
import dev.lariat.model.LinearFit;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A fit as JSON: one object with arrays along the path, and the cross-validation. */
public final class LinearJson {
  private LinearJson() {}

  /**
   * The text of the object.
   *
   * @param passes over a table that was streamed; 0 for one in memory
   */
  public static String of(LinearFit fit, int passes) {
    var mapper = new JsonMapper();
    ObjectNode json = mapper.createObjectNode();
    LinearPath path = fit.path();
    json.put("family", path.family().label());
    if (!path.family().parameters().isEmpty()) {
      ObjectNode parameters = json.putObject("familyParameters");
      path.family().parameters().forEach(parameters::put);
    }
    json.put("streamed", passes > 0);
    if (passes > 0) {
      json.put("passes", passes);
    }
    json.put("seconds", fit.seconds());
    json.put("nullDeviance", path.nullDeviance());
    addPath(fit, path.points(), json);
    fit.relaxed().ifPresent(relaxed -> addPath(fit, relaxed.relaxed(), json.putObject("relaxed")));
    fit.validation().ifPresent(cv -> addValidation(fit, cv, json.putObject("cv")));
    fit.stability().ifPresent(stability -> StabilityText.add(fit, stability, json.putObject("stability")));
    LinearWords.add(fit, json);
    ArrayNode notes = json.putArray("notes");
    fit.notes().forEach(notes::add);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }

  private static void addPath(LinearFit fit, List<LinearPath.Point> points, ObjectNode json) {
    ArrayNode lambda = json.putArray("lambda");
    ArrayNode df = json.putArray("df");
    ArrayNode ratio = json.putArray("devRatio");
    ArrayNode gap = json.putArray("gap");
    ArrayNode intercept = json.putArray("intercept");
    ArrayNode coefficients = json.putArray("coefficients");
    List<String> names = fit.features();
    for (LinearPath.Point point : points) {
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
          intercepts.put(fit.predictors().get(k), point.intercepts()[k]);
          add(point, k, names, values.putObject(fit.predictors().get(k)));
        }
      }
    }
  }

  private static void addValidation(LinearFit fit, CrossValidation cv, ObjectNode node) {
    node.put("measure", cv.measure().name().toLowerCase(Locale.ROOT));
    node.put("folds", cv.folds());
    add(cv.mean(), node.putArray("mean"));
    add(cv.standardError(), node.putArray("standardError"));
    node.put("lambdaMin", cv.lambdaMin());
    node.put("lambda1se", cv.lambdaOneSe());
    node.put("seconds", cv.seconds());
    cv.relaxed().ifPresent(relaxed -> addRelaxed(relaxed, node.putObject("relaxed")));
    addHeldOut(fit, node);
  }

  /** Tables by γ, each along the path. */
  private static void addRelaxed(RelaxedValidation relaxed, ObjectNode node) {
    add(relaxed.gammas(), node.putArray("gamma"));
    ArrayNode mean = node.putArray("mean");
    ArrayNode error = node.putArray("standardError");
    for (int g = 0; g < relaxed.gammas().length; g++) {
      add(relaxed.mean()[g], mean.addArray());
      add(relaxed.standardError()[g], error.addArray());
    }
    node.put("lambdaMin", relaxed.lambda(relaxed.min()));
    node.put("gammaMin", relaxed.gamma(relaxed.min()));
    node.put("lambda1se", relaxed.lambda(relaxed.oneSe()));
    node.put("gamma1se", relaxed.gamma(relaxed.oneSe()));
  }

  private static void add(double[] values, ArrayNode to) {
    for (double value : values) {
      to.add(value);
    }
  }

  private static void addHeldOut(LinearFit fit, ObjectNode cv) {
    String[] names = {"min", "1se"};
    for (int c = 0; c < fit.heldOut().size(); c++) {
      LinearFit.HeldOutRows rows = fit.heldOut().get(c);
      ObjectNode node = cv.withObject("heldOut").putObject(names[c]);
      List<String> targets = fit.modelTarget().columns();
      if (targets.isEmpty()) {
        rows.metrics().getFirst().values().forEach(node::put);
      }
      for (int k = 0; k < targets.size(); k++) {
        rows.metrics().get(k).values().forEach(node.putObject(targets.get(k))::put);
      }
      if (!rows.confusion().isEmpty()) {
        ArrayNode matrix = node.putArray("confusion");
        for (List<Integer> counts : rows.confusion()) {
          ArrayNode line = matrix.addArray();
          counts.forEach(line::add);
        }
      }
    }
  }

  private static void add(LinearPath.Point point, int k, List<String> names, ObjectNode to) {
    for (int a = 0; a < point.index()[k].length; a++) {
      to.put(names.get(point.index()[k][a]), point.coefficient()[k][a]);
    }
  }
}
