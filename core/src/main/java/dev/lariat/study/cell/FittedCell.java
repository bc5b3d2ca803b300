package dev.lariat.study.cell;

import dev.lariat.net.Parameter;
import dev.lariat.net.Weights;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network trained on a fold for what only models tell: what it scored, and its weights.
 *
 * @param weights [parameters of the network, in their order][numbers]; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk, never compared
public record FittedCell(CellResult result, float[][] weights) {
  /** {@return the numbers as weights of a network of the same sizes} */
  Weights like(Weights network) {
    List<Parameter> parameters = network.parameters();
    if (parameters.size() != weights.length) {
      throw new IllegalArgumentException("weights of another network");
    }
    var copy = network.copy();
    copy.set(new Weights(IntStream.range(0, weights.length)
        .mapToObj(i -> new Parameter(parameters.get(i).name(), parameters.get(i).shape(), weights[i]))
        .toList()));
    return copy;
  }
}
