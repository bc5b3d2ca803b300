package dev.lariat.studio.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.studio.Browserless;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Another address must be asked for, and needs the token as the first one does. */
class PlaceTest {
  private static WebServer server(Place place) {
    return new WebServer(place, 0, new Routes().get("/api", _ -> Answer.json(Map.of())),
        new FailureLine(Path.of("/nowhere")));
  }

  private static int status(Browserless client, String host, String query) throws IOException {
    return client.raw("GET /api" + query + " HTTP/1.1\r\nHost: " + host + ":" + client.port() + "\r\n").status();
  }

  @Test
  void allAddressesAreServedToTheTokenAlone() throws IOException {
    try (WebServer server = server(Place.of("0.0.0.0"))) {
      var client = new Browserless(server.address());
      String host = server.address().replaceFirst("http://(.*):.*", "$1");
      for (String name : new String[]{"127.0.0.1", host}) {
        assertThat(status(client, name, "")).isEqualTo(401);
        assertThat(status(client, name, "?token=x")).isEqualTo(401);
        assertThat(status(client, name, "?token=" + client.token())).isEqualTo(200);
      }
      assertThat(status(client, "elsewhere.example", "?token=" + client.token())).isEqualTo(403);
    }
  }

  @Test
  void theFirstIsThisMachinesOwn() {
    assertThat(Place.loopback().isLoopback()).isTrue();
    assertThat(Place.loopback().hosts(80)).containsExactlyInAnyOrder("127.0.0.1:80", "localhost:80", "[::1]:80");
    assertThat(Place.of("192.0.2.7").hosts(80)).contains("192.0.2.7:80");
  }

  @Test
  void whatIsNoAddressHereIsSaid() {
    // A name could point anywhere.
    assertThatThrownBy(() -> Place.of("localhost")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 'localhost'");
    assertThatThrownBy(() -> server(Place.of("192.0.2.7"))).isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("192.0.2.7 is no address of this machine");
  }
}
