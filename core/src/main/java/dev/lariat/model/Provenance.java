package dev.lariat.model;

import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.LearntRows;
import dev.lariat.data.encoding.Preprocessing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * Where a model comes from; enough to make it again.
 *
 * @param version Lariat's version
 * @param command the command or call that made it
 * @param seed the seed of everything random
 * @param data name of the data
 * @param dataHash SHA-256 of the data file's bytes in hexadecimal, or empty for data made in memory
 * @param created when training ended
 * @param machine operating system, processor count, vector width and Java version
 * @param rowHashes of the rows that it has learnt from, where there are at most {@value LearntRows#MOST}; empty where
 * they are not known
 */
public record Provenance(String version, String command, long seed, String data, String dataHash, Instant created,
    String machine, List<String> rowHashes) {
  private static final String UNKNOWN = "unknown";

  /** Refuses null. */
  public Provenance {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(dataHash, "dataHash");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(machine, "machine");
    rowHashes = rowHashes == null ? List.of() : List.copyOf(rowHashes); // files of earlier versions have none
  }

  /** The same, of a model that has learnt from these rows. */
  public Provenance learntFrom(Preprocessing columns, Dataset table, int[] rows) {
    return new Provenance(version, command, seed, data, dataHash, created, machine,
        LearntRows.of(columns, table, rows, table.target().values()));
  }

  /** Now, here, by this version. */
  public static Provenance now(String command, long seed, String data, String dataHash) {
    return new Provenance(lariatVersion(), command, seed, data, dataHash, Instant.now().truncatedTo(ChronoUnit.SECONDS),
        thisMachine(), List.of());
  }

  /** Lariat's version, from the jar's manifest; {@code unknown} where classes lie in folders. */
  public static String lariatVersion() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? UNKNOWN : version;
  }

  /** {@return this version of Lariat as a sentence names it, also where its number is not known} */
  public static String lariatWords() {
    return lariatVersion().equals(UNKNOWN) ? "this version" : "Lariat " + lariatVersion();
  }

  private static String thisMachine() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
        + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version();
  }
}
