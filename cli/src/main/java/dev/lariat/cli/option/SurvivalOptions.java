package dev.lariat.cli.option;

import dev.lariat.cli.word.Choice;
import dev.lariat.cli.word.ValueWords;
import dev.lariat.linear.Cox;
import dev.lariat.linear.Family;
import dev.lariat.model.linear.SurvivalColumns;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which columns say how long a row was followed, and what happened then. */
public final class SurvivalOptions {
  @Option(names = "--time", paramLabel = "COLUMN", description = "Of cox, in place of --target: how long a row was followed, until its event or the last look.")
  private String time;

  @Option(names = "--event", paramLabel = "COLUMN", description = "Of cox: 1 or true where the event happened at that time, 0 or false where not.")
  private String event;

  @Option(names = "--start", paramLabel = "COLUMN", description = "Of cox: from when on a row was at risk (default: from the beginning).")
  private String start;

  @Option(names = "--strata", paramLabel = "COLUMN", description = "Of cox: rows are compared within equal values of this column only.")
  private String strata;

  @Option(names = "--ties", completionCandidates = ValueWords.Ties.class, paramLabel = "breslow|efron", description = "Of cox: how events at the same time are counted (default: breslow).")
  private String ties;

  /**
   * Checks the options, and names the time as the table's target.
   *
   * @param family that was told, or null
   * @return the family with its ties
   * @throws IllegalArgumentException if they do not fit together
   */
  public Family check(Family family, TableInput input) {
    if (family == null || family.survival().isEmpty()) {
      if (time != null || event != null || start != null || strata != null || ties != null) {
        throw new IllegalArgumentException(
            "--time, --event, --start, --strata and --ties are options of --family cox: say that, or leave them out");
      }
      return family;
    }
    if (input.target() != null) {
      throw new IllegalArgumentException(
          "--target: with --family cox the time is what is modelled; give --time, no --target");
    }
    if (time == null || event == null) {
      throw new IllegalArgumentException("--family cox needs --time COLUMN and --event COLUMN");
    }
    input.targetIs(time);
    return Family.cox(ties == null ? Cox.Ties.BRESLOW : Choice.of(Cox.Ties.class, "--ties", ties));
  }

  /** {@return the columns, once they have been checked; empty for other families} */
  public Optional<SurvivalColumns> columns() {
    return event == null
        ? Optional.empty()
        : Optional.of(new SurvivalColumns(event, Optional.ofNullable(start), Optional.ofNullable(strata)));
  }
}
