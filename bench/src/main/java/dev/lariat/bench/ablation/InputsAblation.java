package dev.lariat.bench.ablation;

import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.study.candidate.NetworkRegularizer;
import dev.lariat.study.candidate.Strength;
import java.util.List;
import java.util.Locale;

/**
 * Networks on pieces of each number's range, or changed in another way, as an axis of two values: for no regularizer
 * and for the one that three folds of the training rows choose for the recipe as it is, the same folds say whether the
 * other network is used.
 */
final class InputsAblation {
  private InputsAblation() {}

  /** A setting's loss over the folds, and on test rows. */
  private record Setting(double folds, double test, double seconds) {
    Setting lower(Setting other) {
      return other.folds < folds ? other : this;
    }
  }

  /** @param changes that are tried; none for eight and sixteen pieces */
  static void run(String name, int split, Dataset training, Dataset test, List<String> changes, AblationTally tally) {
    RecipeChange plain = RecipeChange.NONE;
    Ablation.Tuned tuned = Ablation.tune(training, split, plain, Ablation.TUNED);
    var table = new AblationTally.Table(name, training.rows(), training.target().task());
    Setting none = setting(training, test, split, plain, null, Strength.ZERO);
    Setting winner = setting(training, test, split, plain, tuned.regularizer(), tuned.strength());
    Setting before = none.lower(winner);
    for (String what : changes.isEmpty() ? List.of("hinges 8", "hinges 16") : changes) {
      RecipeChange change = RecipeChange.named(what);
      Setting noneChanged = setting(training, test, split, change, null, Strength.ZERO);
      Setting winnerChanged = setting(training, test, split, change, tuned.regularizer(), tuned.strength());
      String with = " with " + what;
      tally.add("none" + with, table, noneChanged.test / none.test, noneChanged.seconds / none.seconds);
      tally.add("winner" + with, table, winnerChanged.test / winner.test, winnerChanged.seconds / winner.seconds);
      Setting chosen = before.lower(noneChanged).lower(winnerChanged);
      tally.add("what the folds choose" + with, table, chosen.test / before.test,
          (noneChanged.seconds + winnerChanged.seconds) / (none.seconds + winner.seconds));
      System.out.printf(Locale.ROOT,
          "%s %d %d %s %s; %s: none %.5f -> %.5f, winner %.5f -> %.5f, folds %.5f -> %.5f, chosen %.5f -> %.5f%n", name,
          split, training.rows(), tuned.regularizer().name(), tuned.strength(), what, none.test, noneChanged.test,
          winner.test, winnerChanged.test, before.folds, chosen.folds, before.test, chosen.test);
    }
  }

  private static Setting setting(Dataset training, Dataset test, int split, RecipeChange change,
      NetworkRegularizer regularizer, Strength strength) {
    Folds folds = Folds.stratified(training.target(), Ablation.FOLDS, split);
    double loss = 0;
    double seconds = 0;
    for (int fold = 0; fold < folds.count(); fold++) {
      Ablation.Trained trained = Ablation.train(training.select(folds.training(fold)),
          training.select(folds.validation(fold)), change, regularizer, strength, 0);
      loss += Double.isNaN(trained.loss()) ? Double.POSITIVE_INFINITY : trained.loss();
      seconds += trained.seconds();
    }
    return new Setting(loss, Ablation.train(training, test, change, regularizer, strength, 0).loss(), seconds);
  }
}
