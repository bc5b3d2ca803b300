package dev.lariat.studio.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Files of the page, all from our jars. */
public final class Assets {
  private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css",
      "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

  private Assets() {}

  /**
   * A file that never changes while the server runs.
   *
   * @param beside whose package it is in
   * @param name with its ending
   */
  public static Handler of(Class<?> beside, String name) {
    String type = TYPES.get(name.replaceFirst(".*\\.", ""));
    return _ -> {
      try (InputStream in = beside.getResourceAsStream(name)) {
        if (in == null) {
          throw new IOException("the jar lacks " + name);
        }
        return Answer.whole(200, type, in.readAllBytes());
      }
    };
  }
}
