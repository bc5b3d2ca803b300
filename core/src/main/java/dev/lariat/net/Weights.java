package dev.lariat.net;

import dev.lariat.net.pass.Workspace;
import java.util.List;

/**
 * All parameters of a network, in the order of its layers, running averages of batch normalisation included. With
 * {@link Workspace} the only mutable thing here: training changes the arrays in place.
 */
public final class Weights {
  private final List<Parameter> parameters;

  /**
   * Weights of given arrays.
   *
   * @param parameters in the order of {@link Architecture#parameters()}; arrays are kept, not copied
   */
  public Weights(List<Parameter> parameters) {
    this.parameters = List.copyOf(parameters);
  }

  /** The parameters, in the order of the layers. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /**
   * The parameter of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Parameter parameter(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(name)) {
        return parameter;
      }
    }
    throw new IllegalArgumentException(
        "no parameter named " + name + " among " + parameters.stream().map(Parameter::name).toList());
  }

  /** A copy with arrays of its own. */
  public Weights copy() {
    return new Weights(parameters.stream().map(Parameter::copy).toList());
  }

  /** Overwrites these numbers with those of weights of the same shape. */
  public void set(Weights source) {
    if (source.parameters.size() != parameters.size()) {
      throw new IllegalArgumentException("weights of another network");
    }
    for (int i = 0; i < parameters.size(); i++) {
      float[] from = source.parameters.get(i).values();
      float[] to = parameters.get(i).values();
      if (from.length != to.length) {
        throw new IllegalArgumentException(
            parameters.get(i) + " cannot take the values of " + source.parameters.get(i));
      }
      System.arraycopy(from, 0, to, 0, to.length);
    }
  }

  /** Whether every number is finite. */
  public boolean finite() {
    for (Parameter parameter : parameters) {
      for (float value : parameter.values()) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Same names, shapes and bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Weights that && parameters.equals(that.parameters);
  }

  @Override
  public int hashCode() {
    return parameters.hashCode();
  }

  @Override
  public String toString() {
    return parameters.toString();
  }
}
