package dev.lariat.cli.explain;

import dev.lariat.data.NumberText;
import dev.lariat.explain.TracedLoss;
import dev.lariat.explain.UpdateTrace;
import dev.lariat.optim.Optimizer;
import dev.lariat.page.Block.Plot;
import dev.lariat.page.Block.Series;
import dev.lariat.page.Block.Style;
import dev.lariat.page.Block.Table;
import dev.lariat.page.Page;
import dev.lariat.penalty.Decay;
import dev.lariat.penalty.L2;
import dev.lariat.penalty.Regularizer;
import dev.lariat.penalty.ZeroRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lariat explain decay}. */
@Command(name = "decay", description = "Set L2 in the loss beside decoupled decay, under SGD, momentum and Adam.")
final class DecayCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Mixin
  private Output output;

  @Option(names = "--theta", paramLabel = "X,Y", defaultValue = "1,1", description = "The two weights at the start (${DEFAULT-VALUE}).")
  private String theta;

  @Option(names = "--gradient", paramLabel = "G,H", defaultValue = "3,0.3", description = "The sizes of their gradients, whose signs alternate (${DEFAULT-VALUE}).")
  private String gradient;

  @Option(names = "--lambda", paramLabel = "λ", defaultValue = "0.1", description = "L2's strength and the decay's rate (${DEFAULT-VALUE}).")
  private double lambda;

  @Option(names = "--lr", paramLabel = "η", defaultValue = "0.01", description = "The learning rate (${DEFAULT-VALUE}).")
  private double rate;

  @Option(names = "--momentum", paramLabel = "μ", defaultValue = "0.9", description = "The momentum (${DEFAULT-VALUE}).")
  private double momentum;

  @Option(names = "--steps", paramLabel = "N", defaultValue = "200", description = "How many updates (${DEFAULT-VALUE}).")
  private int steps;

  /** An optimizer without, with L2 and with decay. */
  private record Trio(String name, UpdateTrace none, UpdateTrace l2, UpdateTrace decay) {
    /** How much nearer to 0 weight i is than without, after each step. */
    List<Double> taken(UpdateTrace with, int i) {
      List<Double> taken = new ArrayList<>();
      for (int t = 0; t < none.weights().size(); t++) {
        taken.add(none.weights().get(t).get(i) - with.weights().get(t).get(i));
      }
      return taken;
    }

    double last(UpdateTrace with, int i) {
      return taken(with, i).getLast();
    }

    /** The largest distance between L2 and decay at any step. */
    double distance() {
      double largest = 0;
      for (int t = 0; t < l2.weights().size(); t++) {
        for (int i = 0; i < 2; i++) {
          largest = Math.max(largest, Math.abs(l2.weights().get(t).get(i) - decay.weights().get(t).get(i)));
        }
      }
      return largest;
    }
  }

  @Override
  public void run() {
    List<Double> start = NumberList.of("--theta", theta);
    if (start.size() != 2) {
      throw new IllegalArgumentException("--theta takes two numbers here, not " + start.size());
    }
    TracedLoss noise = new TracedLoss.Noise(NumberList.of("--gradient", gradient, 2));
    NumberList.notNegative("--lambda", lambda);
    List<Trio> trios = List.of(trio("SGD", Optimizer.sgd(rate), start, noise),
        trio("momentum", Optimizer.momentum(rate, momentum), start, noise),
        trio("Adam", Optimizer.adam(rate), start, noise));
    output.show(spec, page(start, noise, trios), numbers(trios));
  }

  private Trio trio(String name, Optimizer optimizer, List<Double> start, TracedLoss loss) {
    return new Trio(name, trace(optimizer, start, loss, List.of()),
        trace(optimizer, start, loss, List.of(new L2(lambda))),
        trace(optimizer, start, loss, List.of(new Decay(lambda))));
  }

  private UpdateTrace trace(Optimizer optimizer, List<Double> start, TracedLoss loss, List<Regularizer> with) {
    return UpdateTrace.of(loss, start, optimizer, with, ZeroRule.PROXIMAL, steps);
  }

  private Page page(List<Double> start, TracedLoss noise, List<Trio> trios) {
    Page.Builder page = Page.titled("L2 in the loss, decoupled decay, and why there is AdamW");
    page.say("Two weights start at θ = " + Notation.vector(start)
        + ". Their gradients alternate in sign, as noise does, with the " + "sizes " + Notation.vector(noise.numbers())
        + ": on average the loss pulls nowhere, and what moves the weights in the " + "end is L2 or decay alone. η = "
        + Notation.of(rate) + ", λ = d = " + Notation.of(lambda) + ", " + steps + " steps.");
    page.lines("L2 in the loss      g ← g + λ·θ, then the optimizer's step",
        "decoupled decay     θ ← θ − η·d·θ, then the optimizer's step on g alone");
    table(page, trios);
    sgd(page, trios.get(0));
    momentum(page, trios.get(1));
    adam(page, trios.get(2), noise);
    return page.build();
  }

  private static void table(Page.Builder page, List<Trio> trios) {
    page.heading("How much was taken from each weight");
    List<List<String>> rows = new ArrayList<>();
    for (Trio trio : trios) {
      rows.add(List.of(trio.name + ", L2", NumberText.significant(trio.last(trio.l2, 0), 4),
          NumberText.significant(trio.last(trio.l2, 1), 4)));
      rows.add(List.of(trio.name.equals("Adam") ? "Adam, decay (AdamW)" : trio.name + ", decay",
          NumberText.significant(trio.last(trio.decay, 0), 4), NumberText.significant(trio.last(trio.decay, 1), 4)));
    }
    page.add(new Table(List.of("after all steps, against none", "θ₁", "θ₂"), rows));
  }

  private void sgd(Page.Builder page, Trio sgd) {
    page.heading("SGD: the same");
    page.say(
        "θ − η·(g + λ·θ) is (1 − η·λ)·θ − η·g: under plain SGD, L2 with λ is decay with d = λ, or with η·λ where the decay is "
            + "not multiplied by the learning rate, as in the paper. In Keras's l2(x), whose gradient is 2x·θ, d = 2x. Largest "
            + "distance between the two over all steps: " + NumberText.significant(sgd.distance(), 2) + ".");
    page.lines(sgd.l2.steps().getFirst().written().getFirst());
    page.lines(sgd.decay.steps().getFirst().written().getFirst());
  }

  private void momentum(Page.Builder page, Trio trio) {
    page.heading("Momentum: not the same");
    page.say("L2's gradient goes through the buffer, which hands it on 1/(1 − μ) = "
        + NumberText.significant(1 / (1 - momentum), 4) + " times in all; the decay does not. So L2 takes more: "
        + NumberText.significant(trio.last(trio.l2, 0), 4) + " from θ₁ where " + "decay takes "
        + NumberText.significant(trio.last(trio.decay, 0), 4)
        + ". No other d makes them equal at every step, as the buffer hands it on late. Largest distance: "
        + NumberText.significant(trio.distance(), 2) + ".");
  }

  private void adam(Page.Builder page, Trio adam, TracedLoss noise) {
    page.heading("Adam: not the same, and not the same for every weight");
    double first = adam.last(adam.l2, 0);
    double second = adam.last(adam.l2, 1);
    page.say(
        "Adam divides by √v̂, the size of a weight's gradients, and L2's part is divided with the rest: what is taken in a "
            + "step is about η·λ·θ/√v̂. The weight with the large gradients (" + Notation.of(noise.numbers().get(0))
            + ") lost " + NumberText.significant(first, 4) + ", the one with the small gradients ("
            + Notation.of(noise.numbers().get(1)) + ") " + NumberText.significant(second, 4) + ": "
            + (first < second ? "the first is decayed too little." : "see which is less.")
            + " Decoupled decay takes the same share from both: " + NumberText.significant(adam.last(adam.decay, 0), 4)
            + " and " + NumberText.significant(adam.last(adam.decay, 1), 4) + ". That is AdamW.");
    page.say("Step 2 with L2, then with decay:");
    if (steps > 1) {
      page.lines(adam.l2.steps().get(1).lines());
      page.lines(adam.decay.steps().get(1).lines());
    }
    page.add(new Plot("Adam: taken from each weight", "step", "taken", false,
        List.of(Series.steps("L2, θ₁ (large gradients)", Style.LINE, adam.taken(adam.l2, 0)),
            Series.steps("L2, θ₂ (small gradients)", Style.LINE, adam.taken(adam.l2, 1)),
            Series.steps("decay, θ₁", Style.LINE, adam.taken(adam.decay, 0)),
            Series.steps("decay, θ₂", Style.LINE, adam.taken(adam.decay, 1)))));
    page.say(
        "So: with SGD either will do. With Adam use AdamW's decay, or know that L2 then spares the weights with large "
            + "gradients. Loshchilov and Hutter, \"Decoupled weight decay regularization\", 2019.");
    page.lines("lariat explain update --optimizer adamw --decay 0.1 --penalty none",
        "lariat explain update --optimizer adam --penalty l2");
  }

  private static Map<String, Object> numbers(List<Trio> trios) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Trio trio : trios) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("none", trio.none.weights());
      one.put("l2", trio.l2.weights());
      one.put("decay", trio.decay.weights());
      one.put("largestDistance", trio.distance());
      all.put(trio.name, one);
    }
    return all;
  }
}
