package dev.lariat.studio.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
  private final Map<String, State> states = new LinkedHashMap<>();
  private long newest; // state
  private boolean ended;

  /** What holds now, and the how many-th change of a state it was. */
  @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
  private record State(long turn, byte[] text) {}

  private static byte[] text(String type, Object payload) {
    String json = JsonMapper.shared().writeValueAsString(payload); // has no line breaks
    return ("event: " + type + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Adds an event, whose payload becomes JSON. */
  public void append(String type, Object payload) {
    byte[] text = text(type, payload);
    lock.lock();
    try {
      var event = new ByteArrayOutputStream();
      event.writeBytes(("id: " + events.size() + "\n").getBytes(StandardCharsets.UTF_8));
      event.writeBytes(text);
      events.add(event.toByteArray());
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells how something stands, which is no event: it takes the place of what was told under the same key, so that a
   * page that comes later or is slow gets the last alone, and nothing piles up.
   */
  public void tell(String key, String type, Object payload) {
    byte[] text = text(type, payload);
    lock.lock();
    try {
      states.put(key, new State(++newest, text));
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What was told under this key holds no longer. */
  public void forget(String key) {
    lock.lock();
    try {
      states.remove(key);
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
    long told = 0;
    while (true) {
      List<byte[]> news;
      boolean last;
      lock.lock();
      try {
        if (at >= events.size() && told >= newest && !ended && !more.await(HEARTBEAT_SECONDS, TimeUnit.SECONDS)) {
          news = List.of(HEARTBEAT);
          last = false;
        } else {
          news = new ArrayList<>(events.subList(Math.min(at, events.size()), events.size()));
          at += news.size();
          for (State state : states.values()) {
            if (state.turn > told) {
              news.add(state.text);
            }
          }
          told = newest;
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
