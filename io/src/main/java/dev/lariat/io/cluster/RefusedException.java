package dev.lariat.io.cluster;

/** Why this machine cannot do what it is asked. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RefusedException(String why) {
    super(why);
  }
}
