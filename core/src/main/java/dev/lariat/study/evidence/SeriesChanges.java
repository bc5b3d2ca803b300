package dev.lariat.study.evidence;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.layer.Shape;
import dev.lariat.study.evidence.SeriesEvidence.Why;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Looks where networks of series read some of them from. */
public final class SeriesChanges {
  /** Rows of a kind that are shown. */
  private static final int SHOWN = 3;
  /** The best and the worst are looked for among so many rows: more would not be other ones. */
  private static final int LOOKED_AT = 1000;
  /** Digits that figures need. */
  private static final int DIGITS = 4;

  private SeriesChanges() {}

  /**
   * Where a model of series reads them from; empty for others.
   *
   * @param data rows with the model's columns
   * @param numbers of these rows in their table, from 1; empty where they are the table
   */
  public static Optional<SeriesEvidence> of(Model model, Dataset data, int[] numbers) {
    List<NetworkModel> networks = switch (model) {
      case NetworkModel network -> List.of(network);
      case EnsembleModel ensemble -> ensemble.members();
      case LinearModel _,TrivialModel _ -> List.of();
    };
    if (networks.isEmpty()) {
      return Optional.empty();
    }
    return networks.getFirst()
        .plan()
        .network()
        .sequence()
        .filter(series -> series.size() == networks.getFirst().architecture().inputs())
        .map(series -> evidence(networks, series, model, data, numbers));
  }

  private static SeriesEvidence evidence(List<NetworkModel> networks, Shape.Sequence series, Model model, Dataset data,
      int[] numbers) {
    boolean classes = model.target().task() == Task.CLASSIFICATION;
    Dataset looked = data.select(IntStream.range(0, Math.min(LOOKED_AT, data.rows())).toArray());
    double[] predictions = model.predict(looked);
    int width = model.target().width();
    double[] losses = ModelLosses.of(model, looked, predictions);
    Column truth = looked.column(model.target().name());
    var saliency = new Saliency(networks);
    var rows = new ArrayList<SeriesEvidence.Row>();
    for (Why why : Why.values()) {
      for (int row : chosen(losses, truth, model.target().task(), why)) {
        float[] inputs = networks.getFirst().preprocessing().encode(looked, new int[]{row});
        int best = classes ? Metric.likeliest(predictions, row * width, width) : 0;
        rows.add(new SeriesEvidence.Row(numbers.length == 0 ? row + 1 : numbers[row], why, truth.text(row),
            classes ? model.target().classes().get(best) : NumberText.significant(predictions[row * width], DIGITS),
            values(inputs, series), counts(saliency.at(inputs, best), series)));
      }
    }
    return new SeriesEvidence(series.length(), series.channels(), classes ? "the predicted class" : "", rows);
  }

  /** The worst rows, or the best one of each class. */
  private static int[] chosen(double[] losses, Column truth, Task task, Why why) {
    Comparator<Integer> byLoss = Comparator.comparingDouble(row -> losses[row]);
    Set<String> seen = new HashSet<>();
    boolean numbers = task == Task.REGRESSION;
    return IntStream.range(0, losses.length)
        .filter(row -> !truth.isMissing(row) && Double.isFinite(losses[row]))
        .boxed()
        .sorted(why == Why.BEST ? byLoss : byLoss.reversed())
        .filter(row -> why == Why.WORST || numbers || seen.add(truth.text(row)))
        .limit(SHOWN)
        .mapToInt(row -> row)
        .toArray();
  }

  private static List<List<Double>> values(float[] inputs, Shape.Sequence series) {
    return IntStream.range(0, series.channels())
        .mapToObj(channel -> IntStream.range(0, series.length())
            .mapToObj(step -> rounded(inputs[step * series.channels() + channel]))
            .toList())
        .toList();
  }

  private static List<Double> counts(double[] product, Shape.Sequence series) {
    return IntStream.range(0, series.length())
        .mapToObj(
            step -> rounded(Arrays.stream(product, step * series.channels(), (step + 1) * series.channels()).sum()))
        .toList();
  }

  /** A number with the digits that a figure needs. */
  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%." + DIGITS + "g", value));
  }
}
