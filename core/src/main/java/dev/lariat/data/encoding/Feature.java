package dev.lariat.data.encoding;

/**
 * One input of a model.
 *
 * @param name how to call it: {@code age}, {@code colour=red}, {@code review:excellent}, {@code age missing}
 * @param source the place of its column in {@link Preprocessing#encodings()}: features of one source are a group
 * @param column the name of its column
 * @param role what it says of the column
 * @param level the level or term that it stands for, null for another role
 * @param codes for role CODE how many codes there are, else 0
 */
public record Feature(String name, int source, String column, Role role, String level, int codes) {
  /** What an input says of its column. */
  public enum Role {
    /** Its number. */
    NUMBER,
    /** How far its number is through a piece of its range. */
    PIECE,
    /** Whether it has this level. */
    LEVEL,
    /** Whether it has a rare or unseen level. */
    OTHER,
    /** Whether it is missing. */
    MISSING,
    /** Part of its date. */
    DATE_PART,
    /** Its level as an integer. */
    CODE,
    /** How much of a term its text has: the level is the term. */
    TERM,
    /** The word at a place of its text, as an integer. */
    WORD
  }
}
