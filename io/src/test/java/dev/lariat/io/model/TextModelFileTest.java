package dev.lariat.io.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.data.text.DocumentFrequency;
import dev.lariat.data.text.TextOptions;
import dev.lariat.io.Tables;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearPenalty;
import dev.lariat.model.LinearModel;
import dev.lariat.model.LinearTrainer;
import dev.lariat.model.Model;
import dev.lariat.model.Provenance;
import dev.lariat.model.Trainer;
import dev.lariat.net.Network;
import dev.lariat.net.layer.Activation;
import dev.lariat.net.layer.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of texts keep their vocabulary, and read raw texts again. */
class TextModelFileTest {
  private static final String[] SAID = {"Very good, Élan!", "so BAD", "Οδυσσεύς ΣΑΣ very", "東京は日本", "so_so 42 very",
      "\"bad, bad\""};

  @TempDir
  Path folder;

  private Path file;
  private Dataset data;

  @BeforeEach
  void table() throws IOException {
    var lines = new StringBuilder("review,x,label\n");
    for (int i = 0; i < 60; i++) {
      String text = i % 9 == 8 ? "NA" : SAID[i % 6].replace("\"", "") + " number" + i % 7 + " and " + SAID[i % 5];
      lines.append('"')
          .append(text.replace("\"", "\"\""))
          .append("\",")
          .append(i % 11)
          .append(',')
          .append(i % 6 < 2 ? "yes" : "no")
          .append('\n');
    }
    file = Files.writeString(folder.resolve("t.csv"), lines);
    TextOptions options = TextOptions.DEFAULT.words(1, 2)
        .between(DocumentFrequency.parse("3"), DocumentFrequency.parse("0.8"))
        .maxFeatures(40)
        .sublinear(true)
        .stopWords(List.of("and", "SO"));
    data = Tables.read(file).texts(options).target("label");
  }

  @Test
  void textsAreFoundAndTheirMissingValues() {
    assertThat(data.column("review").kind()).isEqualTo(ColumnKind.TEXT);
    assertThat(data.column("review").missing()).isEqualTo(6);
    assertThat(data.notes()).anyMatch(note -> note.startsWith("column 'review' is read as text"));
  }

  private void same(Model model) throws IOException {
    Path saved = folder.resolve("m.lariat");
    model.save(saved, true);
    Model read = Model.load(saved);
    assertThat(read.preprocessing()).isEqualTo(model.preprocessing());
    Dataset raw = Tables.read(file, read.schema());
    assertThat(read.predict(raw)).isEqualTo(model.predict(data));
    String json = new String(ModelArchive.read(saved).get("model.json"), StandardCharsets.UTF_8);
    assertThat(json).contains("\"format\" : 2", "\"type\" : \"text\"");
    model.save(folder.resolve("again.lariat"), true);
    assertThat(Files.readAllBytes(folder.resolve("again.lariat"))).isEqualTo(Files.readAllBytes(saved));
  }

  @Test
  void linear() throws IOException {
    var fit = LinearTrainer.of(data, Family.binomial(), LinearPenalty.elasticNet(0.5)).fit();
    assertThat(fit.features()).contains("review:élan", "review missing", "review:very good");
    same(LinearModel.of(fit, Provenance.now("test", 0, "", "")));
  }

  @Test
  void network() throws IOException {
    same(Trainer.of(Network.of(Layer.dense(4, Activation.RELU))).epochs(3).train(data).model());
  }
}
