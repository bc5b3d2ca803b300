package dev.lariat.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The help of {@code lariat run}: the launcher itself hands the file to Java, whose source launcher does the work. */
@Command(name = "run", description = "Run a Java source file against the library, without a build.")
final class RunCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE.java", description = "A Java 25 source file with a main method.")
  private Path file;

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Given to its main method.")
  private List<String> arguments = List.of();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(),
        "run is done by the launcher: ./lariat run " + file
            + (arguments.isEmpty() ? "" : " " + String.join(" ", arguments)));
  }
}
