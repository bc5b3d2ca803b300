package dev.lariat.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Java describes, the script draws. */
class SeriesTypeTest {
  /** The one that a series is when it is none of the others. */
  private static final SeriesType USUAL = SeriesType.LINE;

  @ParameterizedTest
  @EnumSource(SeriesType.class)
  void theScriptDrawsEachType(SeriesType type) {
    String script = HtmlDocument.resource(HtmlPage.class, "plots.js");
    String drawn = "(?m)^    " + type + "\\(series, color.*\\{|spec\\.type === '" + type + "'\\) \\{";
    if (type == USUAL) {
      assertThat(script).contains("const line = {...base, type: 'line'");
    } else {
      assertThat(Pattern.compile(drawn).matcher(script).find()).as(type + " in plots.js").isTrue();
    }
  }

  /** A type that only the script knows is one that nobody can ask for. */
  @Test
  void theScriptNamesNoOther() {
    String script = HtmlDocument.resource(HtmlPage.class, "plots.js");
    var named = Pattern.compile("(?m)^    (\\w+)\\(series, color")
        .matcher(script)
        .results()
        .map(m -> m.group(1))
        .toList();
    assertThat(named).hasSizeGreaterThan(5)
        .isSubsetOf(Arrays.stream(SeriesType.values()).map(SeriesType::toString).toList());
  }
}
