package dev.lariat.study.candidate;

import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.net.Network;
import dev.lariat.net.TrainingPlan;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A regularizer by what it changes of a plan, and by what it suits.
 *
 * @param tasks that it suits
 * @param tables that it suits
 * @param networks that it suits
 * @param needs what the others lack
 */
record ChangeOfPlan(String name, List<StrengthGrid> axes, Change change, Tried tried, boolean adaptive, Set<Task> tasks,
    Predicate<Dataset> tables, Predicate<Network> networks, String needs) implements NetworkRegularizer {
  ChangeOfPlan {
    axes = List.copyOf(axes);
    tasks = Set.copyOf(tasks);
  }

  /** Suits everything; one strength is always tried, and combinations in full studies. */
  static ChangeOfPlan of(String name, List<StrengthGrid> axes, Change change) {
    return new ChangeOfPlan(name, axes, change, axes.size() > 1 ? Tried.IN_FULL_STUDIES : Tried.ALWAYS, true,
        Set.of(Task.values()), _ -> true, _ -> true, "");
  }

  /** Likewise, of one strength. */
  static ChangeOfPlan of(String name, StrengthGrid axis, Change change) {
    return of(name, List.of(axis), change);
  }

  ChangeOfPlan only(Tried when) {
    return new ChangeOfPlan(name, axes, change, when, adaptive, tasks, tables, networks, needs);
  }

  ChangeOfPlan notAdaptive() {
    return new ChangeOfPlan(name, axes, change, tried, false, tasks, tables, networks, needs);
  }

  ChangeOfPlan forTasks(Set<Task> suited) {
    return new ChangeOfPlan(name, axes, change, tried, adaptive, suited, tables, networks, needs);
  }

  ChangeOfPlan forTables(Predicate<Dataset> suited) {
    return new ChangeOfPlan(name, axes, change, tried, adaptive, tasks, suited, networks, needs);
  }

  /** @param what such a network has, with what to do, behind the regularizer's name in a sentence */
  ChangeOfPlan forNetworks(Predicate<Network> suited, String what) {
    return new ChangeOfPlan(name, axes, change, tried, adaptive, tasks, tables, suited, what);
  }

  @Override
  public TrainingPlan apply(TrainingPlan plan, Strength strength) {
    return change.apply(plan, strength);
  }

  @Override
  public boolean suits(Task task) {
    return tasks.contains(task);
  }

  @Override
  public boolean suits(Dataset data) {
    return tables.test(data);
  }

  @Override
  public boolean suits(Network network) {
    return networks.test(network);
  }
}
