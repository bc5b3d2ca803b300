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
  private int[] hashes = new int[1 << 8]; // [terms]
  private int[] places = new int[1 << 10]; // a term's number + 1, or 0
  private int size;

  /** {@return the term's number, or −1 where it never came} */
  int find(char[] text, int from, int to) {
    int place = place(text, from, to, hash(text, from, to));
    return places[place] - 1;
  }

  /** {@return the term's number, a new one where it never came} */
  int add(char[] text, int from, int to) {
    int hash = hash(text, from, to);
    int place = place(text, from, to, hash);
    if (places[place] > 0) {
      return places[place] - 1;
    }
    if (size + 1 >= start.length) {
      start = Arrays.copyOf(start, 2 * start.length);
      hashes = Arrays.copyOf(hashes, 2 * hashes.length);
    }
    int begin = start[size];
    int end = Math.addExact(begin, to - from);
    if (end > characters.length) {
      characters = Arrays.copyOf(characters, Math.max(end, Math.addExact(characters.length, characters.length >> 1)));
    }
    System.arraycopy(text, from, characters, begin, to - from);
    hashes[size] = hash;
    start[size + 1] = end;
    places[place] = ++size;
    if (size > FULL * places.length) {
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
    places = new int[2 * places.length];
    for (int i = 0; i < size; i++) {
      int place = hashes[i] & places.length - 1;
      while (places[place] > 0) {
        place = place + 1 & places.length - 1;
      }
      places[place] = i + 1;
    }
  }

  private int place(char[] text, int from, int to, int hash) {
    int place = hash & places.length - 1;
    while (places[place] > 0) {
      int number = places[place] - 1;
      if (hashes[number] == hash && Arrays.equals(characters, start[number], start[number + 1], text, from, to)) {
        return place;
      }
      place = place + 1 & places.length - 1;
    }
    return place;
  }

  private static int hash(char[] text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    // The low bits choose the place: mix the high ones in (the finalizer of MurmurHash3, Appleby 2011).
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }
}
