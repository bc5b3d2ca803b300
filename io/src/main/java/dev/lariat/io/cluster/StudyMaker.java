package dev.lariat.io.cluster;

import dev.lariat.study.Study;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes a study of the words of a command line; found by {@link java.util.ServiceLoader} on every machine. */
public interface StudyMaker {
  /**
   * {@return the study}
   *
   * @param tables the files of its table
   * @param words of the command line, files left out
   * @param files that it names beside the table, by option
   */
  Study study(List<Path> tables, List<String> words, Map<String, Path> files);
}
