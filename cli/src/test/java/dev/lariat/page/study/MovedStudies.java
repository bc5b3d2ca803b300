package dev.lariat.page.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.io.run.FinishedStudy;
import dev.lariat.io.run.VerdictFile;
import dev.lariat.study.evidence.Evidence;
import dev.lariat.study.statistics.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Verdicts of real studies whose numbers a test moves, and the numbers that are said of them. */
final class MovedStudies {
  private static final String NUMBER = "([−+]?[0-9][0-9.,]*(?:e[−-]?[0-9]+)?)";

  private MovedStudies() {}

  /** Of classes, and of numbers. */
  static List<ObjectNode> all(Path folder) throws IOException {
    return List.of(json(SampleStudies.classes(folder.resolve("classes"))),
        json(SampleStudies.numbers(folder.resolve("numbers"))));
  }

  private static ObjectNode json(Path run) throws IOException {
    return (ObjectNode) JsonMapper.shared().readTree(Files.readString(run.resolve("verdict.json")));
  }

  static FinishedStudy read(Path folder, JsonNode json) throws IOException {
    return VerdictFile.read(Files.writeString(folder.resolve("changed.json"), json.toString()));
  }

  /** Without evidence. */
  static ReportedStudy reported(FinishedStudy verdict) {
    return new ReportedStudy(verdict, new Evidence(List.of(), List.of(), Optional.empty(), List.of(), Optional.empty(),
        Optional.empty(), Optional.empty()), Map.of());
  }

  /** Every pair of numbers that a text has after and between some words, each # of the pattern. */
  static List<double[]> pairs(String text, String pattern) {
    var pairs = new ArrayList<double[]>();
    Matcher found = Pattern.compile(pattern.replace("#", NUMBER)).matcher(text);
    while (found.find()) {
      pairs.add(new double[]{number(found.group(1)), number(found.group(2))});
    }
    return pairs;
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace('−', '-').replace(",", "").replaceFirst("\\.$", ""));
  }

  /** Checks that there are pairs, and that each is an interval as it is printed. */
  static void assertSame(List<double[]> pairs, Interval interval) {
    assertThat(pairs).isNotEmpty().allSatisfy(pair -> {
      assertThat(pair[0]).isCloseTo(interval.low(), within(0.06 * Math.abs(interval.low()) + 1e-30));
      assertThat(pair[1]).isCloseTo(interval.high(), within(0.06 * Math.abs(interval.high()) + 1e-30));
    });
  }
}
