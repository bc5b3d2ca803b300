package dev.lariat.data.text;

import java.util.Arrays;

/**
 * Numbers for terms, in the order in which they came: a hash table with linear probing over one array of all terms'
 * characters, so that looking a term up makes no object.
 */
final class TermTable {
  /** Above this share of used places a search takes long. */
  private static final double FULL = 0.6;

  private char[] characters = new char[1 << 12];
  private int[] start = new int[1 << 8]; // [terms + 1] into characters
  /**
   * Two a place, side by side, so that a look fetches both at once: a term's hash in the upper half and its number + 1
   * in the lower, or 0; then where its characters are, from in the upper half, to in the lower.
   */
  private long[] places = new long[1 << 11];
  private int size;

  /** {@return the term's number, or −1 where it never came} */
  int find(char[] text, int from, int to) {
    return find(text, from, to, hash(text, from, to));
  }

  /** {@return the term's number, or −1 where it never came} Its hash is known. */
  int find(char[] text, int from, int to, int hash) {
    return (int) places[place(text, from, to, hash)] - 1; // the lower half of 0 is none
  }

  /** {@return the term's number, a new one where it never came} */
  int add(char[] text, int from, int to) {
    return add(text, from, to, hash(text, from, to));
  }

  /** {@return the term's number, a new one where it never came} Its hash is known. */
  int add(char[] text, int from, int to, int hash) {
    int place = place(text, from, to, hash);
    if (places[place] != 0) {
      return (int) places[place] - 1;
    }
    if (size + 1 >= start.length) {
      start = Arrays.copyOf(start, 2 * start.length);
    }
    int begin = start[size];
    int end = Math.addExact(begin, to - from);
    if (end > characters.length) {
      characters = Arrays.copyOf(characters, Math.max(end, Math.addExact(characters.length, characters.length >> 1)));
    }
    System.arraycopy(text, from, characters, begin, to - from);
    start[size + 1] = end;
    places[place] = (long) hash << Integer.SIZE | ++size;
    places[place + 1] = (long) begin << Integer.SIZE | end;
    if (size > FULL * (places.length >> 1)) {
      spread();
    }
    return size - 1;
  }

  /** {@return how many terms there are} */
  int size() {
    return size;
  }

  /** {@return a term} */
  String term(int number) {
    return new String(characters, start[number], start[number + 1] - start[number]);
  }

  private void spread() {
    long[] old = places;
    places = new long[2 * old.length];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != 0) {
        int place = first((int) (old[i] >>> Integer.SIZE));
        while (places[place] != 0) {
          place = next(place);
        }
        places[place] = old[i];
        places[place + 1] = old[i + 1];
      }
    }
  }

  private int first(int hash) {
    return hash << 1 & places.length - 1;
  }

  private int next(int place) {
    return place + 2 & places.length - 1;
  }

  private int place(char[] text, int from, int to, int hash) {
    int place = first(hash);
    while (places[place] != 0) {
      if ((int) (places[place] >>> Integer.SIZE) == hash && isTerm(places[place + 1], text, from, to)) {
        return place;
      }
      place = next(place);
    }
    return place;
  }

  private boolean isTerm(long range, char[] text, int from, int to) {
    int at = (int) (range >>> Integer.SIZE);
    if ((int) range - at != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text[i] != characters[at++]) {
        return false;
      }
    }
    return true;
  }

  /** {@return what a table knows a term by: {@link #mixed} of 31 · hash + character, from 0 on} */
  static int hash(char[] text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    return mixed(hash);
  }

  /** The low bits choose the place: mixes the high ones in (the finalizer of MurmurHash3, Appleby 2011). */
  static int mixed(int sum) {
    int hash = (sum ^ sum >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }
}
