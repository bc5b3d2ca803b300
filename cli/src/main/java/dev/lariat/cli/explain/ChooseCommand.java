package dev.lariat.cli.explain;

import dev.lariat.explain.DecisionGuide;
import dev.lariat.page.Block.Table;
import dev.lariat.page.Page;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lariat explain choose}. */
@Command(name = "choose", description = "Say which regularizer to use when, and why.")
final class ChooseCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Mixin
  private Output output;

  @Override
  public void run() {
    DecisionGuide guide = DecisionGuide.standard();
    Page.Builder page = Page.titled("Which regularizer, and why");
    page.say(
        "Data decide: lariat fit DATA --target COLUMN tries every regularizer worth trying and says which one it should "
            + "be, how strong, and how sure that is. This is what to expect of each.");
    page.heading("What do you have?");
    page.add(new Table(List.of("you have", "use", "because"),
        guide.situations().stream().map(s -> List.of(s.have(), s.use(), s.because())).toList()));
    page.say(
        "Of texts docs/text.md is the worked example: L1, L2 and the elastic net on the posts of two newsgroups, with their "
            + "losses, how many words each takes, and which words tell the groups apart.");
    page.heading("What each one does");
    page.add(new Table(
        List.of("regularizer", "term", "effect", "zeros", "cost", "affects", "lasts", "at inference", "example",
            "optimizer", "see"),
        guide.regularizers()
            .stream()
            .map(e -> List.of(e.name(), e.term(), e.effect(), e.zeros(), e.cost(), e.affects(), e.lasts(),
                e.inference(), e.use(), e.optimizer(), e.command()))
            .toList()));
    page.say(
        "They go together: dropout with decay is common in networks, L1 with L2 is the elastic net. Early stopping comes "
            + "on top of all of them.");
    output.show(spec, page.build(), Map.of("situations", guide.situations(), "regularizers", guide.regularizers()));
  }
}
