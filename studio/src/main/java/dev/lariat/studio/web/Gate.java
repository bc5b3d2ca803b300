package dev.lariat.studio.web;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask. A page of somewhere else can make a browser send requests here; three things keep it out: the
 * {@code Host} must be this machine's own (else a name that an attacker lets point to 127.0.0.1 would make his page one
 * of ours: DNS rebinding), an {@code Origin} must be ours (cross-site requests), and the cookie is sent from our own
 * pages only ({@code SameSite=Strict}). Programs of other users of this machine lack the token.
 */
final class Gate {
  private static final int BYTES = 32;

  private final String token;
  private final String session;
  private final String cookieName;
  private final Set<String> hosts;

  /**
   * A gate.
   *
   * @param names by which the server may be asked for, with the port
   * @param port where the server listens: cookies do not know ports, so that their name must
   */
  Gate(Set<String> names, int port) {
    var random = new SecureRandom();
    token = secret(random);
    session = secret(random);
    cookieName = "lariat-studio-" + port;
    hosts = names;
  }

  private static String secret(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** {@return what opens the gate, for the address that the user is shown} */
  String token() {
    return token;
  }

  /** {@return the header that sets the cookie} */
  String cookie() {
    return cookieName + "=" + session + "; Path=/; HttpOnly; SameSite=Strict";
  }

  /**
   * Checks where a request comes from.
   *
   * @throws Refusal with 403 if it is not for this machine by name, or comes from a page of somewhere else
   */
  void checkOrigin(String method, Headers headers) {
    List<String> named = headers.getOrDefault("Host", List.of());
    if (named.size() != 1 || !hosts.contains(named.getFirst())) {
      throw new Refusal(403, "the studio does not answer to this name: open the address that it printed");
    }
    for (String origin : headers.getOrDefault("Origin", List.of())) {
      if (!origin.equals("http://" + named.getFirst())) {
        throw new Refusal(403, "the request comes from a page of somewhere else");
      }
    }
    boolean elsewhere = headers.getOrDefault("Sec-Fetch-Site", List.of()).contains("cross-site");
    boolean link = method.equals("GET") && headers.getOrDefault("Sec-Fetch-Dest", List.of()).contains("document");
    if (elsewhere && !link) {
      throw new Refusal(403, "the request comes from a page of somewhere else");
    }
  }

  /** {@return whether the request has the cookie} */
  boolean knows(Headers headers) {
    return headers.getOrDefault("Cookie", List.of())
        .stream()
        .flatMap(line -> List.of(line.split(";", -1)).stream())
        .map(String::strip)
        .filter(pair -> pair.startsWith(cookieName + "="))
        .anyMatch(pair -> same(pair.substring(cookieName.length() + 1), session));
  }

  /** {@return whether this is the token} */
  boolean opens(Optional<String> given) {
    return given.filter(word -> same(word.strip(), token)).isPresent();
  }

  /** In a time that does not tell how much of it is right. */
  private static boolean same(String given, String secret) {
    return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }
}
