package dev.lariat.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is brought to the studio, how it is read, and which words of a study come of it. */
class StudioTablesTest {
  @TempDir
  private Path folder;

  private Studio studio;
  private Browserless client;

  @BeforeEach
  void start() throws IOException {
    studio = StudioSafetyTest.start(folder);
    client = new Browserless(studio.address());
  }

  @AfterEach
  void stop() {
    studio.close();
  }

  private JsonNode post(String path, String body) throws IOException {
    Browserless.Reply reply = client.post(path, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(reply.body());
  }

  /** An IDX file of bytes below 128, as text. */
  private static String idx(int type, int... sizes) {
    var file = new StringBuilder("\0\0\b" + (char) type);
    int all = 1;
    for (int size : sizes) {
      file.append("\0\0\0").append((char) size);
      all *= size;
    }
    for (int i = 0; i < all; i++) {
      file.append((char) (type == 1 ? i % 3 : i * 37 % 128));
    }
    return file.toString();
  }

  @Test
  void picturesThatAreDroppedHaveTheirLabels() throws IOException {
    String images = post("/api/tables?name=train-images-idx3-ubyte", idx(3, 30, 4, 4)).get("path").asString();
    JsonNode alone = post("/api/table", "{\"path\": \"" + images + "\"}");
    assertThat(alone.get("notes").toString())
        .contains("nothing says the classes of these pictures: put train-labels-idx1-ubyte beside it");
    post("/api/tables?name=train-labels-idx1-ubyte", idx(1, 30));
    // Read anew: what stands beside the pictures is another now.
    Files.setLastModifiedTime(folder.resolve(images), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
    JsonNode groups = post("/api/table/samples", "{\"path\": \"" + images + "\", \"target\": \"class\"}").get("groups");
    assertThat(groups).hasSize(3);
    for (int c = 0; c < 3; c++) {
      assertThat(groups.get(c).get("label").asString()).isEqualTo(String.valueOf(c));
      assertThat(groups.get(c).get("rows").asInt()).isEqualTo(10);
    }
    // Others of the same name do not become labels of these.
    assertThat(post("/api/tables?name=train-labels-idx1-ubyte", idx(1, 29)).get("path").asString())
        .endsWith("/2-train-labels-idx1-ubyte");
  }

  @Test
  void linesOfTooFewFieldsAreLeftOutWhereThatIsSaid() throws IOException {
    Files.writeString(folder.resolve("broken.csv"), "a,b\n1,2\n3\n" + "4,5\n".repeat(20), StandardCharsets.UTF_8);
    Browserless.Reply refused = client.post("/api/table", "{\"path\": \"broken.csv\"}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("broken.csv, line 3", "'Leave out lines with too many or too few fields'")
        .doesNotContain("--");
    JsonNode read = post("/api/table", "{\"path\": \"broken.csv\", \"badRows\": \"skip\"}");
    assertThat(read.get("rows").asInt()).isEqualTo(21);
    assertThat(read.get("notes").toString()).contains("1 row has not 2 fields");
    assertThat(client.post("/api/table", "{\"path\": \"broken.csv\", \"badRows\": \"nonsense\"}").status())
        .isEqualTo(400);
  }

  @Test
  void theFormBecomesWordsOfFitAndNothingElse() throws IOException {
    String form = "{\"path\": \"t.csv\", \"target\": \"y\", \"badRows\": \"skip\", \"options\": {\"sequence-id\": \"who\", "
        + "\"sequence-time\": \"when\", \"group-column\": \"a b\", \"text-chars\": \"1-3\", \"quick\": true, \"log-target\": false}}";
    assertThat(post("/api/command", form).get("command").asString()).isEqualTo(
        "lariat fit t.csv --target=y --on-bad-rows=skip '--group-column=a b' --sequence-id=who --sequence-time=when"
            + " --text-chars=1-3 --quick");
    Browserless.Reply other = client.post("/api/command",
        "{\"path\": \"t.csv\", \"target\": \"y\", \"options\": {\"network\": \"/etc/passwd\"}}");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.body()).contains("may not set 'network'");
  }
}
