package dev.lariat.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command line came to, run in this JVM. */
public record Outcome(int code, String out, String err) {
  public static Outcome of(Object... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    String[] args = new String[words.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = words[i].toString();
    }
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Outcome(code, out.toString(), err.toString());
  }
}
