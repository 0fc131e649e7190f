package org.tessera.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The words of a command line: options with a value each, and what stands between them.
public final class CommandOptions {
  private final Map<String, String> options = new TreeMap<>();
  private final List<String> arguments = new ArrayList<>();

  private CommandOptions() {}

  /// Takes a command line apart.
  ///
  /// @param names of the options there are, with their dashes
  /// @throws IllegalArgumentException for an option there is not, or one without its value
  public static CommandOptions parse(List<String> words, Set<String> names) {
    var parsed = new CommandOptions();
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (!word.startsWith("--")) {
        parsed.arguments.add(word);
      } else if (!names.contains(word)) {
        throw new IllegalArgumentException("there is no option " + word);
      } else if (at + 1 == words.size()) {
        throw new IllegalArgumentException(word + " needs a value");
      } else {
        parsed.options.put(word, words.get(++at));
      }
    }
    return parsed;
  }

  /// What is no option, in its order.
  public List<String> arguments() {
    return List.copyOf(arguments);
  }

  /// The value of an option that was given.
  public Optional<String> value(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /// The value of an option, or another one.
  public String value(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }
}
