package dev.lariat.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * One HTML file that loads nothing. Its policy forbids every request, and every style and script but those that are
 * inside, which it names by their hashes (Content Security Policy Level 3, section 2.3.1): text that slipped in
 * unescaped could still do nothing.
 */
public final class HtmlDocument {
  private HtmlDocument() {}

  /**
   * A page.
   *
   * @param title as text
   * @param style a style sheet, after the one that all pages share
   * @param body as HTML
   * @param scripts run in order when the body is there; without {@code </script}
   */
  public static String of(String title, String style, String body, List<String> scripts) {
    String css = resource(HtmlDocument.class, "house.css") + style;
    var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ")
        .append(hash(css))
        .append("; base-uri 'none'; form-action 'none'");
    if (!scripts.isEmpty()) {
      html.append("; script-src");
      scripts.forEach(script -> html.append(' ').append(hash(script)));
    }
    html.append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        .append(escaped(title))
        .append("</title>\n<style>")
        .append(css)
        .append("</style>\n</head>\n<body>\n")
        .append(body);
    scripts.forEach(script -> html.append("<script>").append(script).append("</script>\n"));
    return html.append("</body>\n</html>\n").toString();
  }

  /** A source expression of the policy: quotation marks included. */
  private static String hash(String inline) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Text as it may stand in HTML, also within quotation marks. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A text file beside a class, with line ends as browsers hash them. */
  public static String resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
