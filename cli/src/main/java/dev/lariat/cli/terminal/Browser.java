package dev.lariat.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Shows a page with whatever the system opens pages with. */
public final class Browser {
  private Browser() {}

  /**
   * Opens a page.
   *
   * @throws UncheckedIOException where nothing can be opened; it says where the page is
   */
  public static void open(Path page) {
    open(page.toAbsolutePath().toUri().toString());
  }

  /**
   * Opens an address.
   *
   * @throws UncheckedIOException where nothing can be opened; it says where the page is
   */
  public static void open(String address) {
    try {
      new ProcessBuilder(command(System.getProperty("os.name"), address)).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("no browser could be started: open " + address + " yourself", e));
    }
  }

  public static List<String> command(String system, String address) {
    String name = system.toLowerCase(Locale.ROOT);
    return name.startsWith("windows")
        ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
        : name.startsWith("mac") ? List.of("open", address) : List.of("xdg-open", address);
  }
}
