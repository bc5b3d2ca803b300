package dev.lariat.handover.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resource with the parts of a program in the language that is written, so that editors and linters know it. A part
 * begins below a line {@code # ==== name ====} ({@code //} in Java), and ends before the next one. Placeholders are
 * {@code $NAME}: {@link ProgramText} fills them.
 */
public final class TemplateFile {
  private static final Pattern HEADING = Pattern.compile("(?m)^(?:#|//) ==== (.+) ====\n");

  private final String resource;
  private final Map<String, String> parts = new LinkedHashMap<>();

  private TemplateFile(String resource, String text) {
    this.resource = resource;
    Matcher heading = HEADING.matcher(text);
    String name = null;
    int begin = 0;
    while (heading.find()) {
      put(name, text.substring(begin, heading.start()));
      name = heading.group(1);
      begin = heading.end();
    }
    put(name, text.substring(begin));
  }

  private void put(String name, String part) {
    if (name == null ? !part.isEmpty() : parts.put(name, part) != null) {
      throw new IllegalStateException(resource + (name == null ? " does not begin with a part" : " has two " + name));
    }
  }

  /**
   * Reads a resource.
   *
   * @param beside the class in whose folder it lies
   */
  public static TemplateFile of(Class<?> beside, String resource) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource + " beside " + beside.getName());
      }
      return new TemplateFile(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a part, with its placeholders. */
  public String part(String name) {
    String part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException(resource + " has no part '" + name + "', only " + parts.keySet());
    }
    return part;
  }
}
