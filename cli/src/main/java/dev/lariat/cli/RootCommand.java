package dev.lariat.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code lariat} itself: what every command understands. */
@Command(name = "lariat", description = "Models that generalize: tells whether a model overfits, and which regularizer to use and how strong.", versionProvider = RootCommand.Version.class, synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("UnusedVariable") // picocli acts on the options itself
final class RootCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help.")
  private boolean help;

  @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
  private boolean version;

  /** Read by {@link Main} from the arguments, because it must hold when they cannot be parsed. */
  @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where a failure happened.")
  private boolean debug;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }

  /** The version that Maven built, and the Java that runs it. */
  static final class Version implements IVersionProvider {
    static String line() {
      return "lariat " + number() + " (Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
          + System.getProperty("os.arch") + ")";
    }

    static String number() {
      var properties = new Properties();
      try (InputStream file = RootCommand.class.getResourceAsStream("version.properties")) {
        properties.load(file);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      return properties.getProperty("version");
    }

    @Override
    public String[] getVersion() {
      return new String[]{line()};
    }
  }
}
