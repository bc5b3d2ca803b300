package dev.lariat.studio.command;

import java.util.List;

/** What {@code lariat explain} shows, with its inputs. */
public interface Explanations {
  /**
   * An input.
   *
   * @param option its word on the command line
   * @param preset what it is unless it is given; empty for nothing
   * @param says what it means
   * @param choices all values that it takes; empty where it takes any
   * @param flag whether it is given without a value
   */
  record Control(String option, String preset, String says, List<String> choices, boolean flag) {
    /** Copies the choices. */
    public Control {
      choices = List.copyOf(choices);
    }
  }

  /**
   * An explanation.
   *
   * @param name its word on the command line
   * @param says what it shows
   * @param controls its inputs
   */
  record Topic(String name, String says, List<Control> controls) {
    /** Copies the controls. */
    public Topic {
      controls = List.copyOf(controls);
    }
  }

  /** {@return all of them} */
  List<Topic> topics();

  /**
   * An explanation as a page of its own.
   *
   * @param options words, as on the command line
   * @throws IllegalArgumentException if there is no such topic, or a word is wrong; the message is one line
   */
  String page(String topic, List<String> options);
}
