package dev.lariat.studio.path;

import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.selection.CrossValidation;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearTrainer;
import dev.lariat.studio.table.OpenTable;
import dev.lariat.studio.table.TableView;
import dev.lariat.studio.web.Answer;
import dev.lariat.studio.web.PageWords;
import dev.lariat.studio.web.Request;
import dev.lariat.studio.web.Routes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What the view of linear paths asks for: the path of a table, with its cross-validation. */
public final class PathView {
  /** More lines than this nobody tells apart. */
  private static final int LINES = 24;
  private static final int FOLDS = 10;
  /** More numbers than this are not gone through for the spread of the columns. */
  private static final long MOST_NUMBERS = 20_000_000;
  private static final int KEPT = 3;

  private final TableView tables;
  private final Map<Key, Picture> fitted = new LinkedHashMap<>(KEPT, 1, true);

  private record Key(String form, OpenTable.Version table) {}

  /** A view of the folder's tables. */
  public PathView(TableView tables) {
    this.tables = tables;
  }

  /**
   * A path, as it is drawn. Lists go along λ, strongest first.
   *
   * @param classes what a predictor is for; one for two classes and for numbers
   * @param lines the features with the largest coefficients, standardised
   * @param more how many others have a coefficient somewhere
   * @param gaps the certificate at each λ; null where it is none
   * @param validation empty without cross-validation
   */
  record Picture(String target, String family, List<String> classes, double[] lambdas, double[] deviance, Double[] gaps,
      int[] nonZeros, List<Line> lines, int more, List<Validation> validation, List<String> notes) {}

  /**
   * A feature.
   *
   * @param coefficients [classes][λs] on the scale of the column
   * @param deviation of the column: a coefficient times it is comparable with others
   */
  record Line(String name, double[][] coefficients, double deviation) {}

  /** The cross-validated measure: means with standard errors, and both choices by their number. */
  record Validation(String measure, double[] mean, double[] standardError, int min, int oneSe) {}

  /** Adds the address of this view. */
  public void answer(Routes routes) {
    routes.post("/api/path", this::path);
  }

  private Answer path(Request request) throws IOException {
    JsonNode form = request.json();
    double alpha = form.path("alpha").asDouble(1);
    boolean judged = form.path("folds").asBoolean(true);
    var key = new Key(form.toString(), tables.version(form));
    Dataset data = tables.marked(form);
    synchronized (this) {
      // One at a time: a path takes all cores.
      Picture known = fitted.get(key);
      if (known == null) {
        known = fit(data, alpha, judged);
        fitted.put(key, known);
        while (fitted.size() > KEPT) {
          fitted.remove(fitted.keySet().iterator().next());
        }
      }
      return Answer.json(known);
    }
  }

  private static Picture fit(Dataset data, double alpha, boolean judged) {
    LinearTrainer trainer = LinearTrainer.of(data, LinearTrainer.family(data.target()), LinearPenalty.elasticNet(alpha))
        .options(PathOptions.DEFAULT.withThreads(Runtime.getRuntime().availableProcessors()));
    LinearFit fit = judged ? trainer.crossValidate(FOLDS) : trainer.fit();
    LinearPath path = fit.path();
    List<LinearPath.Point> points = path.points();
    int predictors = points.getFirst().index().length;
    double[][][] all = new double[predictors][points.size()][];
    for (int k = 0; k < predictors; k++) {
      for (int p = 0; p < points.size(); p++) {
        all[k][p] = points.get(p).dense(k, path.features());
      }
    }
    double[] deviations = deviations(data, fit.preprocessing());
    List<String> names = fit.features();
    List<Line> lines = new ArrayList<>();
    for (int feature = 0; feature < names.size(); feature++) {
      double[][] along = new double[predictors][points.size()];
      boolean used = false;
      for (int k = 0; k < predictors; k++) {
        for (int p = 0; p < points.size(); p++) {
          along[k][p] = all[k][p][feature];
          used |= along[k][p] != 0;
        }
      }
      if (used) {
        lines.add(new Line(names.get(feature), along, deviations[feature]));
      }
    }
    lines.sort(Comparator.comparingDouble(PathView::reach).reversed());
    int shown = Math.min(LINES, lines.size());
    List<String> classes = predictors == 1 ? List.of(fit.target()) : fit.classes();
    return new Picture(fit.target(), fit.family().label(), classes, path.lambdas(),
        points.stream().mapToDouble(LinearPath.Point::devianceRatio).toArray(),
        points.stream().map(point -> finite(point.gap())).toArray(Double[]::new),
        points.stream().mapToInt(LinearPath.Point::nonZeros).toArray(), List.copyOf(lines.subList(0, shown)),
        lines.size() - shown, fit.validation().map(PathView::validation).stream().toList(),
        fit.notes().stream().map(PageWords::of).toList());
  }

  private static Double finite(double gap) {
    return Double.isFinite(gap) ? gap : null;
  }

  private static Validation validation(CrossValidation judged) {
    return new Validation(judged.measure().name().toLowerCase(Locale.ROOT), judged.mean(), judged.standardError(),
        judged.minIndex(), judged.oneSeIndex());
  }

  /** The largest coefficient of a line, standardised. */
  private static double reach(Line line) {
    return line.deviation()
        * Arrays.stream(line.coefficients()).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  /** {@return the standard deviation of each input; 1 where the table is too large to go through} */
  private static double[] deviations(Dataset data, Preprocessing preprocessing) {
    int width = preprocessing.width();
    double[] deviations = new double[width];
    Arrays.fill(deviations, 1);
    if ((long) data.rows() * width > MOST_NUMBERS) {
      return deviations;
    }
    float[] inputs = preprocessing.encode(data, data.allRows());
    for (int input = 0; input < width; input++) {
      int at = input;
      double mean = IntStream.range(0, data.rows()).mapToDouble(row -> inputs[row * width + at]).average().orElse(0);
      double squares = IntStream.range(0, data.rows())
          .mapToDouble(row -> (inputs[row * width + at] - mean) * (inputs[row * width + at] - mean))
          .sum();
      deviations[input] = Math.sqrt(squares / data.rows());
    }
    return deviations;
  }
}
