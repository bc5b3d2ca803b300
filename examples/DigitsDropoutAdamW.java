import static dev.lariat.net.layer.Activation.RELU;
import static dev.lariat.net.layer.Layer.dense;
import static dev.lariat.net.layer.Layer.dropout;
import static dev.lariat.optim.Optimizer.adamW;

import dev.lariat.io.Tables;
import dev.lariat.model.Trainer;
import dev.lariat.net.Epoch;
import dev.lariat.net.Network;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The digits network with dropout 0.5 after both hidden layers and AdamW, learning rate 0.001, decay 0.01.
 *
 * <p>./lariat run examples/DigitsDropoutAdamW.java [TABLE [EPOCHS]]
 */
void main(String[] arguments) {
  Path file = Path.of(arguments.length > 0 ? arguments[0] : "examples/data/mnist10k.csv.gz");
  int epochs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;

  var data = Tables.read(file).target("digit");
  var network = Network.of(dense(128, RELU), dropout(0.5), dense(64, RELU), dropout(0.5));
  var fit = Trainer.of(network).optimizer(adamW(1e-3, 0.01)).epochs(epochs).validation(0.2).listener(this::show).train(data);

  Epoch last = fit.history().last();
  IO.println(String.format(Locale.ROOT, "dropout 0.5, AdamW: gap between validation and training loss %.4f", last.gap()));
}

void show(Epoch epoch) {
  IO.println(String.format(Locale.ROOT, "epoch %2d  training loss %.4f  validation loss %.4f  validation accuracy %.4f",
      epoch.epoch(), epoch.trainLoss(), epoch.validationLoss(), epoch.validation().accuracy()));
}
