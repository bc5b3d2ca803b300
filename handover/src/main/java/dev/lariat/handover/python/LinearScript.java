package dev.lariat.handover.python;

import dev.lariat.handover.source.PythonLiteral;
import dev.lariat.handover.source.TemplateFile;
import dev.lariat.handover.pruning.LinearPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.data.DataException;
import dev.lariat.linear.LinearPenalty;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Python file that fits a linear model's objective at its λ in a framework, by accelerated proximal gradient: Beck
 * and Teboulle 2009, "A fast iterative shrinkage-thresholding algorithm", restarted as O'Donoghue and Candès 2015,
 * "Adaptive restart for accelerated gradient schemes", do. The optimum is unique wherever the objective is strictly
 * convex, so that the way there does not matter.
 */
public final class LinearScript {
  private static final TemplateFile TEMPLATES = TemplateFile.of(LinearScript.class, "linear.py");

  private final LinearPlan plan;
  private final LinearBackend backend;
  private final FamilyText family;
  private final ProgramText script = new ProgramText();

  /**
   * Plans the file.
   *
   * @throws DataException if it has an offset, counts, or does not say its penalty
   */
  public LinearScript(LinearPlan plan, LinearBackend backend) {
    this.plan = plan;
    this.backend = backend;
    if (plan.objective().penalty().sparseShare() > 0) {
      throw new DataException("sparse groups are not written as Python: take --to java, onnx or safetensors");
    }
    if (plan.limited() && (plan.grouped() || plan.objective().penalty().groupClasses())) {
      throw new DataException("limits of coefficients that form groups are not written as Python: take --to java, onnx"
          + " or safetensors");
    }
    this.family = FamilyText.of(plan.model.path().family(), backend.module());
    if (!plan.model.offset().isEmpty()) {
      throw new DataException("a model with an offset is not written as Python: take --to java or onnx");
    }
  }

  @Override
  public String toString() {
    head();
    script.append(PythonTable.of(plan).text());
    losses();
    network();
    proximal();
    fit();
    main();
    return script.toString();
  }

  private void head() {
    boolean intercept = plan.objective().intercept();
    List<String> classes = plan.model.target().classes();
    script.add(TEMPLATES.part("head"), "FRAMEWORK", backend.title(), "COMMAND",
        PythonShared.command(plan.model.provenance()), "OFWHAT",
        !standardizes()
            ? "of the features as they are"
            : "of the features scaled to unit variance" + (mixed() ? ", but for words" : ""),
        "LOSS", family.objective(), "INTERCEPT",
        intercept ? ", the intercept is not penalised" : ", there is no intercept", "PACKAGES", backend.packages(),
        "LEFTOUT", plan.leftOut == 0 ? "" : plan.leftOut + " features whose coefficients are all zero are left out.\n",
        "MODULES", PythonTable.modules(plan.model.preprocessing(), plan.steps), "IMPORTS", backend.imports(), "TARGET",
        PythonLiteral.quoted(plan.model.target().name()));
    script.addIf(!classes.isEmpty(), "CLASSES = $CLASSES\n", "CLASSES", PythonLiteral.strings(classes));
    script.add(TEMPLATES.part("settings"), "LAMBDA", NumberLiteral.of(plan.model.point().lambda()), "ALPHA",
        NumberLiteral.of(plan.objective().penalty().alpha()), "TOLERANCE", backend.tolerance(), "SEED",
        plan.model.provenance().seed(), "FEATURES", PythonLiteral.strings(plan.names()));
    script.addIf(plan.objective().penalty().factors() != null,
        "FACTORS = np.array([$F])[:, None]  # of each feature's penalty\n", "F", numbers(plan.factors()));
    script.addIf(mixed(), TEMPLATES.part("scales"), "TERMS",
        plan.terms().stream().map(PythonLiteral::bool).collect(Collectors.joining(", ")));
    script.addIf(plan.grouped(), TEMPLATES.part("groups"), "GROUPS", PythonLiteral.numbers(plan.groups()), "ROOTS",
        numbers(plan.groupRoots()));
    boolean perClass = plan.objective().penalty().groupClasses();
    script.addIf(perClass && !plan.grouped(),
        "# |w|_1 is the sum of |w_feature|_2, the length of a feature's coefficients for all classes.\n");
    script.addIf(perClass && plan.grouped(),
        "# The length of a group is that of its features' coefficients for all classes.\n");
    script.addIf(plan.limited(), TEMPLATES.part("limits"), "LOWER", limits(plan.lower()), "UPPER",
        limits(plan.upper()));
  }

  /** Whether any feature is scaled to unit variance. */
  private boolean standardizes() {
    return plan.objective().standardize() && plan.terms().contains(false);
  }

  /** Whether some features are scaled, and some are words, which are not. */
  private boolean mixed() {
    return standardizes() && plan.terms().contains(true);
  }

  private static String numbers(List<Double> values) {
    return values.stream().map(NumberLiteral::of).collect(Collectors.joining(", "));
  }

  private static String limits(List<Double> values) {
    return values.stream()
        .map(v -> v.isInfinite() ? (v > 0 ? "np.inf" : "-np.inf") : NumberLiteral.of(v))
        .collect(Collectors.joining(", "));
  }

  private void losses() {
    script.add(TEMPLATES.part("losses"), "K", plan.outputs, "TARGETS", family.target(), "WHAT", family.reported(),
        "LOSS", family.loss());
  }

  private void network() {
    script.add(backend.network(), "OUT", family.output(), "K", plan.outputs);
  }

  private String numpy(String tensor) {
    return ProgramText.fill(backend.toNumpy(), "TENSOR", tensor);
  }

  private void proximal() {
    boolean classes = plan.objective().penalty().groupClasses();
    boolean grouped = plan.grouped() || classes;
    String more = (plan.grouped() ? ", same" : "") + (classes ? ", every" : "")
        + (plan.limited() ? ", lowest, highest" : "");
    script.add(TEMPLATES.part("proximal"), "MORE", more, "THRESHOLD", grouped
        ? "    length = " + backend.module() + ".sqrt(" + (plan.grouped() ? "same @ " : "") + "(w * w)"
            + (classes ? " @ every" : "") + ")\n    w = w * " + backend.relu() + "(1 - step * l1 / (length + 1e-300))"
        : "    w = " + backend.module() + ".sign(w) * " + backend.relu() + "(" + backend.module()
            + ".abs(w) - step * l1)");
    if (plan.limited()) {
      script.add(TEMPLATES.part("proximal limited"), "M", backend.module());
    } else {
      script.add(TEMPLATES.part("proximal free"));
    }
  }

  private void fit() {
    boolean intercept = plan.objective().intercept();
    LinearPenalty penalty = plan.objective().penalty();
    boolean standardize = standardizes();
    boolean alone = !plan.grouped() && !penalty.groupClasses();
    // The scale that the penalty takes back: it is for speed only.
    String taken = !alone || (standardize && !mixed()) ? "" : mixed() ? "np.where(TERMS, scale, 1.0)" : "scale";
    boolean conditioned = !standardize && alone;
    String l1 = (penalty.factors() == null ? "" : " * FACTORS") + (plan.grouped() ? " * GROUP_ROOTS" : "")
        + (taken.isEmpty() ? "" : " / " + taken + "[:, None]");
    String l2 = (penalty.factors() == null ? "" : " * FACTORS")
        + (plan.glmnet() && plan.model.target().classes().isEmpty() ? " / float(y.std())" : "")
        + (taken.isEmpty() ? "" : " / " + taken + "[:, None] ** 2");
    script.add(TEMPLATES.part("fit begin"), "K", plan.outputs, "CENTER",
        intercept ? "x.mean(axis=0)" : "np.zeros(x.shape[1])", "SCALE",
        mixed()
            ? "np.where(TERMS, " + (alone ? "np.sqrt(((x - center) ** 2).mean(axis=0))" : "1.0") + ", x.std(axis=0))"
            : standardize
                ? "x.std(axis=0)"
                : conditioned
                    ? "np.sqrt(((x - center) ** 2).mean(axis=0))  # alike for speed; the penalty takes it back"
                    : "np.ones(x.shape[1])",
        "CURVE", family.curvature(), "FIRST", l1, "SECOND", l2);
    var settings = new ProgramText();
    settings.add("step, $FIRST, $SECOND", "FIRST", l1.isEmpty() ? "l1" : "tensor(l1)", "SECOND",
        l2.contains("[:, None]") || l2.contains("FACTORS") ? "tensor(l2)" : "l2");
    settings.addIf(plan.grouped(), ", tensor(np.equal.outer(GROUPS, GROUPS).astype(np.float64))");
    settings.addIf(penalty.groupClasses(), ", tensor(np.ones(($K, $K)))", "K", plan.outputs);
    settings.addIf(plan.limited(), ", tensor(LOWEST * scale[:, None]), tensor(HIGHEST * scale[:, None])");
    script.add(TEMPLATES.part("fit iterations"), "SETTINGS", settings, "START",
        intercept ? "bias + center @ kernel" : "np.zeros(" + plan.outputs + ")", "MEAN", family.mean(), "BIAS",
        intercept ? "b_ahead - step * " + backend.module() + ".mean(residual, 0)" : "b", "M", backend.module(), "W",
        numpy("w"), "B", numpy("b"));
  }

  private void main() {
    script.add(TEMPLATES.part("load"));
    script.add(TEMPLATES.part("predictions"), "MEANING",
        FamilyText.meaning(plan.model.path().family(), plan.model.target().transform()));
    PythonShared.training(script, "the model");
    script.add(TEMPLATES.part("results"), "K", plan.outputs, "ACCURACY", family.accuracy(), "VERSION",
        backend.version());
    PythonShared.end(script, !plan.model.target().classes().isEmpty(), "    train(arguments, SEED)\n");
  }
}
