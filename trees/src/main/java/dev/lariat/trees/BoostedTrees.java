package dev.lariat.trees;

import dev.lariat.loss.Targets;
import dev.lariat.net.SparseRows;
import dev.lariat.net.TrainingRows;
import dev.lariat.study.yardstick.Yardstick;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Boosted trees at settings that suit most tables (Chen and Guestrin 2016, "XGBoost"): their number is found on a fifth
 * of the training rows that the trees did not learn from, then all training rows are learnt. Nothing else is tuned, so
 * an expert's trees may do a little better.
 */
public final class BoostedTrees implements Yardstick {
  private static final String VERSION = "3.4.0"; // as in pom.xml
  private static final int MOST_TREES = 500;
  /** So many trees without a gain end the search. */
  private static final int PATIENCE = 50;
  /** Of fewer inputs each tree sees all: without one of two it could find no interaction. */
  private static final int FEW_INPUTS = 10;
  /** One row in so many tells the number of trees. */
  private static final int HELD_OUT = 5;
  /** Below so many rows a fifth of them tells nothing. */
  private static final int FEW_ROWS = 50;
  private static final int TREES_OF_FEW = 50;

  @Override
  public String name() {
    return "XGBoost " + VERSION;
  }

  @Override
  public double[] predict(TrainingRows training, TrainingRows others, int classes, long seed) {
    Map<String, Object> settings = settings(training.width(), classes, seed);
    try {
      int[] all = IntStream.range(0, training.rows()).toArray();
      int trees = training.rows() < FEW_ROWS ? TREES_OF_FEW : trees(training, settings, seed);
      DMatrix rows = matrix(training, all);
      DMatrix asked = matrix(others, IntStream.range(0, others.rows()).toArray());
      Booster booster = null;
      try {
        booster = XGBoost.train(rows, settings, trees, Map.of(), null, null);
        return numbers(booster.predict(asked), classes);
      } finally {
        dispose(booster);
        rows.dispose();
        asked.dispose();
      }
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new IllegalArgumentException("the yardstick has no program for this machine ("
          + System.getProperty("os.name") + ", " + System.getProperty("os.arch") + "): leave --yardstick out", e);
    }
  }

  private static Map<String, Object> settings(int inputs, int classes, long seed) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("eta", 0.1);
    settings.put("max_depth", 5);
    settings.put("subsample", 0.8);
    settings.put("colsample_bytree", inputs < FEW_INPUTS ? 1.0 : 0.8);
    settings.put("tree_method", "hist");
    settings.put("nthread", 1); // folds run beside each other
    settings.put("seed", (int) (seed & Integer.MAX_VALUE));
    settings.put("verbosity", 0);
    settings.put("verbose_eval", "false"); // else every tree is a line on the terminal
    if (classes == 0) {
      settings.put("objective", "reg:squarederror");
      settings.put("eval_metric", "rmse");
    } else if (classes == 2) {
      settings.put("objective", "binary:logistic");
      settings.put("eval_metric", "logloss");
    } else {
      settings.put("objective", "multi:softprob");
      settings.put("num_class", classes);
      settings.put("eval_metric", "mlogloss");
    }
    return settings;
  }

  /** How many trees are best for rows that they did not learn from. */
  private static int trees(TrainingRows training, Map<String, Object> settings, long seed) throws XGBoostError {
    int[] shuffled = IntStream.range(0, training.rows()).toArray();
    var random = new SplittableRandom(seed);
    for (int i = shuffled.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int row = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = row;
    }
    int held = shuffled.length / HELD_OUT;
    DMatrix learnt = matrix(training, Arrays.copyOfRange(shuffled, held, shuffled.length));
    DMatrix judged = matrix(training, Arrays.copyOf(shuffled, held));
    float[][] losses = new float[1][MOST_TREES];
    Arrays.fill(losses[0], Float.MAX_VALUE);
    Booster booster = null;
    try {
      booster = XGBoost.train(learnt, settings, MOST_TREES, Map.of("held out", judged), losses, null, null, PATIENCE);
    } finally {
      dispose(booster);
      learnt.dispose();
      judged.dispose();
    }
    int best = 0;
    for (int tree = 1; tree < MOST_TREES; tree++) {
      if (losses[0][tree] < losses[0][best]) {
        best = tree;
      }
    }
    return best + 1;
  }

  private static void dispose(Booster booster) {
    if (booster != null) {
      booster.dispose();
    }
  }

  /** Some rows with their targets and weights. */
  private static DMatrix matrix(TrainingRows from, int[] rows) throws XGBoostError {
    DMatrix matrix = from.sparse().isPresent() ? sparse(from.sparse().get(), rows) : dense(from, rows);
    Targets targets = from.targets();
    float[] labels = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = targets.areLabels() ? targets.label(rows[i]) : targets.value(rows[i], 0);
    }
    matrix.setLabel(labels);
    if (from.sampleWeights().isPresent()) {
      float[] all = from.sampleWeights().get();
      float[] weights = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        weights[i] = all[rows[i]];
      }
      matrix.setWeight(weights);
    }
    return matrix;
  }

  private static DMatrix dense(TrainingRows from, int[] rows) throws XGBoostError {
    float[] values = new float[Math.multiplyExact(rows.length, from.width())];
    for (int i = 0; i < rows.length; i++) {
      from.inputs(rows[i], values, i * from.width());
    }
    return new DMatrix(values, rows.length, from.width(), Float.NaN);
  }

  private static DMatrix sparse(SparseRows from, int[] rows) throws XGBoostError {
    long[] starts = new long[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      starts[i + 1] = starts[i] + from.starts()[rows[i] + 1] - from.starts()[rows[i]];
    }
    int[] inputs = new int[Math.toIntExact(starts[rows.length])];
    float[] values = new float[inputs.length];
    for (int i = 0; i < rows.length; i++) {
      int begin = from.starts()[rows[i]];
      int length = from.starts()[rows[i] + 1] - begin;
      System.arraycopy(from.inputs(), begin, inputs, (int) starts[i], length);
      System.arraycopy(from.values(), begin, values, (int) starts[i], length);
    }
    return new DMatrix(starts, inputs, values, DMatrix.SparseType.CSR, from.width());
  }

  /** As studies have them: of two classes XGBoost gives the second's probability alone. */
  private static double[] numbers(float[][] predicted, int classes) {
    if (classes == 0) {
      return Arrays.stream(predicted).mapToDouble(row -> row[0]).toArray();
    }
    double[] probabilities = new double[predicted.length * classes];
    for (int i = 0; i < predicted.length; i++) {
      for (int k = 0; k < classes; k++) {
        probabilities[i * classes + k] = classes == 2
            ? (k == 1 ? predicted[i][0] : 1.0 - predicted[i][0])
            : predicted[i][k];
      }
    }
    return probabilities;
  }
}
