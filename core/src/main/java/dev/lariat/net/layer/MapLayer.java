package dev.lariat.net.layer;

/** A layer on the maps of images and sequences, or on the way from a row of numbers to them and back. */
public sealed interface MapLayer extends Layer
    permits Convolution, Pool, GlobalPool, Flatten, Reshape, Reshape.Join, SpatialDropout, Recurrent, Embedding.Words {}
