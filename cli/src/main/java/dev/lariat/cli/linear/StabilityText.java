package dev.lariat.cli.linear;

import dev.lariat.data.NumberText;
import dev.lariat.linear.selection.Stability;
import dev.lariat.model.LinearFit;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How often each feature is selected on half of the rows. */
final class StabilityText {
  /** Features below the threshold that are shown. */
  private static final int MOST_BELOW = 10;

  private StabilityText() {}

  static void print(LinearFit fit, Stability stability, PrintWriter out) {
    List<String> names = fit.features();
    List<Integer> order = stability.order();
    int selected = stability.selected().size();
    out.printf(Locale.ROOT,
        "%nStability: the share of %d halves of the rows in which a feature is among the first %d:%n",
        stability.halves(), stability.most());
    for (int i = 0; i < Math.min(order.size(), selected + MOST_BELOW); i++) {
      if (i == selected) {
        out.printf(Locale.ROOT, "  %6.2f  ———%n", stability.threshold());
      }
      out.printf(Locale.ROOT, "  %6.2f  %s%n", stability.frequency()[order.get(i)], names.get(order.get(i)));
    }
    if (order.size() > selected + MOST_BELOW) {
      out.printf(Locale.ROOT, "  … %,d more%n", order.size() - selected - MOST_BELOW);
    }
    out.printf(Locale.ROOT, "%s at least %.2f; expected among them by chance: at most %s%s.%n",
        selected == 1 ? "1 feature reaches" : selected + " features reach", stability.threshold(),
        NumberText.fixed(stability.bound(), 2),
        Double.isNaN(stability.unimodalBound())
            ? ""
            : ", or " + NumberText.fixed(stability.unimodalBound(), 2) + " if shares have one mode");
  }

  static void add(LinearFit fit, Stability stability, ObjectNode node) {
    List<String> names = fit.features();
    node.put("halves", stability.halves());
    node.put("most", stability.most());
    node.put("candidates", stability.candidates());
    node.put("threshold", stability.threshold());
    ObjectNode frequency = node.putObject("frequency");
    stability.order().forEach(j -> frequency.put(names.get(j), stability.frequency()[j]));
    ArrayNode selected = node.putArray("selected");
    stability.selected().forEach(j -> selected.add(names.get(j)));
    node.put("bound", stability.bound());
    if (!Double.isNaN(stability.unimodalBound())) {
      node.put("unimodalBound", stability.unimodalBound());
    }
  }
}
