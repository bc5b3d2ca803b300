package dev.lariat.io.cluster;

import dev.lariat.model.Provenance;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a machine has that decides the bits of a cell, or how long it takes.
 *
 * @param lariat its version of Lariat
 * @param java its version of Java
 * @param processor its kind: the logarithms of linear models are those of the processor
 * @param vectors whether Java's Vector API is there: without it a network takes several times as long
 */
public record Machine(String lariat, int java, String processor, boolean vectors) {
  /** {@return this machine} */
  public static Machine here() {
    return new Machine(Provenance.lariatVersion(), Runtime.version().feature(), System.getProperty("os.arch"),
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  /** {@return why this machine cannot compute cells of a study that another one asks for; empty where it can} */
  Optional<String> refusal(Machine asking) {
    if (!lariat.equals(asking.lariat)) {
      return Optional.of("has Lariat " + lariat + ", and here is " + asking.lariat
          + ": the results would depend on who computes them; install the same version on both");
    }
    if (!processor.equals(asking.processor)) {
      return Optional.of("has processors of another kind (" + processor + ", and here are " + asking.processor
          + "): the last bits of linear models would depend on who computes them; start lariat on a machine of the cluster");
    }
    if (!vectors) {
      return Optional.of("runs Java " + java
          + " without the Vector API, and would be several times slower: give its Java --add-modules=jdk.incubator.vector");
    }
    return Optional.empty();
  }

  void write(ObjectNode to) {
    to.put("lariat", lariat).put("java", java).put("processor", processor).put("vectors", vectors);
  }

  static Machine read(JsonNode from) {
    return new Machine(from.required("lariat").asString(), from.required("java").asInt(),
        from.required("processor").asString(), from.required("vectors").asBoolean());
  }
}
