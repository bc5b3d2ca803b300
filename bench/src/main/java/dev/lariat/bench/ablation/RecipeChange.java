package dev.lariat.bench.ablation;

import dev.lariat.data.Task;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Initializer;
import dev.lariat.net.layer.Layer;
import dev.lariat.optim.Adam;
import dev.lariat.study.candidate.NetworkRecipe;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A change of the recipe.
 *
 * @param fromTrivial whether weights begin as the trivial predictor
 * @param periods waves of so many lengths beside each number
 */
record RecipeChange(String name, Alteration recipe, boolean fromTrivial, int periods) {
  private RecipeChange(String name, Alteration recipe, boolean fromTrivial) {
    this(name, recipe, fromTrivial, 0);
  }

  /** How a change makes a recipe for so many rows another one. */
  @FunctionalInterface
  interface Alteration {
    NetworkRecipe of(NetworkRecipe recipe, int rows);
  }

  /** The recipe as it is. */
  static final RecipeChange NONE = of("as it is", recipe -> recipe);

  static RecipeChange of(String name, UnaryOperator<NetworkRecipe> recipe) {
    return new RecipeChange(name, (as, _) -> recipe.apply(as), false);
  }

  /** {@return the change of a name} */
  static RecipeChange named(String name) {
    return all().stream()
        .filter(change -> change.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no change '" + name + "'"));
  }

  private RecipeChange and(RecipeChange other) {
    return new RecipeChange(name + " + " + other.name,
        (recipe, rows) -> other.recipe.of(this.recipe.of(recipe, rows), rows), fromTrivial || other.fromTrivial,
        Math.max(periods, other.periods));
  }

  /** {@return the same for a table that has its waves} */
  RecipeChange withoutPeriods() {
    return new RecipeChange(name, recipe, fromTrivial);
  }

  private static RecipeChange pieces(int most) {
    return of("hinges " + most, recipe -> recipe.withPreprocessing(recipe.preprocessing().hinges(most)));
  }

  private static RecipeChange hidden(String name, Integer... units) {
    return of(name, recipe -> recipe.withHidden(List.of(units)));
  }

  private static RecipeChange activated(String name, Activation activation, Initializer initializer) {
    return of(name, recipe -> recipe.withNetwork(Network
        .of(recipe.hidden().stream().<Layer>map(units -> Layer.dense(units, activation).init(initializer)).toList())));
  }

  private static RecipeChange adam(String name, UnaryOperator<Adam> change) {
    return of(name, recipe -> recipe.withOptimizer(change.apply((Adam) recipe.optimizer())));
  }

  private static RecipeChange faster(String name, double times) {
    return of(name, recipe -> recipe.withLearningRate(recipe.learningRate() * times));
  }

  private static RecipeChange longer(String name, double times) {
    return of(name, recipe -> recipe.withEpochs(Math.max(1, (int) Math.round(recipe.epochs() * times))));
  }

  static List<RecipeChange> all() {
    RecipeChange silu = activated("SiLU", Activation.SILU, Initializer.HE_UNIFORM);
    RecipeChange selu = activated("SELU", Activation.SELU, Initializer.LECUN_NORMAL);
    RecipeChange mish = activated("Mish", Activation.MISH, Initializer.HE_UNIFORM);
    RecipeChange half = longer("half the epochs", 0.5);
    RecipeChange twice = longer("twice the epochs", 2);
    RecipeChange wide = hidden("256-128", 256, 128);
    RecipeChange few = pieces(8);
    RecipeChange shortMemory = adam("beta2 0.95", adam -> adam.withBetas(0.9, 0.95));
    RecipeChange waves = new RecipeChange("waves 4", (recipe, _) -> recipe, false, 4);
    return List.of(NONE, new RecipeChange("start at trivial", (recipe, _) -> recipe, true),
        new RecipeChange("epochs of numbers",
            (recipe, rows) -> recipe.withEpochs(NetworkRecipe.of(Task.REGRESSION, rows, false).epochs()), false),
        shortMemory, few.and(shortMemory), waves, waves.and(shortMemory),
        adam("beta2 0.99", adam -> adam.withBetas(0.9, 0.99)), faster("rate x 2", 2), faster("rate / 2", 0.5), half,
        twice, longer("a quarter of the epochs", 0.25), half.and(faster("half the rate", 0.5)),
        hidden("64-32", 64, 32).and(selu), few, pieces(16), pieces(32), silu, selu, mish, hidden("64-32", 64, 32),
        hidden("128-128", 128, 128), wide, hidden("256-256", 256, 256), few.and(silu), few.and(mish), twice.and(silu),
        twice.and(mish), wide.and(silu), wide.and(mish), wide.and(twice).and(silu), wide.and(twice).and(mish),
        wide.and(twice).and(mish).and(few), wide.and(faster("rate x 4", 4)).and(mish));
  }
}
