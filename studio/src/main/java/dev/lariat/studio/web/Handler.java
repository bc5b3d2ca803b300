package dev.lariat.studio.web;

import java.io.IOException;

/** Answers the requests of one address. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers.
   *
   * @throws IOException if a file cannot be read or written
   */
  Answer answer(Request request) throws IOException;
}
