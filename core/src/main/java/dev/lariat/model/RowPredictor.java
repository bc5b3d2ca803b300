package dev.lariat.model;

import dev.lariat.data.Target;
import dev.lariat.data.encoding.RowEncoder;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPath;
import dev.lariat.net.training.Predictor;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Predicts one row at a time, with all that can be made ready once made ready: no table is built. For many threads. It
 * is kept as long as its model is, and does not hold the model.
 */
@FunctionalInterface
interface RowPredictor {
  /**
   * Predicts a row, given by column name.
   *
   * @return a probability per class, or a number in the target's unit
   */
  double[] predict(Map<String, ?> row);

  /** The predictor of a model; the same for the same model. */
  static RowPredictor of(Model model) {
    return Kept.of(model);
  }

  /** Makes a predictor ready. */
  private static RowPredictor ready(Model model) {
    return switch (model) {
      case NetworkModel network -> networks(List.of(network));
      case LinearModel linear -> linear(linear);
      case TrivialModel trivial -> constant(trivial.prediction());
      case EnsembleModel ensemble -> ensemble(ensemble);
    };
  }

  private static RowPredictor constant(List<Double> prediction) {
    return _ -> prediction.stream().mapToDouble(number -> number).toArray();
  }

  /** The mean of networks that share target, preprocessing and scale. */
  private static RowPredictor networks(List<NetworkModel> members) {
    NetworkModel first = members.getFirst();
    var encoder = new RowEncoder(first.preprocessing());
    ModelTarget target = first.target();
    TargetScale scale = first.scale();
    Predictor[] predictors = members.stream().map(NetworkModel::predictor).toArray(Predictor[]::new);
    int outputs = predictors[0].outputs();
    return row -> {
      double[] exact = encoder.encode(row);
      float[] inputs = new float[exact.length];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = (float) exact[i];
      }
      float[] raw = new float[outputs];
      double[] prediction = new double[target.width()];
      for (Predictor predictor : predictors) {
        predictor.predict(inputs, 0, 1, raw, 0);
        NetworkModel.add(target, scale, raw, outputs, 1, prediction, 0);
      }
      for (int k = 0; k < prediction.length; k++) {
        prediction[k] /= predictors.length;
      }
      return prediction;
    };
  }

  private static RowPredictor linear(LinearModel model) {
    var encoder = new RowEncoder(model.preprocessing());
    LinearPath.Point point = model.point();
    Family family = model.path().family();
    List<String> offset = model.offset();
    int width = model.target().width();
    Target.Transform transform = model.target().transform();
    return row -> {
      double[] inputs = encoder.encode(row);
      double[][] eta = new double[point.intercepts().length][1];
      for (int k = 0; k < eta.length; k++) {
        double sum = point.intercepts()[k];
        int[] index = point.index()[k];
        double[] coefficient = point.coefficient()[k];
        for (int a = 0; a < index.length; a++) {
          sum += coefficient[a] * inputs[index[a]];
        }
        eta[k][0] = offset.isEmpty() ? sum : sum + encoder.number(offset.get(k), row);
      }
      double[] prediction = new double[width];
      family.mean(eta, 0, prediction, 0);
      prediction[0] = transform.number(prediction[0]);
      return prediction;
    };
  }

  private static RowPredictor ensemble(EnsembleModel ensemble) {
    RowPredictor networks = networks(ensemble.members());
    Optional<Temperature> temperature = ensemble.temperature();
    Optional<RowPredictor> linear = ensemble.mixture().map(mixture -> linear(mixture.linear()));
    double share = ensemble.mixture().map(Mixture::weight).orElse(0.0);
    int width = ensemble.target().width();
    return row -> {
      double[] prediction = networks.predict(row);
      temperature.ifPresent(calibrate -> calibrate.apply(prediction, 0, width));
      linear.ifPresent(other -> Mixture.mix(prediction, other.predict(row), share));
      return prediction;
    };
  }

  /** Predictors by the identity of their model, which may be collected. */
  final class Kept extends WeakReference<Model> {
    private static final Map<Object, RowPredictor> PREDICTORS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Model> COLLECTED = new ReferenceQueue<>();

    private final int hash;

    private Kept(Model model, ReferenceQueue<Model> queue) {
      super(model, queue);
      hash = System.identityHashCode(model);
    }

    private static RowPredictor of(Model model) {
      RowPredictor known = PREDICTORS.get(new Kept(model, null));
      if (known != null) {
        return known;
      }
      for (Reference<? extends Model> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
        PREDICTORS.remove(gone);
      }
      return PREDICTORS.computeIfAbsent(new Kept(model, COLLECTED), _ -> ready(model));
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return this == other || (other instanceof Kept kept && kept.get() != null && kept.refersTo(get()));
    }
  }
}
