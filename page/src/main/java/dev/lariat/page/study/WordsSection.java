package dev.lariat.page.study;

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
    terms.add(new Term(run.metric(), switch (run.verdict().metric()) {
      case LOG_LOSS ->
        "minus the mean logarithm of the probability that was given to the true class (in nats): 0 is perfect, and being sure "
            + "and wrong costs most.";
      case ERROR -> "the share of rows whose class is predicted wrong.";
      case SQUARED_ERROR ->
        "the mean of the squared differences between prediction and truth; its root is in the target's unit.";
      case ABSOLUTE_ERROR -> "the mean size of the differences between prediction and truth, in the target's unit.";
      case AUC ->
        "the chance that a row of one class is ranked below a row of the other, wrongly: 0 is perfect, 0.5 is guessing.";
      case R_SQUARED -> "the share of the target's variance that is not explained: 0 is perfect, 1 is the mean.";
    }));
    terms.add(new Term("new rows (validation)",
        "rows that a model did not learn from. Each row is new once: the table is divided into folds, and a fold is predicted by "
            + "a model of the others."));
    terms.add(new Term("overfits",
        "learns what is chance in its own rows, so that it is worse on new ones than a simpler or more restrained model."));
    terms.add(new Term("regularizer",
        "what restrains a model while it learns: a penalty on its weights, noise, a limit, or an early end."));
    terms.add(new Term("strength", "how much it restrains. Larger is always stronger."));
    terms.add(new Term("none", "the same network without any regularizer: what all others are compared with."));
    terms.add(new Term("trivial", switch (run.verdict().metric().task()) {
      case CLASSIFICATION -> "always predicts the shares of the classes.";
      case REGRESSION -> "always predicts the mean of the target.";
    }));
    terms.add(new Term("± (standard error)",
        "how far a mean of this many rows and folds is typically off: the true value is within two of them about 19 times in 20."));
    terms.add(new Term("95 % interval",
        "where a difference most likely is. If 0 is inside, the data do not tell the two apart."));
    terms.add(new Term("paired difference",
        "both candidates are compared fold by fold on the same rows, which is far surer than comparing two means with their errors."));
    terms
        .add(new Term("tie (=)", "so near to the best that the data do not tell them apart (Nadeau and Bengio 2003)."));
    terms.add(new Term("1-SE", "the strongest setting whose loss is within one standard error of the lowest."));
    terms.add(new Term("test rows", "rows that were kept out of everything, also of the choice, and looked at once."));
    return Section.of("words", "What do the words mean?")
        .add(new Block.Glossary(terms))
        .finding("Terms of this page, each in a sentence");
  }
}
