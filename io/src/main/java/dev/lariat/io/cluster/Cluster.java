package dev.lariat.io.cluster;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** A kind of cluster; found by {@link ServiceLoader}. The optional module {@code lariat-spark} brings one. */
public interface Cluster {
  /**
   * Checks what can be checked of an address without asking it.
   *
   * @throws IllegalArgumentException if this is no address of such a cluster
   */
  void check(String address);

  /**
   * Sends the files to a cluster, and waits until it computes.
   *
   * @param study that the cells are of
   * @param files those of the study, in its order
   * @throws UncheckedIOException if the cluster does not answer, or one of its machines cannot compute these cells
   */
  ClusterCells open(String address, TravellingStudy study, List<Path> files);

  /**
   * Waits until a cluster computes on the rows of a table.
   *
   * @param shown what it is for, for people who look at the cluster
   * @throws UncheckedIOException if the cluster does not answer, or one of its machines cannot read the table
   */
  RowPlace open(String address, TravellingRows rows, String shown);

  /**
   * The installed kind of cluster.
   *
   * @throws IllegalArgumentException if none is on the class path
   */
  static Cluster installed() {
    return ServiceLoader.load(Cluster.class, Cluster.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "--on needs Spark, which does not come along (137 MB): './lariat' of a clone fetches it; with a Spark 4.2"
                + " of your own use spark-submit (docs/scale.md)"));
  }
}
