package dev.lariat.linear.stream.risk;

/**
 * The numbers of a row that waits for an event, before its inputs. A row comes at its time; one that was not followed
 * from the beginning leaves again at its start, as a row of its own.
 */
public final class RiskRow {
  /** The stratum's number: rows are compared within it. */
  public static final int STRATUM = 0;
  /** Minus the time; minus the start of a row that leaves. */
  public static final int KEY = 1;
  /** Above 0; minus that of a row that leaves. */
  public static final int WEIGHT = 2;
  /** 1 where the event happened, else 0, as for a row that leaves. */
  public static final int EVENT = 3;
  /** The number of its fold. */
  public static final int FOLD = 4;
  /** From when on it was at risk; 0 where all were from the beginning. */
  public static final int START = 5;
  /** The known part of η; the last before the inputs. */
  public static final int OFFSET = 6;
  /** Numbers before the inputs. */
  public static final int HEAD = 7;
  /** The first numbers, by which rows are sorted. */
  public static final int KEYS = 2;

  private RiskRow() {}
}
