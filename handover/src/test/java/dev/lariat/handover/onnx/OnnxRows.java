package dev.lariat.handover.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lariat.data.Column;
import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.Encoding;
import dev.lariat.model.EnsembleModel;
import dev.lariat.model.LinearModel;
import dev.lariat.model.Model;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs an exported model on a table's raw columns in ONNX Runtime. */
public final class OnnxRows implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Map<String, Encoding> encodings = new HashMap<>();
  private final List<String> offset;

  public OnnxRows(Model model) throws OrtException {
    session = environment.createSession(OnnxExport.of(model).toByteArray());
    model.preprocessing().encodings().forEach(encoding -> encodings.put(encoding.column(), encoding));
    offset = model instanceof LinearModel linear ? linear.offset() : List.of();
    if (model instanceof EnsembleModel ensemble && ensemble.mixture().isPresent()) {
      ensemble.mixture()
          .get()
          .linear()
          .preprocessing()
          .encodings()
          .forEach(encoding -> encodings.put(encoding.column(), encoding));
    }
  }

  /** What the session wants. */
  public Set<String> inputs() {
    return session.getInputNames();
  }

  /** Labels and probabilities, or predictions, by the outputs' names. */
  public Map<String, Object> run(Dataset data) throws OrtException {
    var inputs = new HashMap<String, OnnxTensor>();
    for (Encoding encoding : encodings.values()) {
      if (session.getInputNames().contains(encoding.column())) {
        inputs.put(encoding.column(), tensor(encoding, data.column(encoding.column())));
      }
    }
    for (String name : offset) {
      inputs.put(name, numbers(data.column(name)));
    }
    try (OrtSession.Result result = session.run(inputs)) {
      var outputs = new HashMap<String, Object>();
      for (String name : session.getOutputNames()) {
        outputs.put(name, result.get(name).orElseThrow().getValue());
      }
      return outputs;
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(Encoding encoding, Column column) throws OrtException {
    return switch (encoding) {
      case Encoding.Numeric _,Encoding.Hinges _,Encoding.Date _ -> numbers(column);
      case Encoding.Bool _,Encoding.OneHot _,Encoding.Code _,Encoding.Text _,Encoding.Words _ -> {
        String[][] values = new String[column.rows()][1];
        for (int row = 0; row < values.length; row++) {
          values[row][0] = column.isMissing(row) ? "" : column.text(row);
        }
        yield OnnxTensor.createTensor(environment, values);
      }
    };
  }

  private OnnxTensor numbers(Column column) throws OrtException {
    double[][] values = new double[column.rows()][1];
    for (int row = 0; row < values.length; row++) {
      values[row][0] = column.number(row);
    }
    return OnnxTensor.createTensor(environment, values);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
