package dev.lariat.io;

import dev.lariat.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON files as they are handed in, and what is said of those that are none. */
public final class JsonText {
  private static final int PEEK = 4096;
  private static final int LARGEST = 1 << 30;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private JsonText() {}

  /**
   * The object that a file holds.
   *
   * @param mapper that reads it
   * @param kind what it should be, for the message: {@code verdict of Lariat}
   * @param remedy what to do where it is none, behind a semicolon
   * @throws DataException if it is a folder, empty, no text, no JSON, cut, or no object; the message says where and
   * what to do
   * @throws UncheckedIOException if it cannot be read
   */
  public static JsonNode object(Path file, JsonMapper mapper, String kind, String remedy) {
    String no = ": no " + kind + "; " + remedy;
    if (Files.isDirectory(file)) {
      throw new DataException(file + " is a folder" + no);
    }
    JsonNode json;
    String text = "";
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(file, no))).toString();
      json = mapper.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw new DataException(file + " is no text in UTF-8" + no, e);
    } catch (JacksonException e) {
      boolean cut = e.getLocation() != null && isCut(text.stripTrailing(), e.getLocation().getCharOffset());
      throw new DataException(file + (cut ? cut(e) : where(e)) + no, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!json.isObject()) {
      throw new DataException(file + " is JSON, but" + no.substring(1));
    }
    return json;
  }

  /** Whether a text that is wrong at a place is right as far as it goes: within {@code true} or {@code 0.5}, too. */
  private static boolean isCut(String text, long at) {
    return at >= text.length()
        || (at >= 0 && text.substring((int) at).matches("t|tr|tru|f|fa|fal|fals|n|nu|nul|[-+.0-9eE]+"));
  }

  /** What a file holds, read once, as a pipe must be; what is no text is told from its beginning, however large. */
  private static byte[] bytes(Path file, String no) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(PEEK);
      if (new String(first, StandardCharsets.UTF_8).isBlank() && first.length < PEEK) {
        throw new DataException(file + " is empty" + no);
      }
      for (byte b : first) {
        if (b == 0) {
          throw new DataException(file + " is no text" + no);
        }
      }
      boolean large = Files.size(file) > LARGEST; // which a pipe does not tell
      byte[] rest = large ? new byte[0] : in.readNBytes(LARGEST - first.length);
      if (large || in.read() >= 0) {
        throw new DataException(file + " is larger than 1 GB" + no);
      }
      byte[] all = Arrays.copyOf(first, first.length + rest.length);
      System.arraycopy(rest, 0, all, first.length, rest.length);
      return all;
    }
  }

  /** {@return behind a file's name, where it is no JSON, or which of its parts is not what it should be} */
  public static String where(JacksonException failure) {
    boolean placed = failure.getLocation() != null && failure.getLocation().getLineNr() > 0;
    return switch (failure) {
      case UnexpectedEndOfInputException _ when placed -> cut(failure);
      case StreamReadException _ when placed -> ", line " + failure.getLocation().getLineNr() + ", column "
          + failure.getLocation().getColumnNr() + ", is no JSON";
      default -> {
        String part = part(failure);
        yield part.isEmpty() ? " is JSON of another kind" : ", at '" + part + "', is not what it should be";
      }
    };
  }

  private static String cut(JacksonException failure) {
    return " breaks off in line " + failure.getLocation().getLineNr() + ", within its JSON";
  }

  /** {@return a part's name as one would write it: {@code candidates[0].loss}; empty where it is not known} */
  private static String part(JacksonException failure) {
    var part = new StringBuilder();
    for (JacksonException.Reference step : failure.getPath()) {
      if (step.getPropertyName() != null) {
        part.append(part.isEmpty() ? "" : ".").append(step.getPropertyName());
      } else if (step.getIndex() >= 0) {
        part.append('[').append(step.getIndex()).append(']');
      }
    }
    return part.toString();
  }
}
