package dev.lariat.cli.option;

import dev.lariat.cli.word.PathWord;
import dev.lariat.io.stream.TableFiles;
import dev.lariat.model.Model;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The rows that a model is to predict. */
public final class PredictInput {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, or the directory of the run that made it.")
  private Path modelPath;

  @Parameters(index = "1", arity = "0..1", paramLabel = "DATA", description = "A table with the columns that the model uses; - reads standard input. Or pictures, for a model of such: a folder of PNG or JPEG files, of folders with them, an IDX file, or an array of NumPy (.npy). If the target is there too, the metrics are printed.")
  private String word;

  @Parameters(index = "2..*", arity = "0..*", paramLabel = "DATA", description = "More files. A pattern in quotes ('data/*.parquet') or a folder stands for all tables that it holds.")
  private List<String> more = new ArrayList<>();

  @Mixin
  private SqlOption sql;

  @Option(names = "--image", paramLabel = "HxW[xC]", description = "Bring pictures to this size, that of the model. Without it others are refused.")
  private String image;

  @Mixin
  private SequenceInput sequences;

  private Path data; // what the word names; null where there is none, or a pattern that cannot be a name
  private List<Path> named = List.of(); // as the words say

  /** {@return where the model is} */
  public Path model() {
    return modelPath;
  }

  /** {@return whether the tables may be read again, as pipes may not} */
  public boolean isFile() {
    return named.stream().noneMatch(TableFiles::isPipe);
  }

  /** {@return what identifies the content of the files, once they are known; those without a row count as well} */
  public String hash() {
    return TableFiles.hash(named);
  }

  /** Checks what can be checked without opening the data. */
  public void check() {
    sql.check(word);
    data = PathWord.of(word);
    more.forEach(PathWord::require);
  }

  /**
   * {@return the files with the rows, in their order; those without a row left out}
   *
   * @param model that they are for
   * @param keep the columns that are written in front; modified: names of pictures and sequences come first
   * @param err for what was found
   */
  public List<Path> tables(Model model, List<String> keep, PrintWriter err) {
    if (sql.isGiven() && !more.isEmpty()) {
      throw new IllegalArgumentException("--sql and the file " + more.getFirst() + ": the query names its files");
    }
    Path first = sql.isGiven()
        ? sql.file(word)
        : data == null ? null : new ModelPictures(model, modelPath).data(data, image, keep, err);
    boolean alone = sql.isGiven() || word.equals("-") || !Objects.equals(first, data);
    if (sql.isGiven() || (more.isEmpty() && alone)) {
      named = List.of(sql.isGiven() ? first : StandardInput.file(first));
    } else if (alone || more.contains("-")) {
      throw new IllegalArgumentException("pictures and - for standard input stand alone, not beside other files");
    } else {
      var words = new ArrayList<>(List.of(word));
      words.addAll(more);
      named = TableFiles.of(words);
    }
    List<Path> files = TableFiles.withRows(named);
    Path made = new ModelSequences(model, modelPath).data(files.getFirst(), sequences, keep, err);
    if (made.equals(files.getFirst())) {
      return files;
    }
    if (files.size() > 1) {
      throw new IllegalArgumentException(
          modelPath + " reads sequences, of which a table is one file, and here are " + files.size());
    }
    named = List.of(made);
    return named;
  }
}
