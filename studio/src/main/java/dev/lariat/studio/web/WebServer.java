package dev.lariat.studio.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The server: the JDK's own, on the loopback address unless another one is asked for, with a virtual thread for each
 * request, so that many pages may follow a study at little cost. Every answer has the headers that keep its content
 * from being anything else than what it is.
 */
public final class WebServer implements AutoCloseable {
  /** All from here; no script or style but in files; nobody shows it inside of another page. */
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
      + "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  /** What is framed says in its own head what may be inside; here it loses its origin. */
  private static final String FRAMED = "sandbox allow-scripts allow-downloads; frame-ancestors 'self'";
  private static final int UNAUTHORIZED = 401;
  private static final int FEWEST_COMPUTING = 4;

  private final Place place;
  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  /** Whoever computes does it here: on a virtual thread it would hold up all the others. */
  private final ExecutorService computing = Executors.newFixedThreadPool(
      Math.max(FEWEST_COMPUTING, 2 * Runtime.getRuntime().availableProcessors()),
      Thread.ofPlatform().name("lariat-studio-", 0).daemon().factory());
  private final Gate gate;
  private final Routes routes;
  private final FailureLine failures;

  static {
    // Small answers must not wait for an acknowledgement of the last one (Nagle's algorithm): a slider would feel it.
    setIfFree("sun.net.httpserver.nodelay", "true");
    // Pages keep connections open while they follow a study.
    setIfFree("sun.net.httpserver.maxIdleConnections", "1000");
  }

  private static void setIfFree(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Starts.
   *
   * @param port 0 for a free one
   * @throws UncheckedIOException if the port is taken, or the address is not this machine's
   */
  public WebServer(Place place, int port, Routes routes, FailureLine failures) {
    this.place = place;
    this.routes = routes;
    this.failures = failures;
    try {
      server = HttpServer.create(new InetSocketAddress(place.address(), port), 0);
    } catch (BindException e) {
      throw new UncheckedIOException(
          new IOException("port " + port + " is taken: choose another --port, or leave it away"
              + (place.isLoopback() ? "" : "; or " + place.shown() + " is no address of this machine"), e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int bound = server.getAddress().getPort();
    gate = new Gate(place.hosts(bound), bound);
    server.setExecutor(requests);
    server.createContext("/", this::handle);
    server.start();
  }

  /** {@return where it is, with the token} */
  public String address() {
    return "http://" + place.shown() + ":" + server.getAddress().getPort() + "/?token=" + gate.token();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (Exception | OutOfMemoryError failure) {
        answer = failures.answer(failure);
      }
      try {
        send(exchange, answer);
      } finally {
        answer.release();
      }
    } catch (IOException _) {
      // The browser went away; there is nobody to tell.
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    String method = exchange.getRequestMethod();
    gate.checkOrigin(method, headers);
    var request = new Request(exchange);
    if (request.path().equals(SignInPage.PATH)) {
      return signIn(exchange, method, request);
    }
    boolean token = gate.opens(request.said("token"));
    if (!token && !gate.knows(headers)) {
      return request.path().equals("/")
          ? Answer.page(UNAUTHORIZED, SignInPage.of(false))
          : Answer.text(UNAUTHORIZED, "sign in first");
    }
    if (token) {
      exchange.getResponseHeaders().set("Set-Cookie", gate.cookie());
    }
    return computed(routes.find(method, request.path()), request);
  }

  private Answer computed(Handler handler, Request request) throws IOException {
    try {
      return computing.submit(() -> handler.answer(request)).get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case IOException failure -> throw failure;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the studio is closing");
    }
  }

  private Answer signIn(HttpExchange exchange, String method, Request request) {
    if (method.equals("GET")) {
      return Answer.page(200, SignInPage.of(false));
    }
    if (!method.equals("POST")) {
      throw new Refusal(405, "only GET and POST are answered");
    }
    Optional<String> given = Request.parsed(new String(request.form(), StandardCharsets.UTF_8))
        .getOrDefault("token", List.of())
        .stream()
        .findFirst();
    if (!gate.opens(given)) {
      return Answer.page(UNAUTHORIZED, SignInPage.of(true));
    }
    exchange.getResponseHeaders().set("Set-Cookie", gate.cookie());
    exchange.getResponseHeaders().set("Location", "/");
    return Answer.text(303, "signed in");
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    headers.set("X-Content-Type-Options", "nosniff");
    // The token is in the first address: nobody else is told it. (With no-referrer a form would come from Origin null.)
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", switch (answer.framing()) {
      case NEVER -> POLICY;
      case SANDBOXED -> FRAMED;
    });
    answer.headers().forEach(headers::set);
    switch (answer) {
      case Answer.Whole whole -> {
        exchange.sendResponseHeaders(whole.status(), whole.body().length == 0 ? -1 : whole.body().length);
        try (OutputStream body = exchange.getResponseBody()) {
          body.write(whole.body());
        }
      }
      case Answer.Saved saved -> sendFile(exchange, saved.file());
      case Answer.Made made -> sendFile(exchange, made.file());
      case Answer.Stream stream -> {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
          stream.writer().writeTo(body);
        }
      }
    }
  }

  private static void sendFile(HttpExchange exchange, Path file) throws IOException {
    long size = Files.size(file);
    exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
    try (OutputStream body = exchange.getResponseBody()) {
      Files.copy(file, body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    computing.shutdownNow();
  }
}
