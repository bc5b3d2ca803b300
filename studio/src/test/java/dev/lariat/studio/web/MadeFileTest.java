package dev.lariat.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.studio.Browserless;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is made for one answer goes with it, whether or not anybody waits for it to the end. */
class MadeFileTest {
  /** More than sockets hold for a client that does not read. */
  private static final int LARGE = 64 << 20;

  @TempDir
  private Path folder;

  @Test
  void itIsSentAndGone() throws Exception {
    Path file = Files.writeString(folder.resolve("made.csv"), "a,b\n1,2\n");
    try (var server = server(file)) {
      assertThat(new Browserless(server.address()).get("/made").body()).isEqualTo("a,b\n1,2\n");
      assertGone(file);
    }
  }

  @Test
  void itIsGoneWhenTheClientWentAway() throws Exception {
    Path file = Files.write(folder.resolve("large.csv"), new byte[LARGE]);
    try (var server = server(file)) {
      var client = new Browserless(server.address());
      String request = "GET /made HTTP/1.1\r\nHost: 127.0.0.1:" + client.port() + "\r\nCookie: " + client.cookie()
          + "\r\n\r\n";
      try (Socket socket = client.open()) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      assertGone(file);
    }
  }

  private WebServer server(Path file) {
    return new WebServer(Place.loopback(), 0,
        new Routes().get("/made", _ -> new Answer.Made("text/csv; charset=utf-8", file, "made.csv"))
            .get("/", _ -> Answer.page(200, "")),
        new FailureLine(folder));
  }

  private static void assertGone(Path file) throws IOException, InterruptedException {
    for (int i = 0; i < 2000 && Files.exists(file); i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(file).doesNotExist();
  }
}
