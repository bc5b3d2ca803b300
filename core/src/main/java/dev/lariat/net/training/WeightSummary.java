package dev.lariat.net.training;

import dev.lariat.net.Epoch;
import dev.lariat.net.Weights;
import dev.lariat.net.Architecture;
import dev.lariat.net.layer.LayerParameter;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Convolution;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Flatten;
import dev.lariat.net.layer.GlobalPool;
import dev.lariat.net.layer.Reshape.Join;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.layer.Pool;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Reshape;
import dev.lariat.net.layer.SpatialDropout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a network's weights say about it. A weight is an element of a kernel or an embedding table; biases and
 * normalisations are not counted.
 *
 * @param weights how many there are
 * @param nonZero how many are not exactly 0
 * @param inputUsed which inputs have a weight that is not exactly 0
 * @param norms layer by layer, of all its kernels together
 */
record WeightSummary(long weights, long nonZero, List<Boolean> inputUsed, List<Epoch.Norm> norms) {
  static WeightSummary of(Architecture architecture, Weights weights) {
    long count = 0;
    long nonZero = 0;
    var norms = new ArrayList<Epoch.Norm>();
    for (Architecture.Stage stage : architecture.stages()) {
      double squares = 0; // of all its kernels: a recurrent layer has several
      boolean kernel = false;
      for (Architecture.Spec spec : stage.parameters()) {
        if (spec.role().weight()) {
          float[] values = weights.parameter(spec.name()).values();
          boolean isKernel = spec.role() == LayerParameter.Role.KERNEL;
          kernel |= isKernel;
          for (float w : values) {
            nonZero += w != 0 ? 1 : 0;
            squares += isKernel ? (double) w * w : 0;
          }
          count += values.length;
        }
      }
      if (kernel) {
        norms.add(new Epoch.Norm(stage.name(), Math.sqrt(squares)));
      }
    }
    return new WeightSummary(count, nonZero, inputsUsed(architecture, weights), norms);
  }

  /**
   * An input is used if a weight leaves it that is not 0; an embedded one if the first kernel uses any number of its
   * vector.
   */
  static List<Boolean> inputsUsed(Architecture architecture, Weights weights) {
    int[] inputOf = null; // the network's input behind each input of the first layer of units; null: the same
    int s = 0;
    while (!architecture.stages().get(s).layer().mixesInputs()) {
      Architecture.Stage stage = architecture.stages().get(s++);
      inputOf = stage.layer().columns(stage.input(), inputOf);
    }
    Architecture.Stage first = architecture.stages().get(s);
    boolean[] used = new boolean[architecture.inputs()];
    Architecture.Stage read = architecture.stages().getFirst();
    if (read.output().hasPadding()) {
      Arrays.fill(used, read.outputs(), used.length, true); // a row's length, and what stands beside its sequence
    }
    switch (first.layer()) {
      case Convolution convolution -> {
        boolean[] channels = channelsUsed(first, convolution.units(), weights);
        for (int input = 0; input < first.inputs(); input++) {
          used[inputOf == null ? input : inputOf[input]] |= channels[input % channels.length];
        }
      }
      case Recurrent recurrent -> {
        boolean[] channels = new boolean[first.input().channels()];
        for (int d = 0; d < recurrent.directions(); d++) {
          float[] kernel = weights.parameter(first.parameters().get(d * recurrent.arrays()).name()).values();
          for (int i = 0; i < kernel.length; i++) {
            channels[i / (recurrent.units() * recurrent.cell().gates())] |= kernel[i] != 0;
          }
        }
        for (int input = 0; input < first.inputs(); input++) {
          used[inputOf == null ? input : inputOf[input]] |= channels[input % channels.length];
        }
      }
      case Pool _,GlobalPool _,Embedding.Words _ -> Arrays.fill(used, true);
      case Dense _,Dropout _,BatchNorm _,LayerNorm _,Embedding _,ActivationLayer _,Flatten _,Reshape _,Join _,SpatialDropout _ -> {
        float[] kernel = weights.parameter(first.parameters().getFirst().name()).values();
        for (int i = 0; i < kernel.length; i++) {
          if (kernel[i] != 0) {
            int input = i / first.outputs();
            used[inputOf == null ? input : inputOf[input]] = true;
          }
        }
      }
    }
    var list = new ArrayList<Boolean>(used.length);
    for (boolean u : used) {
      list.add(u);
    }
    return list;
  }

  /** A pixel is seen through its channel: which have a weight that is not 0. */
  private static boolean[] channelsUsed(Architecture.Stage stage, int units, Weights weights) {
    float[] kernel = weights.parameter(stage.parameters().getFirst().name()).values();
    boolean[] channels = new boolean[stage.input().channels()];
    for (int i = 0; i < kernel.length; i++) {
      channels[i / units % channels.length] |= kernel[i] != 0;
    }
    return channels;
  }
}
