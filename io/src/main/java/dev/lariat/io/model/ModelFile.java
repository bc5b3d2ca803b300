package dev.lariat.io.model;

import dev.lariat.data.DataException;
import dev.lariat.data.Target;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.io.AtomicFile;
import dev.lariat.io.JsonText;
import dev.lariat.io.NewerFormat;
import dev.lariat.linear.Family;
import dev.lariat.linear.LinearObjective;
import dev.lariat.linear.LinearPath;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Mixture;
import dev.lariat.model.Model;
import dev.lariat.model.ModelFormat;
import dev.lariat.model.ModelTarget;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.Provenance;
import dev.lariat.model.TargetScale;
import dev.lariat.model.Temperature;
import dev.lariat.model.TrivialModel;
import dev.lariat.model.linear.Relaxation;
import dev.lariat.net.Network;
import dev.lariat.net.Parameter;
import dev.lariat.net.TrainingPlan;
import dev.lariat.net.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code model.lariat}: a stored zip of {@code model.json} (what the model is, how it was trained, where it comes from)
 * and {@code weights.safetensors} (its numbers, readable by any safetensors library). Predictions of a model that was
 * written and read again have the same bits.
 */
public final class ModelFile implements ModelFormat {
  /** The newest format that this version reads. */
  static final int FORMAT = 5;
  /** Knows no words in their order. */
  private static final int FOURTH = 4;
  /** Knows no sequences with lengths of their own, and no numbers in pieces. */
  private static final int THIRD = 3;
  /** Knows no target that is learnt as its logarithm, and no layers on images and sequences. */
  private static final int SECOND = 2;
  /** Knows no ensembles, no texts, no relaxed fits and fewer families; all else is still written in it. */
  private static final int FIRST = 1;
  /** The families that it knows. */
  private static final Set<String> FIRST_FAMILIES = Set.of("gaussian", "binomial", "multinomial", "poisson");

  /** The model's name in a run directory. */
  public static final String NAME = "model.lariat";

  private static final String DESCRIPTION = "model.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String LINEAR_PREFIX = "linear.";
  private static final String RELAXED_PREFIX = "relaxed.";

  /** Made by the service loader. */
  public ModelFile() {}

  @Override
  public void write(Model model, Path file, boolean overwrite) {
    AtomicFile.write(file, overwrite, out -> ModelArchive.write(entries(model), out));
  }

  /** {@return what a model's file holds, by name} */
  static Map<String, byte[]> entries(Model model) throws IOException {
    var json = ModelJson.MAPPER.createObjectNode();
    var tensors = new LinkedHashMap<String, Tensor>();
    put(model, json, tensors);
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put(DESCRIPTION, ModelJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    entries.put(WEIGHTS, SafeTensors.bytes(tensors));
    return entries;
  }

  /** Describes a model, and adds its numbers. */
  static void put(Model model, ObjectNode json, Map<String, Tensor> tensors) {
    switch (model) {
      case TrivialModel trivial -> {
        json.put("format", format(model)).put("kind", "trivial");
        describe(trivial, json);
      }
      case NetworkModel network -> {
        json.put("format", format(model)).put("kind", "network");
        describe(network, json);
        put(network.weights(), "", tensors);
      }
      case LinearModel linear -> {
        json.put("format", format(model)).put("kind", "linear");
        describe(linear, json);
        tensors.putAll(LinearTensors.of(linear.path()));
        linear.survival().ifPresent(survival -> SurvivalTensors.add(survival, tensors));
        linear.relaxation()
            .ifPresent(relaxation -> LinearTensors.of(relaxation.fits(linear.path()))
                .forEach((name, tensor) -> tensors.put(RELAXED_PREFIX + name, tensor)));
      }
      case EnsembleModel ensemble -> {
        json.put("format", format(model)).put("kind", "ensemble");
        describe(ensemble, json);
        for (int member = 0; member < ensemble.members().size(); member++) {
          put(ensemble.members().get(member).weights(), memberPrefix(member), tensors);
        }
        ensemble.mixture()
            .ifPresent(mixture -> LinearTensors.of(mixture.linear().path())
                .forEach((name, tensor) -> tensors.put(LINEAR_PREFIX + name, tensor)));
      }
    }
  }

  /** The oldest format that has what the model needs. */
  private static int format(Model model) {
    boolean mixed = model instanceof EnsembleModel ensemble
        && ensemble.mixture().filter(with -> hasPieces(with.linear())).isPresent();
    if (mixed || hasPieces(model)) {
      return Math.max(FOURTH, ofKind(model));
    }
    boolean transformed = model.target().transform() != Target.Transform.NONE;
    return transformed ? Math.max(THIRD, ofKind(model)) : ofKind(model);
  }

  private static boolean hasPieces(Model model) {
    return model.preprocessing().encodings().stream().anyMatch(Encoding.Hinges.class::isInstance);
  }

  private static int ofKind(Model model) {
    boolean texts = model.preprocessing().encodings().stream().anyMatch(Encoding.Text.class::isInstance);
    return switch (model) {
      case LinearModel linear ->
        texts || linear.relaxation().isPresent() || !FIRST_FAMILIES.contains(linear.path().family().label())
            || linear.objective().filter(objective -> objective.penalty().sparseShare() > 0).isPresent()
                ? SECOND
                : FIRST;
      case NetworkModel network -> Math.max(of(network.plan().network()), texts ? SECOND : FIRST);
      case TrivialModel _ -> texts ? SECOND : FIRST;
      case EnsembleModel ensemble -> Math.max(of(ensemble.members().getFirst().plan().network()), SECOND);
    };
  }

  private static int of(Network network) {
    return network.words().isPresent() ? FORMAT : network.padded() ? FOURTH : network.onMaps() ? THIRD : FIRST;
  }

  private static void put(Weights weights, String prefix, Map<String, Tensor> tensors) {
    for (Parameter parameter : weights.parameters()) {
      int[] shape = parameter.shape().stream().mapToInt(Integer::intValue).toArray();
      tensors.put(prefix + parameter.name(), new Tensor.F32(shape, parameter.values()));
    }
  }

  /** What the names of a member's tensors begin with. */
  private static String memberPrefix(int member) {
    return "member" + (member + 1) + ".";
  }

  private static void describe(Model model, ObjectNode json) {
    ObjectNode target = json.putObject("target").setAll((ObjectNode) ModelJson.MAPPER.valueToTree(model.target()));
    if (model.target().transform() == Target.Transform.NONE) {
      target.remove("transform");
    }
    if (model.target().columns().isEmpty()) {
      target.remove("columns");
    }
    json.set("provenance", ModelJson.MAPPER.valueToTree(model.provenance()));
    switch (model) {
      case TrivialModel trivial -> json.set("prediction", ModelJson.MAPPER.valueToTree(trivial.prediction()));
      case NetworkModel network -> training(network, json);
      case EnsembleModel ensemble -> {
        training(ensemble.members().getFirst(), json);
        ArrayNode seeds = json.putArray("seeds");
        ensemble.members().forEach(member -> seeds.add(member.plan().seed()));
        ensemble.temperature()
            .ifPresent(temperature -> json.set("temperature", ModelJson.MAPPER.valueToTree(temperature)));
        ensemble.mixture().ifPresent(mixture -> {
          ObjectNode node = json.putObject("mixture").put("weight", mixture.weight());
          describe(mixture.linear(), node.putObject("linear"));
        });
      }
      case LinearModel linear -> {
        Family family = linear.path().family();
        json.put("family", family.label());
        if (!family.parameters().isEmpty()) {
          ObjectNode parameters = json.putObject("familyParameters");
          family.parameters().forEach(parameters::put);
        }
        json.put("features", linear.path().features());
        json.put("nullDeviance", linear.path().nullDeviance());
        json.set("offset", ModelJson.MAPPER.valueToTree(linear.offset()));
        json.put("lambda", linear.lambda());
        linear.objective().ifPresent(objective -> json.set("objective", ModelJson.MAPPER.valueToTree(objective)));
        if (!Double.isNaN(linear.lambdaMin())) {
          json.put("lambdaMin", linear.lambdaMin());
          json.put("lambda1se", linear.lambdaOneSe());
        }
        linear.survival().ifPresent(survival -> SurvivalTensors.describe(survival, json.putObject("survival")));
        linear.relaxation().ifPresent(relaxation -> {
          ObjectNode node = json.putObject("relaxed").put("gamma", relaxation.gamma());
          if (!Double.isNaN(relaxation.gammaMin())) {
            node.put("gammaMin", relaxation.gammaMin()).put("gamma1se", relaxation.gammaOneSe());
          }
        });
        json.set("notes", ModelJson.MAPPER.valueToTree(linear.path().notes()));
      }
    }
    json.set("preprocessing", ModelJson.MAPPER.valueToTree(model.preprocessing()));
  }

  private static void training(NetworkModel network, ObjectNode json) {
    json.set("training", ModelJson.MAPPER.valueToTree(network.plan()));
    json.put("validationShare", network.validationShare());
    json.set("targetScale", ModelJson.MAPPER.valueToTree(network.scale()));
  }

  /**
   * The model file that is meant: the file itself, or the one in a run directory.
   *
   * @throws DataException if the directory holds none
   */
  public static Path of(Path fileOrDirectory) {
    if (!Files.isDirectory(fileOrDirectory)) {
      return fileOrDirectory;
    }
    Path file = fileOrDirectory.resolve(NAME);
    if (!Files.exists(file)) {
      throw new DataException(
          fileOrDirectory + " holds no " + NAME + ": is it a run directory, and did the run finish?");
    }
    return file;
  }

  @Override
  public Model read(Path fileOrDirectory) {
    Path file = of(fileOrDirectory);
    Map<String, byte[]> entries = ModelArchive.read(file);
    if (!entries.containsKey(DESCRIPTION) || !entries.containsKey(WEIGHTS)) {
      throw broken(file, "it lacks " + (entries.containsKey(DESCRIPTION) ? WEIGHTS : DESCRIPTION), null);
    }
    Map<String, Tensor> tensors = SafeTensors.read(ByteBuffer.wrap(entries.get(WEIGHTS)), file + ": " + WEIGHTS);
    try {
      JsonNode json = ModelJson.MAPPER.readTree(entries.get(DESCRIPTION));
      int format = json.path("format").asInt(0);
      NewerFormat.refuse(file, format, FORMAT, json.path("provenance").path("version").asString(""));
      if (format < 1) {
        throw broken(file, DESCRIPTION + " states no format", null);
      }
      return model(json, tensors);
    } catch (JacksonException e) {
      throw broken(file, DESCRIPTION + JsonText.where(e), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      // The records' own checks: the file states something that no model has.
      throw broken(file, "it contradicts itself: " + e.getMessage(), e);
    }
  }

  /**
   * The inverse of {@link #put(Model, ObjectNode, Map)}.
   *
   * @throws IllegalArgumentException if the parts do not fit together
   */
  static Model model(JsonNode json, Map<String, Tensor> tensors) {
    String kind = json.path("kind").asString("");
    return switch (kind) {
      case "network" -> network(json, tensors);
      case "trivial" -> trivial(json);
      case "linear" -> linear(json, tensors);
      case "ensemble" -> ensemble(json, tensors);
      default -> throw new IllegalArgumentException("it holds a model of the unknown kind '" + kind + "'");
    };
  }

  private static NetworkModel network(JsonNode json, Map<String, Tensor> tensors) {
    return network(json, part(json, "training", TrainingPlan.class), tensors);
  }

  private static NetworkModel network(JsonNode json, TrainingPlan plan, Map<String, Tensor> tensors) {
    List<Parameter> parameters = new ArrayList<>();
    tensors.forEach((name, tensor) -> {
      if (!(tensor instanceof Tensor.F32(var shape, var values))) {
        throw new IllegalArgumentException("tensor " + name + " is not of type F32");
      }
      parameters.add(new Parameter(name, Arrays.stream(shape).boxed().toList(), values));
    });
    return new NetworkModel(part(json, "target", ModelTarget.class), part(json, "preprocessing", Preprocessing.class),
        part(json, "targetScale", TargetScale.class), plan, json.path("validationShare").asDouble(),
        new Weights(parameters), part(json, "provenance", Provenance.class));
  }

  private static EnsembleModel ensemble(JsonNode json, Map<String, Tensor> tensors) {
    TrainingPlan plan = part(json, "training", TrainingPlan.class);
    long[] seeds = part(json, "seeds", long[].class);
    List<NetworkModel> members = new ArrayList<>();
    for (int member = 0; member < seeds.length; member++) {
      members.add(network(json, plan.withSeed(seeds[member]), behind(memberPrefix(member), tensors)));
    }
    Optional<Temperature> temperature = json.has("temperature")
        ? Optional.of(part(json, "temperature", Temperature.class))
        : Optional.empty();
    Optional<Mixture> mixture = json.has("mixture")
        ? Optional.of(new Mixture(linear(json.get("mixture").path("linear"), behind(LINEAR_PREFIX, tensors)),
            json.get("mixture").path("weight").asDouble(Double.NaN)))
        : Optional.empty();
    return new EnsembleModel(members, temperature, mixture, part(json, "provenance", Provenance.class));
  }

  /** The tensors whose names begin so, by the rest of their names. */
  static Map<String, Tensor> behind(String prefix, Map<String, Tensor> tensors) {
    var own = new LinkedHashMap<String, Tensor>();
    tensors.forEach((name, tensor) -> {
      if (name.startsWith(prefix)) {
        own.put(name.substring(prefix.length()), tensor);
      }
    });
    return own;
  }

  private static TrivialModel trivial(JsonNode json) {
    return new TrivialModel(part(json, "target", ModelTarget.class), part(json, "preprocessing", Preprocessing.class),
        Arrays.stream(part(json, "prediction", double[].class)).boxed().toList(),
        part(json, "provenance", Provenance.class));
  }

  private static LinearModel linear(JsonNode json, Map<String, Tensor> tensors) {
    if (json.path("objective").path("penalty") instanceof ObjectNode penalty && !penalty.has("sparseShare")) {
      penalty.put("sparseShare", 0.0); // only sparse groups name it
    }
    var path = LinearTensors.read(tensors, family(json), json.path("features").asInt(),
        json.path("nullDeviance").asDouble(), strings(json.path("notes")));
    return new LinearModel(part(json, "target", ModelTarget.class), part(json, "preprocessing", Preprocessing.class),
        path, strings(json.path("offset")), json.path("lambdaMin").asDouble(Double.NaN),
        json.path("lambda1se").asDouble(Double.NaN), json.path("lambda").asDouble(Double.NaN),
        json.has("objective") ? Optional.of(part(json, "objective", LinearObjective.class)) : Optional.empty(),
        json.has("survival")
            ? Optional.of(SurvivalTensors.read(json.get("survival"), tensors, path.points().size()))
            : Optional.empty(),
        json.has("relaxed") ? Optional.of(relaxation(json.get("relaxed"), path, tensors)) : Optional.empty(),
        part(json, "provenance", Provenance.class));
  }

  private static Relaxation relaxation(JsonNode json, LinearPath path, Map<String, Tensor> tensors) {
    LinearPath fits = LinearTensors.read(behind(RELAXED_PREFIX, tensors), path.family(), path.features(),
        path.nullDeviance(), List.of());
    if (!Arrays.equals(fits.lambdas(), path.lambdas())) {
      throw new IllegalArgumentException("the relaxed fits are at other λs than the path");
    }
    return new Relaxation(fits.points(), json.path("gamma").asDouble(Double.NaN),
        json.path("gammaMin").asDouble(Double.NaN), json.path("gamma1se").asDouble(Double.NaN));
  }

  private static Family family(JsonNode json) {
    var parameters = new LinkedHashMap<String, Double>();
    json.path("familyParameters")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asDouble()));
    return json.has("survival")
        ? Family.cox(SurvivalTensors.ties(json.get("survival")))
        : Family.of(json.path("family").asString(""), parameters);
  }

  private static List<String> strings(JsonNode array) {
    List<String> out = new ArrayList<>();
    array.forEach(node -> out.add(node.asString()));
    return out;
  }

  private static <T> T part(JsonNode json, String name, Class<T> type) {
    if (!json.hasNonNull(name)) {
      throw new IllegalArgumentException("it lacks '" + name + "'");
    }
    return ModelJson.MAPPER.treeToValue(json.get(name), type);
  }

  static DataException broken(Path file, String why, Throwable cause) {
    return new DataException(file + " is not a sound Lariat model: " + why.replaceAll("\\s*\\R\\s*", " "), cause);
  }
}
