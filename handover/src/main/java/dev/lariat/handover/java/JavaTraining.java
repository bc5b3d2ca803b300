package dev.lariat.handover.java;

import dev.lariat.handover.source.TemplateFile;
import dev.lariat.handover.python.ScriptPlan;
import dev.lariat.handover.python.Untranslated;
import dev.lariat.handover.source.NumberLiteral;
import dev.lariat.handover.source.ProgramText;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.data.text.TextFeatures;
import dev.lariat.handover.pruning.LongTableColumns;
import dev.lariat.model.Model;
import dev.lariat.model.Provenance;
import dev.lariat.net.layer.Recurrent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/** A Java file for {@code lariat run} that trains as the model was trained. */
public final class JavaTraining {
  private static final TemplateFile TEMPLATES = TemplateFile.of(JavaTraining.class, "training.java");

  private final ScriptPlan plan;
  private final Path file;

  public JavaTraining(ScriptPlan plan, Path file) {
    this.plan = plan;
    this.file = file;
  }

  /** Words that no class may be called though they are no keywords. */
  private static final Set<String> RESTRICTED = Set.of("var", "record", "sealed", "permits", "yield", "_");

  /**
   * A program whose class is called as its file, or {@code Train…} where that is no name for a class or where the
   * program means another class by it.
   *
   * @param program the text for a name
   */
  static String named(Path file, UnaryOperator<String> program) {
    String stem = file.getFileName().toString().replaceFirst("\\.java$", "").replaceAll("[^A-Za-z0-9_]", "");
    String fallback = program.apply("Train" + stem);
    boolean taken = Pattern.compile("\\b" + stem + "\\b").matcher(fallback).find();
    return stem.isEmpty() || taken || RESTRICTED.contains(stem) || !SourceVersion.isName(stem)
        ? fallback
        : program.apply(stem);
  }

  /** The command that made a model, for a comment. */
  static String command(Provenance provenance) {
    return provenance.command().replace("*/", "* /").replace("\\", "\\\\");
  }

  /** The head of a Java file, until the table is read. */
  static void begin(ProgramText script, List<String> packages, String what, Model model,
      Optional<LongTableColumns> steps, String name) {
    record Read(String column, TextFeatures features) {}
    List<Read> texts = model.preprocessing().encodings().stream().flatMap(encoding -> switch (encoding) {
      case Encoding.Text text -> Stream.of(new Read(text.column(), text.features()));
      case Encoding.Words words -> Stream.of(new Read(words.column(), words.features()));
      case Encoding.Numeric _,Encoding.Hinges _,Encoding.Bool _,Encoding.Date _,Encoding.OneHot _,Encoding.Code _ ->
        Stream.<Read>empty();
    }).toList();
    var more = new TreeSet<String>(texts.isEmpty() ? List.of() : List.of("data.text", "io.table"));
    steps.ifPresent(_ -> more.addAll(List.of("io.sequence", "io.table")));
    String target = JavaSource.quoted(model.target().name());
    var file = new ProgramText();
    steps.ifPresent(columns -> file.add(TEMPLATES.part("steps"), "ID", JavaSource.quoted(columns.id()), "TIME",
        JavaSource.quoted(columns.time()), "SAME",
        columns.same().stream().map(JavaSource::quoted).collect(Collectors.joining(", ")), "TARGET", target));
    Stream.concat(packages.stream(), more.stream())
        .sorted()
        .forEach(used -> script.add("import dev.lariat.$USED.*;\n", "USED", used));
    script.add(TEMPLATES.part("head"), "WHAT", what, "COMMAND", command(model.provenance()), "MODULES",
        (texts.isEmpty() ? "" : "import java.util.OptionalInt;\nimport java.util.Set;\n")
            + (steps.isPresent() ? "import java.util.stream.Stream;\n" : ""),
        "NAME", name, "FILE", file, "TABLE", steps.isPresent() ? "table" : "Path.of(arguments[0])", "KINDS",
        texts.isEmpty()
            ? ""
            : texts.stream()
                .map(text -> ".kind(" + JavaSource.quoted(text.column()) + ", ColumnKind.TEXT)")
                .collect(Collectors.joining("", ", TableOptions.none()", "")),
        "TARGET", target, "TASK", model.target().task(), "TRANSFORM", switch (model.target().transform()) {
          case NONE -> "";
          case LOG -> ".logTarget()";
        });
    for (Read text : texts) {
      script.add(TEMPLATES.part("text"), "COLUMN", JavaSource.quoted(text.column()), "OPTIONS",
          new JavaSource().record(text.features().options()));
    }
  }

  /**
   * Looks where the series of the table end.
   *
   * @param columns those of their numbers, as Java
   */
  static void series(ProgramText script, int steps, String columns) {
    script.add(TEMPLATES.part("series"), "STEPS", steps, "COLUMNS", columns);
  }

  @Override
  public String toString() {
    return named(file, this::program);
  }

  private String program(String name) {
    if (plan.recurrent().stream().anyMatch(layer -> layer.cell() == Recurrent.Cell.GRU_RESET_BEFORE)) {
      throw Untranslated.resetsBefore("java");
    }
    var source = new JavaSource();
    var training = plan.plan;
    List<String> series = plan.series().isPresent() ? List.of("io.sequence") : List.of();
    String network = source.network(plan.model.plan().network(), plan.embeds());
    var script = new ProgramText();
    begin(script,
        Stream
            .concat(Stream.of("data", "data.encoding", "io", "loss", "model", "net", "net.layer", "optim", "penalty"),
                series.stream())
            .toList(),
        "Trains what was trained", plan.model, plan.steps, name);
    plan.series()
        .ifPresent(row -> series(script, row.length(),
            "data.features().stream().limit(" + row.size() + ").map(Column::name).toList()"));
    script.add(TEMPLATES.part("training"), "NETWORK", network, "LOSS", source.record(training.loss()), "OPTIMIZER",
        source.record(training.optimizer()), "SCHEDULE", source.record(training.schedule()), "ZERORULE",
        training.zeroRule(), "OPTIONS", source.record(plan.model.preprocessing().options()), "EPOCHS",
        training.epochs(), "BATCH", training.batch(), "SEED", training.seed() + "L", "SHARE",
        NumberLiteral.of(plan.validationShare()), "MORE", more(source));
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
    plan.plan.mixing()
        .ifPresent(mixing -> more.add("        .plan(p -> p.withMixing($MIXING))\n", "MIXING", source.record(mixing)));
    plan.plan.wordDropout()
        .ifPresent(rate -> more.add("        .plan(p -> p.withWordDropout($RATE))\n", "RATE", NumberLiteral.of(rate)));
    plan.plan.embeddingDropout()
        .ifPresent(
            rate -> more.add("        .plan(p -> p.withEmbeddingDropout($RATE))\n", "RATE", NumberLiteral.of(rate)));
    return more.toString();
  }
}
