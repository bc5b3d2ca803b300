package dev.lariat.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringTokenizer;

/**
 * Another library in a process of its own, warm, that does a piece of work whenever a line asks for it (see
 * {@code bench/peers}).
 */
final class Peer implements AutoCloseable {
  final String name;
  final String version;
  final double preparation;
  private final String script;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  /**
   * Starts it and waits for its line "ready VERSION [SECONDS OF PREPARATION]"; {@code command} is the program, its
   * script and arguments.
   */
  Peer(String name, List<String> command) throws IOException {
    this.name = name;
    script = String.join(" ", command);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    StringTokenizer ready = new StringTokenizer(answer());
    ready.nextToken();
    version = ready.nextToken();
    preparation = ready.hasMoreTokens() ? Double.parseDouble(ready.nextToken()) : 0;
  }

  private String answer() throws IOException {
    String line;
    do {
      line = answers.readLine();
      if (line == null) {
        throw new IOException(name + " ended without an answer; run by hand to see why: " + script);
      }
    } while (line.isBlank()
        || !(line.startsWith("ready") || line.startsWith("done") || Character.isDigit(line.charAt(0))));
    return line;
  }

  /** {@return the answer to a line} */
  StringTokenizer ask(String question) {
    try {
      questions.write(question + "\n");
      questions.flush();
      return new StringTokenizer(answer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return wall and CPU seconds of one more epoch of a network} */
  Seconds epoch() {
    return seconds("epoch");
  }

  /** {@return wall and CPU seconds of one more epoch, and of the losses of all rows after it} */
  Seconds evaluatedEpoch() {
    return seconds("evaluated");
  }

  /** {@return wall and CPU seconds, which a line asks for} */
  Seconds seconds(String question) {
    StringTokenizer line = ask(question);
    return new Seconds(Double.parseDouble(line.nextToken()), Double.parseDouble(line.nextToken()));
  }

  /** {@return a single number} */
  double number(String question) {
    return Double.parseDouble(ask(question).nextToken());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
