package dev.lariat.handover.safetensors;

import dev.lariat.handover.pruning.LinearPlan;
import dev.lariat.handover.pruning.TrainedNetwork;
import dev.lariat.data.encoding.Feature;
import dev.lariat.io.AtomicFile;
import dev.lariat.io.model.SafeTensors;
import dev.lariat.io.model.Tensor;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import dev.lariat.model.NetworkModel;
import dev.lariat.model.TrivialModel;
import dev.lariat.net.Parameter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The weights alone, as safetensors: those of a network by layer, kernels as {@code [inputs, units]}; those of a linear
 * model as {@code output.kernel} and {@code output.bias} in double precision, on the features as they are. The file's
 * metadata name the inputs in their order, as a JSON list.
 *
 * <p>Several networks are {@code member1.…}, {@code member2.…}, a linear model beside them {@code linear.output.kernel}
 * and {@code linear.output.bias}; the metadata hold {@code members}, {@code inverseTemperature},
 * {@code temperatureRows}, {@code linearShare} and {@code linearInputs}.
 */
public final class WeightsExport {
  private static final JsonMapper JSON = new JsonMapper();

  private WeightsExport() {}

  public static void write(Model model, Path file, boolean overwrite) {
    var tensors = new LinkedHashMap<String, Tensor>();
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Integer> inputs = switch (model) {
      case NetworkModel trained -> {
        TrainedNetwork network = TrainedNetwork.of(trained);
        for (Parameter parameter : network.weights().parameters()) {
          tensors.put(parameter.name(),
              new Tensor.F32(parameter.shape().stream().mapToInt(Integer::intValue).toArray(), parameter.values()));
        }
        yield network.inputs();
      }
      case LinearModel linear -> linear(linear, "", tensors);
      case TrivialModel trivial -> {
        double[] prediction = trivial.prediction().stream().mapToDouble(Double::doubleValue).toArray();
        tensors.put("prediction", new Tensor.F64(new int[]{prediction.length}, prediction));
        yield List.of();
      }
      case EnsembleModel ensemble -> ensemble(ensemble, tensors, metadata);
    };
    List<Feature> features = model.preprocessing().features();
    metadata.put("target", model.target().name());
    metadata.put("classes", JSON.writeValueAsString(model.target().classes()));
    metadata.put("inputs", names(inputs, features));
    switch (model.target().transform()) {
      case NONE -> {
        // The numbers are of the target as it is.
      }
      case LOG -> metadata.put("targetTransform", "log");
    }
    AtomicFile.write(file, overwrite, out -> SafeTensors.write(tensors, metadata, out));
  }

  private static String names(List<Integer> inputs, List<Feature> features) {
    return JSON
        .writeValueAsString(inputs.stream().map(input -> features.get(input).name()).collect(Collectors.toList()));
  }

  private static List<Integer> linear(LinearModel model, String prefix, Map<String, Tensor> tensors) {
    var plan = new LinearPlan(model);
    tensors.put(prefix + "output.kernel", new Tensor.F64(new int[]{plan.features.size(), plan.outputs}, plan.kernel));
    tensors.put(prefix + "output.bias", new Tensor.F64(new int[]{plan.outputs}, plan.bias));
    return plan.features;
  }

  /** All networks with all of their inputs, so that these are the same for each. */
  private static List<Integer> ensemble(EnsembleModel model, Map<String, Tensor> tensors,
      Map<String, String> metadata) {
    int number = 1;
    for (NetworkModel member : model.members()) {
      for (Parameter parameter : member.weights().parameters()) {
        tensors.put("member" + number + "." + parameter.name(),
            new Tensor.F32(parameter.shape().stream().mapToInt(Integer::intValue).toArray(), parameter.values()));
      }
      number++;
    }
    metadata.put("members", String.valueOf(model.members().size()));
    model.temperature().ifPresent(temperature -> {
      metadata.put("inverseTemperature", String.valueOf(temperature.inverse()));
      metadata.put("temperatureRows", String.valueOf(temperature.rows()));
    });
    model.mixture().ifPresent(mixture -> {
      metadata.put("linearShare", String.valueOf(mixture.weight()));
      metadata.put("linearInputs",
          names(linear(mixture.linear(), "linear.", tensors), mixture.linear().preprocessing().features()));
    });
    return IntStream.range(0, model.preprocessing().width()).boxed().toList();
  }
}
