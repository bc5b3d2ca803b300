package dev.lariat.cli.explain;

import dev.lariat.data.NumberText;
import dev.lariat.explain.CoAdaptation;
import dev.lariat.explain.DropoutTrace.Moments;
import dev.lariat.explain.DropoutTrace;
import dev.lariat.explain.InputDropout;
import dev.lariat.explain.MapDropout;
import dev.lariat.explain.RecurrentDropout;
import dev.lariat.explain.StateMask;
import dev.lariat.explain.ThinnedNetworks;
import dev.lariat.net.layer.Dropout;
import dev.lariat.page.Block.Plot;
import dev.lariat.page.Block.Series;
import dev.lariat.page.Block.Squares;
import dev.lariat.page.Block.Style;
import dev.lariat.page.Block.Table;
import dev.lariat.page.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lariat explain dropout}. */
@Command(name = "dropout", description = "Show what dropout does to a unit, a layer and a network.")
final class DropoutCommand implements Runnable {
  private static final int DRAWS = 1_000_000;
  private static final int THINNED_UNITS = 10;
  private static final int CLASSES = 3;

  @Spec
  private CommandSpec spec;

  @Mixin
  private Output output;

  @Option(names = "--rate", paramLabel = "P", defaultValue = "0.5", description = "The share of units that is dropped, in [0, 1) (${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--units", paramLabel = "N", defaultValue = "16", description = "How many units to draw masks of (${DEFAULT-VALUE}).")
  private int units;

  @Option(names = "--steps", paramLabel = "N", defaultValue = "8", description = "How many steps to draw masks of (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--activation", paramLabel = "X", defaultValue = "1", description = "The unit's value (${DEFAULT-VALUE}).")
  private double activation;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of everything that is drawn (${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public void run() {
    if (units < 1 || units > 32 || steps < 1 || steps > 100) {
      throw new IllegalArgumentException(
          "--units must be from 1 to 32 and --steps from 1 to 100, not " + units + " and " + steps);
    }
    DropoutTrace trace = DropoutTrace.of(new Dropout(rate, Dropout.Form.INVERTED), activation, units, steps, DRAWS,
        seed);
    ThinnedNetworks thinned = ThinnedNetworks.of(THINNED_UNITS, CLASSES, rate, seed);
    InputDropout inputs = InputDropout.of(rate, seed);
    MapDropout maps = MapDropout.of(rate, seed);
    RecurrentDropout recurrent = RecurrentDropout.of(rate, seed);
    CoAdaptation together = CoAdaptation.of(rate, seed);
    Page.Builder page = Page.titled("Dropout at rate " + Notation.of(rate));
    masks(page, trace);
    maps(page, maps);
    recurrent(page, recurrent);
    moments(page, trace);
    thinned(page, thinned);
    inputs(page, inputs);
    together(page, together);
    ranges(page);
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("unit", trace);
    numbers.put("maps", maps);
    numbers.put("recurrent", recurrent);
    numbers.put("thinnedNetworks", thinned);
    numbers.put("inputDropout", inputs);
    numbers.put("coAdaptation", together);
    output.show(spec, page.build(), numbers);
  }

  private void masks(Page.Builder page, DropoutTrace trace) {
    page.say("In every step of training each unit of a layer is dropped with probability p = " + Notation.of(rate)
        + ", alone and anew. No weight is changed by that, and the unit is back in the next step. These are masks as the "
        + "trainers draw them:");
    page.add(new Squares("Units that are kept (full) and dropped (empty), step by step",
        IntStream.rangeClosed(1, steps).mapToObj(step -> String.format(Locale.ROOT, "step %2d", step)).toList(),
        trace.masks()));
    long kept = trace.masks().stream().flatMap(List::stream).filter(k -> k).count();
    page.say(kept + " of " + (long) steps * units + " are kept; to be expected are "
        + NumberText.significant((1 - rate) * steps * units, 4) + ".");
  }

  private static void maps(Page.Builder page, MapDropout maps) {
    page.heading("On the maps of a network of convolutions");
    page.say(
        "A map has a number for each place and channel, and neighbours tell nearly the same. Dropped one by one, they "
            + "are known from those around them; spatial dropout drops a channel as a whole (Tompson et al. 2015), so that the "
            + "next layer has to do without what it detects. Three channels of a small map, in one step:");
    page.add(squares("dropout: each number by itself", maps.element(), maps.width()));
    page.add(squares("spatial dropout: whole channels", maps.spatial(), maps.width()));
    page.say("How much of a dropped number is known: the share of its variance that the mean of its kept neighbours "
        + "explains, on maps whose neighbours have the correlation 2/3 (means of 3 × 3 random numbers).");
    page.add(new Table(List.of("what is dropped", "known from kept neighbours"),
        List.of(
            List.of("each number by itself",
                NumberText.fixed(maps.known(), 3) + " ± " + NumberText.fixed(maps.knownError(), 3)),
            List.of("whole channels", NumberText.fixed(maps.knownOfChannels(), 0)))));
  }

  private static Squares squares(String title, List<List<Boolean>> channels, int width) {
    var names = new ArrayList<String>();
    var lines = new ArrayList<List<Boolean>>();
    for (int channel = 0; channel < channels.size(); channel++) {
      for (int at = 0; at < channels.get(channel).size(); at += width) {
        names.add(at == 0 ? "channel " + (channel + 1) : "");
        lines.add(channels.get(channel).subList(at, at + width));
      }
    }
    return new Squares(title, names, lines);
  }

  private static void recurrent(Page.Builder page, RecurrentDropout measured) {
    page.heading("On the state of a recurrent network");
    page.say(
        "A recurrent network reads a sequence step by step and carries a state of some units. A mask of the state is "
            + "drawn once for a sequence (Gal and Ghahramani 2016: variational dropout), or anew at each step. "
            + measured.sequence().size() + " units of the state, from the left in the first "
            + measured.sequence().getFirst().size() + " steps of one sequence:");
    page.add(units("recurrent-dropout: one mask for the sequence", measured.sequence()));
    page.add(units("drawn per step: another mask at each step", measured.step()));
    page.say("What that does to the memory: in sequences of " + RecurrentDropout.STEPS
        + " random numbers one is marked, and the network, a GRU of " + RecurrentDropout.UNITS
        + " units, has to say it after the last step. Trained on " + RecurrentDropout.BATCHES + " batches of "
        + RecurrentDropout.ROWS + " with the mark anywhere, from the same weights on the same sequences, with the rate "
        + Notation.of(measured.rate()) + ". Then, without masks, on " + RecurrentDropout.TEST_ROWS
        + " new sequences for each distance: the share of the number's square that is known, 1 if it is known exactly.");
    List<Double> distances = measured.distances().stream().map(Integer::doubleValue).toList();
    page.add(new Plot("What is known of a number against how many steps ago it was", "steps ago", "known", false,
        measured.memories()
            .stream()
            .map(memory -> new Series(named(memory.mask()), Style.MARKED, distances, memory.known()))
            .toList()));
    var header = new ArrayList<>(List.of("steps ago"));
    measured.memories().forEach(memory -> header.add(inShort(memory.mask())));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < distances.size(); i++) {
      var row = new ArrayList<>(List.of(String.valueOf(measured.distances().get(i))));
      for (RecurrentDropout.Memory memory : measured.memories()) {
        row.add(NumberText.fixed(memory.known().get(i), 3));
      }
      rows.add(row);
    }
    page.add(new Table(header, rows));
    page.say(
        "One network each; --seed draws others. A GRU and an LSTM carry most of their state past the products with "
            + "their weights, by z·h or f·c. Masks on the products alone, as recurrent-dropout and Keras' recurrent_dropout have "
            + "them, leave that whole. Masks on the state itself, h = dropout(cell(x, h)) in a loop over steps, meet it at every "
            + "step: after k of them a unit is whole with probability (1 − p)ᵏ alone. Neither is nn.LSTM(dropout=) of PyTorch: "
            + "that acts between stacked layers, and with one layer it does nothing (lariat translate --rnn-dropout says so).");
  }

  private static Squares units(String title, List<List<Boolean>> kept) {
    return new Squares(title, IntStream.rangeClosed(1, kept.size()).mapToObj(unit -> "unit " + unit).toList(), kept);
  }

  private static String named(StateMask mask) {
    return switch (mask) {
      case NONE -> "no mask";
      case SEQUENCE -> "one mask for the sequence";
      case STEP -> "a mask per step, on the products";
      case STATE -> "a mask per step, on the state itself";
    };
  }

  private static String inShort(StateMask mask) {
    return switch (mask) {
      case NONE -> "no mask";
      case SEQUENCE -> "of the sequence";
      case STEP -> "per step: products";
      case STATE -> "per step: state";
    };
  }

  private void moments(Page.Builder page, DropoutTrace trace) {
    page.heading("A unit with the value x = " + Notation.of(activation));
    page.lines("inverted   training: x·m/(1 − p)   test: x           (what all frameworks do)",
        "original   training: x·m           test: (1 − p)·x   (as first published)");
    page.say(
        "m is 0 with probability p and else 1. In both forms the mean in training is the value at test time; the inverted "
            + "form leaves nothing to do there. The simulation draws " + String.format(Locale.ROOT, "%,d", DRAWS)
            + " masks; ± is its standard error.");
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("inverted", trace.inverted()));
    rows.add(row("original", trace.original()));
    page.add(new Table(List.of("form", "at test", "mean", "simulated", "variance", "simulated"), rows));
    page.say(
        "By the formulas: the mean is x and the variance x²·p/(1 − p) inverted, (1 − p)·x and x²·p·(1 − p) in the original "
            + "form.");
  }

  private static List<String> row(String form, Moments m) {
    return List.of(form, NumberText.significant(m.atTest(), 6), NumberText.significant(m.mean(), 6),
        NumberText.fixed(m.simulatedMean(), 5) + " ± " + NumberText.fixed(m.meanError(), 5),
        NumberText.significant(m.variance(), 6),
        NumberText.fixed(m.simulatedVariance(), 5) + " ± " + NumberText.fixed(m.varianceError(), 5));
  }

  private static void thinned(Page.Builder page, ThinnedNetworks networks) {
    page.heading("An ensemble of 2ⁿ thinned networks");
    page.say(
        "Dropout trains all the networks that are left when units are dropped, with shared weights. For a linear layer with "
            + "softmax, n = " + networks.units() + " units and random weights, here are all " + (1 << networks.units())
            + " of them, each counted with its probability. What is used at test time, all units with scaled weights, is exactly the "
            + "renormalised geometric mean of their probabilities; to the arithmetic mean it is only near.");
    List<List<String>> rows = new ArrayList<>();
    for (int k = 0; k < networks.scaled().size(); k++) {
      rows.add(List.of("class " + (k + 1), NumberText.fixed(networks.scaled().get(k), 8),
          NumberText.fixed(networks.geometric().get(k), 8), NumberText.fixed(networks.arithmetic().get(k), 8)));
    }
    page.add(new Table(List.of("probability", "weight scaling", "geometric mean", "arithmetic mean"), rows));
    page.say("Largest distance from weight scaling: " + NumberText.significant(networks.geometricDistance(), 2)
        + " (geometric: rounding), " + NumberText.significant(networks.arithmeticDistance(), 2)
        + " (arithmetic). With hidden layers in between neither is exact.");
  }

  private static void inputs(Page.Builder page, InputDropout dropout) {
    page.heading("On the inputs of a linear model, dropout is a penalty");
    page.say(
        "With squared error the expected loss is exactly the loss without dropout and an L2 penalty that knows the size of "
            + "the inputs: p/(1 − p)·Σ wⱼ²·mean(xⱼ²). With other losses that is so to second order only, with a factor for their "
            + "curvature: for the logistic loss ½·p/(1 − p)·Σ wⱼ²·mean(xⱼ²·s(1 − s)), s being the predicted probability. The mean is "
            + "taken over all masks of every row, one by one.");
    page.add(new Table(List.of("loss", "without", "mean over masks", "the penalty says", "left over"),
        List.of(row("squared error", dropout.squared()), row("logistic", dropout.logistic()))));
  }

  private static List<String> row(String loss, InputDropout.Comparison c) {
    return List.of(loss, NumberText.fixed(c.loss(), 8), NumberText.fixed(c.expected(), 8),
        NumberText.fixed(c.loss() + c.penalty(), 8),
        Math.abs(c.error()) < 1e-12 ? "0 (rounding)" : NumberText.significant(c.error(), 3));
  }

  private static void together(Page.Builder page, CoAdaptation measured) {
    page.heading("Co-adaptation, measured");
    page.say("Two networks with " + measured.units()
        + " hidden units, trained on the same rows from the same weights, one " + "without dropout and one with rate "
        + Notation.of(measured.rate()) + ". Then a share of the hidden units is removed at "
        + "random (the others are scaled up) and the log-loss is taken on rows that neither has seen, a mean over "
        + CoAdaptation.REMOVALS + " removals. " + "Units that rely on each other are missed more.");
    List<Double> share = measured.points().stream().map(CoAdaptation.Point::removed).toList();
    page.add(new Plot("Loss on new rows against the share of hidden units removed", "share removed", "log-loss", false,
        List.of(
            new Series("trained without dropout", Style.MARKED, share,
                measured.points().stream().map(CoAdaptation.Point::without).toList()),
            new Series("trained with dropout", Style.MARKED, share,
                measured.points().stream().map(CoAdaptation.Point::with).toList()))));
    List<List<String>> rows = new ArrayList<>();
    for (CoAdaptation.Point p : measured.points()) {
      rows.add(List.of(NumberText.fixed(100 * p.removed(), 0) + " %", NumberText.fixed(p.without(), 3),
          NumberText.fixed(p.with(), 3), NumberText.fixed(100 * p.withoutAccuracy(), 1) + " %",
          NumberText.fixed(100 * p.withAccuracy(), 1) + " %"));
    }
    page.add(new Table(List.of("removed", "loss without", "loss with", "accuracy without", "accuracy with"), rows));
  }

  private static void ranges(Page.Builder page) {
    page.heading("Usual rates");
    page.add(new Table(List.of("where", "rate"), List.of(List.of("in general", "10–50 %"),
        List.of("recurrent networks", "20–30 %"), List.of("convolutional networks", "40–50 %"))));
    page.say("How much is right for your data: lariat fit DATA --target COLUMN.");
  }
}
