package dev.lariat.handover.python;

import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.net.layer.Recurrent;

/** What the recurrent layers that PyTorch's and MLX' files bring are told beside their sizes. */
public final class RecurrentArguments {
  private RecurrentArguments() {}

  /** {@return the arguments that differ from one way, last state and no dropout, each behind a comma} */
  public static String of(Recurrent layer) {
    Recurrent.Noise noise = layer.noise();
    return (layer.directions() == 1 ? "" : ", directions=" + layer.directions())
        + (layer.output() == Recurrent.Output.SEQUENCE ? ", whole=True" : "") + rate("inputs", noise.input())
        + rate("state", noise.recurrent()) + rate("weights", noise.weight());
  }

  private static String rate(String what, double rate) {
    return rate == 0 ? "" : ", " + what + "=" + NumberLiteral.of(rate);
  }
}
