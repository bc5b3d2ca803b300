/** Lariat's computing core: training, regularization, paths, studies, explanations. */
module dev.lariat {
  requires static jdk.incubator.vector;

  exports dev.lariat.data;
  exports dev.lariat.model;
}
