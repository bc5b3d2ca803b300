package dev.lariat.model;

import dev.lariat.data.BooleanColumn;
import dev.lariat.data.CategoryColumn;
import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Suggestions;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.data.stream.OrderedStore;
import dev.lariat.data.stream.PassLog;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearObjective;
import dev.lariat.linear.PathOptions;
import dev.lariat.linear.selection.Measure;
import dev.lariat.linear.stream.LinearSums;
import dev.lariat.linear.stream.StreamedPath;
import dev.lariat.model.linear.SurvivalBaseline;
import dev.lariat.model.linear.SurvivalColumns;
import dev.lariat.model.linear.TargetChecks;
import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Paths on tables that are never in memory as a whole. */
public final class StreamedTrainer {
  private StreamedTrainer() {}

  /**
   * What a {@link LinearTrainer} with the settings of such a path is made of: the table's specimen with its target
   * marked.
   *
   * @throws DataException if the table has no such column, or the target is none
   */
  public static Dataset specimen(RowSource rows, RowRoles roles, Task task) {
    Dataset specimen = rows.specimen();
    Column target = specimen.column(roles.target());
    roles.inputs(specimen); // says what is near where another column is missing
    // Whether a row lacks it is seen when the rows pass.
    int there = 0;
    while (there < target.rows() - 1 && target.isMissing(there)) {
      there++;
    }
    int first = there;
    int[] present = new int[target.rows()];
    Arrays.setAll(present, row -> target.isMissing(row) ? first : row);
    specimen = specimen.with(target.select(present));
    Column known = specimen.column(roles.target());
    return (switch (task == null ? Target.find(known, rows.rows()) : task) {
      case REGRESSION -> specimen;
      case CLASSIFICATION -> {
        requireClasses(known, rows.rows());
        yield specimen.select(twice(known.rows()));
      }
    }).target(roles.target(), task);
  }

  /** In a specimen every value stands once: what so many rows of a table may have for classes is not seen from it. */
  private static void requireClasses(Column target, long rows) {
    int different = (int) IntStream.range(0, target.rows()).mapToObj(target::text).distinct().count();
    boolean hasAll = target instanceof CategoryColumn || target instanceof BooleanColumn;
    if (!hasAll && !Double.isNaN(target.number(0)) && different > Target.MOST_NUMERIC_CLASSES) {
      throw new DataException("target '" + target.name() + "' has more than " + Target.MOST_NUMERIC_CLASSES
          + " different numbers: for classes of a table that is passed over say "
          + Suggestions.kinds("category", target.name()) + "; or use the task regression");
    }
    Target.requireFew(target, different, rows);
  }

  /** Rows of a specimen, each twice: as many as the classes of a table need at least. */
  private static int[] twice(int rows) {
    return IntStream.range(0, 2 * rows).map(row -> row % rows).toArray();
  }

  /**
   * The family that suits a target if no other is told, as far as the table's specimen shows.
   *
   * @param task null to find it
   * @throws DataException if the column cannot be learnt
   */
  public static Family family(RowSource rows, String target, Task task) {
    Column column = rows.specimen().column(target);
    return switch (task == null ? Target.find(column, rows.rows()) : task) {
      case REGRESSION -> Family.gaussian();
      case CLASSIFICATION -> {
        Column present = column
            .select(IntStream.range(0, column.rows()).filter(row -> !column.isMissing(row)).toArray());
        requireClasses(present, rows.rows());
        yield LinearTrainer.family(Target.of(present.select(twice(present.rows())), Task.CLASSIFICATION));
      }
    };
  }

  /** {@return why a family's path needs the rows in memory; empty if it does not} */
  public static Optional<String> needsRows(Family family) {
    return family.targets(2) > 1
        ? Optional.of("a path of the family " + family + " needs the rows in memory")
        : Optional.empty();
  }

  /** {@return why a path needs the rows in memory, also by its settings; empty if it does not} */
  public static Optional<String> needsRows(Family family, Measure measure, PathOptions options) {
    return needsRows(family).or(() -> StreamedPath.needsRows(family, measure, options));
  }

  /**
   * Fits the path, and cross-validates it where the roles have folds.
   *
   * @param settings of a trainer for {@link #specimen}
   * @param log keeps where a fit of several passes is; {@link PassLog#NONE} for nothing
   * @throws DataException if the table cannot be used
   * @throws IllegalArgumentException if a setting needs the rows in memory, or the target is the time until an event,
   * whose rows have to be sorted
   */
  public static LinearFit fit(LinearTrainer settings, RowSource rows, RowRoles roles, PassLog log) {
    return fit(settings, rows, roles, log, Optional.empty());
  }

  /**
   * The same, also of times until an event.
   *
   * @param store keeps the rows in the order of their times, which takes a pass
   */
  public static LinearFit fit(LinearTrainer settings, RowSource rows, RowRoles roles, PassLog log, OrderedStore store) {
    return fit(settings, rows, roles, log, Optional.of(store));
  }

  private static LinearFit fit(LinearTrainer settings, RowSource rows, RowRoles told, PassLog log,
      Optional<OrderedStore> store) {
    RowRoles roles = roles(settings, rows, told, store);
    needsRows(settings.family).ifPresent(why -> { throw new IllegalArgumentException(why); });
    if (settings.adaptive.isPresent() || settings.gammas.length > 0 || settings.halving.isPresent()) {
      throw new IllegalArgumentException("adaptive weights and relaxed fits need the rows in memory");
    }
    List<String> classes = settings.data.target().classes();
    TargetChecks.requireClasses(settings.family, settings.data.target().name(), Math.max(1, classes.size()));
    int predictors = settings.family.predictors(Math.max(1, classes.size()));
    TargetChecks.requireOffsets(settings.family, predictors, roles.offsets().size());
    StreamedPath fit = StreamedPath.fit(rows, roles, settings.family, classes, settings.measure, settings.options,
        features -> settings.penalty.of(settings.data, features), log, store);
    settings.penalty.requireKnown(settings.data, fit.preprocessing().features());
    return new LinearFit(settings.family, ModelTarget.of(settings.data.target()), fit.preprocessing(), fit.path(),
        fit.validation(), List.of(), settings.offset, LinearObjective.of(fit.penalty(), settings.options),
        fit.baselines()
            .map(baselines -> new SurvivalBaseline(settings.family.survival().orElseThrow().ties(),
                settings.survival.orElseThrow(), baselines.strata(), baselines.points(), List.of())),
        Optional.empty(), Optional.empty(), fit.seconds(), fit.notes());
  }

  /** With what happened to rows that wait for an event. */
  private static RowRoles roles(LinearTrainer settings, RowSource rows, RowRoles roles, Optional<OrderedStore> store) {
    if (settings.family.survival().isEmpty()) {
      return roles;
    }
    if (store.isEmpty()) {
      throw new IllegalArgumentException("a path of the family " + settings.family
          + " passes over rows in the order of their times: give it a store for them");
    }
    SurvivalColumns columns = settings.survival
        .orElseThrow(() -> new IllegalArgumentException("the family cox needs the column of the event"));
    for (String name : columns.names()) {
      rows.specimen().column(name); // says what is near if it is missing
    }
    return roles.with(columns.events());
  }

  /**
   * The sums that a path on another machine asks for, of those who have some of the rows.
   *
   * @param specimen of the table, the same as there
   * @param asked what {@link BlockSums#writeAsked} wrote
   */
  public static BlockSums<?> asked(Dataset specimen, DataInput asked) throws IOException {
    return LinearSums.asked(specimen, asked);
  }
}
