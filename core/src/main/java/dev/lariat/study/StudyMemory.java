package dev.lariat.study;

import dev.lariat.net.Architecture;
import dev.lariat.net.Architecture.Stage;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.study.candidate.NetworkRecipe;

/**
 * What a study of networks on images and sequences holds while its cells run, about, in bytes: the table, and the rows
 * of each fold as inputs, which all cells of the fold share; and for each thread a network at work. Java itself, what
 * it compiled and the linear models come on top.
 *
 * @param rows the table's numbers, 8 bytes each, and the inputs of all folds and of all rows, 4 bytes each
 * @param network of one thread: weights, gradients and moments, and what each layer gives for a batch
 */
public record StudyMemory(long rows, long network) {
  /** Gates, states and gradients of a recurrent layer, for each number that it gives at a step. */
  private static final int OF_RECURRENT = 10;
  /** What a layer gives, the gradient by it, and what the evaluation of other batches keeps. */
  private static final int OF_LAYERS = 4;
  /** Weights, gradients, two moments, and the best ones. */
  private static final int OF_WEIGHTS = 5;

  /**
   * @param count rows of the table that are learnt from
   * @param columns of it
   * @param inputs of a network
   * @param folds that are drawn in all, those of the finals too, and one for the training on all rows
   * @param outputs classes, or 1
   */
  static StudyMemory of(NetworkRecipe recipe, long count, int columns, int inputs, int folds, int outputs) {
    long table = count * columns * Double.BYTES;
    long encoded = count * inputs * Float.BYTES * folds;
    Architecture bound = Architecture.of(recipe.network(), inputs, outputs, null);
    long numbers = 0;
    for (int s = 0; s < bound.stages().size(); s++) {
      Stage stage = bound.stages().get(s);
      long gives = stage.layer() instanceof Recurrent recurrent
          ? (long) stage.inputs() / stage.input().channels() * recurrent.units() * recurrent.directions() * OF_RECURRENT
          : bound.isPooledAtOnce(s) ? 0 : stage.outputs();
      numbers += OF_LAYERS * gives * recipe.batch();
      numbers += stage.parameters().stream().mapToLong(spec -> (long) OF_WEIGHTS * spec.shape().size()).sum();
    }
    return new StudyMemory(table + encoded, numbers * Float.BYTES);
  }
}
