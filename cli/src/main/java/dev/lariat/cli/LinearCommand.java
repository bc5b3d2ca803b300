package dev.lariat.cli;

import dev.lariat.cli.linear.LinearJson;
import dev.lariat.cli.linear.LinearPage;
import dev.lariat.cli.linear.LinearReport;
import dev.lariat.cli.linear.LinearRun;
import dev.lariat.cli.linear.TypedNumbers;
import dev.lariat.cli.terminal.Terminal;
import dev.lariat.cli.word.Choice;
import dev.lariat.cli.word.QuotedList;
import dev.lariat.cli.option.SurvivalOptions;
import dev.lariat.cli.word.ValueWords;
import dev.lariat.cli.stream.StreamedLinear;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.io.AtomicFile;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.linear.AdaptiveWeights;
import dev.lariat.model.linear.TableDesign;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Provenance;
import dev.lariat.model.StreamedTrainer;
import dev.lariat.model.linear.SurvivalColumns;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lariat linear}: a penalised linear model along its whole path. */
@Command(name = "linear", description = "Fit a penalised linear model along its whole path, with a certificate at every λ.")
final class LinearCommand extends TableCommand {
  private static final String EACH_BY_ITSELF = ","; // --group without a value; picocli drops an empty one

  @Option(names = "--family", paramLabel = "FAMILY", completionCandidates = ValueWords.Families.class, description = "${COMPLETION-CANDIDATES}; found from the target if not told.")
  private String family;

  @Option(names = "--power", paramLabel = "P", description = "Of tweedie: the variance is the mean to this power, between 1 and 2 (default: 1.5).")
  private Double power;

  @Option(names = "--theta", paramLabel = "T", description = "Of negative-binomial: the variance is μ + μ²/T (default: 1).")
  private Double theta;

  @Mixin
  private SurvivalOptions survival;

  @Mixin
  private StreamedLinear streamed;

  @Option(names = "--alpha", paramLabel = "A", defaultValue = "1", description = "1 is the lasso, 0 is ridge, between them the elastic net (default: ${DEFAULT-VALUE}).")
  private double alpha;

  @Option(names = "--adaptive", completionCandidates = ValueWords.Adaptive.class, paramLabel = "ridge|univariate", description = "Penalise a column the less the larger its coefficient is in a first fit, a ridge or one of each column by itself; in cross-validation fitted inside each fold.")
  private String adaptive;

  @Option(names = "--hinges", paramLabel = "N", description = "Part the range of each number into at most N pieces of equally many rows, at least 50: an additive model, a curve for every number.")
  private int hinges;

  @Option(names = "--relax", description = "At every λ also fit what it selects without a penalty; with folds, choose λ together with γ, the share of the penalised coefficients that is kept.")
  private boolean relax;

  @Option(names = "--stability", description = "Stability selection: how often each feature is among the first that a path selects on half of the rows, and how many are expected to be by chance.")
  private boolean stability;

  @Option(names = "--group", paramLabel = "COLUMN,…", arity = "0..1", fallbackValue = EACH_BY_ITSELF, description = "Group lasso: the features of a column enter together; columns named here form one group. May be repeated.")
  private List<String> groups;

  @Option(names = "--sparse-group", paramLabel = "SHARE", description = "Sparse group lasso: this share, between 0 and 1, of the penalty is the lasso's, so that single features of a group that is in may be left out (default: 0; without --group each column is a group).")
  private Double sparseGroup;

  @Option(names = "--grouped-classes", description = "Multinomial: a feature, or a --group of them, enters for all classes at once.")
  private boolean groupedClasses;

  @Option(names = "--lambda", paramLabel = "LIST|FILE", description = "The strengths, separated by commas, or a file of numbers (default: 100 values from the largest that matters).")
  private String lambda;

  @Option(names = "--lambda-count", paramLabel = "N", defaultValue = "100", description = "How many strengths a grid of its own has (default: ${DEFAULT-VALUE}).")
  private int lambdaCount;

  @Option(names = "--lambda-ratio", paramLabel = "R", description = "The weakest strength over the strongest (default: 1e-4, or 1e-2 with fewer rows than features).")
  private Double lambdaRatio;

  @Option(names = "--no-early-stop", description = "Go to the grid's end even where the deviance no longer falls.")
  private boolean noEarlyStop;

  @Option(names = "--folds", paramLabel = "K", description = "Cross-validate on K folds.")
  private Integer folds;

  @Option(names = "--fold-column", paramLabel = "COLUMN", description = "Cross-validate on the folds that this column names.")
  private String foldColumn;

  @Option(names = "--measure", completionCandidates = ValueWords.Measures.class, paramLabel = "M", defaultValue = "deviance", description = "deviance, mse, mae, misclassification, auc or concordance (default: ${DEFAULT-VALUE}).")
  private String measure;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the folds and of the halves of --stability (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--offset", paramLabel = "COLUMN,…", description = "A known part of the linear predictor; for multinomial a column a class.")
  private List<String> offset = new ArrayList<>();

  @Option(names = "--penalty-factor", paramLabel = "COLUMN=F,…", description = "A column's own factor of λ: 0 = never penalised, inf = left out.")
  private List<String> factors = new ArrayList<>();

  @Option(names = "--lower", paramLabel = "[COLUMN=]V,…", description = "The coefficients' lower limit, at most 0, of all columns or of one.")
  private List<String> lower = new ArrayList<>();

  @Option(names = "--upper", paramLabel = "[COLUMN=]V,…", description = "The coefficients' upper limit, at least 0, of all columns or of one.")
  private List<String> upper = new ArrayList<>();

  @Option(names = "--no-standardize", description = "Penalise the coefficients of the features as they are.")
  private boolean noStandardize;

  @Option(names = "--no-intercept", description = "Fit no constant.")
  private boolean noIntercept;

  @Option(names = "--tolerance", paramLabel = "T", defaultValue = "1e-7", description = "The relative duality gap that every strength reaches (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(names = "--dialect", completionCandidates = ValueWords.PathDialects.class, paramLabel = "D", defaultValue = "lariat", description = "glmnet: its constants, grids and rules, so that results agree with it (default: ${DEFAULT-VALUE}).")
  private String dialect;

  @Option(names = "--html", paramLabel = "FILE", description = "Also write the fit as one self-contained page with figures here; the run directory has it in any case.")
  private Path html;

  @Option(names = "--threads", paramLabel = "N", description = "At most so many threads; results never depend on it (default: all cores).")
  private Integer threads;

  private PathOptions options;
  private Family told; // null where the target decides
  private LinearPenalty penalty;
  private AdaptiveWeights weights; // null for none

  @Override
  void check() {
    if (input.pictures().told().isPresent() && input.pictures().found().isEmpty()) {
      throw new IllegalArgumentException(
          "--image: lariat linear has no use for it beside a table; it brings the pictures of a folder to one size");
    }
    options = options();
    told = survival.check(family(), input);
    penalty = LinearPenalty.elasticNet(alpha);
    weights = adaptive == null ? null : Choice.of(AdaptiveWeights.class, "--adaptive", adaptive);
    if (groupedClasses) {
      penalty = penalty.withGroupedClasses();
    }
    if (html != null) {
      AtomicFile.requireWritable(html, output.force());
    }
    if (folds != null && foldColumn != null) {
      throw new IllegalArgumentException("--folds and --fold-column: give one of them");
    }
    if (folds != null && folds < 2) {
      throw new IllegalArgumentException("--folds must be at least 2, not " + folds);
    }
    if (told != null) {
      Measure.of(measure, told);
    }
    if (noIntercept && told != null && told.survival().isPresent()) {
      throw new IllegalArgumentException("--no-intercept: a model of the family " + told + " has no constant anyway");
    }
    if (folds == null && foldColumn == null && typed("--measure")) {
      throw new IllegalArgumentException(
          "--measure is what λs are compared by on folds: give --folds or --fold-column, too");
    }
    for (String option : List.of("--lambda-count", "--lambda-ratio", "--no-early-stop")) {
      if (lambda != null && typed(option)) {
        throw new IllegalArgumentException(option + " is about a grid of its own, and --lambda says all: give one");
      }
    }
    if (stability && (alpha == 0 || adaptive != null)) {
      throw new IllegalArgumentException(alpha == 0
          ? "--stability: a ridge penalty (--alpha 0) selects no features"
          : "--stability and --adaptive: give one of them");
    }
    for (String option : List.of("--group", "--sparse-group", "--grouped-classes")) {
      if (alpha == 0 && typed(option)) {
        throw new IllegalArgumentException(
            option + ": a ridge penalty (--alpha 0) leaves out no coefficient, neither alone nor with others");
      }
    }
    if (sparseGroup != null && !(sparseGroup > 0 && sparseGroup < 1)) {
      throw new IllegalArgumentException("--sparse-group must lie between 0 (that is --group alone) and 1 (that is the"
          + " lasso), not " + sparseGroup);
    }
    streamed.check(told, needsRows());
  }

  private Optional<String> needsRows() {
    return StreamedLinear.needsRows(told, input, html != null, adaptive != null || relax || stability || hinges != 0);
  }

  @Override
  int learn(PrintWriter out) {
    if (streamed.isWanted(streaming(), needsRows())) {
      var wish = new StreamedLinear.Wish(told, QuotedList.items("--offset", offset), folds, foldColumn,
          survival.columns().map(SurvivalColumns::events), seed, settingsText(),
          used -> StreamedTrainer.needsRows(used, Measure.of(measure, used), options), this::request);
      if (streamed.learn(streaming(), wish)) {
        return Exit.OK;
      }
    }
    Dataset table = streamed.besideTexts().orElseGet(input::table);
    List<String> targets = input.targets(table);
    StreamedLinear.requireParted(targets, foldColumn);
    input.targetIs(targets.getFirst());
    Dataset data = targets.size() > 1 ? input.marked(table, targets) : input.marked(table);
    Family used = family(data, targets);
    if (told != null) {
      data = input.transformed(data.target(targets.getFirst(), told.task()));
    }
    note(data.notes());
    String hash = input.hash();
    Column folding = foldColumn == null ? null : data.column(foldColumn);
    if (folding != null) {
      data = data.without(foldColumn);
    }
    LinearTrainer request = request(data, used).targets(targets.subList(1, targets.size()).toArray(String[]::new));
    Folds chosen = folds != null ? request.folds(folds, seed) : folding != null ? Folds.given(folding) : null;
    if (chosen != null) {
      note(chosen.notes());
    }
    try (var folder = output.folder(input.file(), input.target(), hash, settingsText())) {
      LinearFit fit = chosen == null ? request.fit() : request.crossValidate(chosen);
      Provenance provenance = Provenance.now(commandLine(), seed, data.name(), hash)
          .learntFrom(fit.preprocessing(), data, data.allRows());
      LinearModel.of(fit, provenance).save(folder.model(), output.force());
      input.sequences().remember(folder.model());
      String text = LinearReport.of(fit, data.name(), data.rows(), folder.model());
      String json = LinearJson.of(fit, streamed.passes());
      String page = LinearPage.of(fit, data.name(), TableDesign.deviations(fit.preprocessing(), data, data.allRows()),
          commandLine(), provenance.version());
      LinearRun.write(folder.path(), text, json, page, output.force());
      if (html != null) {
        LinearRun.write(html, page, output.force());
        warn("wrote " + html);
      }
      if (output.json()) {
        out.println(json);
      } else if (!output.quiet()) {
        Terminal.print(LinearReport.of(fit, data.name(), data.rows(), folder.model(), data.notes()).lines().toList(),
            out);
        streamed.told(out);
      }
      note(fit.notes());
    }
    return Exit.OK;
  }

  /** The family that was told, or the one that suits the target; of several numbers gaussian means all of them. */
  private Family family(Dataset data, List<String> targets) {
    if (targets.size() == 1) {
      return told != null ? told : LinearTrainer.family(data.target());
    }
    for (String name : targets) {
      data.column(name);
    }
    if (told != null && !told.equals(Family.gaussian()) && !told.equals(Family.multiGaussian())) {
      throw new IllegalArgumentException(
          "--family " + told.label() + " has one target; several at once are gaussian: leave --family out");
    }
    if (sparseGroup != null) {
      throw new IllegalArgumentException(
          "--sparse-group: not with several targets, where the coefficients of a feature are in or out together");
    }
    return Family.multiGaussian();
  }

  private Family family() {
    var parameters = new LinkedHashMap<String, Double>();
    if (power != null) {
      parameters.put("power", power);
    }
    if (theta != null) {
      parameters.put("theta", theta);
    }
    if (family == null) {
      for (String name : parameters.keySet()) {
        throw new IllegalArgumentException("--" + name + ": say the --family that has it");
      }
      return null;
    }
    try {
      return Family.of(family.toLowerCase(Locale.ROOT), parameters);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--family: " + e.getMessage(), e);
    }
  }

  private PathOptions options() {
    if (threads != null && threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, not " + threads);
    }
    PathOptions options = PathOptions.DEFAULT.withGrid(lambdaCount, lambdaRatio == null ? Double.NaN : lambdaRatio)
        .withTolerance(tolerance)
        .withStandardize(!noStandardize)
        .withIntercept(!noIntercept)
        .withEarlyStop(!noEarlyStop)
        .withThreads(threads == null ? Runtime.getRuntime().availableProcessors() : threads)
        .withDialect(switch (dialect.toLowerCase(Locale.ROOT)) {
          case "lariat" -> PathOptions.Dialect.LARIAT;
          case "glmnet" -> PathOptions.Dialect.GLMNET;
          default -> throw new IllegalArgumentException("--dialect: no '" + dialect + "'; it is lariat or glmnet");
        });
    return lambda == null ? options : options.withLambdas(TypedNumbers.descending("--lambda", lambda));
  }

  private boolean typed(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private LinearTrainer request(Dataset data, Family used) {
    if (groupedClasses && used.equals(Family.multiGaussian())) {
      throw new IllegalArgumentException(
          "--grouped-classes: of several targets a feature enters for all at once anyway;" + " leave it out");
    }
    if (groupedClasses && !used.equals(Family.multinomial())) {
      throw new IllegalArgumentException("--grouped-classes: a feature of the family " + used.label()
          + " has one coefficient, and nothing to group; it is for more than two classes");
    }
    LinearTrainer bare = LinearTrainer.of(data, used, penalty).options(options).measure(Measure.of(measure, used));
    LinearTrainer request = survival.columns().map(bare::survival).orElse(bare);
    if (weights != null) {
      request = request.adaptive(weights);
    }
    if (hinges != 0) {
      request = request.hinges(hinges);
    }
    if (relax) {
      request = request.relaxed();
    }
    if (stability) {
      request = request.stability(seed);
    }
    if (!offset.isEmpty()) {
      request = request.offset(QuotedList.items("--offset", offset).toArray(String[]::new));
    }
    for (QuotedList.Pair factor : QuotedList.pairs("--penalty-factor COLUMN=FACTOR", factors)) {
      request = request.factor(factor.name(), TypedNumbers.number("--penalty-factor", factor.value()));
    }
    for (QuotedList.Pair limit : QuotedList.optionalPairs("--lower", lower)) {
      request = request.lower(limit.name().isEmpty() ? "*" : limit.name(),
          TypedNumbers.number("--lower", limit.value()));
    }
    for (QuotedList.Pair limit : QuotedList.optionalPairs("--upper", upper)) {
      request = request.upper(limit.name().isEmpty() ? "*" : limit.name(),
          TypedNumbers.number("--upper", limit.value()));
    }
    if (groups != null) {
      for (String group : groups) {
        request = group.equals(EACH_BY_ITSELF)
            ? request.group()
            : request.group(QuotedList.items("--group", List.of(group)).toArray(String[]::new));
      }
    }
    if (sparseGroup != null) {
      request = request.sparseGroups(sparseGroup);
    }
    return request;
  }
}
