import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lariat.data.DataException;
import dev.lariat.model.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers over HTTP what a model predicts: loads it once, takes a row as JSON, and gives back the prediction.
 *
 * <p>./lariat run examples/PredictionService.java MODEL [PORT]
 *
 * <p>curl -d '{"alcohol": 14.2, "malic_acid": 1.7, …}' http://localhost:8080/predict
 */
static final JsonMapper JSON = new JsonMapper();

void main(String[] arguments) throws IOException {
  if (arguments.length == 0) {
    throw new IllegalArgumentException("give the model, or the folder of the run that made it");
  }
  int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8080;
  Model model = Model.load(Path.of(arguments[0]));

  var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port); // this machine alone
  HttpServer server = HttpServer.create(address, 0);
  server.setExecutor(Executors.newVirtualThreadPerTaskExecutor()); // a model is safe for many threads
  server.createContext("/predict", exchange -> answer(model, exchange));
  server.start();
  IO.println(model + ": http://localhost:" + server.getAddress().getPort() + "/predict");
}

void answer(Model model, HttpExchange exchange) throws IOException {
  try (exchange) {
    ObjectNode reply = JSON.createObjectNode();
    int status = 200;
    try {
      Map<String, Object> row = JSON.readValue(exchange.getRequestBody().readAllBytes(), new TypeReference<>() {});
      double[] prediction = model.predict(row);
      if (model.target().classes().isEmpty()) {
        reply.put(model.target().name(), prediction[0]);
      } else {
        reply.put(model.target().name(), model.target().likeliest(prediction));
        ObjectNode probabilities = reply.putObject("probabilities");
        for (int c = 0; c < prediction.length; c++) {
          probabilities.put(model.target().classes().get(c), prediction[c]);
        }
      }
    } catch (DataException wrong) {
      status = 422; // what is wrong with the row, in one line
      reply.put("error", wrong.getMessage());
    } catch (JacksonException wrong) {
      status = 400;
      reply.put("error", "send one JSON object: a row, its values by column name");
    }
    byte[] body = JSON.writeValueAsBytes(reply);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
