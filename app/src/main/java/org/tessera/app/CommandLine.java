package org.tessera.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What stands behind `./tessera`: a command, its options and its arguments.
///
/// @param options by name without the dashes
record CommandLine(String command, Map<String, String> options, List<String> arguments) {
  private static final List<String> OPTIONS =
      List.of(
          "home",
          "port",
          "study",
          "database",
          "profile",
          "in",
          "out",
          "from",
          "accept",
          "author",
          "as",
          "list",
          "where",
          "into",
          "tls",
          "again");

  /// @throws IllegalArgumentException for an option that does not exist or has no value
  static CommandLine parse(String[] words) {
    String command = words.length == 0 ? "help" : words[0];
    Map<String, String> options = new TreeMap<>();
    List<String> arguments = new ArrayList<>();
    for (int at = 1; at < words.length; at++) {
      String word = words[at];
      if (!word.startsWith("--")) {
        arguments.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
      if (!OPTIONS.contains(name)) {
        throw new IllegalArgumentException("there is no option --" + name);
      }
      if (equals < 0 && at + 1 == words.length) {
        throw new IllegalArgumentException("--" + name + " needs a value");
      }
      options.put(name, equals < 0 ? words[++at] : word.substring(equals + 1));
    }
    return new CommandLine(command, options, arguments);
  }

  Path home() {
    return Path.of(options.getOrDefault("home", "tessera-home")).toAbsolutePath().normalize();
  }

  int port() {
    String port = options.getOrDefault("port", "8080");
    try {
      int number = Integer.parseInt(port);
      if (number >= 0 && number <= 65_535) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the message that also answers a number out of range.
    }
    throw new IllegalArgumentException("--port needs a number from 0 to 65535, not " + port);
  }

  /// The address of the operator's own database.
  Optional<String> database() {
    return Optional.ofNullable(options.get("database"));
  }

  Optional<String> study() {
    return Optional.ofNullable(options.get("study"));
  }
}
