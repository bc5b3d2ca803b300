package dev.lariat.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import dev.lariat.io.model.IntervalFile;
import dev.lariat.io.run.StartedCommand;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.linear.Family;
import dev.lariat.model.LinearFit;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Model;
import dev.lariat.model.Trainer;
import dev.lariat.model.interval.PredictionIntervals;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Views show what the library computes. */
class ViewsTest {
  @TempDir
  static Path folder;

  private static Studio studio;
  private static Browserless client;
  private static NetworkModel model;

  @BeforeAll
  static void start() throws IOException {
    var random = new Random(1);
    var text = new StringBuilder("x,z,colour,copy,kind,row\n");
    for (int i = 0; i < 120; i++) {
      double x = random.nextGaussian();
      String colour = random.nextBoolean() ? "red" : "blue";
      String kind = x + (colour.equals("red") ? 1 : -1) > 0 ? "good" : "bad";
      text.append(x)
          .append(',')
          .append(random.nextGaussian())
          .append(',')
          .append(i % 7 == 0 ? "" : colour)
          .append(',')
          .append(kind.equals("good") ? 1 : 0)
          .append(',')
          .append(kind)
          .append(",row-")
          .append(i)
          .append('\n');
    }
    Files.writeString(folder.resolve("table.csv"), text);
    Dataset table = Tables.read(folder.resolve("table.csv")).without("copy", "row").target("kind");
    model = Trainer.of(Network.of(Layer.dense(6, Activation.RELU))).epochs(15).train(table).model();
    Path run = Files.createDirectory(folder.resolve("trained"));
    model.save(run.resolve("model.lariat"));
    new StartedCommand(folder.resolve("table.csv"), List.of("--target=kind")).write(run);
    studio = StudioSafetyTest.start(folder);
    client = new Browserless(studio.address());
  }

  @AfterAll
  static void stop() {
    studio.close();
  }

  private static JsonNode post(String path, String body) throws IOException {
    return read(client.post(path, body));
  }

  private static JsonNode read(Browserless.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(reply.body());
  }

  @Test
  void columnsHaveKindsMissingSharesAndDistributions() throws IOException {
    JsonNode table = post("/api/table", "{\"path\": \"table.csv\"}");
    assertThat(table.get("rows").asInt()).isEqualTo(120);
    JsonNode colour = table.get("columns").get(2);
    assertThat(colour.get("name").asString()).isEqualTo("colour");
    assertThat(colour.get("kind").asString()).isEqualTo("category");
    assertThat(colour.get("missing").asInt()).isEqualTo(18);
    int inBars = 0;
    for (JsonNode bar : table.get("columns").get(0).get("bars")) {
      inBars += bar.get("rows").asInt();
    }
    assertThat(inBars).isEqualTo(120);
    assertThat(table.get("columns").get(5).get("kind").asString()).isEqualTo("identifier");
  }

  @Test
  void aTargetIsAskedAboutAndAKindCorrected() throws IOException {
    String leak = post("/api/table", "{\"path\": \"table.csv\", \"target\": \"kind\"}").get("warnings").toString();
    assertThat(leak).contains("target-leak").contains("copy").contains("identifier").contains("row");
    JsonNode told = post("/api/table", "{\"path\": \"table.csv\", \"kinds\": {\"copy\": \"category\"}}");
    assertThat(told.get("columns").get(3).get("kind").asString()).isEqualTo("category");
    assertThat(client.post("/api/table", "{\"path\": \"table.csv\", \"kinds\": {\"x\": \"nonsense\"}}").status())
        .isEqualTo(400);
    assertThat(post("/api/table", "{\"path\": \"table.csv\", \"target\": \"none such\"}").get("warnings").toString())
        .contains("refused");
  }

  @Test
  void aClassOfThreeRowsIsSaid() throws IOException {
    Files.writeString(folder.resolve("rare.csv"), "x,kind\n" + "1,a\n2,b\n".repeat(30) + "3,c\n4,c\n5,c\n");
    assertThat(post("/api/table", "{\"path\": \"rare.csv\", \"target\": \"kind\"}").get("warnings").toString())
        .contains("few-rows")
        .contains("'c' 3 rows");
  }

  @Test
  void thePathIsThatOfTheTrainer() throws IOException {
    JsonNode drawn = post("/api/path",
        "{\"path\": \"table.csv\", \"target\": \"kind\", \"drop\": [\"copy\", \"row\"]}");
    LinearFit fit = LinearTrainer
        .of(Tables.read(folder.resolve("table.csv")).without("copy", "row").target("kind"), Family.binomial(),
            LinearPenalty.lasso())
        .crossValidate(10);
    assertThat(drawn.get("family").asString()).isEqualTo("binomial");
    assertThat(drawn.get("lambdas").size()).isEqualTo(fit.path().points().size());
    int min = drawn.get("validation").get(0).get("min").asInt();
    assertThat(drawn.get("lambdas").get(min).asDouble()).isEqualTo(fit.lambdaMin());
    Map<String, Double> coefficients = fit.coefficients(fit.lambdaMin());
    for (JsonNode line : drawn.get("lines")) {
      assertThat(line.get("coefficients").get(0).get(min).asDouble())
          .isEqualTo(coefficients.getOrDefault(line.get("name").asString(), 0.0));
    }
  }

  @Test
  void aTableThatHasChangedHasAnotherPath() throws IOException {
    String form = "{\"path\": \"changing.csv\", \"target\": \"y\", \"folds\": false}";
    Files.writeString(folder.resolve("changing.csv"), "x,y\n" + "1,2.5\n2,4\n3,7\n".repeat(20));
    JsonNode before = post("/api/path", form);
    assertThat(post("/api/path", form)).isEqualTo(before);
    Files.writeString(folder.resolve("changing.csv"), "x,y\n" + "1,2.5\n2,4\n3,90\n".repeat(20));
    assertThat(post("/api/path", form).get("lambdas").get(0).asDouble())
        .isGreaterThan(before.get("lambdas").get(0).asDouble());
  }

  @Test
  void aTypedRowIsPredictedAndExplained() throws IOException {
    JsonNode form = read(client.get("/api/model?model=trained"));
    assertThat(form.get("compared").asInt()).isEqualTo(120);
    assertThat(form.get("fields").toString()).contains("\"x\"", "\"colour\"", "red", "blue").doesNotContain("copy");
    JsonNode told = post("/api/model/predict",
        "{\"model\": \"trained\", \"row\": {\"x\": \"1.5\", \"z\": \"0\", \"colour\": \"red\"}}");
    double[] expected = model.predict(Map.of("x", 1.5, "z", 0.0, "colour", "red"));
    for (int c = 0; c < 2; c++) {
      assertThat(told.get("prediction").get(c).asDouble()).isCloseTo(expected[c], within(1e-6));
    }
    double sum = told.get("base").asDouble();
    for (JsonNode part : told.get("parts")) {
      sum += part.get("amount").asDouble();
    }
    assertThat(sum).isCloseTo(told.get("prediction").get(told.get("output").asInt()).asDouble(), within(1e-6));
    assertThat(told.get("nearest").size()).isEqualTo(5);
    JsonNode curve = post("/api/model/curve",
        "{\"model\": \"trained\", \"column\": \"x\", \"output\": 1, \"row\": {\"x\": \"1.5\", \"z\": \"0\", \"colour\": \"red\"}}");
    int last = curve.get("values").size() - 1;
    assertThat(curve.get("own").get(last).asDouble()).isCloseTo(
        model.predict(Map.of("x", curve.get("values").get(last).asString(), "z", 0.0, "colour", "red"))[1],
        within(1e-6));
    assertThat(client.post("/api/model/predict", "{\"model\": \"trained\", \"row\": {\"x\": \"many\"}}").body())
        .isEqualTo("'x': 'many' is no number");
    // A field that is empty is missing.
    assertThat(post("/api/model/predict", "{\"model\": \"trained\", \"row\": {}}").get("prediction").size())
        .isEqualTo(2);
  }

  @Test
  void aNumberHasItsPredictionInterval() throws IOException {
    Dataset all = Tables.read(folder.resolve("table.csv")).without("kind", "row", "copy");
    Dataset table = all.target("x");
    Dataset first = table.select(IntStream.range(0, 60).toArray());
    Dataset second = table.select(IntStream.range(60, 120).toArray());
    Trainer trainer = Trainer.of(Network.of()).epochs(5);
    Model one = trainer.train(first).model();
    Model two = trainer.train(second).model();
    var intervals = new PredictionIntervals(
        List.of(PredictionIntervals.Fold.of(one, second), PredictionIntervals.Fold.of(two, first)));
    Path run = Files.createDirectory(folder.resolve("number"));
    new IntervalFile().write(one, intervals, run.resolve("model.lariat"), false);
    JsonNode told = post("/api/model/predict",
        "{\"model\": \"number\", \"row\": {\"z\": \"0.5\", \"colour\": \"red\"}}");
    double[] bounds = intervals.predict(Map.of("z", 0.5, "colour", "red"), 0.9);
    assertThat(told.at("/interval/low").asDouble()).isCloseTo(bounds[0], within(1e-9));
    assertThat(told.at("/interval/high").asDouble()).isCloseTo(bounds[1], within(1e-9));
    assertThat(told.at("/interval/coverage").asDouble()).isEqualTo(0.9);
    // Classes have none.
    assertThat(post("/api/model/predict", "{\"model\": \"trained\", \"row\": {}}").has("interval")).isFalse();
  }

  @Test
  void anEpochThatWasAskedForIsNotPassedByWhoAsksForALaterOne() throws Exception {
    for (int seed = 0; seed < 8; seed++) {
      String form = "{\"table\": {\"shape\": \"moons\", \"rows\": 40}, \"settings\": {\"hidden\": [4], \"seed\": "
          + seed + "}, \"epoch\": ";
      var far = new FutureTask<>(() -> post("/api/play", form + "400}"));
      Thread.ofVirtual().start(far);
      for (int epoch = 1; epoch < 4; epoch++) {
        assertThat(post("/api/play", form + epoch + "}").at("/frame/epoch").asInt()).isLessThanOrEqualTo(epoch);
      }
      assertThat(far.get().at("/frame/epoch").asInt()).isBetween(1, 400);
    }
  }

  @Test
  void thePlaygroundPlaysWithTwoColumnsOfATable() throws IOException {
    String form = "{\"table\": {\"path\": \"table.csv\", \"target\": \"kind\", \"x\": \"x\", \"y\": \"z\"}, \"settings\": "
        + "{\"hidden\": [4]}, \"epoch\": 3, \"board\": true}";
    JsonNode told = post("/api/play", form);
    while (told.at("/frame/epoch").asInt() < 3) {
      told = post("/api/play", form);
    }
    assertThat(told.at("/board/points").size()).isEqualTo(120);
    assertThat(told.at("/frame/surface").size()).isEqualTo(48 * 48);
    assertThat(post("/api/play/code", form.replace("\"board\": true", "\"as\": \"keras\"")).get("code").asString())
        .contains("keras");
    assertThat(
        post("/api/play", form.replace("\"x\": \"x\"", "\"x\": \"first component\"")).at("/board/x/name").asString())
        .isEqualTo("first component");
    assertThat(client.post("/api/play", form.replace("\"z\"", "\"colour\"")).body())
        .contains("not a column of numbers");
    assertThat(client.post("/api/play", form.replace("\"z\"", "\"x\"")).status()).isEqualTo(400);
  }

  /** A folder of one folder for each class is a table of pixels, and its rows are drawn by class. */
  @Test
  void picturesAreShownByClass() throws IOException {
    for (String label : List.of("dark", "light")) {
      Path each = Files.createDirectories(folder.resolve("pictures").resolve(label));
      for (int k = 0; k < 3; k++) {
        var picture = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setSample(1, 2, 0, label.equals("light") ? 200 + k : k);
        ImageIO.write(picture, "png", each.resolve(k + ".png").toFile());
      }
    }
    assertThat(read(client.get("/api/tables")).get("tables").toString()).contains("\"pictures\"");
    JsonNode some = post("/api/table/samples", "{\"path\": \"pictures\", \"target\": \"class\"}");
    assertThat(some.get("shape").toString()).contains("\"image\"", "\"height\":3", "\"width\":4", "\"channels\":1");
    assertThat(some.get("low").asDouble()).isZero();
    assertThat(some.get("high").asDouble()).isEqualTo(255);
    JsonNode light = some.get("groups").get(1);
    assertThat(light.get("label").asString()).isEqualTo("light");
    assertThat(light.get("rows").asInt()).isEqualTo(3);
    assertThat(light.get("samples").get(2).get("row").asInt()).isEqualTo(6);
    assertThat(light.get("samples").get(2).get("values").get(2 * 4 + 1).asDouble()).isEqualTo(202);
    JsonNode row = read(client.get("/api/table/row?path=pictures&row=4"));
    assertThat(row.get("rows").asInt()).isEqualTo(6);
    assertThat(row.get("row").get("class").asString()).isEqualTo("light");
    assertThat(row.get("row").get("p2x1").asString()).isEqualTo("200");
    assertThat(client.get("/api/table/row?path=pictures&row=7").body()).contains("rows go from 1 to 6, not 7");
  }

  /** A link in a folder of pictures would show a picture of elsewhere. */
  @Test
  void picturesBehindLinksAreRefused(@TempDir Path elsewhere) throws IOException {
    Path each = Files.createDirectories(folder.resolve("linked/a"));
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY), "png", elsewhere.resolve("x.png").toFile());
    Files.createSymbolicLink(each.resolve("x.png"), elsewhere.resolve("x.png"));
    for (String address : List.of("/api/table", "/api/table/samples")) {
      assertThat(client.post(address, "{\"path\": \"linked\"}").status()).isEqualTo(403);
    }
    assertThat(client.get("/api/table/row?path=linked&row=1").status()).isEqualTo(403);
  }

  /** Steps are told; a model of series says which number of a row each of its columns is. */
  @Test
  void seriesAreShownAndRead() throws IOException {
    var text = new StringBuilder("kind");
    IntStream.range(0, 6).forEach(t -> text.append(",s").append(t));
    for (int i = 0; i < 40; i++) {
      text.append('\n').append(i % 2 == 0 ? "up" : "down");
      for (int t = 0; t < 6; t++) {
        text.append(',').append((i % 2 == 0 ? t : -t) + i % 5 / 10.0);
      }
    }
    Files.writeString(folder.resolve("series.csv"), text.append('\n'));
    String table = "{\"path\": \"series.csv\", \"target\": \"kind\", \"series\": \"%s\"}";
    assertThat(post("/api/table/samples", table.formatted("")).has("shape")).isFalse();
    JsonNode some = post("/api/table/samples", table.formatted("3"));
    assertThat(some.get("shape").toString()).contains("\"series\"", "\"height\":3", "\"channels\":2");
    assertThat(some.get("groups").get(0).get("label").asString()).isEqualTo("down");
    assertThat(some.get("low").asDouble()).as("of the rows that are shown").isEqualTo(-4.9);
    assertThat(client.post("/api/table/samples", table.formatted("4")).body())
        .contains("6 columns of numbers are not a multiple of that");
    Dataset data = Tables.read(folder.resolve("series.csv")).target("kind");
    Network network = Network.of(Layer.sequence(3, 2), Layer.gru(2));
    Path run = Files.createDirectory(folder.resolve("of-series"));
    Trainer.of(network).epochs(1).train(data).model().save(run.resolve("model.lariat"));
    new StartedCommand(folder.resolve("series.csv"), List.of("--target=kind")).write(run);
    JsonNode form = read(client.get("/api/model?model=of-series"));
    assertThat(form.get("shape").get("shape").get("kind").asString()).isEqualTo("series");
    assertThat(form.get("shape").get("places").toString()).isEqualTo("[0,1,2,3,4,5]");
    String row = "{\"model\": \"of-series\", \"row\": {\"s0\": \"0\", \"s1\": \"1\", \"s2\": \"2\", \"s3\": \"3\", \"s4\": \"4\", \"s5\": \"5\"}}";
    JsonNode told = post("/api/model/predict", row);
    assertThat(told.get("prediction").size()).isEqualTo(2);
    assertThat(told.has("parts")).as("what one number of a step adds").isFalse();
    assertThat(told.get("nearest").size()).isEqualTo(5);
  }
}
