package dev.lariat.studio;

import dev.lariat.studio.command.Explanations;
import dev.lariat.studio.command.FitWords;
import dev.lariat.studio.command.PredictWords;
import dev.lariat.studio.model.ModelView;
import dev.lariat.studio.path.PathView;
import dev.lariat.studio.play.PlayView;
import dev.lariat.studio.run.RunView;
import dev.lariat.studio.table.OpenTable;
import dev.lariat.studio.table.StudioFolder;
import dev.lariat.studio.table.TableView;
import dev.lariat.studio.web.Answer;
import dev.lariat.studio.web.Assets;
import dev.lariat.studio.web.FailureLine;
import dev.lariat.studio.web.Handler;
import dev.lariat.studio.web.Place;
import dev.lariat.studio.web.Precedence;
import dev.lariat.studio.web.Request;
import dev.lariat.studio.web.Routes;
import dev.lariat.studio.web.WebServer;
import dev.lariat.page.HtmlPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The studio: a server for this machine, and views of one folder. State lies in the folder, so that nothing is lost.
 */
public final class Studio implements AutoCloseable {
  private static final List<String> PAGE = List.of("studio.css", "app.js", "page.js", "state.js", "figure.js",
      "data.js", "study.js", "play.js", "path.js", "model.js", "explain.js", "rows.js");

  private final WebServer server;
  private final RunView runs;

  private Studio(WebServer server, RunView runs) {
    this.server = server;
    this.runs = runs;
  }

  /**
   * What the command line lends.
   *
   * @param fit how words become a study
   * @param predict how a table is predicted
   * @param explanations what is explained
   */
  public record Commands(FitWords fit, PredictWords predict, Explanations explanations) {}

  /**
   * Starts.
   *
   * @param folder whose tables and runs are shown
   * @param data a table in it to begin with; null for none
   * @param port 0 for a free one
   * @throws java.io.UncheckedIOException if there is no such folder, or the port is taken
   * @throws IllegalArgumentException if the table is outside of the folder
   */
  public static Studio start(Path folder, Path data, int port, Commands commands) {
    return start(folder, data, Place.loopback(), port, commands);
  }

  /**
   * Starts where it is asked for.
   *
   * @param at on which address: whoever reaches another one than this machine's own needs the token as well, which he
   * sends over a connection that is not encrypted
   */
  public static Studio start(Path folder, Path data, Place at, int port, Commands commands) {
    var place = new StudioFolder(folder);
    var failures = new FailureLine(place.root());
    var tables = new OpenTable();
    var routes = new Routes();
    var tableView = new TableView(place, tables, data == null ? "" : inside(place, data));
    tableView.answer(routes);
    var precedence = new Precedence();
    var runs = new RunView(place, commands.fit(), failures, precedence);
    runs.answer(routes);
    var play = new PlayView(place, tables, precedence);
    play.answer(routes);
    new PathView(tableView).answer(routes);
    new ModelView(place, commands.predict()).answer(routes);
    explain(routes, commands.explanations());
    Handler page = Assets.of(Studio.class, "index.html");
    routes.get("/", request -> {
      play.limberUp();
      return page.answer(request);
    });
    PAGE.forEach(name -> routes.get("/assets/" + name, Assets.of(Studio.class, name)));
    List.of("house.css", "plots.js").forEach(name -> routes.get("/assets/" + name, Assets.of(HtmlPage.class, name)));
    routes.get("/assets/echarts.js", Assets.of(HtmlPage.class, HtmlPage.ECHARTS));
    return new Studio(new WebServer(at, port, routes, failures), runs);
  }

  private static String inside(StudioFolder place, Path data) {
    try {
      Path real = data.toRealPath();
      if (!real.startsWith(place.root())) {
        throw new IllegalArgumentException(
            data + " is outside of the folder " + place.root() + ": choose another --folder");
      }
      return place.shown(real);
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("no such file: " + data, e));
    }
  }

  private static void explain(Routes routes, Explanations explanations) {
    routes.get("/api/topics", _ -> Answer.json(Map.of("topics", explanations.topics())));
    routes.get("/api/explain", request -> Answer.framed(explanations.page(request.field("topic"), words(request))));
  }

  private static List<String> words(Request request) {
    var words = new ArrayList<String>();
    request.query().forEach((name, values) -> {
      if (name.startsWith("--")) {
        values.forEach(value -> words.add(value.isEmpty() ? name : name + "=" + value));
      }
    });
    return words;
  }

  /** {@return where it is, with the token that opens it} */
  public String address() {
    return server.address();
  }

  /** Waits until the thread is interrupted; Ctrl-C ends the whole process. */
  public void awaitInterruption() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the studies, each of which can be gone on with, and the server. */
  @Override
  public void close() {
    runs.close();
    server.close();
  }
}
