package dev.lariat.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import dev.lariat.linear.Cox;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Provenance;
import dev.lariat.model.linear.SurvivalColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The model view of models that no study makes: several targets, times until an event, words, dates. */
class ModelKindsTest {
  private static final List<String> GOOD = List.of("excellent", "lovely", "fine");
  private static final List<String> BAD = List.of("refund", "broken", "late");

  @TempDir
  static Path folder;

  private static Path table;
  private static Studio studio;
  private static Browserless client;

  @BeforeAll
  static void start() throws IOException {
    var random = new Random(3);
    var text = new StringBuilder("x,z,day,review,time,event,a,b,kind\n");
    for (int i = 0; i < 150; i++) {
      double x = random.nextGaussian();
      double z = random.nextGaussian();
      boolean good = random.nextBoolean();
      String words = "the thing was " + (good ? GOOD : BAD).get(random.nextInt(3)) + " and came on day " + i % 28;
      text.append(x)
          .append(',')
          .append(z)
          .append(",2024-")
          .append(String.format("%02d-%02d", 1 + i % 12, 1 + i % 28))
          .append(',')
          .append(words)
          .append(',')
          .append(-Math.log(1 - random.nextDouble()) * Math.exp(-x))
          .append(',')
          .append(i % 5 == 0 ? 0 : 1)
          .append(',')
          .append(2 * x + 0.1 * random.nextGaussian())
          .append(',')
          .append(-z + i % 12)
          .append(',')
          .append(good ? "good" : "bad")
          .append('\n');
    }
    table = Files.writeString(folder.resolve("table.csv"), text);
    Dataset all = Tables.read(table);
    Dataset numbers = all.without("review", "kind", "event", "time");
    save("several", LinearTrainer.of(numbers.target("a"), Family.multiGaussian(), LinearPenalty.lasso()).targets("b"),
        all);
    save("survival",
        LinearTrainer
            .of(all.without("review", "kind", "day", "a", "b").target("time"), Family.cox(Cox.Ties.EFRON),
                LinearPenalty.lasso())
            .survival(SurvivalColumns.event("event")),
        all);
    save("words", LinearTrainer.of(all.without("day", "a", "b", "time", "event", "x", "z").target("kind"),
        Family.binomial(), LinearPenalty.lasso()), all);
    studio = StudioSafetyTest.start(folder);
    client = new Browserless(studio.address());
  }

  private static void save(String name, LinearTrainer trainer, Dataset all) throws IOException {
    Provenance provenance = Provenance.now("test", 0, all.name(), Tables.hash(table));
    LinearModel.of(trainer.fit(), provenance).save(Files.createDirectory(folder.resolve(name)).resolve("model.lariat"));
  }

  @AfterAll
  static void stop() {
    studio.close();
  }

  private static JsonNode form(String name) throws IOException {
    return read(client.get("/api/model?model=" + name));
  }

  private static JsonNode predict(String name, Map<String, String> row, int output) throws IOException {
    return read(client.post("/api/model/predict",
        JsonMapper.shared().writeValueAsString(Map.of("model", name, "row", row, "output", output))));
  }

  private static JsonNode read(Browserless.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(reply.body());
  }

  /** No study wrote where its table is, but its name and its content say it. */
  @Test
  void theTrainingTableIsFoundByItsContent() throws IOException {
    assertThat(form("several").get("compared").asInt()).isEqualTo(150);
    Path elsewhere = Files.createDirectory(folder.resolve("moved"));
    Files.copy(folder.resolve("several/model.lariat"), elsewhere.resolve("model.lariat"));
    assertThat(form("moved").get("compared").asInt()).isEqualTo(150);
  }

  @Test
  void eachOfSeveralTargetsIsPredictedAndExplained() throws IOException {
    JsonNode form = form("several");
    assertThat(form.get("targets").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(form.get("fields").toString()).doesNotContain("\"name\":\"a\"", "\"name\":\"b\"");
    Map<String, String> row = Map.of("x", "1.5", "z", "-1", "day", "2024-03-05");
    for (int output = 0; output < 2; output++) {
      JsonNode told = predict("several", row, output);
      assertThat(told.get("prediction").size()).isEqualTo(2);
      double sum = told.get("base").asDouble();
      for (JsonNode part : told.get("parts")) {
        sum += part.get("amount").asDouble();
      }
      assertThat(sum).isCloseTo(told.get("prediction").get(output).asDouble(), within(1e-6));
      assertThat(told.get("parts").get(0).get("column").asString()).isEqualTo(output == 0 ? "x" : "day");
    }
    JsonNode near = predict("several", row, 0).get("nearest").get(0);
    List<String> lines = Files.readAllLines(table);
    String[] cells = lines.get(near.get("row").asInt()).split(",", -1);
    assertThat(near.get("values").get("day").asString()).isEqualTo(cells[2]);
    assertThat(near.get("target").asString()).contains(cells[6].substring(0, 6)).contains(", ");
  }

  @Test
  void aDateHasACurve() throws IOException {
    JsonNode curve = read(client.post("/api/model/curve",
        "{\"model\": \"several\", \"column\": \"day\", \"output\": 1, \"row\": {\"x\": \"0\", \"z\": \"0\", \"day\": \"2024-03-05\"}}"));
    assertThat(curve.get("values").get(0).asString()).startsWith("2024-01");
    int last = curve.get("values").size() - 1;
    assertThat(curve.get("own").get(last).asDouble() - curve.get("own").get(0).asDouble()).isGreaterThan(8);
  }

  @Test
  void timesUntilAnEventHaveTheirCurve() throws IOException {
    assertThat(form("survival").get("survival").asBoolean()).isTrue();
    assertThat(form("several").get("survival").asBoolean()).isFalse();
    JsonNode risky = predict("survival", Map.of("x", "1.5", "z", "0"), 0).get("survival").get("shares");
    JsonNode safe = predict("survival", Map.of("x", "-1.5", "z", "0"), 0).get("survival").get("shares");
    assertThat(risky.get(0).asDouble()).isEqualTo(1);
    for (int i = 1; i < risky.size(); i++) {
      assertThat(risky.get(i).asDouble()).isLessThanOrEqualTo(risky.get(i - 1).asDouble());
    }
    assertThat(risky.get(20).asDouble()).isLessThan(safe.get(20).asDouble());
  }

  @Test
  void wordsOfATextAreMarked() throws IOException {
    JsonNode form = form("words");
    assertThat(form.get("fields").get(0).get("kind").asString()).isEqualTo("text");
    assertThat(form.get("fields").get(0).get("curve").asBoolean()).isFalse();
    JsonNode text = predict("words", Map.of("review", "An EXCELLENT thing, but late."), 0).get("texts").get(0);
    assertThat(text.get("column").asString()).isEqualTo("review");
    assertThat(text.get("towards").asString()).isEqualTo("good");
    var changes = new java.util.HashMap<String, Double>();
    text.at("/rows/0/pieces")
        .forEach(piece -> changes.put(piece.get("text").asString(), piece.get("change").asDouble()));
    assertThat(changes.get("EXCELLENT")).isPositive();
    assertThat(changes.get("late")).isNegative();
    assertThat(changes.get("An")).isZero();
    // A text that is missing has no words.
    assertThat(predict("words", Map.of(), 0).get("texts").size()).isZero();
  }
}
