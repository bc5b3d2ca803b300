import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static dev.lariat.optim.Optimizer.adam;
import static dev.lariat.optim.Optimizer.adamW;
import static dev.lariat.penalty.Penalty.l2;

import dev.lariat.data.Dataset;
import dev.lariat.io.Tables;
import dev.lariat.model.Trainer;
import dev.lariat.net.Epoch;
import dev.lariat.net.Network;
import dev.lariat.optim.Optimizer;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What each regularizer does to the digits network's gap: the five other examples side by side. All start from the same weights and see
 * the same batches, so that the differences are the regularizers'.
 *
 * <p>./lariat run examples/DigitsCompared.java [TABLE [EPOCHS]]
 */
void main(String[] arguments) {
  Path file = Path.of(arguments.length > 0 ? arguments[0] : "examples/data/mnist10k.csv.gz");
  int epochs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
  var data = Tables.read(file).target("digit");

  var plain = Network.of(dense(128, RELU), dense(64, RELU));
  var penalised = Network.of(dense(128, RELU, l2(0.02)), dense(64, RELU, l2(0.02)));
  var noisy = Network.of(dense(128, RELU), dropout(0.5), dense(64, RELU), dropout(0.5));

  IO.println("after " + epochs + " epochs        training loss  validation loss     gap  validation accuracy");
  row("no regularizer, Adam", plain, adam(1e-3), epochs, data);
  row("L2 0.01 (Keras), Adam", penalised, adam(1e-3), epochs, data);
  row("dropout 0.5, Adam", noisy, adam(1e-3), epochs, data);
  row("AdamW, decay 0.01", plain, adamW(1e-3, 0.01), epochs, data);
  row("dropout 0.5, AdamW", noisy, adamW(1e-3, 0.01), epochs, data);
}

void row(String label, Network network, Optimizer optimizer, int epochs, Dataset data) {
  Epoch last = Trainer.of(network).optimizer(optimizer).epochs(epochs).validation(0.2).train(data).history().last();
  IO.println(String.format(Locale.ROOT, "%-21s  %13.4f  %15.4f  %6.4f  %19.4f", label, last.trainLoss(),
      last.validationLoss(), last.gap(), last.validation().accuracy()));
}
