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
    try (var server = new WebServer(0, routes, new FailureLine(Path.of("/nowhere")));
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
    try (var server = new WebServer(0, routes, new FailureLine(Path.of("/nowhere")))) {
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

  private static List<String> ids(Browserless client, String header) throws IOException {
    try (Socket socket = client.open()) {
      socket.getOutputStream()
          .write(("GET /events?token=" + client.token() + " HTTP/1.1\r\nHost: 127.0.0.1:" + client.port() + "\r\n"
              + header + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).lines()
          .filter(line -> line.startsWith("id: "))
          .map(line -> line.substring(4))
          .toList();
    }
  }

  @Test
  void aBodyThatDoesNotSayItsLengthIsCutAtTheLimit() {
    var stream = new LimitedStream(new ByteArrayInputStream(new byte[100]), 50);
    assertThatThrownBy(stream::readAllBytes).isInstanceOf(Refusal.class);
  }
}
