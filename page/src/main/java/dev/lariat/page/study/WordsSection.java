package dev.lariat.page.study;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.metric.Metric;
import dev.lariat.study.candidate.NetworkForm;
import dev.lariat.page.Block.Glossary.Term;
import dev.lariat.page.Block;
import dev.lariat.page.Section;
import java.util.ArrayList;
import java.util.List;

/** What do the words mean? For a reader who was sent the page. */
final class WordsSection {
  private WordsSection() {}

  static Section of(ReportedStudy run) {
    List<Term> terms = new ArrayList<>();
    terms.add(new Term(run.metric(), meaning(run.verdict().metric())));
    Phrases.figures(run.verdict()).forEach(figure -> terms.add(new Term(figure.label(), figureMeaning(figure))));
    if (Phrases.isCalibrated(run.verdict())) {
      terms.add(new Term(Phrases.CALIBRATED,
          "the log-loss after one temperature has made the probabilities as sure as they should be; that of a fold is fitted "
              + "on the others. Who is ahead by the log-loss alone is better calibrated, and no better at telling rows apart."));
    }
    terms.add(new Term("new rows",
        "rows that a model did not learn from, also called validation rows. Each row is new once: the table is divided into "
            + "parts, called folds, and a fold is predicted by a model of the others."));
    terms.add(new Term("its own rows", "the rows that a model learnt from, also called training rows."));
    terms.add(new Term("overfits",
        "learns what is chance in its own rows, so that it is worse on new ones than a simpler or more restrained model."));
    terms.add(new Term("regularizer",
        "what restrains a model while it learns: a penalty on its weights, noise, a limit, or an early end."));
    terms.add(new Term("strength", "how much it restrains. Larger is always stronger."));
    terms.add(new Term("none",
        "the " + (run.verdict().onlyLinear()
            ? "linear model without any penalty, the weakest end of a path"
            : "same network without any regularizer") + ": what all others are compared with."));
    if (run.evidence().curves().isPresent()) {
      terms.add(new Term("additive",
          "a model that is a sum of one curve for each number: more than a line, and no number changes what another does."));
    }
    if (run.verdict().candidates().stream().anyMatch(c -> c.trial().form() == NetworkForm.ON_PIECES)) {
      terms.add(new Term("(pieces)",
          "a network that is told of each number also how far it is through each piece of its range, of which there are up to eight."));
    }
    terms.add(new Term("always the same", switch (run.verdict().metric().task()) {
      case CLASSIFICATION -> "predicts the shares of the classes for every row, whatever its columns hold";
      case REGRESSION -> "predicts the mean of the target for every row, whatever its columns hold";
    } + "; called trivial in files. A model that is no better has found nothing."));
    terms.add(new Term("± (standard error, SE)",
        "how far a mean of this many rows and folds is typically off: the true value is within two of them about 19 times in 20."));
    terms.add(new Term("95 % interval",
        "where a difference most likely is. If 0 is inside, the data do not tell the two apart."));
    terms.add(new Term("proven",
        "the 95 % interval of the gain leaves out 0: of 20 tables without any gain about one would show as much."));
    terms.add(new Term("paired difference",
        "both candidates are compared fold by fold on the same rows, which is far surer than comparing two means with their errors."));
    terms.add(new Term("tie (=)",
        "so near to the best that the data do not tell them apart: within one standard error of the paired difference, corrected for "
            + "rows that folds share (Nadeau and Bengio 2003), or within 1 % of what the best gains on always predicting the same."));
    terms.add(new Term("as good",
        "the strongest setting that is within one standard error of the best (of their difference); also called the 1-SE rule."));
    terms.add(new Term("test rows", "rows that were kept out of everything, also of the choice, and looked at once."));
    return Section.of("words", "What do the words mean?")
        .add(new Block.Glossary(terms))
        .finding("Terms of this page, each in a sentence");
  }

  private static String meaning(Metric metric) {
    return switch (metric) {
      case LOG_LOSS ->
        "minus the mean logarithm of the probability that was given to the true class: 0 is perfect, and being sure and wrong "
            + "costs most.";
      case ERROR -> "the share of rows whose class is predicted wrong.";
      case SQUARED_ERROR, ABSOLUTE_ERROR, AUC, R_SQUARED -> figureMeaning(metric);
    };
  }

  private static String figureMeaning(Metric metric) {
    return switch (metric) {
      case LOG_LOSS -> meaning(metric);
      case ERROR -> "the share of rows whose class is predicted right.";
      case AUC ->
        "area under the ROC curve: the chance that a row of one class is ranked above a row of the other; 1 is perfect, 0.5 is guessing.";
      case SQUARED_ERROR ->
        "root of the mean squared difference between prediction and truth, in the target's unit: large misses count most.";
      case ABSOLUTE_ERROR ->
        "mean absolute error: the mean size of the differences between prediction and truth, in the target's unit.";
      case R_SQUARED -> "the share of the target's variance that is explained: 1 is perfect, 0 is the mean.";
    };
  }
}
