package dev.lariat.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.cli.Outcome;
import dev.lariat.study.candidate.NetworkRegularizer;
import dev.lariat.study.candidate.Tried;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code fit --help} says of the regularizers that are tried where they are named only. */
class UnnamedRegularizersTest {
  @Test
  void theHelpNamesThem() {
    String help = Outcome.of("fit", "--help").out().replaceAll("\\s+", " ");
    String begin = "Not tried unless they are named: ";
    assertThat(help).contains(begin);
    String sentence = help.substring(help.indexOf(begin) + begin.length());
    List<String> said = List.of(sentence.substring(0, sentence.indexOf(", and for classes pieces.")).split(", ", -1));
    assertThat(said).containsExactlyInAnyOrderElementsOf(NetworkRegularizer.standard()
        .stream()
        .filter(regularizer -> regularizer.tried() == Tried.ON_REQUEST)
        .map(NetworkRegularizer::name)
        .toList());
  }
}
