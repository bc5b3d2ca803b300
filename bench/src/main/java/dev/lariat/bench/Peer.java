package dev.lariat.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.stream.Collectors;

/** A framework in a Python process of its own ({@code bench/peers/net.py}), warm, that trains an epoch when it is asked to. */
final class Peer implements AutoCloseable {
  final String name;
  final String version;
  final double preparation;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  Peer(String name, Path python, Path script, Problem problem, Path folder) throws IOException {
    this.name = name;
    List<Integer> sizes = new ArrayList<>(List.of(problem.inputs));
    sizes.addAll(problem.hidden);
    sizes.addAll(List.of(problem.classes, problem.batch));
    process = new ProcessBuilder(python.toString(), script.toString(), name,
        sizes.stream().map(String::valueOf).collect(Collectors.joining(",")), folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    questions = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    StringTokenizer ready = new StringTokenizer(answer());
    ready.nextToken();
    version = ready.nextToken();
    preparation = Double.parseDouble(ready.nextToken());
  }

  private String answer() throws IOException {
    String line;
    do {
      line = answers.readLine();
      if (line == null) {
        throw new IOException(name + " ended without an answer; run bench/peers/net.py by hand to see why");
      }
    } while (line.isBlank() || (!line.startsWith("ready") && !Character.isDigit(line.charAt(0))));
    return line;
  }

  private String ask(String question) {
    try {
      questions.write(question + "\n");
      questions.flush();
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return wall and CPU seconds of one more epoch} */
  Seconds epoch() {
    StringTokenizer line = new StringTokenizer(ask("epoch"));
    return new Seconds(Double.parseDouble(line.nextToken()), Double.parseDouble(line.nextToken()));
  }

  /** {@return the share of validation rows that are right now} */
  double accuracy() {
    return Double.parseDouble(ask("accuracy"));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
