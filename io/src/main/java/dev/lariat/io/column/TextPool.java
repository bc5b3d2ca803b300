package dev.lariat.io.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The different texts of a column, each numbered in order of appearance, found without making a String of every field.
 */
final class TextPool {
  private final List<String> texts = new ArrayList<>();
  private int[] hashes = new int[16]; // [texts]
  private long[] lines = new long[16]; // [texts] where each was first seen
  private int[] table = new int[64]; // number + 1, by open addressing; 0 is free

  /** The number of the text, a new one if it was not seen before. */
  int add(char[] text, int offset, int length, long line) {
    int hash = hash(text, offset, length);
    int mask = table.length - 1;
    int at = hash & mask;
    while (table[at] != 0) {
      int number = table[at] - 1;
      if (hashes[number] == hash && equal(texts.get(number), text, offset, length)) {
        return number;
      }
      at = (at + 1) & mask;
    }
    int number = texts.size();
    table[at] = number + 1;
    texts.add(new String(text, offset, length));
    if (number == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * number);
      lines = Arrays.copyOf(lines, 2 * number);
    }
    hashes[number] = hash;
    lines[number] = line;
    if (2 * texts.size() > table.length) {
      grow();
    }
    return number;
  }

  /** The number of the text, −1 if it was never added. */
  int find(String text) {
    char[] characters = text.toCharArray();
    int hash = hash(characters, 0, characters.length);
    int mask = table.length - 1;
    for (int at = hash & mask; table[at] != 0; at = (at + 1) & mask) {
      int number = table[at] - 1;
      if (hashes[number] == hash && texts.get(number).equals(text)) {
        return number;
      }
    }
    return -1;
  }

  int size() {
    return texts.size();
  }

  String text(int number) {
    return texts.get(number);
  }

  /** The line where the text was first seen. */
  long line(int number) {
    return lines[number];
  }

  private void grow() {
    table = new int[2 * table.length];
    int mask = table.length - 1;
    for (int number = 0; number < texts.size(); number++) {
      int at = hashes[number] & mask;
      while (table[at] != 0) {
        at = (at + 1) & mask;
      }
      table[at] = number + 1;
    }
  }

  private static int hash(char[] text, int offset, int length) {
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + text[i];
    }
    // The low bits choose the place: mix the high ones in.
    hash *= 0x9E3779B9;
    return hash ^ hash >>> 15;
  }

  private static boolean equal(String known, char[] text, int offset, int length) {
    if (known.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (known.charAt(i) != text[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
