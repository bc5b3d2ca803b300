package dev.lariat.model;

import dev.lariat.data.Column;
import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Target;
import dev.lariat.data.Task;
import dev.lariat.data.TextColumn;
import dev.lariat.data.encoding.PassedWords;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.encoding.PreprocessingOptions;
import dev.lariat.data.stream.FloatStore;
import dev.lariat.data.stream.RowRoles;
import dev.lariat.data.stream.RowSource;
import dev.lariat.kernel.SplitMix64;
import dev.lariat.loss.Targets;
import dev.lariat.net.Network;
import dev.lariat.net.SparseRows;
import dev.lariat.net.TrainingRows;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Rows of a table that is never in memory as a whole, as a network trains on them: their inputs are kept in stores,
 * such as files, their targets in memory. Which rows are kept out for validation depends on their numbers and the seed
 * alone, and scales, levels and what stands for missing numbers are learnt from a sample of the others.
 *
 * @param target what is learnt
 * @param preprocessing how rows become inputs
 * @param scale how a number of the target becomes an output
 * @param training the rows to train on
 * @param validation those that are kept out; empty for none
 */
public record StreamedRows(ModelTarget target, Preprocessing preprocessing, TargetScale scale, TrainingRows training,
    Optional<TrainingRows> validation) {
  /** Rows that the preprocessing is learnt from: a quantile of so many is within 0.3 % of the rows of its place. */
  private static final int SAMPLE = 100_000;
  /** The streams of random numbers of the sample and of the split. */
  private static final long SAMPLED = 0;
  private static final long SPLIT = 1;

  /**
   * Which rows of a table its sample has.
   *
   * @param rows of the table
   * @param share of the rows that is kept out for validation
   */
  public static LongPredicate sampled(long rows, double share, long seed) {
    return number -> !isKeptOut(number, share, seed)
        && (rows <= SAMPLE || uniform(number, seed, SAMPLED) * rows < SAMPLE);
  }

  private static boolean isKeptOut(long number, double share, long seed) {
    return uniform(number, seed, SPLIT) < share;
  }

  /** A number in [0, 1) from a row's number. */
  private static double uniform(long number, long seed, long stream) {
    return (SplitMix64.at(seed, stream, number) >>> 11) * 0x1p-53;
  }

  /**
   * Encodes all rows as some of them are encoded, in one pass; none is kept out.
   *
   * @param learning some of the rows, with their target marked: what scales and levels are learnt from
   * @param network that will be trained on them
   * @param store takes the inputs
   * @throws DataException if the table cannot be learnt from
   */
  public static StreamedRows like(Dataset learning, RowSource table, RowRoles roles, PreprocessingOptions options,
      Network network, FloatStore store) {
    return encode(table, learning, new Settings(roles, learning.target().task(), options, network, 0, 0), store, store);
  }

  /**
   * The sample of a table whose texts have the words of all rows that are trained on, for which one more pass is made
   * where the sample has not all of these.
   *
   * @param sample the rows that {@link #sampled} tells
   */
  static Dataset withWords(RowSource table, Dataset sample, Settings settings) {
    RowRoles roles = settings.roles;
    var words = new PassedWords(roles.inputs(sample));
    if (words.isEmpty() || table.rows() <= SAMPLE) {
      return sample;
    }
    var number = new long[1];
    table.pass(part -> {
      Column target = part.column(roles.target());
      long first = number[0];
      number[0] += part.rows();
      words.add(part,
          Arrays.stream(part.allRows())
              .filter(row -> !target.isMissing(row) && !isKeptOut(first + row, settings.share, settings.seed))
              .toArray());
    });
    Dataset learnt = words.learnt();
    Dataset all = sample;
    for (Column column : learnt.columns()) {
      all = column instanceof TextColumn ? all.with(column) : all;
    }
    return all;
  }

  /** The columns and the settings that a table is encoded by. */
  record Settings(RowRoles roles, Task told, PreprocessingOptions options, Network network, double share, long seed) {}

  /**
   * Encodes all rows, in one pass.
   *
   * @param sample the rows that {@link #sampled} tells
   * @param training takes the inputs of the rows to train on
   * @param validation takes those of the rows that are kept out
   * @throws DataException if the table cannot be learnt from
   */
  static StreamedRows encode(RowSource table, Dataset sample, Settings settings, FloatStore training,
      FloatStore validation) {
    RowRoles roles = settings.roles;
    Column specimen = table.specimen().column(roles.target());
    Task task = settings.told != null ? settings.told : Target.find(specimen, table.rows());
    Target target = sample.targetName().isPresent()
        ? sample.target()
        : StreamedTrainer.specimen(table, roles, task).target();
    if (table.rows() > Integer.MAX_VALUE) {
      throw new DataException(table.specimen().name() + " has more than 2³¹ rows: train on a part of them");
    }
    Dataset inputs = inputs(sample, roles);
    Preprocessing encoder = Preprocessing.fit(inputs, inputs.allRows(),
        TableRows.preprocessing(settings.network, inputs, settings.options));
    TargetScale scale = task == Task.REGRESSION ? scale(sample, roles) : TargetScale.NONE;
    boolean sparse = TableRows.sparse(inputs, encoder);
    training.expect(sparse
        ? (long) (2 * encoder.entriesPerRow(inputs) * table.rows())
        : Math.multiplyExact(encoder.width(), table.rows()));
    var kept = new Part(training, encoder, scale, target, (int) table.rows(), sparse);
    var judging = new Part(validation, encoder, scale, target, (int) table.rows(), sparse);
    var number = new long[1];
    table.pass(part -> {
      Column column = part.column(roles.target());
      Column weights = roles.weights().map(part::column).orElse(null);
      int[] labels = task == Task.CLASSIFICATION ? Target.known(column, task, target.classes()).labels() : null;
      int[] first = new int[part.rows()];
      int[] second = new int[part.rows()];
      int firsts = 0;
      int seconds = 0;
      for (int row = 0; row < part.rows(); row++, number[0]++) {
        double value = labels == null
            ? roles.target(column, row, number[0])
            : roles.label(column, labels[row], row, number[0]);
        double weight = RowRoles.weight(weights, row, number[0]);
        if (Double.isNaN(value)) {
          continue;
        }
        if (isKeptOut(number[0], settings.share, settings.seed)) {
          second[seconds++] = row;
          judging.target(value, weight);
        } else {
          first[firsts++] = row;
          kept.target(value, weight);
        }
      }
      kept.inputs(part, Arrays.copyOf(first, firsts));
      judging.inputs(part, Arrays.copyOf(second, seconds));
    });
    if (kept.count < 2) {
      throw new DataException(table.specimen().name() + ": " + kept.count + " rows are not enough to train on");
    }
    return new StreamedRows(ModelTarget.of(target), encoder, scale, kept.rows(roles),
        judging.count == 0 ? Optional.empty() : Optional.of(judging.rows(roles)));
  }

  /**
   * The rows of the sample that scales and levels are learnt from, as in memory: those with a target, by their weights.
   * A weight that is none is refused with its row when all rows pass.
   */
  private static Dataset inputs(Dataset sample, RowRoles roles) {
    Column target = sample.column(roles.target());
    int[] known = Arrays.stream(sample.allRows()).filter(row -> !target.isMissing(row)).toArray();
    Dataset rows = known.length == 0 ? sample : sample.select(known);
    Dataset inputs = roles.inputs(rows);
    if (roles.weights().isEmpty()) {
      return inputs;
    }
    Column weights = rows.column(roles.weights().get());
    double sum = 0;
    for (int row = 0; row < rows.rows(); row++) {
      sum += weights.number(row) >= 0 ? weights.number(row) : Double.NaN;
    }
    return sum > 0 && sum < Double.POSITIVE_INFINITY ? inputs.with(weights).weights(weights.name()) : inputs;
  }

  private static TargetScale scale(Dataset sample, RowRoles roles) {
    Column target = sample.column(roles.target());
    Column weights = roles.weights().map(sample::column).orElse(null);
    int[] known = Arrays.stream(sample.allRows()).filter(row -> !Double.isNaN(target.number(row))).toArray();
    if (known.length == 0) {
      throw new DataException("target '" + roles.target() + "': no row of the sample has a number");
    }
    double[] times = Arrays.stream(known)
        .mapToDouble(row -> weights == null || !(weights.number(row) >= 0) ? 1 : weights.number(row))
        .toArray(); // a weight that is none is refused with its row when all rows pass
    return TargetScale.fit(Arrays.stream(known).mapToDouble(target::number).toArray(), times);
  }

  /** Rows of one side while they come in. */
  private static final class Part {
    private final FloatStore store;
    private final Preprocessing encoder;
    private final TargetScale scale;
    private final Target target;
    private final int[] labels; // [rows of the table], or null
    private final float[] values; // likewise
    private final float[] weights; // [rows of the table]
    private final long[] ends; // [rows of the table] of entries, where rows are sparse, or null
    private float[] buffer = new float[0];
    private int encoded;
    private int count;

    /** @param sparse whether few inputs are not 0, and these alone are kept */
    private Part(FloatStore store, Preprocessing encoder, TargetScale scale, Target target, int most, boolean sparse) {
      this.store = store;
      this.encoder = encoder;
      this.scale = scale;
      this.target = target;
      ends = sparse ? new long[most] : null;
      boolean classes = target.task() == Task.CLASSIFICATION;
      labels = classes ? new int[most] : null;
      values = classes ? null : new float[most];
      weights = new float[most];
    }

    private void target(double value, double weight) {
      if (labels != null) {
        labels[count] = (int) value;
      } else {
        values[count] = scale.output(value);
      }
      weights[count++] = (float) weight;
    }

    private void inputs(Dataset part, int[] rows) {
      if (ends != null) {
        entries(TableRows.sparse(part, rows, encoder));
        return;
      }
      int numbers = Math.multiplyExact(rows.length, encoder.width());
      if (buffer.length < numbers) {
        buffer = new float[numbers];
      }
      encoder.encode(part, rows, buffer, 0);
      store.add(buffer, numbers);
    }

    /** Each row's inputs, then their values, as {@link SparseRows#of} has them. */
    private void entries(SparseRows rows) {
      var inputs = new int[(int) rows.entries()];
      var values = new float[inputs.length];
      var bits = new int[2 * inputs.length];
      int at = 0;
      for (int row = 0; row < rows.rows(); row++) {
        int some = rows.copy(row, inputs, values, 0);
        System.arraycopy(inputs, 0, bits, at, some);
        for (int e = 0; e < some; e++) {
          bits[at + some + e] = Float.floatToRawIntBits(values[e]);
        }
        at += 2 * some;
        ends[encoded] = (encoded == 0 ? 0 : ends[encoded - 1]) + some;
        encoded++;
      }
      store.add(bits, at);
    }

    private TrainingRows rows(RowRoles roles) {
      Targets targets = labels != null
          ? Targets.labels(Arrays.copyOf(labels, count), target.classes().size())
          : Targets.values(Arrays.copyOf(values, count));
      TrainingRows inputs = ends != null
          ? TrainingRows.of(SparseRows.of(store.numbers(), encoder.width(), Arrays.copyOf(ends, count)), targets)
          : TrainingRows.of(store.numbers(), encoder.width(), targets);
      TrainingRows rows = TableRows.described(inputs, encoder);
      return roles.weights().isEmpty() ? rows : rows.withSampleWeights(Arrays.copyOf(weights, count));
    }
  }
}
