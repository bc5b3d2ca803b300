package dev.lariat.page.study;

import static dev.lariat.data.NumberText.number;

import dev.lariat.page.phrase.Phrases;
import dev.lariat.page.Chart;
import dev.lariat.page.Figure;
import dev.lariat.page.Section;
import dev.lariat.study.evidence.MapEvidence;
import dev.lariat.study.evidence.PixelWeights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What does the network look at? The first filters, and what of some images counts. */
final class MapsSection {
  private static final int TILES_A_ROW = 8;
  private static final int TILE = 76;
  private static final int ROW = 76;

  private final MapEvidence maps;

  private MapsSection(MapEvidence maps) {
    this.maps = maps;
  }

  /** Empty where the model is no network of convolutions, or an earlier version made the run. */
  static Optional<Section> of(ReportedStudy run) {
    return run.evidence().maps().map(maps -> new MapsSection(maps).section());
  }

  private Section section() {
    List<MapEvidence.Row> rows = maps.rows();
    long right = rows.stream().filter(row -> row.truth().equals(row.predicted())).count();
    String what = maps.towards().isEmpty() ? "the predicted number" : "the log-odds of " + maps.towards();
    Section.Builder section = Section.of("maps", "What does the network look at?").draw(images()).draw(filters());
    section.say("What counts: by how much " + what + " falls when the square of " + maps.patch() + " × " + maps.patch()
        + " pixels around a pixel is covered with the mean (occlusion; Zeiler and Fergus 2014). "
        + (gradients()
            ? "Gradient × input: the gradient of the same by a pixel, times its distance from the mean (Simonyan et al. 2014); "
                + "it sees single pixels, and not what several of them are together. "
            : "")
        + "Blue speaks for the prediction, orange against it. Maps are what a filter of the first layer makes of the image, before its "
        + "activation. The rows are the worst test rows, where there are some, and the first of each class. How much a "
        + "single pixel matters on average is not measured: by itself it matters little.");
    return section.finding(maps.towards().isEmpty()
        ? "What of " + rows.size() + " images counts for the predicted number"
        : "What of " + rows.size() + " images counts, of which " + right + " are predicted right");
  }

  private boolean gradients() {
    return maps.rows().stream().noneMatch(row -> row.gradient().isEmpty());
  }

  private Figure images() {
    var columns = new ArrayList<>(List.of("image", "what counts"));
    int before = gradients() ? 3 : 2;
    if (gradients()) {
      columns.add("gradient × input");
    }
    maps.shown().forEach(unit -> columns.add("filter " + unit));
    var chart = new Chart("images").names("x", "", columns)
        .names("y", "", maps.rows().stream().map(MapsSection::name).toList())
        .inverse("y")
        .height(70 + ROW * maps.rows().size())
        .header("row", "true", "predicted", "largest change");
    Chart.Series pictures = chart.images(maps.width());
    for (int y = 0; y < maps.rows().size(); y++) {
      MapEvidence.Row row = maps.rows().get(y);
      pictures.picture(name(row), row.image(), 0, y);
      pictures.picture(name(row) + ": largest change " + number(row.largest()), row.change(), 1, y);
      if (gradients()) {
        pictures.picture(name(row) + ": largest gradient × input " + number(row.largestProduct()), row.gradient(), 2,
            y);
      }
      for (int m = 0; m < row.maps().size(); m++) {
        pictures.picture(name(row) + ", filter " + maps.shown().get(m), row.maps().get(m), m + before, y);
      }
      chart.row(Integer.toString(row.number()), row.truth(), row.predicted(), number(row.largest()));
    }
    return chart.titled(
        "Images, what of them counts for the prediction, and what " + maps.shown().size() + " filters make of them");
  }

  private static String name(MapEvidence.Row row) {
    boolean right = row.truth().equals(row.predicted());
    return Phrases.shortened(row.truth(), 14) + (right ? "" : " → " + Phrases.shortened(row.predicted(), 14));
  }

  private Figure filters() {
    MapEvidence.Filters filters = maps.filters();
    List<PixelWeights.Unit> units = filters.units();
    int rows = Math.ceilDiv(units.size(), TILES_A_ROW);
    var chart = new Chart("filters").names("x", "", Collections.nCopies(Math.min(units.size(), TILES_A_ROW), ""))
        .names("y", "", Collections.nCopies(rows, ""))
        .inverse("y")
        .height(20 + TILE * rows)
        .header("filter", "largest |w|");
    Chart.Series pictures = chart.images(filters.pixels() * filters.channels());
    for (int at = 0; at < units.size(); at++) {
      PixelWeights.Unit unit = units.get(at);
      pictures.picture("filter " + unit.number() + ", largest |w| " + number(unit.largest()), unit.percent(),
          at % TILES_A_ROW, Math.floorDiv(at, TILES_A_ROW));
      chart.row(Integer.toString(unit.number()), number(unit.largest()));
    }
    return chart.titled((units.size() < filters.all()
        ? "The " + units.size() + " of " + filters.all() + " first filters with the largest weights"
        : "The first filters") + ", " + filters.lines() + " × " + filters.pixels()
        + (filters.channels() == 1 ? "" : ", red, green and blue side by side"));
  }
}
