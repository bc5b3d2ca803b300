package dev.lariat.studio.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request that {@link Gate} let through. */
public final class Request {
  /** More than any form of the page has. */
  private static final int LARGEST_FORM = 1 << 20;

  private final HttpExchange exchange;
  private final Map<String, List<String>> query;

  Request(HttpExchange exchange) {
    this.exchange = exchange;
    this.query = parsed(exchange.getRequestURI().getRawQuery());
  }

  /** The fields of a query or a form. */
  static Map<String, List<String>> parsed(String query) {
    var fields = new LinkedHashMap<String, List<String>>();
    if (query == null || query.isEmpty()) {
      return fields;
    }
    for (String field : query.split("&", -1)) {
      String[] parts = field.split("=", 2);
      try {
        fields.computeIfAbsent(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), _ -> new ArrayList<>())
            .add(parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw Refusal.wrong("the address has a % that stands for no letter");
      }
    }
    return fields;
  }

  /** {@return the address without its query} */
  public String path() {
    return exchange.getRequestURI().getPath();
  }

  /** {@return what the address says of a name; empty where it says nothing} */
  public Optional<String> said(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** {@return all that the address says, by name} */
  public Map<String, List<String>> query() {
    return query;
  }

  /**
   * What the address must say.
   *
   * @throws Refusal where it does not
   */
  public String field(String name) {
    return said(name).filter(value -> !value.isEmpty())
        .orElseThrow(() -> Refusal.wrong("the address lacks '" + name + "'"));
  }

  /** {@return a header; empty where there is none} */
  public Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /**
   * The body as JSON.
   *
   * @throws Refusal if it is none, or larger than a form
   */
  public JsonNode json() {
    try {
      return JsonMapper.shared().readTree(form());
    } catch (JacksonException e) {
      throw Refusal.wrong("the request is no JSON");
    }
  }

  /**
   * The body, of at most the size of a form.
   *
   * @throws Refusal if it is larger
   */
  byte[] form() {
    try {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_FORM + 1);
      if (body.length > LARGEST_FORM) {
        throw new Refusal(413, "the request is too large");
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The body, however long, up to a limit.
   *
   * @param limit in bytes
   * @throws Refusal at once where the request says that it is larger
   */
  public InputStream upload(long limit) {
    long said = header("Content-Length").map(Request::size).orElse(0L);
    if (said > limit) {
      throw tooLarge(limit);
    }
    return new LimitedStream(exchange.getRequestBody(), limit);
  }

  private static long size(String header) {
    try {
      return Long.parseLong(header.strip());
    } catch (NumberFormatException e) {
      throw Refusal.wrong("the request's Content-Length is no number");
    }
  }

  /** {@return a body that is too large} */
  static Refusal tooLarge(long limit) {
    return new Refusal(413, "the file is larger than " + (limit >> 20)
        + " MB: copy it into the folder that the studio was started in, and open it from the list");
  }
}
