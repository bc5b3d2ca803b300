package dev.lariat.handover.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProgramTextTest {
  @Test
  void whatIsPutInIsNeverScannedAgain() {
    assertThat(ProgramText.fill("a = $FIRST, b = $SECOND, c = $FIRST", "FIRST", "$SECOND", "SECOND", "$FIRST\\1"))
        .isEqualTo("a = $SECOND, b = $FIRST\\1, c = $SECOND");
  }

  @Test
  void namesMayBeginAlike() {
    assertThat(ProgramText.fill("$STEP $STEPS $S", "S", 1, "STEP", 2, "STEPS", 3)).isEqualTo("2 3 1");
  }

  @Test
  void aPlaceholderWithoutValueAndAValueWithoutPlaceholderAreDefects() {
    assertThatThrownBy(() -> ProgramText.fill("$LOSS of $ROWS", "LOSS", "x")).hasMessageContaining("$ROWS");
    assertThatThrownBy(() -> ProgramText.fill("$LOSS", "LOSS", "x", "ROWS", "y")).hasMessageContaining("ROWS");
  }

  @Test
  void textThatIsCompleteKeepsItsDollars() {
    assertThat(new ProgramText().append("$TASK\n").add("$TASK", "TASK", "fit")).hasToString("$TASK\nfit");
  }

  @Test
  void aTemplateFileKnowsItsParts() {
    var file = TemplateFile.of(ProgramTextTest.class, "parts.py");
    assertThat(file.part("first")).isEqualTo("a = $A\n\n");
    assertThat(file.part("second part")).isEqualTo("    b = 1\n");
    assertThatThrownBy(() -> file.part("third")).hasMessageContaining("parts.py has no part 'third'");
  }

  @Test
  void pythonLiteralsHoldAnything() {
    assertThat(PythonLiteral.quoted("a\"b\\c\nd\te\u0007 ü\u2028"))
        .isEqualTo("\"a\\\"b\\\\c\\nd\\te\\u0007 ü\\u2028\"");
  }
}
