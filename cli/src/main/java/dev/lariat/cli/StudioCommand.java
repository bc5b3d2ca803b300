package dev.lariat.cli;

import dev.lariat.cli.explain.StudioExplanations;
import dev.lariat.cli.terminal.Browser;
import dev.lariat.studio.Studio;
import dev.lariat.studio.web.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lariat studio}: the browser. */
@Command(name = "studio", description = {
    "Look at tables, follow studies live, and turn the knobs of regularization, in the browser.",
    "Serves this machine only, unless --address says otherwise; its first line is the address, with the token that opens it. Ctrl-C ends it."})
final class StudioCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65_535;

  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "DATA", description = "A table to begin with.")
  private Path data;

  @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "Where to listen (default: a free one).")
  private int port;

  @Option(names = "--address", paramLabel = "IPV4", description = "Listen on another address of this machine, so that others can reach it: they need the token, too, and the connection is not encrypted (default: 127.0.0.1).")
  private String address;

  @Option(names = "--no-browser", description = "Print the address, and open nothing.")
  private boolean noBrowser;

  @Option(names = "--folder", paramLabel = "DIR", description = "The folder whose tables and runs are shown; nothing outside of it is (default: DATA's, or this one).")
  private Path folder;

  @Override
  public Integer call() {
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException("--port must be from 0 to " + LAST_PORT + ", not " + port);
    }
    if (data != null && !Files.isRegularFile(data)) {
      throw new UncheckedIOException(new IOException("no such file: " + data));
    }
    PrintWriter out = spec.commandLine().getOut();
    var commands = new Studio.Commands(new StudioFit(), new StudioPredict(), new StudioExplanations());
    Place at = address == null ? Place.loopback() : Place.of(address);
    try (Studio studio = Studio.start(root(), data, at, port, commands)) {
      if (!at.isLoopback()) {
        spec.commandLine()
            .getErr()
            .println(
                "note: other machines can reach the studio, over a connection that is not encrypted: whoever has the "
                    + "token reads the folder's tables and starts studies");
        spec.commandLine().getErr().flush();
      }
      out.println(studio.address());
      out.flush();
      if (!noBrowser) {
        open(studio.address());
      }
      studio.awaitInterruption();
    }
    return Exit.OK;
  }

  private Path root() {
    if (folder != null) {
      return folder;
    }
    Path here = Path.of("").toAbsolutePath();
    return data == null || data.toAbsolutePath().normalize().startsWith(here)
        ? here
        : data.toAbsolutePath().normalize().getParent();
  }

  private void open(String address) {
    try {
      Browser.open(address);
    } catch (UncheckedIOException failure) {
      spec.commandLine().getErr().println("lariat studio: no browser could be started: open the address yourself");
    }
  }
}
