package dev.lariat.bench;

import com.sun.management.ThreadMXBean;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code Model.predict(Map)} costs: CPU time and allocated bytes a row, the least of ten rounds of 20,000 rows
 * after as many to warm up, as a Markdown table; beside it a row of the whole table at once. No arguments.
 */
public final class PredictRowBenchmark {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 10;
  private static final int CALLS = 20_000;

  private static double sink;

  private PredictRowBenchmark() {}

  /** Runs the benchmark in the repository's folder. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    Path data = Path.of("examples", "data");
    Dataset wine = Tables.read(data.resolve("wine.csv")).target("cultivar");
    Dataset diabetes = Tables.read(data.resolve("diabetes.csv")).target("progression");
    System.out.println("| model | columns | µs a row as a map | bytes | µs a row of a table |\n|---|---|---|---|---|");
    List<NetworkModel> members = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      members.add(network(wine, seed));
    }
    measure("network 128-64", wine, members.getFirst());
    measure("average of 8 such", wine, new EnsembleModel(members, Optional.empty(), Optional.empty(), provenance()));
    measure("linear, 10 columns", diabetes,
        LinearModel.of(LinearTrainer.of(diabetes, Family.gaussian(), LinearPenalty.lasso()).fit(), provenance()));
    measure("linear, 3 classes", wine,
        LinearModel.of(LinearTrainer.of(wine, Family.multinomial(), LinearPenalty.lasso()).fit(), provenance()));
    System.out.println("\n(" + (sink == 0 ? "nothing" : "checked") + ")");
  }

  private static NetworkModel network(Dataset data, int seed) {
    return Trainer.of(Network.of(Layer.dense(128, Activation.RELU), Layer.dense(64, Activation.RELU)))
        .epochs(5)
        .seed(seed)
        .train(data)
        .model();
  }

  private static Provenance provenance() {
    return Provenance.now("PredictRowBenchmark", 0, "", "");
  }

  private static void measure(String name, Dataset data, Model model) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < data.rows(); row++) {
      Map<String, Object> values = new HashMap<>();
      for (Column column : data.features()) {
        values.put(column.name(), column.number(row));
      }
      rows.add(values);
    }
    double least = Double.MAX_VALUE;
    long bytes = Long.MAX_VALUE;
    double whole = Double.MAX_VALUE;
    for (int round = 0; round <= ROUNDS; round++) {
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long start = THREADS.getCurrentThreadCpuTime();
      for (int call = 0; call < CALLS; call++) {
        sink += model.predict(rows.get(call % rows.size()))[0];
      }
      if (round > 0) {
        least = Math.min(least, (THREADS.getCurrentThreadCpuTime() - start) * 1e-3 / CALLS);
        bytes = Math.min(bytes, (THREADS.getCurrentThreadAllocatedBytes() - allocated) / CALLS);
      }
      start = THREADS.getCurrentThreadCpuTime();
      for (int call = 0; call < CALLS; call += rows.size()) {
        sink += model.predict(data)[0];
      }
      whole = Math.min(whole, (THREADS.getCurrentThreadCpuTime() - start) * 1e-3 / CALLS);
    }
    System.out.printf("| %s | %d | %.1f | %d | %.1f |%n", name, data.features().size(), least, bytes, whole);
  }
}
