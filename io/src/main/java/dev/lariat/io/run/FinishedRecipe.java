package dev.lariat.io.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How networks of a finished study were trained.
 *
 * @param hidden units of the hidden layers
 * @param network layers and activation in words
 * @param optimizer its name; empty in early files
 * @param learningRate the highest of the schedule
 */
public record FinishedRecipe(List<Integer> hidden, String network, String optimizer, int epochs, int batch,
    double learningRate, @JsonInclude(JsonInclude.Include.NON_NULL) String activation) {
  /** The first files stated units and activation. */
  public FinishedRecipe {
    hidden = hidden == null ? List.of() : List.copyOf(hidden);
    if (network == null) {
      network = hidden.stream().map(String::valueOf).collect(Collectors.joining("-")) + " " + activation;
    }
    activation = null;
    optimizer = optimizer == null ? "" : optimizer;
  }
}
