package dev.lariat.optim;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A kind of {@link Optimizer}, with its names. {@link #ALL} is the one list of them: model files, the command line and
 * its help read it.
 *
 * @param type the record
 * @param fileName in a model file; never changes, so that no file is orphaned
 * @param forms the words for it on the command line
 */
public record OptimizerKind(Class<? extends Optimizer> type, String fileName, List<Form> forms) {
  /**
   * A word of the command line.
   *
   * @param word {@link Optimizer#name} of what {@code make} makes
   * @param takesMomentum whether it has a momentum to set
   * @param make from settings of which it takes those that it knows
   */
  public record Form(String word, boolean takesMomentum, Function<Settings, Optimizer> make) {}

  /**
   * What can be set on the command line.
   *
   * @param learningRate η
   * @param momentum μ, for the forms with momentum
   * @param decay of an optimizer's own decoupled decay; empty for its default
   * @param dialect whose arithmetic
   */
  public record Settings(double learningRate, double momentum, OptionalDouble decay, Dialect dialect) {}

  /** Every kind, in the order in which help lists them. */
  public static final List<OptimizerKind> ALL = List.of(
      new OptimizerKind(Adam.class, "adam",
          List.of(new Form("adam", false, s -> Adam.of(s.learningRate(), s.dialect())))),
      new OptimizerKind(AdamW.class, "adamw", List.of(new Form("adamw", false, OptimizerKind::adamW))),
      new OptimizerKind(Sgd.class, "sgd",
          List.of(new Form("sgd", false, s -> Sgd.of(s.learningRate(), 0, false, s.dialect())),
              new Form("momentum", true, s -> Sgd.of(s.learningRate(), s.momentum(), false, s.dialect())),
              new Form("nesterov", true, s -> Sgd.of(s.learningRate(), s.momentum(), true, s.dialect())))),
      new OptimizerKind(RmsProp.class, "rmsprop",
          List.of(new Form("rmsprop", false, s -> RmsProp.of(s.learningRate(), s.dialect())))));

  /** Copies the list. */
  public OptimizerKind {
    forms = List.copyOf(forms);
  }

  private static Optimizer adamW(Settings settings) {
    AdamW adamW = AdamW.of(settings.learningRate(), settings.dialect());
    return settings.decay().isPresent() ? adamW.withDecay(settings.decay().getAsDouble()) : adamW;
  }

  /** {@return the words of those that have a momentum to set} */
  public static List<String> wordsWithMomentum() {
    return ALL.stream().flatMap(kind -> kind.forms().stream()).filter(Form::takesMomentum).map(Form::word).toList();
  }

  /** {@return the words of the command line} */
  public static List<String> words() {
    return ALL.stream().flatMap(kind -> kind.forms().stream()).map(Form::word).toList();
  }

  /** {@return the form of a word, in either case; empty if there is none} */
  public static Optional<Form> form(String word) {
    return ALL.stream()
        .flatMap(kind -> kind.forms().stream())
        .filter(form -> form.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
