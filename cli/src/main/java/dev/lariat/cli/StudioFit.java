package dev.lariat.cli;

import dev.lariat.cli.word.NamedLikeOptions;
import dev.lariat.cli.word.SplitLists;
import dev.lariat.studio.command.FitWords;
import dev.lariat.studio.command.PreparedFit;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Studies of the studio by the very options of {@code lariat fit}: the same words, the same run directory. */
final class StudioFit implements FitWords {
  /**
   * Where a run of the command line went, who computed it, and what it said, is not the studio's; these have a value.
   */
  private static final Set<String> WITH_VALUE = Set.of("--out", "-o", "--tensorboard", "--on");
  private static final Set<String> ALONE = Set.of("--force", "--json", "--quiet", "-q", "--dry-run", "--debug");

  @Override
  public PreparedFit prepare(Path data, List<String> options, String shown) {
    var fit = new FitCommand();
    var line = Main.typed(new CommandLine(new RootCommand()).addSubcommand("fit", fit))
        .setOut(new PrintWriter(Writer.nullWriter()))
        .setErr(new PrintWriter(Writer.nullWriter()));
    List<String> words = new ArrayList<>(List.of("fit", data.toString()));
    words.addAll(ofTheStudy(options));
    NamedLikeOptions.allow(line.getSubcommands().get("fit"), words);
    try {
      ParseResult parsed = line.parseArgs(words.toArray(String[]::new));
      NamedLikeOptions.check(parsed);
      SplitLists.check(parsed);
    } catch (ParameterException e) {
      throw new IllegalArgumentException(Exit.lineOf(e), e);
    }
    return fit.prepareAlone(shown);
  }

  private static List<String> ofTheStudy(List<String> options) {
    var kept = new ArrayList<String>();
    for (Iterator<String> words = options.iterator(); words.hasNext();) {
      String word = words.next();
      if (WITH_VALUE.contains(word)) {
        if (words.hasNext()) {
          words.next();
        }
      } else if (!ALONE.contains(word) && WITH_VALUE.stream().noneMatch(name -> word.startsWith(name + "="))) {
        kept.add(word);
      }
    }
    return kept;
  }
}
