/** Lariat's computing core: training, regularization, paths, studies, explanations. */
module dev.lariat {
  requires static jdk.incubator.vector;

  exports dev.lariat.data;
  exports dev.lariat.data.encoding;
  exports dev.lariat.data.stream;
  exports dev.lariat.data.text;
  exports dev.lariat.explain;
  exports dev.lariat.linear;
  exports dev.lariat.linear.selection;
  exports dev.lariat.loss;
  exports dev.lariat.metric;
  exports dev.lariat.model;
  exports dev.lariat.model.interval;
  exports dev.lariat.model.linear;
  exports dev.lariat.net;
  exports dev.lariat.net.layer;
  exports dev.lariat.net.training;
  exports dev.lariat.optim;
  exports dev.lariat.penalty;
  exports dev.lariat.study;
  exports dev.lariat.study.candidate;
  exports dev.lariat.study.cell;
  exports dev.lariat.study.evidence;
  exports dev.lariat.study.finish;
  exports dev.lariat.study.insight;
  exports dev.lariat.study.warning;
  exports dev.lariat.study.statistics;
  exports dev.lariat.study.verdict;
  exports dev.lariat.study.yardstick;

  uses dev.lariat.model.ModelFormat;
  uses dev.lariat.model.interval.IntervalFormat;
  uses dev.lariat.study.yardstick.Yardstick;
}
