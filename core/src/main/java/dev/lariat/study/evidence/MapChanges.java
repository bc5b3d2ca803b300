package dev.lariat.study.evidence;

import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.Architecture;
import dev.lariat.net.Parameter;
import dev.lariat.net.layer.Conv2D;
import dev.lariat.net.layer.Shape;
import dev.lariat.net.layer.Window;
import dev.lariat.net.training.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Covers squares of images, one after the other, and looks at what networks of convolutions predict then; beside it the
 * gradient times the input, which sees single pixels.
 */
public final class MapChanges {
  private static final int ROWS = 6;
  /** Of them at most so many are the worst test rows. */
  private static final int WORST = 3;
  private static final int MAPS = 5;
  private static final int FILTERS = 16;
  /** A patch is about this share of the shorter side: smaller ones change too little to be seen. */
  private static final double PATCH = 0.1;
  /** At most about so many places of an image are covered; on larger ones some pixels share a place. */
  private static final int PLACES = 800;
  private static final int CHUNK = 128;
  private static final double SMALLEST_PROBABILITY = 1e-12;

  private final NetworkModel first;
  private final List<Predictor> members;
  private final Saliency saliency;
  private final Shape.Image image;
  private final Conv2D conv;
  private final Parameter kernel; // [lines · pixels · channels, units]
  private final float[] bias; // [units]; empty for none
  private final Window window;

  private MapChanges(List<NetworkModel> networks, Architecture.Stage stage, Conv2D conv, Shape.Image image) {
    this.first = networks.getFirst();
    this.members = networks.stream().map(NetworkModel::predictor).toList();
    this.saliency = new Saliency(networks);
    this.image = image;
    this.conv = conv;
    this.kernel = first.weights().parameter(stage.name() + ".kernel");
    this.bias = conv.bias() ? first.weights().parameter(stage.name() + ".bias").values() : new float[0];
    this.window = conv.window(stage.input(), stage.name());
  }

  /**
   * What a model of images looks at; empty for others, and where its first layer on the image is no convolution.
   *
   * @param data rows with the model's columns
   * @param numbers of these rows in their table, from 1; empty where they are the table
   * @param worst rows to begin with, by their numbers; empty where there are none
   */
  public static Optional<MapEvidence> of(Model model, Dataset data, int[] numbers, List<TestPredictions.Row> worst) {
    List<NetworkModel> networks = switch (model) {
      case NetworkModel network -> List.of(network);
      case EnsembleModel ensemble -> ensemble.members();
      case LinearModel _,TrivialModel _ -> List.of();
    };
    Optional<Shape.Image> image = networks.isEmpty() ? Optional.empty() : networks.getFirst().plan().network().image();
    return image.flatMap(shape -> networks.getFirst()
        .architecture()
        .stages()
        .stream()
        .filter(stage -> stage.input().equals(shape) && stage.layer() instanceof Conv2D)
        .findFirst()
        .map(stage -> new MapChanges(networks, stage, (Conv2D) stage.layer(), shape).evidence(data,
            rows(model, data, numbers, worst), numbers)));
  }

  /** The worst test rows, then the first of each class. */
  private static int[] rows(Model model, Dataset data, int[] numbers, List<TestPredictions.Row> worst) {
    Set<Integer> chosen = new LinkedHashSet<>();
    for (TestPredictions.Row row : worst) {
      for (int i = 0; i < numbers.length && chosen.size() < WORST; i++) {
        if (numbers[i] == row.number()) {
          chosen.add(i);
        }
      }
    }
    Column truth = data.column(model.target().name());
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < data.rows() && chosen.size() < ROWS; i++) {
      if (!truth.isMissing(i) && seen.add(truth.text(i))) {
        chosen.add(i);
      }
    }
    return chosen.stream().mapToInt(row -> row).toArray();
  }

  private MapEvidence evidence(Dataset data, int[] rows, int[] numbers) {
    float[] inputs = first.preprocessing().encode(data, rows);
    int[] strongest = strongest(MAPS);
    int patch = Math.max(1, (int) Math.rint(PATCH * Math.min(image.height(), image.width())) | 1); // odd: it has a
                                                                                                   // middle
    Column truth = data.column(first.target().name());
    var shown = new ArrayList<MapEvidence.Row>();
    for (int r = 0; r < rows.length; r++) {
      float[] input = Arrays.copyOfRange(inputs, r * image.size(), (r + 1) * image.size());
      double[] whole = predict(input, 1);
      double[] change = changes(input, whole, patch);
      double largest = Arrays.stream(change).map(Math::abs).max().orElse(0);
      double[] product = overChannels(saliency.at(input, likeliest(whole)));
      double largestProduct = Arrays.stream(product).map(Math::abs).max().orElse(0);
      shown.add(new MapEvidence.Row(numbers.length == 0 ? rows[r] + 1 : numbers[rows[r]], truth.text(rows[r]),
          said(whole), brightness(input), percent(change, largest), largest, percent(product, largestProduct),
          largestProduct, Arrays.stream(strongest).mapToObj(unit -> map(input, unit)).toList()));
    }
    return new MapEvidence(filters(), image.height(), image.width(), patch,
        first.target().task() == Task.CLASSIFICATION ? "the predicted class" : "",
        Arrays.stream(strongest).mapToObj(unit -> unit + 1).toList(), shown);
  }

  /** The mean of the networks. */
  private double[] predict(float[] inputs, int rows) {
    int outputs = members.getFirst().outputs();
    float[] raw = new float[rows * outputs];
    double[] mean = new double[raw.length];
    for (Predictor member : members) {
      member.predict(inputs, 0, rows, raw, 0);
      for (int i = 0; i < raw.length; i++) {
        mean[i] += raw[i] / (double) members.size();
      }
    }
    return mean;
  }

  private String said(double[] prediction) {
    if (first.target().task() == Task.REGRESSION) {
      return Double.toString((float) first.target().transform().number(first.scale().number((float) prediction[0])));
    }
    return first.target().classes().get(likeliest(prediction));
  }

  private static int likeliest(double[] prediction) {
    if (prediction.length == 1) { // the probability of the second of two classes
      return prediction[0] >= 0.5 ? 1 : 0;
    }
    int best = 0;
    for (int c = 1; c < prediction.length; c++) {
      best = prediction[c] > prediction[best] ? c : best;
    }
    return best;
  }

  /** The number on the network's scale, or the log-odds of a class. */
  private double value(double[] predictions, int row, int outputs, int best) {
    if (first.target().task() == Task.REGRESSION) {
      return predictions[row];
    }
    double own = outputs == 1
        ? (best == 1 ? predictions[row] : 1 - predictions[row])
        : predictions[row * outputs + best];
    double others = 0; // summed, since 1 − p has lost its digits where p is nearly 1
    for (int c = 0; c < outputs; c++) {
      others += outputs == 1 ? 1 - own : c == best ? 0 : predictions[row * outputs + c];
    }
    return StrictMath.log(Math.max(own, SMALLEST_PROBABILITY) / Math.max(others, SMALLEST_PROBABILITY));
  }

  /** By pixel, how much the prediction falls where the square around it is covered. */
  private double[] changes(float[] input, double[] whole, int patch) {
    int outputs = whole.length;
    int best = likeliest(whole);
    double before = value(whole, 0, outputs, best);
    int step = Math.max(1, (int) Math.ceil(Math.sqrt(image.height() * (double) image.width() / PLACES)));
    int across = Math.ceilDiv(image.width(), step);
    int places = across * Math.ceilDiv(image.height(), step);
    double[] change = new double[image.height() * image.width()];
    for (int from = 0; from < places; from += CHUNK) {
      int count = Math.min(CHUNK, places - from);
      float[] covered = new float[count * input.length];
      for (int i = 0; i < count; i++) {
        System.arraycopy(input, 0, covered, i * input.length, input.length);
        int place = from + i;
        cover(covered, i * input.length, place / across * step + step / 2, place % across * step + step / 2, patch);
      }
      double[] after = predict(covered, count);
      for (int i = 0; i < count; i++) {
        double fall = before - value(after, i, outputs, best);
        int place = from + i;
        int top = place / across * step;
        int left = place % across * step;
        for (int y = top; y < Math.min(top + step, image.height()); y++) {
          Arrays.fill(change, y * image.width() + left, y * image.width() + Math.min(left + step, image.width()), fall);
        }
      }
    }
    return change;
  }

  /** Inputs are standardised, so that the mean of a channel is 0. */
  private void cover(float[] inputs, int at, int line, int pixel, int patch) {
    int left = Math.max(0, pixel - patch / 2);
    int right = Math.min(image.width(), pixel + patch / 2 + 1);
    for (int y = Math.max(0, line - patch / 2); y < Math.min(image.height(), line + patch / 2 + 1); y++) {
      int from = at + y * image.width() * image.channels();
      Arrays.fill(inputs, from + left * image.channels(), from + right * image.channels(), 0);
    }
  }

  private double[] overChannels(double[] numbers) {
    double[] sums = new double[image.height() * image.width()];
    for (int i = 0; i < numbers.length; i++) {
      sums[i / image.channels()] += numbers[i];
    }
    return sums;
  }

  private List<Integer> brightness(float[] input) {
    double[] mean = new double[image.height() * image.width()];
    for (int i = 0; i < input.length; i++) {
      mean[i / image.channels()] += input[i] / (double) image.channels();
    }
    double darkest = Arrays.stream(mean).min().orElse(0);
    double range = Arrays.stream(mean).max().orElse(0) - darkest;
    return percent(Arrays.stream(mean).map(v -> v - darkest).toArray(), range);
  }

  private static List<Integer> percent(double[] values, double whole) {
    return Arrays.stream(values).mapToObj(v -> whole == 0 ? 0 : (int) Math.rint(100 * v / whole)).toList();
  }

  /** The filters with the largest weights, in their own order. */
  private int[] strongest(int most) {
    int units = conv.units();
    double[] squares = new double[units];
    for (int i = 0; i < kernel.values().length; i++) {
      squares[i % units] += kernel.values()[i] * (double) kernel.values()[i];
    }
    return IntStream.range(0, units)
        .boxed()
        .sorted(Comparator.comparingDouble(unit -> -squares[unit]))
        .limit(most)
        .sorted()
        .mapToInt(unit -> unit)
        .toArray();
  }

  private MapEvidence.Filters filters() {
    int lines = conv.height();
    int pixels = conv.width();
    int channels = image.channels();
    List<PixelWeights.Unit> units = Arrays.stream(strongest(FILTERS)).mapToObj(unit -> {
      double[] weights = new double[lines * pixels * channels]; // line by line, the channels side by side
      for (int i = 0; i < weights.length; i++) {
        int channel = i % channels;
        int pixel = i / channels % pixels;
        int line = i / channels / pixels;
        weights[(line * channels + channel) * pixels + pixel] = kernel.values()[i * conv.units() + unit];
      }
      double largest = Arrays.stream(weights).map(Math::abs).max().orElse(0);
      return new PixelWeights.Unit(unit + 1, largest, percent(weights, largest));
    }).toList();
    return new MapEvidence.Filters(lines, pixels, channels, conv.units(), units);
  }

  /** What a filter makes of the image, before the activation, drawn at the image's size. */
  private List<Integer> map(float[] input, int unit) {
    Window.Axis down = window.vertical();
    Window.Axis right = window.horizontal();
    double[] map = new double[image.height() * image.width()];
    for (int y = 0; y < down.outputs(); y++) {
      for (int x = 0; x < right.outputs(); x++) {
        double sum = response(input, unit, y, x);
        // The place in the image that the middle of the filter sees.
        int line = Math.clamp(y * down.stride() - down.before() + down.kernel() / 2, 0, image.height() - 1);
        int pixel = Math.clamp(x * right.stride() - right.before() + right.kernel() / 2, 0, image.width() - 1);
        for (int l = line; l < Math.min(line + down.stride(), image.height()); l++) {
          Arrays.fill(map, l * image.width() + pixel,
              l * image.width() + Math.min(pixel + right.stride(), image.width()), sum);
        }
      }
    }
    return percent(map, Arrays.stream(map).map(Math::abs).max().orElse(0));
  }

  private double response(float[] input, int unit, int y, int x) {
    Window.Axis down = window.vertical();
    Window.Axis right = window.horizontal();
    int channels = image.channels();
    double sum = bias.length == 0 ? 0 : bias[unit];
    for (int i = 0; i < down.kernel(); i++) {
      int line = y * down.stride() - down.before() + i;
      for (int j = 0; j < right.kernel(); j++) {
        int pixel = x * right.stride() - right.before() + j;
        boolean inside = line >= 0 && line < image.height() && pixel >= 0 && pixel < image.width();
        for (int c = 0; inside && c < channels; c++) {
          sum += input[(line * image.width() + pixel) * channels + c]
              * (double) kernel.values()[((i * right.kernel() + j) * channels + c) * conv.units() + unit];
        }
      }
    }
    return sum;
  }
}
