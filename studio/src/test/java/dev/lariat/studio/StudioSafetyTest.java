package dev.lariat.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lariat.io.run.StartedCommand;
import dev.lariat.studio.command.Explanations;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps others out: each line of docs/studio.md under "Safe". */
class StudioSafetyTest {
  private static final String TABLE = "x,y\n1,2\n2,4\n3,7\n";

  @TempDir
  static Path around;

  private static Studio studio;
  private static Browserless client;

  @BeforeAll
  static void start() throws IOException {
    Path folder = Files.createDirectory(around.resolve("folder"));
    Files.writeString(folder.resolve("table.csv"), TABLE);
    Files.writeString(around.resolve("secret.csv"), "secret,y\n1,2\n");
    Files.createSymbolicLink(folder.resolve("link.csv"), around.resolve("secret.csv"));
    Files.createSymbolicLink(folder.resolve("door"), around);
    studio = start(folder);
    client = new Browserless(studio.address());
  }

  static Studio start(Path folder) {
    return Studio.start(folder, null, 0, new Studio.Commands((_, _, _) -> {
      throw new UnsupportedOperationException("/a/path/of/this/machine");
    }, (_, data, to) -> to.print(data.getFileName()), new Explanations() {
      @Override
      public List<Topic> topics() {
        return List.of();
      }

      @Override
      public String page(String topic, List<String> options) {
        return "<p>" + topic + "</p>";
      }
    }));
  }

  @AfterAll
  static void stop() {
    studio.close();
  }

  private static String host() {
    return "Host: 127.0.0.1:" + client.port() + "\r\n";
  }

  @Test
  void theAddressIsThisMachinesAndHasTheToken() {
    assertThat(studio.address()).matches("http://127\\.0\\.0\\.1:[0-9]+/\\?token=[A-Za-z0-9_-]{43}");
  }

  @Test
  void itListensOnTheLoopbackAddressOnly() throws IOException {
    for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : card.inetAddresses()
          .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
          .toList()) {
        assertThatThrownBy(() -> new Socket(address, client.port()).close()).as(address.toString())
            .isInstanceOf(IOException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/tables", "/api/runs", "/assets/app.js", "/nothing", "/api/run/report?run=x"})
  void withoutTheTokenNothingIsAnswered(String path) throws IOException {
    for (String cookie : List.of("", "Cookie: lariat-studio-" + client.port() + "=wrong\r\n")) {
      Browserless.Reply reply = client.raw("GET " + path + " HTTP/1.1\r\n" + host() + cookie);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.body()).doesNotContain("folder", "table");
    }
    assertThat(client.raw("GET /?token=" + "A".repeat(43) + " HTTP/1.1\r\n" + host()).status()).isEqualTo(401);
  }

  @Test
  void thePageToSignInExchangesTheTokenForACookie() throws IOException {
    assertThat(client.raw("GET /sign-in HTTP/1.1\r\n" + host()).status()).isEqualTo(200);
    String form = "POST /sign-in HTTP/1.1\r\n" + host() + "Content-Length: ";
    String wrong = "token=wrong";
    assertThat(send(form + wrong.length() + "\r\nConnection: close\r\n\r\n" + wrong)).startsWith("HTTP/1.1 401");
    String right = "token=" + client.token();
    String reply = send(form + right.length() + "\r\nConnection: close\r\n\r\n" + right);
    assertThat(reply).startsWith("HTTP/1.1 303");
    assertThat(reply).containsPattern("(?i)set-cookie: lariat-studio-[0-9]+=[^;]+; Path=/; HttpOnly; SameSite=Strict")
        .containsPattern("(?i)location: /\r\n");
  }

  private static String send(String request) throws IOException {
    try (Socket socket = client.open()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theTokenAndTheCookieOpen() throws IOException {
    assertThat(client.raw("GET /api/tables?token=" + client.token() + " HTTP/1.1\r\n" + host()).status())
        .isEqualTo(200);
    assertThat(client.cookie()).isNotEmpty().doesNotContain(client.token());
    assertThat(client.get("/api/tables").body()).contains("table.csv");
    assertThat(client.get("/").body()).contains("/assets/app.js");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "192.168.0.1:PORT",
      "localhost.evil.example:PORT"})
  void aForeignHostIsRefused(String name) throws IOException {
    String request = "GET /api/tables?token=" + client.token() + " HTTP/1.1\r\nHost: "
        + name.replace("PORT", String.valueOf(client.port())) + "\r\n";
    assertThat(client.raw(request).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "https://127.0.0.1:PORT", "http://127.0.0.1:1",
      "http://localhost:PORT"})
  void aForeignOriginIsRefused(String origin) throws IOException {
    String header = "Origin: " + origin.replace("PORT", String.valueOf(client.port())) + "\r\n";
    for (String method : List.of("GET", "POST")) {
      assertThat(
          client.raw(method + " /api/tables?token=" + client.token() + "&name=a.csv HTTP/1.1\r\n" + host() + header)
              .status())
          .isEqualTo(403);
    }
    assertThat(client.raw("GET /api/tables?token=" + client.token() + " HTTP/1.1\r\n" + host()
        + "Origin: http://127.0.0.1:" + client.port() + "\r\n").status()).isEqualTo(200);
  }

  @Test
  void aRequestOfAnotherSiteIsRefusedButForALink() throws IOException {
    String request = " HTTP/1.1\r\n" + host() + "Cookie: " + client.cookie() + "\r\nSec-Fetch-Site: cross-site\r\n";
    assertThat(client.raw("GET /api/tables" + request).status()).isEqualTo(403);
    assertThat(client.raw("GET /" + request + "Sec-Fetch-Dest: document\r\n").status()).isEqualTo(200);
    assertThat(client.raw("POST /api/run/stop" + request + "Sec-Fetch-Dest: document\r\n").status()).isEqualTo(403);
  }

  @Test
  void nothingChangesByGet() throws IOException {
    for (String path : List.of("/api/run/stop", "/api/run/pause", "/api/run/go-on", "/api/table", "/api/command")) {
      assertThat(client.get(path).status()).as(path).isEqualTo(405);
    }
    Browserless.Reply put = client.raw("PUT /api/tables HTTP/1.1\r\n" + host() + "Cookie: " + client.cookie() + "\r\n");
    assertThat(put.status()).isEqualTo(405);
  }

  @Test
  void everyAnswerHasAPolicyWithoutExceptions() throws IOException {
    for (String path : List.of("/", "/api/tables", "/assets/app.js", "/nothing")) {
      Browserless.Reply reply = client.get(path);
      assertThat(reply.header("Content-Security-Policy")).startsWith("default-src 'none'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe", "*", "http:");
      assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(reply.header("Referrer-Policy")).isEqualTo("same-origin");
    }
    assertThat(client.get("/api/explain?topic=x").header("Content-Security-Policy")).contains("sandbox")
        .doesNotContain("allow-same-origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret.csv", "link.csv", "door/secret.csv", "/etc/passwd", "folder/../../secret.csv",
      "..", "lariat-runs/../../secret.csv", "C:\\\\Windows", "a\\u0000b"})
  void noPathLeadsOutOfTheFolder(String path) throws IOException {
    Browserless.Reply table = client.post("/api/table", "{\"path\": \"" + path + "\"}");
    assertThat(table.status()).isIn(400, 403, 404, 422);
    assertThat(table.body()).doesNotContain("secret,", around.toString());
    Browserless.Reply run = client.get("/api/run?run=" + path.replace("\\u0000", "%00").replace("\\\\", "%5C"));
    assertThat(run.status()).isIn(400, 403, 404);
    assertThat(client.post("/api/run/go-on", "{\"run\": \"" + path + "\"}").status()).isIn(400, 403, 404);
  }

  @Test
  void theRowsKeptOutOfAFormAreAShareAndNoFile() throws IOException {
    String form = "{\"path\": \"table.csv\", \"target\": \"y\", \"options\": {\"test\": \"VALUE\"}}";
    for (String value : List.of("../secret.csv", around.resolve("secret.csv").toString(), "table.csv", "0.2.csv",
        "-")) {
      for (String path : List.of("/api/runs", "/api/command")) {
        Browserless.Reply reply = client.post(path, form.replace("VALUE", value));
        assertThat(reply.status()).as(value).isEqualTo(400);
        assertThat(reply.body()).contains("a share here");
      }
    }
    for (String share : List.of("0.2", ".5", "1e-1")) {
      assertThat(client.post("/api/command", form.replace("VALUE", share)).body()).contains("--test=" + share);
    }
  }

  @Test
  void theWordsOfARunDirectoryNameNoFileOutsideOfTheFolder() throws IOException {
    Path run = Files.createDirectory(around.resolve("folder/begun"));
    Path table = around.resolve("folder/table.csv");
    Path secret = around.resolve("secret.csv");
    for (List<String> words : List.of(List.of("--test", secret.toString()), List.of("--test=" + secret),
        List.of("--network", secret.toString()), List.of("--network=" + secret), List.of("--stop-words=" + secret),
        List.of("--test=" + around.resolve("folder/link.csv")), List.of("--quick", "--test", "/etc/passwd"))) {
      new StartedCommand(table, words).write(run);
      Browserless.Reply reply = client.post("/api/run/go-on", "{\"run\": \"begun\"}");
      assertThat(reply.status()).as(words.toString()).isEqualTo(403);
      assertThat(reply.body()).contains("outside of the folder");
    }
    for (List<String> words : List.of(List.of("--test", "0.2"), List.of("--test=" + table), List.<String>of())) {
      new StartedCommand(table, words).write(run);
      // What they mean is asked of the command line, which has a defect here.
      assertThat(client.post("/api/run/go-on", "{\"run\": \"begun\"}").status()).as(words.toString()).isEqualTo(500);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.lariat", "verdict.json", "trials.jsonl", "command.json", ".lock"})
  void aRunWhoseFileIsALinkThatLeadsOutIsNotUsed(String name) throws IOException {
    String run = "linked" + name.replace(".", "");
    Path directory = Files.createDirectories(around.resolve("folder/lariat-runs").resolve(run));
    for (String file : List.of("model.lariat", "verdict.json", "trials.jsonl")) {
      if (!file.equals(name)) {
        Files.writeString(directory.resolve(file), "{}\n");
      }
    }
    Files.writeString(around.resolve("secret.txt"), "a secret");
    Files.createSymbolicLink(directory.resolve(name), around.resolve("secret.txt"));
    String query = "?run=lariat-runs/" + run;
    for (String path : List.of("/api/run" + query, "/api/run/report" + query, "/api/run/file" + query + "&as=model",
        "/api/run/file" + query + "&as=onnx", "/api/run/file" + query + "&as=verdict")) {
      Browserless.Reply reply = client.get(path);
      assertThat(reply.status()).as(path).isEqualTo(403);
      assertThat(reply.body()).doesNotContain("a secret");
    }
    assertThat(client.post("/api/run/go-on", "{\"run\": \"lariat-runs/" + run + "\"}").status()).isEqualTo(403);
    assertThat(client.get("/api/runs").body()).doesNotContain(run);
    if (name.equals("model.lariat")) {
      assertThat(client.get("/api/models").body()).doesNotContain(run);
      assertThat(client.get("/api/model?model=lariat-runs/" + run).status()).isEqualTo(403);
    }
    assertThat(around.resolve("secret.txt")).hasContent("a secret");
  }

  @Test
  void aFolderOfRunsThatIsALinkIsNotListed() throws IOException {
    Path folder = Files.createDirectory(around.resolve("linking"));
    Path elsewhere = Files.createDirectories(around.resolve("elsewhere/hidden"));
    Files.writeString(elsewhere.resolve("trials.jsonl"), "{}\n");
    Files.writeString(elsewhere.resolve("model.lariat"), "{}\n");
    Files.createSymbolicLink(folder.resolve("lariat-runs"), around.resolve("elsewhere"));
    try (Studio other = start(folder)) {
      var there = new Browserless(other.address());
      assertThat(there.get("/api/runs").body()).isEqualTo("{\"runs\":[]}");
      assertThat(there.get("/api/models").body()).isEqualTo("{\"models\":[]}");
    }
  }

  @Test
  void linksThatLeadOutAreNotListed() throws IOException {
    assertThat(client.get("/api/tables").body()).contains("table.csv").doesNotContain("link.csv", "secret");
  }

  @Test
  void anUploadBeyondTheLimitIsRefusedBeforeItIsSent() throws IOException {
    long tenGigabytes = 10L << 30;
    String request = "POST /api/tables?name=large.csv HTTP/1.1\r\n" + host() + "Cookie: " + client.cookie()
        + "\r\nContent-Length: " + tenGigabytes + "\r\n\r\nx,y\n";
    try (Socket socket = client.open()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      // The server waits for no more of it.
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 413");
    }
    assertThat(around.resolve("folder/lariat-tables/large.csv")).doesNotExist();
  }

  @Test
  void aTableThatIsDroppedIsKeptAndNeverOverwritten() throws IOException {
    String first = client.post("/api/tables?name=dropped.csv", TABLE).body();
    assertThat(first).contains("lariat-tables/dropped.csv");
    assertThat(client.post("/api/tables?name=dropped.csv", TABLE).body()).isEqualTo(first);
    assertThat(client.post("/api/tables?name=dropped.csv", TABLE + "4,8\n").body()).contains("dropped-2.csv");
    for (String name : List.of("..%2F..%2Fescaped.csv", "%2Fetc%2Fescaped.csv", "a%5C..%5Cescaped.csv")) {
      assertThat(client.post("/api/tables?name=" + name, TABLE).body()).contains("lariat-tables/escaped.csv");
    }
    assertThat(client.post("/api/tables?name=page.html", "<p>").status()).isEqualTo(400);
    assertThat(client.post("/api/tables?name=.csv", TABLE).status()).isEqualTo(400);
    try (Stream<Path> kept = Files.list(around.resolve("folder/lariat-tables"))) {
      assertThat(kept.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("dropped.csv",
          "dropped-2.csv", "escaped.csv");
    }
  }

  @Test
  void namesAreDataAndNotHtml() throws IOException {
    Path folder = Files.createDirectory(around.resolve("hostile"));
    String name = "<img src=x onerror=alert(1)>";
    Files.writeString(folder.resolve("a" + name + ".csv"), name + ",y\n<b>1</b>,2\n2,4\n");
    try (Studio other = start(folder)) {
      var there = new Browserless(other.address());
      Browserless.Reply list = there.get("/api/tables");
      assertThat(list.header("Content-Type")).isEqualTo("application/json");
      assertThat(there.post("/api/tables?name=%3Cimg%3E.csv", TABLE).body()).contains("_img_.csv");
    }
  }

  @Test
  void aDefectTellsThePageNothingOfThisMachine() throws IOException {
    Browserless.Reply reply = client.post("/api/runs", "{\"path\": \"table.csv\", \"target\": \"y\"}");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body()).isEqualTo("a defect of lariat, which the terminal says more about: please report it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "\"text\"", "{\"path\": 5}", "{\"path\": {\"a\": 1}}", "null"})
  void nonsenseIsRefusedInOneLine(String body) throws IOException {
    Browserless.Reply reply = client.post("/api/table", body);
    assertThat(reply.status()).isIn(400, 403, 404, 422, 500);
    assertThat(reply.body()).doesNotContain("\n", "Exception", "at dev.lariat");
  }

  @Test
  void fiveHundredConnectionsAreAnswered() throws IOException {
    String request = "GET /api/tables HTTP/1.1\r\n" + host() + "Cookie: " + client.cookie()
        + "\r\nConnection: close\r\n\r\n";
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 500; i++) {
        sockets.add(client.open());
      }
      for (Socket socket : sockets) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      }
      for (Socket socket : sockets) {
        InputStream in = socket.getInputStream();
        assertThat(new String(in.readNBytes(15), StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 200 OK");
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    assertThatThrownBy(() -> Studio.start(around, null, client.port(), new Studio.Commands(null, null, null)).close())
        .hasMessageContaining("port " + client.port() + " is taken");
  }

  @Test
  void aTableOutsideOfTheFolderIsRefused() {
    assertThatThrownBy(() -> Studio
        .start(around.resolve("folder"), around.resolve("secret.csv"), 0, new Studio.Commands(null, null, null))
        .close()).hasMessageContaining("outside of the folder");
  }
}
