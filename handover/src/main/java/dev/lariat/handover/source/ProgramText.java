package dev.lariat.handover.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that is being written, part by part. A placeholder is {@code $NAME}, in capitals. All placeholders of a
 * part are filled in one pass: what is put in is never looked at again, so a column may be called {@code $TASK}. A
 * placeholder without a value, and a value without its placeholder, are defects of a template and throw.
 */
public final class ProgramText {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$([A-Z]+)");

  private final StringBuilder text = new StringBuilder();

  /**
   * Adds a part.
   *
   * @param template text with placeholders
   * @param pairs the name and the value of each placeholder
   */
  public ProgramText add(String template, Object... pairs) {
    text.append(fill(template, pairs));
    return this;
  }

  /** Adds a part if it is wanted. */
  public ProgramText addIf(boolean wanted, String template, Object... pairs) {
    return wanted ? add(template, pairs) : this;
  }

  /** Adds text that is complete: a dollar in it is a dollar. */
  public ProgramText append(String complete) {
    text.append(complete);
    return this;
  }

  /** A template with its placeholders filled. */
  public static String fill(String template, Object... pairs) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(String.valueOf(pairs[i]), String.valueOf(pairs[i + 1]));
    }
    var unused = new TreeSet<>(values.keySet());
    Matcher placeholder = PLACEHOLDER.matcher(template);
    var filled = new StringBuilder();
    while (placeholder.find()) {
      String value = values.get(placeholder.group(1));
      if (value == null) {
        throw new IllegalStateException("no value for " + placeholder.group() + " in: " + template);
      }
      unused.remove(placeholder.group(1));
      placeholder.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    if (!unused.isEmpty()) {
      throw new IllegalStateException("no placeholder for " + unused + " in: " + template);
    }
    return placeholder.appendTail(filled).toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
