package dev.lariat.studio.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happens, in order, for any number of pages: each is sent all of it from the first event on, or from where its
 * connection broke ({@code Last-Event-ID}; WHATWG HTML, section 9.2). It is kept once, however many listen, and a page
 * that is slow makes nobody wait.
 */
public final class EventFeed {
  /** Often enough that a connection whose page is gone is noticed. */
  private static final int HEARTBEAT_SECONDS = 10;
  private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final List<byte[]> events = new ArrayList<>();
  private boolean ended;

  /** Adds an event, whose payload becomes JSON. */
  public void append(String type, Object payload) {
    String json = JsonMapper.shared().writeValueAsString(payload); // has no line breaks
    lock.lock();
    try {
      events.add(
          ("id: " + events.size() + "\nevent: " + type + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will happen. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** {@return all events from the first, or from after the last that the browser has} */
  public Answer follow(Request request) {
    int from = request.header("Last-Event-ID").map(EventFeed::next).orElse(0);
    return new Answer.Stream("text/event-stream", Map.of(), out -> write(from, out));
  }

  private static int next(String lastId) {
    return lastId.matches("[0-9]{1,9}") ? Integer.parseInt(lastId) + 1 : 0;
  }

  private void write(int from, OutputStream out) throws IOException {
    int at = from;
    while (true) {
      List<byte[]> news;
      boolean last;
      lock.lock();
      try {
        if (at >= events.size() && !ended && !more.await(HEARTBEAT_SECONDS, TimeUnit.SECONDS)) {
          news = List.of(HEARTBEAT);
          last = false;
        } else {
          news = List.copyOf(events.subList(Math.min(at, events.size()), events.size()));
          at += news.size();
          last = ended;
        }
      } catch (InterruptedException _) {
        return; // the server is closing
      } finally {
        lock.unlock();
      }
      for (byte[] event : news) {
        out.write(event);
      }
      out.flush();
      if (last) {
        return;
      }
    }
  }
}
