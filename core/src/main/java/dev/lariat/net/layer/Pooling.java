package dev.lariat.net.layer;

/** What becomes of the numbers that a pool joins, channel by channel. */
public enum Pooling {
  /** The largest; the first of equals. */
  MAX,
  /** Their mean. */
  AVERAGE
}
