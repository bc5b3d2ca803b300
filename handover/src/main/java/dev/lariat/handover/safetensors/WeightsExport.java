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
import tools.jackson.databind.json.JsonMapper;

/**
 * The weights alone, as safetensors: those of a network by layer, kernels as {@code [inputs, units]}; those of a linear
 * model as {@code output.kernel} and {@code output.bias} in double precision, on the features as they are. The file's
 * metadata name the inputs in their order, as a JSON list.
 */
public final class WeightsExport {
  private static final JsonMapper JSON = new JsonMapper();

  private WeightsExport() {}

  public static void write(Model model, Path file, boolean overwrite) {
    var tensors = new LinkedHashMap<String, Tensor>();
    List<Integer> inputs = switch (model) {
      case NetworkModel trained -> {
        TrainedNetwork network = TrainedNetwork.of(trained);
        for (Parameter parameter : network.weights().parameters()) {
          tensors.put(parameter.name(),
              new Tensor.F32(parameter.shape().stream().mapToInt(Integer::intValue).toArray(), parameter.values()));
        }
        yield network.inputs();
      }
      case LinearModel linear -> {
        var plan = new LinearPlan(linear);
        tensors.put("output.kernel", new Tensor.F64(new int[]{plan.features.size(), plan.outputs}, plan.kernel));
        tensors.put("output.bias", new Tensor.F64(new int[]{plan.outputs}, plan.bias));
        yield plan.features;
      }
      case TrivialModel trivial -> {
        double[] prediction = trivial.prediction().stream().mapToDouble(Double::doubleValue).toArray();
        tensors.put("prediction", new Tensor.F64(new int[]{prediction.length}, prediction));
        yield List.of();
      }
      case EnsembleModel ensemble -> throw TrainedNetwork.onlySingle(ensemble);
    };
    List<Feature> features = model.preprocessing().features();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("target", model.target().name());
    metadata.put("classes", JSON.writeValueAsString(model.target().classes()));
    metadata.put("inputs",
        JSON.writeValueAsString(inputs.stream().map(input -> features.get(input).name()).collect(Collectors.toList())));
    AtomicFile.write(file, overwrite, out -> SafeTensors.write(tensors, metadata, out));
  }
}
