package dev.lariat.studio.web;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the libraries say to who types commands, in the words of who looks at a page: an option that a line proposes is
 * said as what the page calls it. A line that proposes none stays as it is.
 */
public final class PageWords {
  /** A value, in quotes where it has blanks. */
  private static final String VALUE = "[ =]'?((?<=')[^']*(?=')|\"[^\"]*\"|[^\\s;,.)']+(?:[.,][^\\s;,.)]+)*)'?";

  /** Options by what the page calls them; longer sentences first. */
  private static final List<UnaryOperator<String>> WORDS = List.of(
      said("--kinds (\\S+)=(\\w+),\\1?(\\S+)=(\\w+)", "the kinds $2 at column '$1' and $4 at column '$3'"),
      said("--kinds '(.+?)=(\\w+),(.+?)=(\\w+)'", "the kinds $2 at column '$1' and $4 at column '$3'"),
      said("--kinds '\"?(.+?)\"?=(\\w+)' or =(\\w+)", "the kind $2 or $3, chosen at column '$1',"),
      said("--kinds '\"?(.+?)\"?=(\\w+)'", "the kind $2, chosen at column '$1',"),
      said("--kinds (\\S.*?)=(\\w+) or =(\\w+)", "the kind $2 or $3, chosen at column '$1',"),
      said("--kinds (\\S.*?)=(\\w+)", "the kind $2, chosen at column '$1',"),
      said("--kinds", "their kinds at the columns"), said("--drop" + VALUE, "'leave out' at column $1"),
      said("with --drop\\b", "by 'leave out' at each"),
      said("--target-missing drop", "'Rows without a target: leave out' in the study's form"),
      said("--on-bad-rows skip", "'Leave out lines with too many or too few fields' under Data"),
      said("--group-column" + VALUE, "'Groups that stay together: $1' in the study's form"),
      said("--group-column", "'Groups that stay together' in the study's form"),
      said("--time-column" + VALUE, "'Split in the order of: $1' in the study's form"),
      said("--metric absolute-error", "the metric absolute-error in the study's form"),
      said("--text-chars" + VALUE, "'Characters as features: $1' in the study's form"),
      said("--text-min-df", "'Fewest rows of a word'"), said("--text-max-df", "'Most rows of a word'"),
      said("--models" + VALUE, "the models $1 in the study's form"), said("--folds" + VALUE, "$1 folds"),
      said("--image HxW, --series N or --layers", "the size of pictures, or the steps of a series"),
      said("--image" + VALUE, "'Pictures of: $1' in the study's form"),
      said("--task" + VALUE, "'The target is: $1' in the study's form"),
      said("give --task", "choose what the target is"),
      said("give a lower learning rate \\(--lr\\)", "set a lower 'Learning rate' in the study's form"),
      said(", or overwrite it with --force", ", or take it away"),
      said("choose another --out, or start anew with --force",
          "take that folder away, or choose another setting, whose run goes elsewhere"),
      said("(?:: |; )?start(?: the study)? anew with --force", ": take that folder away, and begin the study again"));

  /** The fields of the study's form. */
  private static final Map<String, String> FIELDS = Map.ofEntries(Map.entry("time-limit", "Time limit"),
      Map.entry("test", "Rows kept out to the end"), Map.entry("regularizers", "Regularizers"),
      Map.entry("models", "Models"), Map.entry("folds", "Folds"), Map.entry("seeds", "Seeds of every cell"),
      Map.entry("epochs", "Epochs"), Map.entry("hidden", "Units of hidden layers"), Map.entry("metric", "Metric"),
      Map.entry("threads", "Cells at once"), Map.entry("image", "Pictures of"),
      Map.entry("series", "Steps of a series"), Map.entry("group-column", "Groups that stay together"),
      Map.entry("time-column", "Split in the order of"), Map.entry("weights", "Weights of rows"),
      Map.entry("task", "The target is"), Map.entry("sequence-id", "A row is a step of the sequence"),
      Map.entry("sequence-time", "When the step is"),
      Map.entry("sequence-static", "The same at all steps of a sequence"), Map.entry("lr", "Learning rate"),
      Map.entry("batch", "Rows a step"), Map.entry("layers", "Layers in words"),
      Map.entry("log-target", "Learn the logarithm of the target"),
      Map.entry("text-ngrams", "Words in a row as a feature"), Map.entry("text-chars", "Characters as features"),
      Map.entry("text-min-df", "Fewest rows of a word"), Map.entry("text-max-df", "Most rows of a word"),
      Map.entry("text-max-features", "Most words"), Map.entry("quick", "A first answer"));
  private static final Pattern FIELD = Pattern.compile("(?:option )?'?--([a-z]+(?:-[a-z]+)*)'?");

  private PageWords() {}

  private static UnaryOperator<String> said(String option, String page) {
    Pattern pattern = Pattern.compile(option);
    return line -> pattern.matcher(line).replaceAll(page);
  }

  /** {@return a line for a page} */
  public static String of(String line) {
    if (!line.contains("--")) {
      return line;
    }
    String said = line;
    for (UnaryOperator<String> words : WORDS) {
      said = words.apply(said);
    }
    return FIELD.matcher(said)
        .replaceAll(found -> Matcher.quoteReplacement(
            FIELDS.containsKey(found.group(1)) ? "'" + FIELDS.get(found.group(1)) + "'" : found.group()));
  }
}
