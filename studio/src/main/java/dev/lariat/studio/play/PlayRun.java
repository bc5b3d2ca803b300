package dev.lariat.studio.play;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Folds;
import dev.lariat.data.NumericColumn;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.handover.Export;
import dev.lariat.model.BegunTraining;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Trainer;
import dev.lariat.net.Epoch;
import dev.lariat.net.TrainingResult;
import dev.lariat.net.training.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A network of the playground at work: what {@link Trainer#train} trains, looked at between epochs. */
final class PlayRun {
  /** Squares of the surface along each side. */
  static final int GRID = 48;
  /** The surface reaches so much beyond the rows. */
  private static final double MARGIN = 0.08;
  private static final int POINTS = 200;
  /** Rows of a step whose masks are told; nobody looks at more. */
  private static final int MASKED_ROWS = 24;
  private static final int SHADES = 255;

  private final Dataset table;
  private final PlaySettings settings;
  private final BegunTraining begun;
  private final float[] grid; // [GRID² · inputs]
  private final double[] low = new double[2];
  private final double[] high = new double[2];
  private final double least; // of the target, scaled
  private final double most;
  private final List<Epoch> history = new ArrayList<>();
  private TrainingResult result;

  PlayRun(Dataset table, PlaySettings settings) {
    this.table = table;
    this.settings = settings;
    begun = settings.trainer().begin(table);
    begun.run().onEpoch(history::add);
    result = begun.run().result();
    List<Column> columns = table.features();
    for (int c = 0; c < 2; c++) {
      double[] range = range(columns.get(c));
      low[c] = range[0] - MARGIN * (range[1] - range[0]);
      high[c] = range[1] + MARGIN * (range[1] - range[0]);
    }
    grid = encodedGrid(columns);
    Target target = table.target();
    double[] values = target.task() == Task.CLASSIFICATION ? new double[]{0, 1} : target.values();
    least = begun.scale().output(Arrays.stream(values).min().orElseThrow());
    most = begun.scale().output(Arrays.stream(values).max().orElseThrow());
  }

  private static double[] range(Column column) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < column.rows(); row++) {
      double value = column.number(row);
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return high > low ? new double[]{low, high} : new double[]{low - 1, low + 1};
  }

  private float[] encodedGrid(List<Column> columns) {
    double[] x = new double[GRID * GRID];
    double[] y = new double[GRID * GRID];
    for (int r = 0; r < GRID; r++) {
      for (int c = 0; c < GRID; c++) {
        x[r * GRID + c] = low[0] + (c + 0.5) / GRID * (high[0] - low[0]);
        y[r * GRID + c] = high[1] - (r + 0.5) / GRID * (high[1] - low[1]);
      }
    }
    Dataset squares = Dataset.of("surface",
        List.of(NumericColumn.of(columns.get(0).name(), x), NumericColumn.of(columns.get(1).name(), y)));
    float[] encoded = new float[squares.rows() * begun.preprocessing().width()];
    begun.preprocessing().encode(squares, squares.allRows(), encoded, 0);
    return encoded;
  }

  /**
   * What does not change from epoch to epoch.
   *
   * @param x of the first column: its name, and from where to where the surface goes
   * @param classes of the target; empty for numbers
   * @param points training rows and the others
   */
  record Board(Axis x, Axis y, List<String> classes, int grid, List<Point> points) {}

  /** An axis of the surface. */
  record Axis(String name, double low, double high) {}

  /**
   * A row.
   *
   * @param shade its class, or for numbers where in the range of the target, 0 to 255
   * @param judged whether the network is judged by it, and did not learn from it
   */
  record Point(double x, double y, int shade, boolean judged) {}

  Board board() {
    List<Column> columns = table.features();
    Target target = table.target();
    boolean[] judged = new boolean[table.rows()];
    if (settings.validation() > 0) {
      for (int row : Folds.split(target, settings.validation(), settings.seed()).validation(0)) {
        judged[row] = true;
      }
    }
    int[] labels = target.task() == Task.CLASSIFICATION ? target.labels() : new int[0];
    double[] values = target.task() == Task.CLASSIFICATION ? new double[0] : target.values();
    var points = new ArrayList<Point>();
    for (int row = 0; row < table.rows(); row++) {
      double x = columns.get(0).number(row);
      double y = columns.get(1).number(row);
      if (Double.isFinite(x) && Double.isFinite(y)) {
        int shade = target.task() == Task.CLASSIFICATION
            ? labels[row]
            : shade((begun.scale().output(values[row]) - least) / (most - least));
        points.add(new Point(x, y, shade, judged[row]));
      }
    }
    return new Board(new Axis(columns.get(0).name(), low[0], high[0]), new Axis(columns.get(1).name(), low[1], high[1]),
        target.classes(), GRID, points);
  }

  /** {@return the program that trains this network to this epoch} */
  String code(Export export) {
    NetworkModel model = begun.model();
    return export.code(new NetworkModel(model.target(), model.preprocessing(), model.scale(),
        model.plan().withEpochs(Math.max(1, epoch())), model.validationShare(), model.weights(), model.provenance()));
  }

  int epoch() {
    return history.size();
  }

  /** Goes on to an epoch, as far as the time allows. */
  void advance(int until, long nanos) {
    long end = System.nanoTime() + nanos;
    do {
      if (epoch() >= until || result.end() != TrainingResult.End.RUNNING) {
        break;
      }
      result = begun.run().advance(1);
    } while (System.nanoTime() < end);
  }

  PlayFrame frame() {
    var epochs = new ArrayList<Integer>();
    var training = new ArrayList<Double>();
    var validation = new ArrayList<Double>();
    int step = Math.max(1, Math.ceilDiv(history.size(), POINTS));
    for (int i = 0; i < history.size(); i++) {
      if (i % step == 0 || i == history.size() - 1) {
        epochs.add(i + 1);
        training.add(finite(history.get(i).training().loss()));
        validation.add(finite(history.get(i).validation().loss()));
      }
    }
    List<PlayFrame.Values> parameters = result.weights()
        .parameters()
        .stream()
        .map(each -> new PlayFrame.Values(each.name(), each.shape(), each.values()))
        .toList();
    long weights = 0;
    long zeros = 0;
    for (PlayFrame.Values each : parameters) {
      if (each.name().endsWith("kernel")) {
        weights += each.values().length;
        for (float value : each.values()) {
          zeros += value == 0 ? 1 : 0;
        }
      }
    }
    String end = result.end() == TrainingResult.End.DIVERGED ? "diverged: " + result.message() : "running";
    return new PlayFrame(epoch(), end, epochs, training, validation, weights, zeros,
        history.isEmpty() ? 0 : history.getLast().penalty(), parameters, masks(), surface());
  }

  private List<PlayFrame.Mask> masks() {
    int rows = begun.run().lastStepRows();
    return begun.run().keptUnits().stream().map(kept -> {
      int units = kept.length / rows;
      return new PlayFrame.Mask(rows,
          IntStream.range(0, Math.min(rows, MASKED_ROWS))
              .mapToObj(row -> IntStream.range(0, units).filter(unit -> !kept[row * units + unit]).boxed().toList())
              .toList());
    }).toList();
  }

  /** JSON has no NaN. */
  private static Double finite(double loss) {
    return Double.isFinite(loss) ? loss : null;
  }

  private int[] surface() {
    Predictor predictor = begun.run().predictor();
    int outputs = predictor.outputs();
    float[] predictions = predictor.predict(grid, GRID * GRID);
    int[] shades = new int[GRID * GRID];
    for (int i = 0; i < shades.length; i++) {
      shades[i] = outputs == 1
          ? shade((predictions[i] - least) / (most - least))
          : outputs == 2 ? shade(predictions[2 * i + 1]) : likeliest(predictions, i * outputs, outputs);
    }
    return shades;
  }

  private static int shade(double share) {
    return (int) Math.round(SHADES * Math.clamp(share, 0, 1));
  }

  private static int likeliest(float[] predictions, int at, int outputs) {
    int best = 0;
    for (int c = 1; c < outputs; c++) {
      if (predictions[at + c] > predictions[at + best]) {
        best = c;
      }
    }
    return best;
  }
}
