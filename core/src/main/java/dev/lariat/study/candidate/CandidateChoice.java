package dev.lariat.study.candidate;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.Task;
import dev.lariat.net.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which models and regularizers a study tries, and at which strengths.
 *
 * @param available regularizers of networks, the user's own included
 * @param chosen names of the only regularizers that are tried; empty for all that suit the target
 * @param models kinds that are tried beside the trivial predictor; with networks, the one without regularizer is; empty
 * for what suits the table
 * @param strengths of a regularizer in place of its adaptive grid, by name
 */
public record CandidateChoice(List<NetworkRegularizer> available, Optional<Set<String>> chosen,
    Optional<Set<ModelKind>> models, Map<String, List<StrengthGrid>> strengths) {
  /** All that suit. */
  public static final CandidateChoice ALL = new CandidateChoice(NetworkRegularizer.standard(), Optional.empty(),
      Optional.empty(), Map.of());

  public CandidateChoice {
    available = List.copyOf(available);
    chosen = chosen.map(Set::copyOf);
    models = models.map(Set::copyOf);
    strengths = Map.copyOf(strengths);
  }

  /** The names that may be chosen. */
  public List<String> names() {
    var names = new ArrayList<String>(
        List.of(Candidate.NONE, Candidate.EARLY_STOPPING, Candidate.ADDITIVE, Candidate.PIECES));
    available.forEach(regularizer -> names.add(regularizer.name()));
    return names;
  }

  /**
   * Only these regularizers.
   *
   * @throws IllegalArgumentException if a name is unknown
   */
  public CandidateChoice only(String... names) {
    for (String name : names) {
      if (!names().contains(name)) {
        throw new IllegalArgumentException("no regularizer '" + name + "': " + switch (name) {
          case "lasso" -> "it is called l1, of linear models too; --models linear tries nothing else";
          case "ridge" -> "it is called l2, of linear models too; --models linear tries nothing else";
          default -> "choose from " + String.join(", ", names());
        });
      }
    }
    return new CandidateChoice(available, Optional.of(Set.of(names)), models, strengths);
  }

  public CandidateChoice plus(NetworkRegularizer... own) {
    var all = new ArrayList<>(available);
    all.addAll(List.of(own));
    Optional<Set<String>> more = chosen.map(names -> {
      var wider = new HashSet<>(names);
      List.of(own).forEach(regularizer -> wider.add(regularizer.name()));
      return wider;
    });
    return new CandidateChoice(all, more, models, strengths);
  }

  public CandidateChoice models(ModelKind... kinds) {
    Set<ModelKind> only = EnumSet.noneOf(ModelKind.class);
    only.addAll(List.of(kinds));
    return new CandidateChoice(available, chosen, Optional.of(only), strengths);
  }

  /**
   * The strengths of a regularizer with one part, in place of its adaptive grid.
   *
   * @throws IllegalArgumentException if the regularizer is unknown or has several parts, or a value is off its scale
   */
  public CandidateChoice strengths(String regularizer, double... values) {
    NetworkRegularizer found = Optional.ofNullable(byName().get(regularizer))
        .orElseThrow(() -> new IllegalArgumentException("no strengths can be given for '" + regularizer
            + "': choose from " + available.stream().map(NetworkRegularizer::name).collect(Collectors.joining(", "))));
    if (found.axes().size() != 1) {
      throw new IllegalArgumentException(
          "strengths of '" + regularizer + "' have " + found.axes().size() + " parts and cannot be given");
    }
    var all = new LinkedHashMap<>(strengths);
    try {
      all.put(regularizer, List.of(found.axes().getFirst().withCoarse(Arrays.stream(values).boxed().toList())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(regularizer + ": " + e.getMessage(), e);
    }
    return new CandidateChoice(available, chosen, models, all);
  }

  public Map<String, NetworkRegularizer> byName() {
    return available.stream()
        .collect(Collectors.toMap(NetworkRegularizer::name, UnaryOperator.identity(), (a, _) -> a));
  }

  /** {@return whether additive models were asked for, by the kind of model or as a regularizer} */
  boolean asksForAdditive() {
    return models.map(kinds -> kinds.contains(ModelKind.ADDITIVE)).orElse(false)
        || chosen.map(names -> names.contains(Candidate.ADDITIVE)).orElse(false);
  }

  /** {@return whether networks on pieces of each number's range are wanted; empty where the table is to say} */
  Optional<Boolean> wantsPieces() {
    return tries(ModelKind.NETWORK) ? chosen.map(names -> names.contains(Candidate.PIECES)) : Optional.of(false);
  }

  /**
   * Whether linear or additive models were asked for, and nothing else: then the baseline is the unpenalised linear
   * one.
   */
  public boolean onlyLinear() {
    return models.isPresent() && models.get().stream().anyMatch(ModelKind::hasPath) && !tries(ModelKind.NETWORK);
  }

  /**
   * The same without the regularizers that can do nothing for this table or this network.
   *
   * @throws IllegalArgumentException if one that can do nothing for this network was chosen by name, or has strengths
   * @throws DataException if one that can do nothing for this table was, or has
   */
  public CandidateChoice suiting(Dataset data, Network network) {
    for (NetworkRegularizer regularizer : available) {
      boolean named = chosen.isPresent() && tries(regularizer.name());
      if (!named && !strengths.containsKey(regularizer.name())) {
        continue;
      }
      String out = leftOut(named);
      if (!regularizer.suits(network)) {
        throw new IllegalArgumentException(
            "the regularizer " + regularizer.name() + " " + regularizer.needs() + "; or " + out);
      }
      if (!regularizer.suits(data)) {
        throw new DataException("no column of " + data.name() + " is text, so there is nothing for "
            + regularizer.name() + " to leave out: " + out + ", or tell the column with --kinds");
      }
    }
    return new CandidateChoice(
        available.stream().filter(regularizer -> regularizer.suits(data) && regularizer.suits(network)).toList(),
        chosen, models, strengths);
  }

  /**
   * The candidates, {@code trivial} and {@code none} first: the network without regularizer, or of linear models alone
   * the one without penalty.
   *
   * @param paths the kinds of models with a path that suit the table
   * @param quick fewer strengths, and what is for full studies only if it was chosen
   * @throws IllegalArgumentException if nothing but linear models were asked for, and a regularizer that they do not
   * have, or strengths are given for what is not tried
   * @throws DataException if a regularizer was chosen by name that does not go with the target
   */
  public List<Candidate> candidates(Task task, Set<ModelKind> paths, boolean quick) {
    var candidates = new ArrayList<Candidate>(
        List.of(Candidate.trivial(), onlyLinear() ? Candidate.linearNone() : Candidate.none()));
    requireLinear();
    paths.stream()
        .sorted()
        .flatMap(kind -> LinearRegularizer.penalties().map(regularizer -> regularizer.candidate(kind)))
        .filter(this::triesPath)
        .forEach(candidates::add);
    if (!tries(ModelKind.NETWORK)) {
      requireTried(candidates);
      return candidates;
    }
    if (tries(Candidate.EARLY_STOPPING)) {
      candidates.add(Candidate.earlyStopping());
    }
    for (NetworkRegularizer regularizer : available) {
      if (tries(regularizer, quick) && regularizer.suits(task)) {
        candidates.add(candidate(regularizer, quick));
      } else if (!regularizer.suits(task)) {
        boolean named = chosen.isPresent() && tries(regularizer.name());
        if (named || strengths.containsKey(regularizer.name())) {
          throw new DataException(regularizer.name() + " is for " + switch (task) {
            case REGRESSION -> "classes, and the target is a number";
            case CLASSIFICATION -> "numbers, and the target is a class";
          } + ": " + leftOut(named));
        }
      }
    }
    requireTried(candidates);
    return candidates;
  }

  /** {@return what to do with a regularizer that cannot be tried, which is named or has strengths} */
  private static String leftOut(boolean named) {
    return named ? "take it out of the regularizers" : "leave its strengths out";
  }

  /** What no linear model has would be passed over where nothing but linear models compete. */
  private void requireLinear() {
    List<String> known = Stream
        .concat(LinearRegularizer.penalties().map(LinearRegularizer::toString),
            Stream.of(Candidate.ADDITIVE, Candidate.NONE))
        .toList();
    List<String> unknown = chosen.stream().flatMap(Set::stream).filter(name -> !known.contains(name)).sorted().toList();
    if (onlyLinear() && !unknown.isEmpty()) {
      throw new IllegalArgumentException("no linear model has the regularizer " + String.join(", ", unknown)
          + ": choose from " + String.join(", ", known.subList(0, known.size() - 2)) + ", or let networks compete");
    }
  }

  /** Strengths of what does not compete would be passed over. */
  private void requireTried(List<Candidate> candidates) {
    for (String name : strengths.keySet()) {
      if (candidates.stream()
          .noneMatch(candidate -> candidate.model() == ModelKind.NETWORK && candidate.regularizer().equals(name))) {
        throw new IllegalArgumentException("strengths are given for " + name
            + ", which is not tried: name it among the regularizers, or leave its strengths out");
      }
    }
  }

  private boolean triesPath(Candidate candidate) {
    if (candidate.model() != ModelKind.ADDITIVE) {
      return tries(candidate.regularizer());
    }
    return chosen.map(names -> names.contains(candidate.regularizer()) || names.contains(Candidate.ADDITIVE))
        .orElseGet(() -> asksForAdditive() || LinearRegularizer.of(candidate.regularizer()).paysOnPieces());
  }

  boolean tries(ModelKind kind) {
    return models.isEmpty() || models.get().contains(kind);
  }

  private boolean tries(String name) {
    return chosen.isEmpty() || chosen.get().contains(name);
  }

  private boolean tries(NetworkRegularizer regularizer, boolean quick) {
    return chosen.map(names -> names.contains(regularizer.name())).orElseGet(() -> switch (regularizer.tried()) {
      case ALWAYS -> true;
      case IN_FULL_STUDIES -> !quick;
      case ON_REQUEST -> false;
    });
  }

  private Candidate candidate(NetworkRegularizer regularizer, boolean quick) {
    List<StrengthGrid> given = strengths.get(regularizer.name());
    if (given != null) {
      return new Candidate(ModelKind.NETWORK, regularizer.name(), given, Candidate.Source.CELLS, false);
    }
    return quick ? regularizer.candidate().thinned() : regularizer.candidate();
  }
}
