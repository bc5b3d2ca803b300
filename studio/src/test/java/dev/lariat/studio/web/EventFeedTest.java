package dev.lariat.studio.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.studio.Browserless;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pages that follow what happens: nothing is lost, however many they are, and after a break they go on. */
class EventFeedTest {
  private static final int PAGES = 50;
  private static final int EVENTS = 200;

  @Test
  void fiftyPagesSeeEveryEventOnceAndInOrder() throws InterruptedException, ExecutionException {
    var feed = new EventFeed();
    var routes = new Routes().get("/events", feed::follow);
    try (var server = new WebServer(Place.loopback(), 0, routes, new FailureLine(Path.of("/nowhere")));
        ExecutorService pages = Executors.newVirtualThreadPerTaskExecutor()) {
      var client = new Browserless(server.address());
      List<Callable<List<String>>> all = new ArrayList<>();
      for (int page = 0; page < PAGES; page++) {
        all.add(() -> ids(client, ""));
      }
      List<Future<List<String>>> seen = all.stream().map(pages::submit).toList();
      for (int i = 0; i < EVENTS; i++) {
        feed.append("cell", Map.of("number", i));
      }
      feed.end();
      List<String> whole = IntStream.range(0, EVENTS).mapToObj(String::valueOf).toList();
      for (Future<List<String>> one : seen) {
        assertThat(one.get()).isEqualTo(whole);
      }
    }
  }

  @Test
  void aPageWhoseConnectionBrokeGoesOnAfterItsLastEvent() throws IOException {
    var feed = new EventFeed();
    var routes = new Routes().get("/events", feed::follow);
    try (var server = new WebServer(Place.loopback(), 0, routes, new FailureLine(Path.of("/nowhere")))) {
      var client = new Browserless(server.address());
      for (int i = 0; i < 5; i++) {
        feed.append("cell", Map.of("number", i));
      }
      feed.end();
      assertThat(ids(client, "Last-Event-ID: 2\r\n")).containsExactly("3", "4");
      assertThat(ids(client, "Last-Event-ID: nonsense\r\n")).hasSize(5);
      assertThat(ids(client, "Last-Event-ID: 999\r\n")).isEmpty();
    }
  }

  /**
   * How something stands is told once, the last of it alone, and without a number: a page that comes back goes on after
   * events.
   */
  @Test
  void ofAStateTheLastIsTold() throws IOException {
    var feed = new EventFeed();
    var routes = new Routes().get("/events", feed::follow);
    try (var server = new WebServer(Place.loopback(), 0, routes, new FailureLine(Path.of("/nowhere")))) {
      var client = new Browserless(server.address());
      feed.append("cell", Map.of("number", 0));
      for (int epoch = 1; epoch <= 1000; epoch++) {
        feed.tell("a", "curve", Map.of("a", epoch));
        feed.tell("b", "curve", Map.of("b", epoch));
      }
      feed.forget("b");
      feed.append("cell", Map.of("number", 1));
      feed.end();
      List<String> lines = lines(client, "");
      assertThat(lines.stream().filter(line -> line.startsWith("id: "))).containsExactly("id: 0", "id: 1");
      assertThat(lines.stream().filter(line -> line.startsWith("data: "))).containsExactly("data: {\"number\":0}",
          "data: {\"number\":1}", "data: {\"a\":1000}");
    }
  }

  /** Fifty pages that take nothing: each would keep what it was not sent, were events kept by page. */
  @Test
  void pagesThatDoNotReadKeepNothing() throws IOException {
    var feed = new EventFeed();
    var routes = new Routes().get("/events", feed::follow);
    var sockets = new ArrayList<Socket>();
    try (var server = new WebServer(Place.loopback(), 0, routes, new FailureLine(Path.of("/nowhere")))) {
      var client = new Browserless(server.address());
      for (int page = 0; page < PAGES; page++) {
        sockets.add(asked(client, "Connection: keep-alive\r\n"));
      }
      long before = used();
      String large = "x".repeat(20_000);
      for (int i = 0; i < 500; i++) { // 10 MB, far more than a connection holds
        feed.append("cell", Map.of("number", large));
        feed.tell("cell", "curve", Map.of("curve", large));
      }
      long once = 500 * 20_000L;
      // By page it would be fifty times as much.
      assertThat(used()).isLessThan(before + 5 * once);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Bytes that are reachable. */
  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }

  private static Socket asked(Browserless client, String header) throws IOException {
    Socket socket = client.open();
    socket.getOutputStream()
        .write(("GET /events?token=" + client.token() + " HTTP/1.1\r\nHost: 127.0.0.1:" + client.port() + "\r\n"
            + header + "\r\n").getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static List<String> lines(Browserless client, String header) throws IOException {
    try (Socket socket = asked(client, header + "Connection: close\r\n")) {
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).lines()
          .toList();
    }
  }

  private static List<String> ids(Browserless client, String header) throws IOException {
    return lines(client, header).stream()
        .filter(line -> line.startsWith("id: "))
        .map(line -> line.substring(4))
        .toList();
  }

  @Test
  void aBodyThatDoesNotSayItsLengthIsCutAtTheLimit() {
    var stream = new LimitedStream(new ByteArrayInputStream(new byte[100]), 50);
    assertThatThrownBy(stream::readAllBytes).isInstanceOf(Refusal.class);
  }
}
