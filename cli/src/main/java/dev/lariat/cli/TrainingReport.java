package dev.lariat.cli;

import dev.lariat.data.Dataset;
import dev.lariat.data.NumberText;
import dev.lariat.data.Task;
import dev.lariat.model.Fit;
import dev.lariat.model.TrainingStart;
import dev.lariat.net.Epoch;
import dev.lariat.net.layer.ActivationLayer;
import dev.lariat.net.layer.BatchNorm;
import dev.lariat.net.layer.Dense;
import dev.lariat.net.layer.Dropout;
import dev.lariat.net.layer.Embedding;
import dev.lariat.net.layer.Layer;
import dev.lariat.net.layer.LayerNorm;
import dev.lariat.net.layer.MapLayer;
import dev.lariat.net.LayerText;
import dev.lariat.study.warning.LeftOutColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** What {@code lariat train} says. */
final class TrainingReport {
  private TrainingReport() {}

  private static String many(int count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /**
   * What is trained on what.
   *
   * @param table of which notes were said before; of one that is passed over, its specimen
   */
  static List<String> heading(TrainingStart start, Dataset table, long rows) {
    var lines = new ArrayList<String>();
    var target = start.target();
    lines.add(String.format(Locale.ROOT, "%s: %s; target %s: %s", table.name(), NumberText.count((double) rows, "row"),
        target.name(),
        target.task() == Task.CLASSIFICATION ? target.classes().size() + " classes" : switch (target.transform()) {
          case NONE -> "a number";
          case LOG -> "a number, learnt as its logarithm, of which the losses below are";
        }));
    var preprocessing = start.preprocessing();
    String left = LeftOutColumns.text(preprocessing, table.notes());
    int columns = preprocessing.encodings().size();
    lines.add(many(columns, "column") + (columns == 1 ? " makes " : " make ") + many(preprocessing.width(), "input")
        + (left.isEmpty() ? "" : "; left out: " + left));
    var plan = start.plan();
    lines.add(String.format(Locale.ROOT, "network %s; %s, learning rate %s, batch %d, seed %d",
        shape(preprocessing.width(), plan.network().layers(), target.width()), plan.optimizer().name(),
        plan.optimizer().learningRate(), plan.batch(), plan.seed()));
    lines.add(String.format(Locale.ROOT, "trained on %s, validated on %,d",
        NumberText.count(start.trainingRows(), "row"), start.validationRows()));
    start.notes().forEach(note -> lines.add("note: " + note));
    lines.add("");
    return lines;
  }

  private static String shape(int inputs, List<Layer> layers, int outputs) {
    if (layers.stream().anyMatch(MapLayer.class::isInstance)) {
      return LayerText.of(layers) + ", dense " + outputs + " linear";
    }
    var text = new StringBuilder().append(inputs);
    for (Layer layer : layers) {
      switch (layer) {
        case Dense dense ->
          text.append('-').append(dense.units()).append(' ').append(dense.activation().name().toLowerCase(Locale.ROOT));
        case Dropout dropout -> text.append(" (dropout ").append(dropout.rate()).append(')');
        case ActivationLayer activate -> text.append(' ').append(activate.activation().name().toLowerCase(Locale.ROOT));
        case BatchNorm _ -> text.append(" batch-norm");
        case MapLayer map -> text.append(' ').append(LayerText.of(map));
        case LayerNorm _ -> text.append(" layer-norm");
        case Embedding embedding -> text.append(" (").append(embedding.codes().size()).append(" embedded)");
      }
    }
    return text.append('-').append(outputs).toString();
  }

  /** An epoch's line, with Keras' names. */
  static String line(Epoch epoch, int epochs) {
    var line = new StringBuilder(String.format(Locale.ROOT, "Epoch %" + digits(epochs) + "d/%d - %.2fs - loss: %s",
        epoch.epoch(), epochs, epoch.trainingSeconds(), NumberText.tabular(epoch.trainLoss())));
    boolean classes = !Double.isNaN(epoch.training().accuracy());
    line.append(classes
        ? " - accuracy: " + NumberText.tabular(epoch.training().accuracy())
        : " - rmse: " + NumberText.tabular(epoch.training().rootMeanSquaredError()));
    if (!Double.isNaN(epoch.validationLoss())) {
      line.append(" - val_loss: ").append(NumberText.tabular(epoch.validationLoss()));
      line.append(classes
          ? " - val_accuracy: " + NumberText.tabular(epoch.validation().accuracy())
          : " - val_rmse: " + NumberText.tabular(epoch.validation().rootMeanSquaredError()));
    }
    return line.toString();
  }

  private static int digits(int number) {
    return String.valueOf(number).length();
  }

  /**
   * One object with settings, rows, epochs and the best epoch.
   *
   * @param passes over the table where it was streamed; 0 where it was in memory
   */
  static String json(Fit fit, int passes) {
    var mapper = new JsonMapper();
    var json = mapper.createObjectNode();
    var plan = fit.model().plan();
    var settings = json.putObject("settings");
    settings.put("target", fit.model().target().name());
    settings.put("task", fit.model().target().task().name().toLowerCase(Locale.ROOT));
    var layers = settings.putArray("layers");
    plan.network().layers().forEach(layer -> layers.add(layer.toString()));
    var output = settings.putArray("outputRegularizers");
    plan.network().output().forEach(regularizer -> output.add(regularizer.name()));
    settings.put("loss", plan.loss().name());
    settings.put("optimizer", plan.optimizer().name());
    settings.put("learningRate", plan.optimizer().learningRate());
    settings.put("dialect", plan.optimizer().dialect().name().toLowerCase(Locale.ROOT));
    settings.put("schedule", plan.schedule().toString());
    settings.put("zeroRule", plan.zeroRule().name().toLowerCase(Locale.ROOT));
    plan.earlyStopping().ifPresent(stopping -> settings.put("earlyStopping", stopping.patience()));
    settings.put("epochs", plan.epochs());
    settings.put("batch", plan.batch());
    settings.put("seed", plan.seed());
    settings.put("validationShare", fit.model().validationShare());
    json.putObject("rows").put("training", fit.trainingRows()).put("validation", fit.validationRows());
    json.put("streamed", passes > 0);
    if (passes > 0) {
      json.put("passes", passes);
    }
    var epochs = json.putArray("epochs");
    for (Epoch epoch : fit.history().epochs()) {
      var node = epochs.addObject();
      node.put("epoch", epoch.epoch());
      node.put("seconds", epoch.trainingSeconds());
      node.put("trainLoss", epoch.trainLoss());
      if (fit.validationRows() > 0) {
        node.put("validationLoss", epoch.validationLoss());
      }
      boolean classes = fit.model().target().task() == Task.CLASSIFICATION;
      node.put(classes ? "trainAccuracy" : "trainRmse",
          classes ? epoch.training().accuracy() : epoch.training().rootMeanSquaredError());
      if (fit.validationRows() > 0) {
        node.put(classes ? "validationAccuracy" : "validationRmse",
            classes ? epoch.validation().accuracy() : epoch.validation().rootMeanSquaredError());
      }
      node.put("zeroShare", epoch.zeroShare());
    }
    json.put("bestEpoch", fit.result().bestEpoch());
    json.put("end", fit.result().end().name().toLowerCase(Locale.ROOT));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json);
  }
}
