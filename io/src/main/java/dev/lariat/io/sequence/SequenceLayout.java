package dev.lariat.io.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the numbers of a sequence stand in a row: those of the first step, then those of the second, up to the most
 * steps that a sequence has; then how many steps this one has; then what stands beside it.
 *
 * @param steps the most steps of a sequence
 * @param channels the numbers of a step
 * @param beside columns that are the same at all steps of a sequence
 */
public record SequenceLayout(int steps, List<Channel> channels, List<String> beside) {
  /** The column that says how many steps a row has. */
  public static final String STEPS = "sequence_steps";

  private static final Pattern AT_STEP = Pattern.compile("(.+)@([1-9]\\d{0,8})", Pattern.DOTALL);

  /** Copies the lists. */
  public SequenceLayout {
    channels = List.copyOf(channels);
    beside = List.copyOf(beside);
  }

  /**
   * A number of each step.
   *
   * @param column of the long table
   * @param level empty for a column of numbers; else the level of a category for which the number is 1
   */
  public record Channel(String column, Optional<String> level) {
    /** {@return its name, {@code speed} or {@code gear=low}} */
    public String name() {
      return level.map(text -> column + "=" + text).orElse(column);
    }
  }

  /** A place in a row: a channel's number at a step, from 1. */
  record Place(Channel channel, int step) {}

  /** {@return the columns of a row, in order} */
  public List<String> columns() {
    var names = new ArrayList<String>();
    for (int step = 1; step <= steps; step++) {
      for (Channel channel : channels) {
        names.add(channel.name() + "@" + step);
      }
    }
    names.add(STEPS);
    names.addAll(beside);
    return names;
  }

  /** {@return how many numbers the steps have} */
  public int numbers() {
    return Math.multiplyExact(steps, channels.size());
  }

  /** {@return whether a column is a number of a step} */
  public static boolean isOfStep(String column) {
    return AT_STEP.matcher(column).matches();
  }

  /** {@return whether columns, those of a model for example, are those of sequences} */
  public static boolean isOfSequences(List<String> columns) {
    return columns.contains(STEPS) || columns.stream().anyMatch(SequenceLayout::isOfStep);
  }

  /**
   * {@return which number of a step a column is; empty where it is none}
   *
   * @param known whether the long table has a column
   */
  public static Optional<Channel> channel(String column, Predicate<String> known) {
    return place(column, known).map(Place::channel);
  }

  /**
   * {@return which number of which step a column is; empty where it is none}
   *
   * @param known whether the long table has a column
   */
  static Optional<Place> place(String column, Predicate<String> known) {
    Matcher matcher = AT_STEP.matcher(column);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1);
    int step = Integer.parseInt(matcher.group(2));
    if (known.test(name)) {
      return Optional.of(new Place(new Channel(name, Optional.empty()), step));
    }
    for (int equals = name.indexOf('='); equals >= 0; equals = name.indexOf('=', equals + 1)) {
      if (known.test(name.substring(0, equals))) {
        var channel = new Channel(name.substring(0, equals), Optional.of(name.substring(equals + 1)));
        return Optional.of(new Place(channel, step));
      }
    }
    return Optional.of(new Place(new Channel(name, Optional.empty()), step)); // the table lacks it, and it will be said
  }
}
