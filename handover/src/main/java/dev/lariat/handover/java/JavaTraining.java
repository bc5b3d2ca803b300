package dev.lariat.handover.java;

import dev.lariat.handover.source.TemplateFile;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.model.Model;
import dev.lariat.model.Provenance;
import java.nio.file.Path;
import java.util.List;

/** A Java file for {@code lariat run} that trains as the model was trained. */
public final class JavaTraining {
  private static final TemplateFile TEMPLATES = TemplateFile.of(JavaTraining.class, "training.java");

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
  static void begin(ProgramText script, List<String> packages, String what, Model model, String name) {
    packages.forEach(used -> script.add("import dev.lariat.$USED.*;\n", "USED", used));
    script.add(TEMPLATES.part("head"), "WHAT", what, "COMMAND", command(model.provenance()), "NAME", name, "TARGET",
        JavaSource.quoted(model.target().name()), "TASK", model.target().task());
  }

  @Override
  public String toString() {
    var source = new JavaSource();
    var training = plan.plan;
    String network = source.network(plan.model.plan().network(), plan.embeds());
    var script = new ProgramText();
    begin(script, List.of("data", "io", "loss", "model", "net", "optim", "penalty"), "Trains what was trained",
        plan.model, name);
    script.add(TEMPLATES.part("training"), "NETWORK", network, "LOSS", source.record(training.loss()), "OPTIMIZER",
        source.record(training.optimizer()), "SCHEDULE", source.record(training.schedule()), "ZERORULE",
        training.zeroRule(), "OPTIONS", source.record(plan.model.preprocessing().options()), "EPOCHS",
        training.epochs(), "BATCH", training.batch(), "SEED", training.seed() + "L", "SHARE",
        NumberLiteral.of(plan.model.validationShare()), "MORE", more(source));
    return script.toString();
  }

  private String more(JavaSource source) {
    var more = new ProgramText();
    plan.plan.earlyStopping()
        .ifPresent(stopping -> more.add("        .earlyStopping($STOPPING)\n", "STOPPING", source.record(stopping)));
    more.addIf(plan.weighted(), "        .classWeights($WEIGHTS)\n", "WEIGHTS",
        source.record(plan.plan.classWeights()));
    more.addIf(plan.clips(), "        .plan(p -> p.withClipNorm($NORM))\n", "NORM",
        NumberLiteral.of(plan.plan.clipNorm()));
    return more.toString();
  }
}
