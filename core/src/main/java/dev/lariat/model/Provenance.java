package dev.lariat.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 */
public record Provenance(String version, String command, long seed, String data, String dataHash, Instant created,
    String machine) {
  /** Refuses null. */
  public Provenance {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(dataHash, "dataHash");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(machine, "machine");
  }

  /** Now, here, by this version. */
  public static Provenance now(String command, long seed, String data, String dataHash) {
    return new Provenance(lariatVersion(), command, seed, data, dataHash, Instant.now().truncatedTo(ChronoUnit.SECONDS),
        thisMachine());
  }

  /** Lariat's version, from the jar's manifest; {@code unknown} where classes lie in folders. */
  public static String lariatVersion() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private static String thisMachine() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
        + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version();
  }
}
