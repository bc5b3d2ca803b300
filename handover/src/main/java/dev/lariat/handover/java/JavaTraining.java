package dev.lariat.handover.java;

import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.Script;
import dev.lariat.model.Model;
import dev.lariat.model.Provenance;
import java.nio.file.Path;
import java.util.List;

/** A Java file for {@code lariat run} that trains as the model was trained. */
public final class JavaTraining {
  private final ScriptPlan plan;
  private final String name;

  public JavaTraining(ScriptPlan plan, Path file) {
    this.plan = plan;
    this.name = name(file);
  }

  /** The name of a file's class. */
  static String name(Path file) {
    String stem = file.getFileName().toString().replaceFirst("\\.java$", "").replaceAll("[^A-Za-z0-9_]", "");
    return stem.isEmpty() || !Character.isJavaIdentifierStart(stem.charAt(0)) ? "Train" : stem;
  }

  /** The command that made a model, for a comment. */
  static String command(Provenance provenance) {
    return provenance.command().replace("*/", "* /").replace("\\", "\\\\");
  }

  /** The head of a Java file, until the table is read. */
  static void begin(Script script, List<String> packages, String what, Model model, String name) {
    packages.forEach(used -> script.add("import dev.lariat.$USED.*;\n", "USED", used));
    script.add("""
        import java.nio.file.Path;
        import java.util.List;
        import java.util.Locale;

        /** $WHAT by: $COMMAND */
        public final class $NAME {
          public static void main(String[] arguments) {
            if (arguments.length < 1) {
              System.err.println("usage: lariat run $NAME.java TABLE [MODEL.lariat]");
              System.exit(2);
            }
            var data = Tables.read(Path.of(arguments[0])).target($TARGET, Task.$TASK);
        """, "WHAT", what, "COMMAND", command(model.provenance()), "NAME", name, "TARGET",
        JavaSource.quoted(model.target().name()), "TASK", model.target().task());
  }

  @Override
  public String toString() {
    var source = new JavaSource();
    var training = plan.plan;
    String network = source.network(plan.model.plan().network(), plan.embeds());
    var script = new Script();
    begin(script, List.of("data", "io", "loss", "model", "net", "optim", "penalty"), "Trains what was trained",
        plan.model, name);
    script.add("""
            var network = $NETWORK;
            var fit = Trainer.of(network)
                .loss($LOSS)
                .optimizer($OPTIMIZER)
                .schedule($SCHEDULE)
                .zeroRule(ZeroRule.$ZERORULE)
                .preprocessing($OPTIONS)
                .epochs($EPOCHS)
                .batch($BATCH)
                .seed($SEEDL)
                .validation($SHARE)
        $MORE        .listener(epoch -> System.out.printf(Locale.ROOT, "Epoch %d - loss: %.4f - val_loss: %.4f%n",
                    epoch.epoch(), epoch.trainLoss(), epoch.validationLoss()))
                .train(data);
            if (arguments.length > 1) {
              fit.model().save(Path.of(arguments[1]));
            }
            int best = fit.result().bestEpoch();
            System.out.println("{\\"validationLoss\\": " + fit.history().epochs().get(best - 1).validationLoss() + "}");
          }
        }
        """, "NETWORK", network, "LOSS", source.record(training.loss()), "OPTIMIZER",
        source.record(training.optimizer()), "SCHEDULE", source.record(training.schedule()), "ZERORULE",
        training.zeroRule(), "OPTIONS", source.record(plan.model.preprocessing().options()), "EPOCHS",
        training.epochs(), "BATCH", training.batch(), "SEED", training.seed(), "SHARE",
        NumberLiteral.of(plan.model.validationShare()), "MORE", more(source));
    return script.toString();
  }

  private String more(JavaSource source) {
    var more = new Script();
    plan.plan.earlyStopping()
        .ifPresent(stopping -> more.add("        .earlyStopping($STOPPING)\n", "STOPPING", source.record(stopping)));
    more.addIf(plan.weighted(), "        .classWeights($WEIGHTS)\n", "WEIGHTS",
        source.record(plan.plan.classWeights()));
    more.addIf(plan.clips(), "        .plan(p -> p.withClipNorm($NORM))\n", "NORM",
        NumberLiteral.of(plan.plan.clipNorm()));
    return more.toString();
  }
}
