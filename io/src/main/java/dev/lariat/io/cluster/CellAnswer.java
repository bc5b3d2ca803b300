package dev.lariat.io.cluster;

import dev.lariat.data.DataException;
import dev.lariat.io.run.TrialLine;
import dev.lariat.study.cell.CellResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a machine answers: the line of {@code trials.jsonl}, or what went wrong. A failure is an answer too, so that no
 * cluster tries again what fails everywhere.
 */
enum CellAnswer {
  /** The line of the trial. */
  RESULT {
    @Override
    CellResult read(String said) {
      return TrialLine.parse(said);
    }
  },
  /** Nothing, as nobody wants it any more. */
  CANCELLED {
    @Override
    CellResult read(String said) {
      return null;
    }
  },
  /** What the data lack. */
  DATA {
    @Override
    CellResult read(String said) {
      throw new DataException(said);
    }
  },
  /** Why this machine cannot compute these cells. */
  REFUSED {
    @Override
    CellResult read(String said) {
      throw new UncheckedIOException(new IOException(said));
    }
  },
  /** A defect, with its trace. */
  DEFECT {
    @Override
    CellResult read(String said) {
      throw new IllegalStateException(said);
    }
  };

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** {@return the result, null where there is none}, or throws what the machine threw */
  abstract CellResult read(String said);

  /** {@return what an answer says, where it is a result}, or throws what it tells */
  static String said(String line) {
    ObjectNode answer = (ObjectNode) MAPPER.readTree(line);
    var said = answer.properties().iterator().next();
    if (valueOf(said.getKey()) != RESULT) {
      CellResult none = valueOf(said.getKey()).read(said.getValue().asString());
      throw new IllegalStateException("no network was trained: " + none);
    }
    return said.getValue().asString();
  }

  /** {@return the answer as a line} */
  String text(String said) {
    return MAPPER.writeValueAsString(MAPPER.createObjectNode().put(name(), said));
  }

  static String text(RuntimeException failure) {
    if (failure instanceof DataException refused) {
      return DATA.text(refused.getMessage());
    }
    var trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return DEFECT.text(trace.toString());
  }

  /** {@return the result that a line of {@link #text} tells, null where there is none}, or throws what it tells */
  static CellResult parse(String line) {
    ObjectNode answer = (ObjectNode) MAPPER.readTree(line);
    var said = answer.properties().iterator().next();
    JsonNode words = said.getValue();
    return valueOf(said.getKey()).read(words.asString());
  }
}
