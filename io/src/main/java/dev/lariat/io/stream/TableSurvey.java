package dev.lariat.io.stream;

import dev.lariat.data.DataException;
import dev.lariat.data.Suggestions;
import dev.lariat.io.column.ColumnPlan;
import dev.lariat.io.column.ColumnSurvey;
import dev.lariat.io.column.DecidedColumn;
import dev.lariat.io.column.TableMarks;
import dev.lariat.io.table.FieldRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the columns of a table hold, from passes over all rows, as if it were read as a whole. */
final class TableSurvey {
  private final String name;
  private final Passes passes;
  private final Set<String> dropped;
  private final Set<String> left = new HashSet<>(); // of these, those that are there
  private final Map<String, ColumnSurvey> surveys = new LinkedHashMap<>();
  private final List<DecidedColumn> decided = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long rows;

  /** @param typed columns of which it will do what files say of them themselves */
  TableSurvey(String name, Passes passes, Set<String> dropped, Predicate<String> typed) {
    this.name = name;
    this.passes = passes;
    this.dropped = dropped;
    readRanges(typed);
    survey();
  }

  /** In the table's order. */
  List<DecidedColumn> decided() {
    return decided;
  }

  List<String> notes() {
    return notes;
  }

  long rows() {
    return rows;
  }

  /** Takes what is known of columns without their rows. */
  private void readRanges(Predicate<String> typed) {
    passes.ranges().ifPresent(known -> {
      rows = known.rows();
      for (ColumnPlan plan : known.plans()) {
        if (!isDropped(plan)) {
          surveys.put(plan.name(),
              Optional.ofNullable(typed.test(plan.name()) ? known.columns().get(plan.name()) : null)
                  .flatMap(range -> ColumnSurvey.told(plan, range, rows))
                  .orElseGet(() -> new ColumnSurvey(plan)));
        }
      }
    });
  }

  private void survey() {
    look(true);
    requireDropped();
    // A column of texts mostly shows that it is one in the first rows.
    surveys.replaceAll((_, survey) -> survey.fresh());
    look(false);
    TableMarks marks = passes.marks();
    while (readAgain(ColumnSurvey::again)) {
      // Until no column turns out to be something else.
    }
    surveys.values().forEach(survey -> survey.show(marks));
    readAgain(survey -> survey.doubts(marks));
    marks.requireOneTable(name);
    surveys.values().forEach(survey -> decided.add(survey.decide(marks)));
    notes.addAll(passes.notes());
    surveys.values().forEach(survey -> notes.addAll(survey.notes()));
  }

  private boolean readAgain(Function<ColumnSurvey, Boolean> which) {
    var wanted = new LinkedHashMap<String, ColumnSurvey>();
    surveys.forEach((column, survey) -> {
      if (which.apply(survey)) {
        wanted.put(column, survey);
      }
    });
    if (wanted.isEmpty()) {
      return false;
    }
    passes.all(plan -> wanted.containsKey(plan.name()) ? wanted.get(plan.name()).plan(plan) : null,
        part -> take(part, wanted));
    return true;
  }

  /** Takes in all rows, or only the first few. */
  private void look(boolean first) {
    if (!surveys.isEmpty() && surveys.values().stream().allMatch(ColumnSurvey::isTold)) {
      return;
    }
    rows = 0;
    if (first) {
      passes.first(this::planned, part -> !take(part, surveys));
    } else {
      passes.all(this::planned, part -> {
        rows += part.rows();
        return take(part, surveys);
      });
    }
  }

  private ColumnPlan planned(ColumnPlan plan) {
    if (isDropped(plan)) {
      return null;
    }
    ColumnSurvey survey = surveys.computeIfAbsent(plan.name(), _ -> new ColumnSurvey(plan));
    return survey.isTold() ? null : survey.plan(plan);
  }

  private boolean isDropped(ColumnPlan plan) {
    boolean is = dropped.contains(plan.name());
    if (is) {
      left.add(plan.name());
    }
    return is;
  }

  /** As a table in memory refuses a name that it has not. */
  private void requireDropped() {
    for (String column : dropped) {
      if (!left.contains(column)) {
        throw new DataException("no column '" + column + "' in " + name + ": "
            + Suggestions.suggest(column, List.copyOf(surveys.keySet()), Suggestions.Kind.COLUMNS));
      }
    }
  }

  private static boolean take(FieldRows.Part part, Map<String, ColumnSurvey> surveys) {
    for (var builder : part.columns()) {
      if (builder != null) {
        surveys.get(builder.plan().name()).add(builder);
      }
    }
    return true;
  }
}
