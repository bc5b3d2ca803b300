package dev.lariat.studio.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What is sent back. */
public sealed interface Answer {
  /** Who may show the answer inside of a page. */
  enum Framing {
    /** Nobody. */
    NEVER,
    /** Our own page; what is framed has no origin, so that it reaches neither the cookie nor the page around it. */
    SANDBOXED
  }

  /** {@return the status of HTTP} */
  default int status() {
    return 200;
  }

  /** {@return the type of the content} */
  String type();

  /** {@return headers beside those of every answer} */
  default Map<String, String> headers() {
    return Map.of();
  }

  /** {@return who may show it inside of a page} */
  default Framing framing() {
    return Framing.NEVER;
  }

  /** Lets go of what was made for this answer alone, after it was sent or could not be. */
  default void release() throws IOException {}

  /**
   * All of it at once.
   *
   * @param body not modified
   */
  @SuppressWarnings("ArrayRecordComponent") // it is sent once, and not compared
  record Whole(int status, String type, byte[] body, Map<String, String> headers, Framing framing) implements Answer {}

  /**
   * A file of the disk, to be saved.
   *
   * @param name under which it is saved
   */
  record Saved(String type, Path file, String name) implements Answer {
    @Override
    public Map<String, String> headers() {
      return attachment(name);
    }
  }

  /**
   * A file that was made for this answer, to be saved; it is gone afterwards, whether or not anybody got it.
   *
   * @param name under which it is saved
   */
  record Made(String type, Path file, String name) implements Answer {
    @Override
    public Map<String, String> headers() {
      return attachment(name);
    }

    @Override
    public void release() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  /** Written piece by piece, as long as somebody listens. */
  record Stream(String type, Map<String, String> headers, Writer writer) implements Answer {}

  /** Writes an answer piece by piece. */
  interface Writer {
    /**
     * Writes until there is no more.
     *
     * @throws IOException where nobody listens any more
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** {@return a value as JSON} */
  static Answer json(Object value) {
    return whole(200, "application/json", JsonMapper.shared().writeValueAsBytes(value));
  }

  /** {@return a line of text} */
  static Answer text(int status, String line) {
    return whole(status, "text/plain; charset=utf-8", line.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return a page that is not shown inside of another} */
  static Answer page(int status, String html) {
    return whole(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return a page of its own, with a policy of its own, that is shown inside of ours} */
  static Answer framed(String html) {
    return new Whole(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), Map.of(),
        Framing.SANDBOXED);
  }

  /** {@return bytes} */
  static Answer whole(int status, String type, byte[] body) {
    return new Whole(status, type, body, Map.of(), Framing.NEVER);
  }

  /** {@return text that is saved under a name} */
  static Answer saved(String type, String text, String name) {
    return saved(type, text.getBytes(StandardCharsets.UTF_8), name);
  }

  /** {@return bytes that are saved under a name} */
  static Answer saved(String type, byte[] content, String name) {
    return new Whole(200, type, content, attachment(name), Framing.NEVER);
  }

  /** The header that makes a browser save: letters that a header cannot have are escaped (RFC 6266, RFC 5987). */
  private static Map<String, String> attachment(String name) {
    var escaped = new StringBuilder();
    for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = (letter > 0 && Character.isLetterOrDigit(letter)) || letter == '.' || letter == '_'
          || letter == '-';
      if (plain) {
        escaped.append((char) letter);
      } else {
        escaped.append('%')
            .append(Character.toUpperCase(Character.forDigit(letter >> 4 & 15, 16)))
            .append(Character.toUpperCase(Character.forDigit(letter & 15, 16)));
      }
    }
    return Map.of("Content-Disposition", "attachment; filename*=UTF-8''" + escaped);
  }
}
