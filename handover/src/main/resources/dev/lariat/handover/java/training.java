// ==== head ====
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
$MODULES
/** $WHAT by: $COMMAND */
public final class $NAME {
  public static void main(String[] arguments) {
    if (arguments.length < 1) {
      System.err.println("usage: lariat run $NAME.java TABLE [MODEL.lariat]");
      System.exit(2);
    }
$FILE    var data = Tables.read($TABLE$KINDS).target($TARGET, Task.$TASK)$TRANSFORM;
// ==== steps ====
    Path table = Path.of(arguments[0]);
    if (!TableReader.of(table, TableOptions.none()).names().contains(SequenceLayout.STEPS)) { // a row for each step
      var steps = new LongTable(Tables.read(table), $ID, $TIME);
      var layout = steps.layout(List.of($TARGET), List.of($SAME));
      table = new WideTable(steps).write(Stream.concat(layout.columns().stream(), Stream.of($TARGET)).toList(), layout.steps());
    }
// ==== text ====
    data = data.with(((TextColumn) data.column($COLUMN)).options($OPTIONS));
// ==== series ====
    data = SeriesLengths.added(data, $STEPS, $COLUMNS);
// ==== training ====
    var network = $NETWORK;
    var fit = Trainer.of(network)
        .loss($LOSS)
        .optimizer($OPTIMIZER)
        .schedule($SCHEDULE)
        .zeroRule(ZeroRule.$ZERORULE)
        .preprocessing($OPTIONS)
        .epochs($EPOCHS)
        .batch($BATCH)
        .seed($SEED)
        .validation($SHARE)
$MORE        .listener(epoch -> System.out.printf(Locale.ROOT, "Epoch %d - loss: %.4f - val_loss: %.4f%n",
            epoch.epoch(), epoch.trainLoss(), epoch.validationLoss()))
        .train(data);
    if (arguments.length > 1) {
      fit.model().save(Path.of(arguments[1]));
    }
    int best = fit.result().bestEpoch();
    System.out.println("{\"validationLoss\": " + fit.history().epochs().get(best - 1).validationLoss() + "}");
  }
}
