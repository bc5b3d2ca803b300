package dev.lariat.cli;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code lariat run}: Java's own source launcher (JEP 330, 458), in this JVM, with the class path and the flags of
 * lariat.
 */
@Command(name = "run", description = "Run a Java source file against the library, without a build.", footer = {"",
    "What comes after FILE.java is the program's own. Its exit code is passed on."})
final class RunCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE.java", description = "A Java source file with a main method.")
  private Path file;

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Given to its main method.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws Exception {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("not a Java source file: " + file);
    }
    var words = new ArrayList<>(List.of(file.toString()));
    words.addAll(arguments);
    // In the program's threads a failure is the program's: shown as Java shows it.
    Thread.setDefaultUncaughtExceptionHandler(null);
    try {
      // The class that `java FILE.java` runs. jdk.compiler does not export it: the launcher adds that.
      Class.forName("com.sun.tools.javac.launcher.SourceLauncher")
          .getMethod("main", String[].class)
          .invoke(null, (Object) words.toArray(new String[0]));
    } catch (InvocationTargetException failure) {
      System.err.print("Exception in thread \"main\" ");
      failure.getCause().printStackTrace();
      return 1;
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException(
          "this Java has no source launcher where lariat looks for it: " + Runtime.version(), failure);
    }
    // `java` ends with the last thread that is not a daemon.
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!thread.isDaemon() && thread != Thread.currentThread()) {
        thread.join();
      }
    }
    return Exit.OK;
  }
}
