package dev.lariat.net;

import dev.lariat.loss.Loss;
import dev.lariat.optim.Optimizer;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Random;

/**
 * Trains until an epoch of 500 steps allocates next to nothing, and prints the bytes of the last one. A program of its own: the modules that
 * measure are not among those of the tests.
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
    Network network = Network.of(Layer.dense(50, Activation.RELU), Layer.dropout(0.5),
        Layer.dense(30, Activation.RELU));
    TrainingPlan plan = TrainingPlan.of(network, Loss.softmaxCrossEntropy()).withOptimizer(Optimizer.adamW(0.001, 0.01))
        .withBatch(8)
        .withEpochs(10_000);
    TrainingRun run = new TrainingRun(plan, TrainingRows.of(x, width, y, 2), Optional.empty());
    long limit = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000;
    long allocated;
    do {
      long before = (long) bytes.invoke(bean);
      run.advance(1);
      allocated = (long) bytes.invoke(bean) - before;
    } while (allocated > Long.parseLong(args[1]) && System.nanoTime() < limit);
    System.out.println(allocated);
  }
}
