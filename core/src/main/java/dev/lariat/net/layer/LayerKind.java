package dev.lariat.net.layer;

import java.util.List;

/**
 * A kind of {@link Layer}, with its name. {@link #ALL} is the one list of them, which model files read.
 *
 * @param type the record
 * @param fileName in a model file; never changes, so that no file is orphaned
 */
public record LayerKind(Class<? extends Layer> type, String fileName) {
  /** Every kind. */
  public static final List<LayerKind> ALL = List.of(new LayerKind(Dense.class, "dense"),
      new LayerKind(Dropout.class, "dropout"), new LayerKind(BatchNorm.class, "batchNorm"),
      new LayerKind(LayerNorm.class, "layerNorm"), new LayerKind(Embedding.class, "embedding"),
      new LayerKind(ActivationLayer.class, "activation"), new LayerKind(Reshape.class, "reshape"),
      new LayerKind(Conv2D.class, "conv2d"), new LayerKind(Conv1D.class, "conv1d"), new LayerKind(Pool.class, "pool"),
      new LayerKind(GlobalPool.class, "globalPool"), new LayerKind(Flatten.class, "flatten"),
      new LayerKind(SpatialDropout.class, "spatialDropout"), new LayerKind(Recurrent.class, "recurrent"),
      new LayerKind(Reshape.Join.class, "join"), new LayerKind(Embedding.Words.class, "wordEmbedding"));
}
