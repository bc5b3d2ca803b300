package dev.lariat.studio.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which address is answered by whom. What changes something is never reached by GET. */
public final class Routes {
  private final Map<String, Handler> reading = new HashMap<>();
  private final Map<String, Handler> changing = new HashMap<>();

  /** Answers a GET, which changes nothing. */
  public Routes get(String path, Handler handler) {
    reading.put(path, handler);
    return this;
  }

  /** Answers a POST. */
  public Routes post(String path, Handler handler) {
    changing.put(path, handler);
    return this;
  }

  /**
   * Who answers.
   *
   * @throws Refusal where there is nobody
   */
  Handler find(String method, String path) {
    Optional<Handler> found = switch (method) {
      case "GET" -> Optional.ofNullable(reading.get(path));
      case "POST" -> Optional.ofNullable(changing.get(path));
      default -> throw new Refusal(405, "only GET and POST are answered");
    };
    return found.orElseThrow(() -> reading.containsKey(path) || changing.containsKey(path)
        ? new Refusal(405, "this address does not answer " + method)
        : Refusal.notFound("there is nothing at this address"));
  }
}
