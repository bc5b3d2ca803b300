package dev.lariat.studio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends requests letter by letter: a client that means well would not send some of them. */
public final class Browserless {
  private static final int PATIENCE_MILLIS = 180_000;

  private final int port;
  private final String token;

  /**
   * A client of a studio.
   *
   * @param address that it printed
   */
  public Browserless(String address) {
    port = Integer.parseInt(address.replaceFirst("http://.*:([0-9]+)/.*", "$1"));
    token = address.replaceFirst(".*token=", "");
  }

  /** An answer, as it came. */
  public record Reply(int status, String head, String body) {
    /** {@return the value of a header; empty without} */
    public String header(String name) {
      for (String line : head.split("\r\n", -1)) {
        if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return "";
    }
  }

  public int port() {
    return port;
  }

  public String token() {
    return token;
  }

  /** {@return the cookie that the token is exchanged for} */
  public String cookie() throws IOException {
    return raw("GET /?token=" + token + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n").header("Set-Cookie")
        .replaceFirst(";.*", "");
  }

  /** A GET of somebody who has signed in. */
  public Reply get(String path) throws IOException {
    return raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nCookie: " + cookie() + "\r\n");
  }

  /** A POST of somebody who has signed in. */
  public Reply post(String path, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nCookie: " + cookie()
        + "\r\nContent-Length: " + bytes.length + "\r\nConnection: close\r\n\r\n", bytes);
  }

  /**
   * Any request; the connection is closed after the answer.
   *
   * @param head request line and headers, each ended
   */
  public Reply raw(String head) throws IOException {
    return send(head + "Connection: close\r\n\r\n", new byte[0]);
  }

  private Reply send(String head, byte[] body) throws IOException {
    try (Socket socket = open()) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return reply(socket.getInputStream());
    }
  }

  public Socket open() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static Reply reply(InputStream in) throws IOException {
    var all = new ByteArrayOutputStream();
    in.transferTo(all);
    String text = all.toString(StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    String head = text.substring(0, end);
    return new Reply(Integer.parseInt(head.substring(9, 12)), head, text.substring(end + 4));
  }
}
