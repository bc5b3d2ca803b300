package dev.lariat.cli.option;

import dev.lariat.io.AtomicFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import picocli.CommandLine.Option;

/** Where a command writes, and how much it says. */
public final class OutputOptions {
  @Option(names = {"-o",
      "--out"}, paramLabel = "DIR", description = "The run directory (default: lariat-runs/<data>-<target>-<hash of data and settings>).")
  private Path out;

  @Option(names = "--force", description = "Overwrite what is there.")
  private boolean force;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Option(names = {"-q", "--quiet"}, description = "Print nothing but errors.")
  private boolean quiet;

  public boolean force() {
    return force;
  }

  public boolean json() {
    return json;
  }

  public boolean quiet() {
    return quiet;
  }

  /**
   * The run directory, made if it is missing.
   *
   * @param settings whatever else decides the result, in an order of its own
   * @throws UncheckedIOException if a model is there and may not be replaced, or the folder cannot be made
   */
  public RunFolder folder(Path data, String target, String dataHash, String settings) {
    Path folder = path(data, target, dataHash, settings);
    AtomicFile.refuseExisting(folder.resolve(RunFolder.MODEL), force);
    return RunFolder.open(folder);
  }

  /** Where the run directory is, or would be. */
  public Path path(Path data, String target, String dataHash, String settings) {
    return out != null ? out : Path.of("lariat-runs").resolve(name(data, target, dataHash, settings));
  }

  private static String name(Path data, String target, String dataHash, String settings) {
    String stem = data.getFileName()
        .toString()
        .replaceFirst("(\\.(csv|tsv|txt|parquet|svm|svmlight|libsvm))?(\\.gz)?$", "");
    String plain = (stem + "-" + target).replaceAll("[^\\p{L}\\p{N}._-]+", "_");
    return (plain.length() > 80 ? plain.substring(0, 80) : plain) + "-" + hash(dataHash + "\n" + settings);
  }

  /** The first 8 hexadecimal digits of a text's SHA-256. */
  public static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
