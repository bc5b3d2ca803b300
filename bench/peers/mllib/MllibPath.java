import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Fits of Spark's MLlib to the table that {@code bench/run scale} makes: one for each λ, as it has no path. Arguments: the
 * file, gaussian or binomial, and λs on the scale of the mean loss of standardised columns. Prints the processor's seconds of
 * each fit, the reading of the file included.
 */
public final class MllibPath {
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    boolean classes = args[1].equals("binomial");
    try (SparkSession spark = SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()) {
      spark.sparkContext().setLogLevel("ERROR");
      Dataset<Row> table = spark.read().parquet(args[0]);
      if (classes) {
        table = table.withColumn("y", table.col("label").equalTo("yes").cast("double"));
      }
      String[] inputs = Arrays.stream(table.columns()).filter(name -> name.matches("x[0-9]+")).toArray(String[]::new);
      Dataset<Row> rows = new VectorAssembler().setInputCols(inputs).setOutputCol("features").transform(table).select("features", "y");
      for (int i = 2; i < args.length; i++) {
        double lambda = Double.parseDouble(args[i]);
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        int iterations;
        int used;
        if (classes) {
          var model = new LogisticRegression().setLabelCol("y").setElasticNetParam(1).setRegParam(lambda).setTol(1e-7).setMaxIter(500).fit(rows);
          iterations = model.summary().totalIterations();
          used = model.coefficients().numNonzeros();
        } else {
          var model = new LinearRegression().setLabelCol("y").setElasticNetParam(1).setRegParam(lambda).setTol(1e-9).setMaxIter(500).fit(rows);
          iterations = model.summary().totalIterations();
          used = model.coefficients().numNonzeros();
        }
        System.out.printf("λ %s: %d iterations, %d coefficients, processor %.1f s, wall %.1f s%n", args[i], iterations, used,
            (system.getProcessCpuTime() - cpu) / 1e9, (System.nanoTime() - wall) / 1e9);
      }
    }
  }
}
