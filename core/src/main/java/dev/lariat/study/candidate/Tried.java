package dev.lariat.study.candidate;

import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import java.util.List;

/** When a study tries a regularizer. */
public enum Tried {
  /** Unless others are asked for. */
  ALWAYS,
  /** Likewise, but not for a first answer. */
  IN_FULL_STUDIES,
  /** Where it is asked for by name. */
  ON_REQUEST;

  /** {@return the same regularizer, tried only then} */
  NetworkRegularizer only(NetworkRegularizer regularizer) {
    record Seldom(Tried tried, NetworkRegularizer regularizer) implements NetworkRegularizer {
      @Override
      public String name() {
        return regularizer.name();
      }

      @Override
      public List<StrengthGrid> axes() {
        return regularizer.axes();
      }

      @Override
      public TrainingPlan apply(TrainingPlan plan, Strength strength) {
        return regularizer.apply(plan, strength);
      }

      @Override
      public boolean suits(Task task) {
        return regularizer.suits(task);
      }

      @Override
      public boolean suits(Dataset data) {
        return regularizer.suits(data);
      }

      @Override
      public boolean suits(Network network) {
        return regularizer.suits(network);
      }

      @Override
      public boolean adaptive() {
        return regularizer.adaptive();
      }
    }
    return new Seldom(this, regularizer);
  }
}
