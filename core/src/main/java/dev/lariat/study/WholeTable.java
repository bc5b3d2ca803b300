package dev.lariat.study;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.TextColumn;
import dev.lariat.data.stream.ChangedRows;
import dev.lariat.data.stream.PassLog;
import dev.lariat.data.stream.RowSource;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.PathOptions;
import dev.lariat.model.Fit;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Provenance;
import dev.lariat.model.StreamedRows;
import dev.lariat.model.StreamedTrainer;
import dev.lariat.model.Trainer;
import dev.lariat.study.candidate.Trial;
import dev.lariat.study.cell.WholePath;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Trains on all rows of a table of which the study has a sample. Networks may be trained side by side. */
final class WholeTable {
  private final AllRows all;
  private final Dataset sample;
  private final StudyPlan study;
  private final RowSource table; // with the columns that are learnt from
  private StreamedRows encoded; // once for all networks

  WholeTable(AllRows all, StudyPlan study) {
    this.all = all;
    this.study = study;
    sample = study.learning();
    Set<String> learnt = sample.columns().stream().map(Column::name).collect(Collectors.toSet());
    var others = new TreeSet<String>();
    all.table().specimen().columns().stream().map(Column::name).filter(n -> !learnt.contains(n)).forEach(others::add);
    table = ChangedRows.without(all.table(), others);
  }

  long rows() {
    return table.rows();
  }

  int passes() {
    return table.passes();
  }

  private synchronized StreamedRows encoded() {
    if (encoded == null) {
      encoded = StreamedRows.like(sample, table, all.roles(), study.recipe().preprocessing(), study.recipe().network(),
          all.store());
    }
    return encoded;
  }

  /**
   * A network on all rows.
   *
   * @param member which of those that are averaged, from 0
   */
  Fit train(Trainer trainer, int member, int untilEpoch) {
    return trainer.train(encoded(), sample.name(), all.logs().apply(member), untilEpoch);
  }

  /**
   * A linear model on all rows, at the λ that its strength has on the sample.
   *
   * @return empty where the family needs the rows in memory
   */
  Optional<LinearModel> linear(WholePath path, Trial trial, Provenance provenance) {
    Family family = path.path().family();
    if (StreamedTrainer.needsRows(family).isPresent()) {
      return Optional.empty();
    }
    double lambda = path.at(trial.strength(), provenance).lambda();
    // As the sample's path: of a gaussian one glmnet divides the quadratic part by the target's standard deviation.
    PathOptions options = PathOptions.DEFAULT.withLambdas(new double[]{lambda})
        .withEarlyStop(false)
        .withThreads(study.settings().effort().threads())
        .withDialect(family.quadratic() ? PathOptions.Dialect.GLMNET : PathOptions.Dialect.LARIAT);
    LinearFit fit = fit(family, path.regularizer().penalty(), options);
    LinearPath fitted = fit.path();
    return Optional.of(new LinearModel(path.target(), fit.preprocessing(), fitted, fit.offset(), Double.NaN, Double.NaN,
        lambda, Optional.of(fit.objective()), provenance));
  }

  private LinearFit fit(Family family, LinearPenalty penalty, PathOptions options) {
    if (sample.features().stream().anyMatch(TextColumn.class::isInstance)) {
      Dataset rows = all.besideTexts().get();
      String[] others = rows.columns().stream().map(Column::name).filter(n -> !sample.has(n)).toArray(String[]::new);
      return LinearTrainer.of(rows.without(others), family, penalty).options(options).fit();
    }
    Dataset specimen = StreamedTrainer.specimen(table, all.roles(), family.task());
    return StreamedTrainer.fit(LinearTrainer.of(specimen, family, penalty).options(options), table, all.roles(),
        PassLog.NONE);
  }
}
