package dev.lariat.studio.model;

import dev.lariat.data.Dataset;
import dev.lariat.linear.Cox;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.model.linear.SurvivalBaseline;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The probability that a row has had no event by a time, along the times of the events that the model has learnt from.
 *
 * @param times ascending
 * @param shares one a time
 */
record SurvivalCurve(List<Double> times, List<Double> shares) {
  /** More times say little more. */
  private static final int MOST = 200;

  /** {@return the curve of a row; empty where the model is not one of times until an event} */
  static Optional<SurvivalCurve> of(Model model, Dataset row) {
    return switch (model) {
      case LinearModel linear -> linear.survival().map(baseline -> of(linear, baseline, row));
      case NetworkModel _,EnsembleModel _,TrivialModel _ -> Optional.empty();
    };
  }

  private static SurvivalCurve of(LinearModel model, SurvivalBaseline baseline, Dataset row) {
    double[] events = baseline.baselines()
        .stream()
        .map(Cox.Baseline::time)
        .flatMapToDouble(Arrays::stream)
        .sorted()
        .distinct()
        .toArray();
    int kept = Math.min(MOST, events.length);
    // from 0 on; of many events evenly spread ones, the last among them
    double[] times = IntStream.rangeClosed(0, kept)
        .mapToDouble(i -> i == 0 ? 0 : events[(int) ((long) i * events.length / kept) - 1])
        .distinct()
        .toArray();
    double[] shares = model.survival(row, times);
    return new SurvivalCurve(Arrays.stream(times).boxed().toList(), Arrays.stream(shares).boxed().toList());
  }
}
