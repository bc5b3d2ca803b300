package dev.lariat.model;

import dev.lariat.data.Dataset;
import dev.lariat.data.encoding.Preprocessing;
import dev.lariat.data.Schema;
import dev.lariat.data.Task;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Networks that differ in their seed only, and predict together: the mean of their probabilities or numbers, then
 * calibrated by a temperature, then mixed with a linear model.
 *
 * <p>Log-loss, squared and absolute error are convex in the prediction, so that the loss of the mean is never above the
 * mean of the members' losses, on any rows (Jensen's inequality).
 *
 * @param members at least one, trained alike on the same rows; their preprocessing is the same, and their provenance
 * that of the whole
 * @param temperature of the mean's probabilities; empty for none, and for numbers
 * @param mixture with a linear model; empty for none
 * @param provenance where it comes from
 */
public record EnsembleModel(List<NetworkModel> members, Optional<Temperature> temperature, Optional<Mixture> mixture,
    Provenance provenance) implements Model {
  /** Checks that the members belong together, and lets all of them lack the columns that none of them uses. */
  public EnsembleModel {
    Objects.requireNonNull(provenance);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("an ensemble needs at least 1 network");
    }
    NetworkModel first = members.getFirst();
    var unused = new LinkedHashSet<>(first.preprocessing().unused());
    for (NetworkModel member : members) {
      if (!alike(member).equals(alike(first))) {
        throw new IllegalArgumentException("the networks of an ensemble may differ in seed and weights only");
      }
      unused.retainAll(member.preprocessing().unused());
    }
    Preprocessing shared = first.preprocessing().unused(unused);
    members = members.stream()
        .map(m -> new NetworkModel(m.target(), shared, m.scale(), m.plan(), m.validationShare(), m.weights(),
            provenance))
        .toList();
    if (temperature.isPresent() && first.target().task() != Task.CLASSIFICATION) {
      throw new IllegalArgumentException("numbers have no temperature");
    }
    mixture.filter(m -> !m.linear().target().equals(first.target())).ifPresent(m -> {
      throw new IllegalArgumentException("the linear model predicts '" + m.linear().target().name()
          + "', the networks '" + first.target().name() + "'");
    });
  }

  /** All that the members of an ensemble have in common. */
  private static List<Object> alike(NetworkModel member) {
    return List.of(member.target(), member.preprocessing().unused(Set.of()), member.scale(), member.plan().withSeed(0),
        member.validationShare());
  }

  @Override
  public ModelTarget target() {
    return members.getFirst().target();
  }

  /** How a table becomes the networks' inputs; the linear model of a mixture has its own. */
  @Override
  public Preprocessing preprocessing() {
    return members.getFirst().preprocessing();
  }

  /** The columns of the networks, and those of the linear model where it has a share. */
  @Override
  public Schema schema() {
    Schema schema = Model.super.schema();
    return mixture.map(with -> schema.and(with.linear().schema())).orElse(schema);
  }

  @Override
  public double[] predict(Dataset data) {
    double[] predictions = NetworkModel.mean(members, data);
    int width = target().width();
    temperature.ifPresent(calibrate -> {
      for (int at = 0; at < predictions.length; at += width) {
        calibrate.apply(predictions, at, width);
      }
    });
    mixture.ifPresent(with -> Mixture.mix(predictions, with.linear().predict(data), with.weight()));
    return predictions;
  }

  /** In one line: what it is made of, and the target. */
  @Override
  public String toString() {
    return summary() + " for " + target();
  }

  /** What it is made of, for example {@code the average of 8 networks, calibrated, with a share of a linear model}. */
  public String summary() {
    return (members.size() == 1 ? "a network" : "the average of " + members.size() + " networks")
        + (temperature.isPresent() ? ", calibrated" : "")
        + (mixture.isPresent() ? ", with a share of a linear model" : "");
  }
}
