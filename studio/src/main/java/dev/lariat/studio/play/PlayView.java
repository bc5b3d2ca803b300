package dev.lariat.studio.play;

import dev.lariat.data.Column;
import dev.lariat.data.ColumnKind;
import dev.lariat.data.Dataset;
import dev.lariat.handover.Export;
import dev.lariat.studio.table.OpenTable;
import dev.lariat.studio.table.StudioFolder;
import dev.lariat.studio.table.TableView;
import dev.lariat.studio.web.Answer;
import dev.lariat.studio.web.Precedence;
import dev.lariat.studio.web.Refusal;
import dev.lariat.studio.web.Request;
import dev.lariat.studio.web.Routes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the playground asks for: a network of these settings at this epoch. A request changes nothing: what is computed
 * is a function of it, and runs are kept only so that the next epoch need not begin at the first.
 */
public final class PlayView {
  /**
   * So long the engine may train for an answer, which with its way is there within 50 ms; what is not done then comes
   * with the next request.
   */
  private static final long BUDGET_NANOS = 20_000_000;
  private static final int KEPT = 6;
  private static final int LIMBERING = 60;
  private static final int LIMBERING_ROWS = 120;
  private static final long LIMBERING_NANOS = 5_000_000_000L;
  private static final double NOISE = 0.1;
  private static final int MOST_ROWS = 2000;
  private static final int FEWEST_ROWS = 10;

  private final StudioFolder folder;
  private final OpenTable tables;
  private final Precedence precedence;
  private final AtomicBoolean limber = new AtomicBoolean();
  private final Map<Key, PlayRun> runs = new LinkedHashMap<>(KEPT, 1, true);

  /**
   * A playground on toys and on tables of the folder.
   *
   * @param precedence over studies at work, which wait for an answer
   */
  public PlayView(StudioFolder folder, OpenTable tables, Precedence precedence) {
    this.folder = folder;
    this.tables = tables;
    this.precedence = precedence;
  }

  /** Adds the addresses of this view. */
  public void answer(Routes routes) {
    routes.post("/api/play", this::frame);
    routes.post("/api/play/code", this::code);
  }

  /**
   * Plays by itself for a moment, so that Java has compiled what a slider needs when the first one moves: without that
   * the first answers take ten times as long. To be called once there is a page; returns at once.
   */
  public void limberUp() {
    if (limber.compareAndSet(false, true)) {
      Thread.ofPlatform().name("lariat-playground").daemon().start(() -> {
        JsonNode presets = JsonMapper.shared().createObjectNode();
        long end = System.nanoTime() + LIMBERING_NANOS;
        for (int i = 0; i < LIMBERING && System.nanoTime() < end; i++) {
          var run = new PlayRun(ToyTable.MOONS.rows(LIMBERING_ROWS, NOISE, i), PlaySettings.of(presets));
          run.advance(LIMBERING, BUDGET_NANOS);
          JsonMapper.shared().writeValueAsBytes(List.of(run.frame(), run.board()));
          LockSupport.parkNanos(BUDGET_NANOS / 2); // the page comes first
        }
      });
    }
  }

  private record Key(String table, PlaySettings settings) {}

  private Answer frame(Request request) throws IOException {
    JsonNode form = request.json();
    try (Precedence.Turn _ = precedence.take()) {
      return of(form, run -> {
        var told = new LinkedHashMap<String, Object>();
        run.advance(form.path("epoch").asInt(0), BUDGET_NANOS);
        told.put("frame", run.frame());
        if (form.path("board").asBoolean(false)) {
          told.put("board", run.board());
        }
        return Answer.json(told);
      });
    }
  }

  private Answer code(Request request) throws IOException {
    JsonNode form = request.json();
    Export export = Export.of(form.path("as").asString("keras"));
    return of(form, run -> Answer.json(Map.of("code", run.code(export), "epoch", run.epoch())));
  }

  /** What is said of the run of a form, which is not beyond the form's epoch; nobody else trains it meanwhile. */
  private Answer of(JsonNode form, Function<PlayRun, Answer> said) throws IOException {
    JsonNode described = form.path("table");
    var key = new Key(described.toString(), PlaySettings.of(form.path("settings")));
    int epoch = form.path("epoch").asInt(0);
    PlayRun known;
    synchronized (runs) {
      known = runs.get(key);
    }
    if (known != null) {
      synchronized (known) {
        if (known.epoch() <= epoch) {
          return said.apply(known);
        }
      }
    }
    var fresh = new PlayRun(table(described, key.settings().seed()), key.settings());
    synchronized (fresh) {
      synchronized (runs) {
        runs.put(key, fresh);
        while (runs.size() > KEPT) {
          runs.remove(runs.keySet().iterator().next());
        }
      }
      return said.apply(fresh);
    }
  }

  private Dataset table(JsonNode described, long seed) throws IOException {
    String path = described.path("path").asString("");
    if (path.isEmpty()) {
      int rows = described.path("rows").asInt(200);
      double noise = described.path("noise").asDouble(NOISE);
      if (rows < FEWEST_ROWS || rows > MOST_ROWS || !(noise >= 0 && noise <= 2)) {
        throw new IllegalArgumentException("a toy has " + FEWEST_ROWS + " to " + MOST_ROWS
            + " rows and noise of 0 to 2, not " + rows + " and " + noise);
      }
      return toy(described.path("shape").asString("circle")).rows(rows, noise, seed);
    }
    Dataset all = thinned(tables.of(folder.table(path), TableView.told(described)));
    String target = described.path("target").asString("");
    Column x = numbers(all, described.path("x").asString(""), target);
    Column y = numbers(all, described.path("y").asString(""), target);
    if (x.name().equals(y.name()) || x.name().equals(target) || y.name().equals(target)) {
      throw Refusal.wrong("choose two columns, and a target that is neither of them");
    }
    return Dataset.of(all.name(), List.of(x, y, all.column(target))).target(target);
  }

  /** Of a long table rows that are evenly spread. */
  private static Dataset thinned(Dataset all) {
    long rows = all.rows();
    return rows <= MOST_ROWS
        ? all
        : all.select(IntStream.range(0, MOST_ROWS).map(i -> (int) (i * rows / MOST_ROWS)).toArray());
  }

  private static ToyTable toy(String word) {
    for (ToyTable toy : ToyTable.values()) {
      if (toy.name().toLowerCase(Locale.ROOT).equals(word)) {
        return toy;
      }
    }
    throw new IllegalArgumentException("there is no toy '" + word + "'");
  }

  private static Column numbers(Dataset table, String name, String target) {
    if (name.isEmpty()) {
      throw Refusal.wrong("choose two columns of numbers");
    }
    int component = PrincipalComponents.NAMES.indexOf(name);
    if (component >= 0 && !table.has(name)) {
      return PrincipalComponents.of(table, target).get(component);
    }
    Column column = table.column(name);
    if (column.kind() != ColumnKind.NUMERIC) {
      throw Refusal.wrong("'" + name + "' is not a column of numbers: the playground needs two of them");
    }
    return column;
  }
}
