package dev.lariat.net.training;

import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.Padding;
import dev.lariat.net.layer.Recurrent;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.TrainingRows;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import dev.lariat.loss.Loss;
import dev.lariat.optim.Optimizer;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Trains a network with every activation until an epoch of 500 steps allocates no more than its result, a copy of the
 * weights, and a given rest, and prints the bytes of that rest in the last epoch, and the epoch. Arguments: the rest,
 * the most epochs (what C2 has not compiled by then it never will, however busy the machine), and the norm that
 * gradients are clipped to. A program of its own: the modules that measure are not among those of the tests.
 */
final class AllocationMeter {
  private AllocationMeter() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    Object bean = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
    Method bytes = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
    Random random = new Random(1);
    int rows = 4000;
    int width = 40;
    float[] x = new float[rows * width];
    int[] y = new int[rows];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    for (int r = 0; r < rows; r++) {
      y[r] = x[r * width] > 0 ? 1 : 0;
    }
    List<Layer> layers = new ArrayList<>(
        List.of(Layer.image(5, 8, 1), Layer.conv(4, 2, Activation.GELU).padding(Padding.SAME), Layer.batchNorm(),
            Layer.spatialDropout(0.2), Layer.maxPool(2), Layer.conv(3, 2, Activation.RELU), Layer.globalAverage(),
            Layer.dense(40, Activation.RELU), Layer.dropout(0.5), Layer.sequence(8, 5),
            Layer.gru(6).sequence().bidirectional().noise(new Recurrent.Noise(0.2, 0.2, 0.2)),
            Layer.lstm(6).noise(new Recurrent.Noise(0.2, 0.2, 0.2))));
    for (Activation activation : Activation.values()) {
      layers.add(Layer.dense(20, activation));
    }
    TrainingPlan plan = TrainingPlan.of(Network.of(layers), Loss.softmaxCrossEntropy())
        .withOptimizer(Optimizer.adamW(0.001, 0.01))
        .withClipNorm(Double.parseDouble(args[2])) // with a norm the weights change another way
        .withBatch(8)
        .withEpochs(100_000);
    TrainingRun run = new TrainingRun(plan, TrainingRows.of(x, width, y, 2), Optional.empty());
    long weights = 4 * run.architecture().trainedParameters();
    int epoch = 0;
    long rest;
    do {
      long before = (long) bytes.invoke(bean);
      run.advance(1);
      rest = (long) bytes.invoke(bean) - before - weights;
      epoch++;
    } while (rest > Long.parseLong(args[0]) && epoch < Integer.parseInt(args[1]));
    System.out.println(rest + " " + epoch);
  }
}
