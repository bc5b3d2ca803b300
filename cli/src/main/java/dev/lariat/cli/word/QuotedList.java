package dev.lariat.cli.word;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists in options, written as a line of CSV: items are separated by commas, and one that holds a comma itself, or a
 * name that holds an equals sign, stands in double quotes, a double quote within them is written twice.
 */
public final class QuotedList {
  /**
   * A name and what is told about it.
   *
   * @param name without quotes; empty where the item is a value alone
   * @param value behind the equals sign
   */
  public record Pair(String name, String value) {}

  /** One item without its quotes, and where its last equals sign is that stands outside of quotes, −1 for none. */
  private record Item(String text, int equals, boolean quoted) {}

  private QuotedList() {}

  /**
   * {@return the items of all uses of an option}
   *
   * @param option for messages
   * @throws IllegalArgumentException if one of them is empty
   */
  public static List<String> items(String option, List<String> uses) {
    return split(option, uses).stream().map(Item::text).toList();
  }

  /**
   * {@return the pairs {@code name=value} of all uses of an option}
   *
   * @param form how the option's items look, for messages: {@code --kinds COLUMN=KIND}
   * @throws IllegalArgumentException if an item has no equals sign
   */
  public static List<Pair> pairs(String form, List<String> uses) {
    List<Pair> pairs = new ArrayList<>();
    for (Pair pair : optionalPairs(form.substring(0, form.indexOf(' ')), uses)) {
      if (pair.name().isEmpty()) {
        throw new IllegalArgumentException(form.replaceFirst(" ", " takes ") + ", not '" + pair.value()
            + "'; a name with a comma stands in double quotes");
      }
      pairs.add(pair);
    }
    return pairs;
  }

  /**
   * {@return the pairs of all uses of an option; an item without an equals sign is a value with an empty name}
   *
   * @param option for messages
   * @throws IllegalArgumentException if an item is empty
   */
  public static List<Pair> optionalPairs(String option, List<String> uses) {
    return split(option, uses).stream().map(item -> {
      int at = item.equals() < 0 && item.quoted() ? item.text().lastIndexOf('=') : item.equals();
      return at < 0
          ? new Pair("", item.text().strip())
          : new Pair(item.text().substring(0, at).strip(), item.text().substring(at + 1).strip());
    }).toList();
  }

  private static List<Item> split(String option, List<String> uses) {
    List<Item> items = new ArrayList<>();
    for (String use : uses) {
      int first = items.size();
      StringBuilder text = new StringBuilder();
      boolean inside = false;
      boolean quoted = false;
      int equals = -1;
      for (int i = 0; i < use.length(); i++) {
        char c = use.charAt(i);
        if (c == '"' && inside && i + 1 < use.length() && use.charAt(i + 1) == '"') {
          text.append(c);
          i++;
        } else if (c == '"' && (inside || text.toString().isBlank())) {
          inside = !inside;
          quoted = true;
        } else if (c == ',' && !inside) {
          items.add(new Item(text.toString(), equals, quoted));
          text.setLength(0);
          quoted = false;
          equals = -1;
        } else {
          equals = c == '=' && !inside ? text.length() : equals;
          text.append(c);
        }
      }
      items.add(new Item(text.toString(), equals, quoted));
      if (items.subList(first, items.size()).stream().anyMatch(item -> !item.quoted && item.text.isBlank())) {
        throw new IllegalArgumentException(option + ": " + emptyItem(use));
      }
    }
    return items;
  }

  /** {@return what is wrong with a list that has nothing at one of its places} */
  public static String emptyItem(String list) {
    return list.isBlank() ? "a list has no item" : "the list '" + list + "' has a comma too many";
  }
}
