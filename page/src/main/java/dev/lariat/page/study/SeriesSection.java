package dev.lariat.page.study;

import static dev.lariat.data.NumberText.number;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.page.SeriesType;
import dev.lariat.study.evidence.SeriesEvidence;
import dev.lariat.study.evidence.SeriesEvidence.Why;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where was each series read from? Some of them, and what of their steps counts for the prediction. */
final class SeriesSection {
  /** Lines of more channels could not be told apart. */
  private static final List<String> LINES = List.of(Chart.INK, Chart.OTHER, Chart.SOFT);
  /** Steps in the table behind a figure. */
  private static final int LISTED = 10;
  private static final int HEIGHT = 260;

  private final SeriesEvidence series;

  private SeriesSection(SeriesEvidence series) {
    this.series = series;
  }

  /** Empty where the model reads no series, or an earlier version made the run. */
  static Optional<Section> of(ReportedStudy run) {
    return run.evidence().series().filter(s -> !s.rows().isEmpty()).map(s -> new SeriesSection(s).section());
  }

  private Section section() {
    Section.Builder section = Section.of("series", "Where was each series read from?");
    series.rows().forEach(row -> section.draw(figure(row)));
    String what = series.towards().isEmpty() ? "the predicted number" : "the log-odds of " + series.towards();
    section.say("Bars: the gradient of " + what
        + " by a step, times the step's distance from the mean (gradient × input; " + "Simonyan et al. 2014)"
        + (series.channels() > 1 ? ", summed over the " + series.channels() + " channels" : "")
        + ": to first order, by how much it would fall if that step were the mean. Blue speaks for the prediction, orange "
        + "against it; the longest bar of a figure fills it. Lines: the series as the network sees it, less the mean, over "
        + "the deviation" + (series.channels() > LINES.size() ? "; the first " + LINES.size() + " channels" : "")
        + ". Where a network is sure, or its state is full, a gradient can be small although the step counts. The rows are "
        + "those of the lowest loss, one for each class, and those of the highest.");
    return section.finding("Half of what counts lies in " + halves() + " of " + series.steps() + " steps");
  }

  private String halves() {
    int[] halves = series.rows().stream().mapToInt(row -> half(row.counts())).sorted().toArray();
    int least = halves[0];
    int most = halves[halves.length - 1];
    return least == most ? Integer.toString(least) : least + " to " + most;
  }

  /** The fewest steps whose counts, without signs, are half of all. */
  private static int half(List<Double> counts) {
    double[] sizes = counts.stream().mapToDouble(Math::abs).sorted().toArray();
    double all = IntStream.range(0, sizes.length).mapToDouble(i -> sizes[i]).sum();
    double sum = 0;
    int steps = 0;
    while (steps < sizes.length && sum < all / 2) {
      steps++;
      sum += sizes[sizes.length - steps];
    }
    return steps;
  }

  private Figure figure(SeriesEvidence.Row row) {
    // Whole numbers, which end an axis well: values are some deviations from the mean.
    double low = Math.floor(row.values().stream().flatMap(List::stream).mapToDouble(v -> v).min().orElse(0));
    double high = Math.ceil(row.values().stream().flatMap(List::stream).mapToDouble(v -> v).max().orElse(0));
    double range = Math.max(1, high - low);
    double largest = row.counts().stream().mapToDouble(Math::abs).max().orElse(0);
    var chart = new Chart("series-" + row.number() + (row.why() == Why.BEST ? "-best" : "-worst")).half()
        .height(HEIGHT)
        .axis("x", "step", false)
        .axis("y", "value", false)
        .limit("x", "min", 0)
        .limit("x", "max", series.steps())
        .limit("y", "min", low)
        .limit("y", "max", low + range)
        .header("step", "gradient × input", "value");
    Chart.Series speaksFor = chart.series(SeriesType.STEPS, "speaks for it", Chart.WITH);
    Chart.Series against = chart.series(SeriesType.STEPS, "against it", Chart.WITHOUT);
    for (int step = 0; step < series.steps(); step++) {
      double count = row.counts().get(step);
      double height = largest == 0 ? low : low + range * Math.abs(count) / largest;
      (count < 0 ? against : speaksFor).add("step " + (step + 1) + ": " + number(count), step, step + 1, height);
    }
    for (int channel = 0; channel < Math.min(LINES.size(), row.values().size()); channel++) {
      Chart.Series line = chart
          .series(SeriesType.LINE, series.channels() == 1 ? "" : "channel " + (channel + 1), LINES.get(channel))
          .thin();
      for (int step = 0; step < series.steps(); step++) {
        line.add(step + 0.5, row.values().get(channel).get(step));
      }
    }
    IntStream.range(0, series.steps())
        .boxed()
        .sorted(Comparator.comparingDouble(step -> -Math.abs(row.counts().get(step))))
        .limit(LISTED)
        .forEach(step -> chart.row(Integer.toString(step + 1), number(row.counts().get(step)),
            String.join(", ", row.values().stream().map(channel -> number(channel.get(step))).toList())));
    return chart.titled(title(row));
  }

  private static String title(SeriesEvidence.Row row) {
    boolean right = row.truth().equals(row.predicted());
    return (row.why() == Why.BEST ? "Best: row " : "Worst: row ") + row.number() + ", "
        + Phrases.shortened(row.truth(), 20)
        + (right ? ", predicted so" : ", predicted as " + Phrases.shortened(row.predicted(), 20));
  }
}
