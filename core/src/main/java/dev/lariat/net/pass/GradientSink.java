package dev.lariat.net.pass;

/** Takes gradients as they become final; may change the weights at once. */
public interface GradientSink {
  /** Elements [from, to) of a parameter's gradient are final and still in cache. Ranges come in rising order. */
  void range(int parameter, int from, int to);

  /** All of the parameter's ranges have been given. */
  void complete(int parameter);
}
