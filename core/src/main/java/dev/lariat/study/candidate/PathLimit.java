package dev.lariat.study.candidate;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a path on a fold may cost at most: by which limit it ends, as a log keeps it and a reader is told. */
public enum PathLimit {
  /** It goes to its end. */
  NONE("no limit"),
  /** About a second, where a network's training takes less. */
  SECOND("the work of about a second"),
  /** As much as a network's training. */
  TRAINING("the work of a network's training"),
  /** About ten seconds, of what was asked for, where a network's training takes less than one. */
  TEN_SECONDS("the work of about ten seconds"),
  /** As much as ten trainings of a network, of what was asked for. */
  TEN_TRAININGS("the work of ten trainings of a network");

  /** What stands for a limit that the log of an earlier version does not tell. */
  public static final String UNKNOWN = "the work that an earlier version of Lariat allowed";

  private final String words;

  PathLimit(String words) {
    this.words = words;
  }

  /** {@return with what a path ends at the latest, for the middle of a sentence} */
  public String words() {
    return words;
  }

  /** As it stands in files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@return the limit of a name; empty where there is none such} */
  public static Optional<PathLimit> parse(String text) {
    return Stream.of(values()).filter(limit -> limit.toString().equals(text)).findFirst();
  }
}
