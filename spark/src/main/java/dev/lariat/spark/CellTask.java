package dev.lariat.spark;

import dev.lariat.io.cluster.CellWorker;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/**
 * What runs on an executor. Only text is serialised: the study is made once in the executor, from its words and the
 * files that Spark brought there.
 */
final class CellTask implements Function<String, String> {
  private static final long serialVersionUID = 1;

  private final String study;

  CellTask(String study) {
    this.study = study;
  }

  @Override
  public String call(String asked) {
    return CellWorker.answer(study, SparkFiles::get, executor(), asked, TaskContext.get()::isInterrupted);
  }

  /** {@return what people call the executor that this runs on} */
  static String executor() {
    SparkEnv here = SparkEnv.get();
    return "executor " + here.executorId() + " on " + here.blockManager().blockManagerId().host();
  }
}
