package dev.lariat.studio.web;

import dev.lariat.data.Task;
import dev.lariat.metric.Metric;
import dev.lariat.study.Preference;
import dev.lariat.study.Study;
import dev.lariat.study.candidate.ModelKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the libraries say to who types commands, in the words of who looks at a page: an option that a line proposes is
 * said as what the page calls it, with its value as it is, without a shell's quotes. A line that proposes none stays as
 * it is, and so does a command that is none of the page's.
 */
public final class PageWords {
  private static final String NUMBERS = "((?:\\d+(?:\\.\\d+)?[a-z]*|HxW|N\\b)(?:[,x-]\\d+(?:\\.\\d+)?)*)";

  /** What follows an option that names no column there: one of that name is told by quotes or an equals sign. */
  private static final String NO_PROSE = "(?!(?<= )(?:a|all|also|and|are|as|asks|at|because|beside|by|cannot|columns?|for|from|gives|has|in"
      + "|is|it|keeps|leaves|lists|makes|may|means|must|name|names|need|needs|nor|not|of|on|only|or|out|says|so|splits"
      + "|stands?|takes|tells|than|that|the|them|these|they|this|those|to|what|where|which|who|with|would)"
      + "(?![\\p{L}\\p{N}_/=+-]|[.,:]\\S))";
  private static final String COLUMNS = NO_PROSE + "(" + TypedWord.PATTERN + ")";

  /** Whole sentences that another one says better on a page. */
  private static final List<UnaryOperator<String>> SENTENCES = List.of(
      said("with --drop\\b(?! ['\"\\w])", "by 'leave out' at each"),
      said("--image HxW, --series N or --layers", "the size of pictures, or the steps of a series"),
      said("give --task", "choose what the target is"),
      said("give a lower learning rate \\(--lr\\)", "set a lower 'Learning rate' in the study's form"),
      said("lariat linear --hinges (\\d+)", "'lariat linear --hinges $1' on the command line"),
      said(", or overwrite it with --force", ", or take it away"),
      said("choose another --out, or start anew with --force",
          "take that folder away, or choose another setting, whose run goes elsewhere"),
      said("(?:: |; )?start(?: the study)? anew with --force", ": take that folder away, and begin the study again"));

  /**
   * An option as the page has it.
   *
   * @param label what stands beside it
   * @param value that a line may propose behind the option's name
   * @param with how the option is said with that value; empty where it is none
   */
  private record Field(String label, Pattern value, Function<MatchResult, String> with) {}

  private static final Map<String, Field> FIELDS = fields();

  /** A command that is none of the page's, with its options; or an option. */
  private static final Pattern OPTION = Pattern.compile("--sql[ =]" + TypedWord.PATTERN + "(?: --[a-z-]+[ =]"
      + TypedWord.PATTERN + ")*|'lariat [^']*'|(?:option )?'?--(?<name>[a-z]+(?:-[a-z]+)*)'?");

  private PageWords() {}

  private static UnaryOperator<String> said(String sentence, String page) {
    Pattern pattern = Pattern.compile(sentence);
    return line -> pattern.matcher(line).replaceAll(page);
  }

  private static Map<String, Field> fields() {
    var fields = new LinkedHashMap<String, Field>();
    fields.put("target", column("What is to be predicted"));
    fields.put("kinds", new Field("their kinds at the columns", behind("(" + TypedWord.PATTERN + ")(?: or =(\\w+))?"),
        PageWords::kinds));
    fields.put("drop", new Field("'leave out'", behind(COLUMNS), value -> atColumns("'leave out'", value.group(1))));
    fields.put("on-bad-rows", new Field("'Leave out lines with too many or too few fields' under Data",
        behind("skip\\b"), _ -> "'Leave out lines with too many or too few fields' under Data"));
    fields.put("target-missing", worded("Rows without a target", Map.of("drop", "leave out", "refuse", "refuse")));
    fields.put("group-column", column("Groups that stay together"));
    fields.put("time-column", column("Split in the order of"));
    Map.of("weights", "Weights of rows", "sequence-id", "A row is a step of the sequence", "sequence-time",
        "When the step is", "sequence-static", "The same at all steps of a sequence", "log-target",
        "Learn the logarithm of the target", "quick", "A first answer", "sublinear-tf",
        "A word that comes often counts less: 1 + ln(count)")
        .forEach((option, label) -> fields.put(option, field(label, "(?!)")));
    Map.ofEntries(Map.entry("time-limit", "Time limit"), Map.entry("test", "Rows kept out to the end"),
        Map.entry("folds", "Folds"), Map.entry("seeds", "Seeds of every cell"), Map.entry("epochs", "Epochs"),
        Map.entry("hidden", "Units of hidden layers"), Map.entry("threads", "Cells at once"),
        Map.entry("image", "Pictures of"), Map.entry("series", "Steps of a series"), Map.entry("lr", "Learning rate"),
        Map.entry("batch", "Rows a step"), Map.entry("text-ngrams", "Words in a row as a feature"),
        Map.entry("text-chars", "Characters as features"), Map.entry("text-min-df", "Fewest rows of a word"),
        Map.entry("text-max-df", "Most rows of a word"), Map.entry("text-max-features", "Most words"))
        .forEach((option, label) -> fields.put(option, field(label, NUMBERS)));
    fields.put("layers", field("Layers in words", "\"([^\"]*)\""));
    fields.put("models", listed("Models", Arrays.stream(ModelKind.values()).map(ModelKind::toString).toList()));
    fields.put("regularizers", listed("Regularizers", Study.regularizerNames()));
    fields.put("metric", listed("Metric", Arrays.stream(Metric.values()).map(Metric::toString).toList()));
    fields.put("task", listed("The target is", Arrays.stream(Task.values()).map(PageWords::word).toList()));
    fields.put("prefer",
        listed("Train which answer", Arrays.stream(Preference.values()).map(PageWords::word).toList()));
    return fields;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Pattern behind(String value) {
    return Pattern.compile("[ =]" + value);
  }

  /** A field whose value is one group of a pattern. */
  private static Field field(String label, String value) {
    return new Field("'" + label + "'", behind(value), found -> inForm(label, found.group(1)));
  }

  /** A field that names a column. */
  private static Field column(String label) {
    return new Field("'" + label + "'", behind(COLUMNS), found -> inForm(label, TypedWord.of(found.group(1))));
  }

  /** A field that takes one of some words, or several. */
  private static Field listed(String label, Collection<String> words) {
    String one = words.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")(?![\\w-])"));
    return field(label, "(" + one + "(?:," + one + ")*)");
  }

  /** A field whose words are others on the page. */
  private static Field worded(String label, Map<String, String> words) {
    return new Field("'" + label + "'", behind("(" + String.join("|", words.keySet()) + ")\\b"),
        found -> inForm(label, words.get(found.group(1))));
  }

  private static String inForm(String label, String value) {
    return "'" + label + ": " + value + "' in the study's form";
  }

  private static String atColumns(String what, String list) {
    List<String> names = TypedWord.names(list);
    return what + " at " + (names.size() == 1 ? "column" : "the columns") + " "
        + names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" and "));
  }

  private static String kinds(MatchResult found) {
    List<TypedWord.Pair> pairs = TypedWord.pairs(found.group(1));
    if (pairs.size() > 1) {
      return "the kinds " + pairs.stream()
          .map(pair -> pair.value() + " at column '" + pair.name() + "'")
          .collect(Collectors.joining(" and "));
    }
    if (pairs.isEmpty()) {
      return "";
    }
    TypedWord.Pair pair = pairs.getFirst();
    String or = found.group(2) == null ? "" : " or " + found.group(2);
    return "the kind " + pair.value() + or + ", chosen at "
        + (pair.name().equals("COLUMN") ? "the column," : "column '" + pair.name() + "',");
  }

  /** {@return what stands beside the options on the page, by their names without hyphens in front} */
  public static Map<String, String> labels() {
    var labels = new LinkedHashMap<String, String>();
    FIELDS.forEach((option, field) -> labels.put(option, field.label()));
    return labels;
  }

  /** {@return a line for a page} */
  public static String of(String line) {
    if (!line.contains("--")) {
      return line;
    }
    String told = line;
    for (UnaryOperator<String> sentence : SENTENCES) {
      told = sentence.apply(told);
    }
    var page = new StringBuilder();
    int at = 0;
    Matcher option = OPTION.matcher(told);
    while (at < told.length() && option.find(at)) {
      page.append(told, at, option.start());
      Field field = option.group("name") == null ? null : FIELDS.get(option.group("name"));
      if (field == null) {
        page.append(option.group());
        at = option.end();
        continue;
      }
      Matcher value = field.value().matcher(told).region(option.end(), told.length());
      String with = value.lookingAt() ? field.with().apply(value.toMatchResult()) : "";
      page.append(with.isEmpty() ? field.label() : with);
      at = with.isEmpty() ? option.end() : value.end();
    }
    return page.append(told.substring(at)).toString();
  }
}
