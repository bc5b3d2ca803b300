package dev.lariat.handover.translation;

import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.translation.Translation.Line;
import dev.lariat.handover.translation.Translation.Match;
import java.util.Optional;

/**
 * A dropout of layers on images and sequences, as a framework's argument says it. Arguments of one name do different
 * things, and some do nothing.
 *
 * @param kind which argument
 * @param rate the share dropped
 * @param layers how many recurrent layers one call stacks: PyTorch's {@code num_layers}
 */
public record LayerDropout(Kind kind, double rate, int layers) {
  /** Which argument. */
  public enum Kind {
    /** Whole channels of images. */
    IMAGE_CHANNELS("spatial 2d"),
    /** Whole channels of sequences. */
    SEQUENCE_CHANNELS("spatial 1d"),
    /** The argument {@code dropout} of a GRU or LSTM layer. */
    RECURRENT_LAYER("rnn"),
    /** Of the state from step to step. */
    STATE("rnn state"),
    /** Of the weights that the state meets. */
    STATE_WEIGHTS("weights");

    private final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  /** Checks the ranges. */
  public LayerDropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout must be at least 0 and below 1, not " + rate);
    }
    if (layers < 1) {
      throw new IllegalArgumentException("there must be at least 1 recurrent layer, not " + layers);
    }
  }

  /**
   * What the argument does, and how another framework says that.
   *
   * @throws IllegalArgumentException if the framework has no such argument
   */
  Line translated(Framework from, Framework to) {
    String said = argument(from);
    if (to == Framework.SKLEARN || to == Framework.GLMNET) {
      return new Line(kind.title, said, "—", "no equivalent", Match.NONE);
    }
    String p = NumberLiteral.of(rate);
    return switch (kind) {
      case IMAGE_CHANNELS -> new Line(kind.title, said, written(to).orElseThrow(),
          "one draw for a channel of a row, the" + " same at all pixels; "
              + (to == Framework.PYTORCH
                  ? "nn.Dropout2d takes (N, C, H, W): on (N, H, W, C) it would drop lines of pixels"
                  : "the channels are last"),
          Match.EXACT);
      case SEQUENCE_CHANNELS -> new Line(kind.title, said, written(to).orElseThrow(),
          "one draw for a channel of a row, the same at all steps; " + onSequences(to),
          to == Framework.MLX ? Match.BY_HAND : Match.EXACT);
      case RECURRENT_LAYER -> from == Framework.PYTORCH ? stacked(said, to, p) : inputs(said, to, p);
      case STATE -> new Line(kind.title, said,
          written(to).orElse("the steps written out, with (h * mask[gate]) @ U: lariat export writes them"),
          "a mask for each row and gate, the same at all steps (Keras since 3.8: 3.0 to 3.7 mask otherwise); what the"
              + " state carries on stays whole",
          written(to).isPresent() ? Match.EXACT : Match.BY_HAND);
      case STATE_WEIGHTS -> new Line(kind.title, said, switch (to) {
        case KERAS -> "a layer that masks cell.recurrent_kernel: lariat export writes it";
        case PYTORCH ->
          "torch.func.functional_call(rnn, {\"weight_hh_l0\": F.dropout(rnn.weight_hh_l0, " + p + ")}, x)";
        case MLX -> "the steps written out, with masked weights: lariat export writes them";
        case LARIAT -> written(to).orElseThrow();
        case SKLEARN, GLMNET -> "—";
      }, "one mask a batch, for all rows and steps", to == Framework.LARIAT ? Match.EXACT : Match.BY_HAND);
    };
  }

  private static String onSequences(Framework to) {
    return switch (to) {
      case PYTORCH -> "nn.Dropout1d takes (N, C, T): on (N, T, C) it would drop whole steps, as nn.Dropout2d does";
      case MLX -> "nn.Dropout2d on (N, T, C) would draw one mask for the whole batch";
      case KERAS, LARIAT, SKLEARN, GLMNET -> "the channels are last";
    };
  }

  /** Inputs of a recurrent layer, the same at all steps. */
  private Line inputs(String said, Framework to, String p) {
    String means = "one mask for the inputs of a row, the same at all steps";
    return switch (to) {
      case KERAS -> new Line(kind.title, said, argument(to),
          means + "; with recurrent_dropout beside it one for each gate", Match.EXACT);
      case LARIAT -> new Line(kind.title, said, argument(to), means + " and gates", Match.EXACT);
      case PYTORCH -> new Line(kind.title, said, "nn.Dropout1d(" + p + ") on (N, C, T) before nn.GRU or nn.LSTM",
          means + "; their own argument dropout is another: it acts between stacked layers, for each step anew, and"
              + " does nothing with one layer",
          Match.BY_HAND);
      case MLX -> new Line(kind.title, said, bernoulli(p) + " before the layer",
          means + "; nn.GRU and nn.LSTM have no dropout", Match.BY_HAND);
      case SKLEARN, GLMNET -> throw new IllegalStateException("has none");
    };
  }

  /** PyTorch's argument, which acts between stacked layers. */
  private Line stacked(String said, Framework to, String p) {
    if (layers == 1) {
      return new Line(kind.title, said, "no dropout",
          "with num_layers=1 PyTorch's argument does nothing, and warns: it acts between stacked layers"
              + (to == Framework.KERAS || to == Framework.LARIAT
                  ? "; the same number in " + to.title() + " would drop inputs"
                  : ""),
          Match.EXACT);
    }
    String means = "behind each stacked layer but the last, for each number and step anew";
    return switch (to) {
      case KERAS ->
        new Line(kind.title, said, "keras.layers.Dropout(" + p + ") between layers with return_sequences=True",
            means + "; Keras' argument dropout would draw one mask for all steps", Match.EXACT);
      case PYTORCH -> new Line(kind.title, said, said, means, Match.EXACT);
      case MLX -> new Line(kind.title, said, "nn.Dropout(" + p + ") between the layers", means, Match.EXACT);
      case LARIAT -> new Line(kind.title, said, "--layers \"gru UNITS sequence, dropout " + p + ", gru UNITS\"",
          means + "; the word dropout within gru draws one mask for all steps", Match.EXACT);
      case SKLEARN, GLMNET -> throw new IllegalStateException("has none");
    };
  }

  private static String bernoulli(String p) {
    return "x * mx.random.bernoulli(1 - " + p + ", (len(x), 1, x.shape[-1])) / (1 - " + p + ")";
  }

  private String argument(Framework framework) {
    return written(framework).orElseThrow(() -> new IllegalArgumentException(switch (kind) {
      case IMAGE_CHANNELS, SEQUENCE_CHANNELS -> framework.title() + " has no dropout of channels";
      case RECURRENT_LAYER -> framework.title() + "'s recurrent layers have no dropout argument";
      case STATE -> framework.title() + " has no dropout of a recurrent layer's state";
      case STATE_WEIGHTS -> framework.title() + " has no dropout of a recurrent layer's weights; Lariat has";
    }));
  }

  /** The framework's own argument, if it has one. */
  private Optional<String> written(Framework framework) {
    String p = NumberLiteral.of(rate);
    return Optional.ofNullable(switch (framework) {
      case KERAS -> switch (kind) {
        case IMAGE_CHANNELS -> "keras.layers.SpatialDropout2D(" + p + ")";
        case SEQUENCE_CHANNELS -> "keras.layers.SpatialDropout1D(" + p + ")";
        case RECURRENT_LAYER -> "keras.layers.GRU(units, dropout=" + p + ")";
        case STATE -> "keras.layers.GRU(units, recurrent_dropout=" + p + ")";
        case STATE_WEIGHTS -> null;
      };
      case PYTORCH -> switch (kind) {
        case IMAGE_CHANNELS -> "nn.Dropout2d(" + p + ")";
        case SEQUENCE_CHANNELS -> "nn.Dropout1d(" + p + ") on x.movedim(-1, 1)";
        case RECURRENT_LAYER -> "nn.GRU(inputs, units, num_layers=" + layers + ", dropout=" + p + ")";
        case STATE, STATE_WEIGHTS -> null;
      };
      case MLX -> switch (kind) {
        case IMAGE_CHANNELS -> "nn.Dropout2d(" + p + ")";
        case SEQUENCE_CHANNELS -> bernoulli(p);
        case RECURRENT_LAYER, STATE, STATE_WEIGHTS -> null;
      };
      case LARIAT -> switch (kind) {
        case IMAGE_CHANNELS, SEQUENCE_CHANNELS -> "--layers \"…, spatial-dropout " + p + "\"";
        case RECURRENT_LAYER -> "--layers \"gru UNITS dropout " + p + "\"";
        case STATE -> "--layers \"gru UNITS recurrent-dropout " + p + "\"";
        case STATE_WEIGHTS -> "--layers \"gru UNITS weight-drop " + p + "\"";
      };
      case SKLEARN, GLMNET -> null;
    });
  }
}
