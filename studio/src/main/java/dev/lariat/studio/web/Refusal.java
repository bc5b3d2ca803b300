package dev.lariat.studio.web;

/** A request that is answered with a status and one line. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * A refusal.
   *
   * @param status of HTTP, from 400
   * @param line what is wrong and what to do
   */
  public Refusal(int status, String line) {
    super(line);
    this.status = status;
  }

  /** {@return what was asked for is not there} */
  public static Refusal notFound(String line) {
    return new Refusal(404, line);
  }

  /** {@return the request makes no sense} */
  public static Refusal wrong(String line) {
    return new Refusal(400, line);
  }

  /** {@return the status of HTTP} */
  public int status() {
    return status;
  }
}
