package org.tessera.app;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What `./tessera dicom pull` asks of the node.
final class PullRequest {
  private static final String USAGE =
      "./tessera dicom pull --from TITLE@HOST:PORT|https://HOST/PATH --into STUDY, and which"
          + " studies: --study UID[,UID], --list FILE, or --where KEYWORD=VALUE[,KEYWORD=VALUE]";

  private PullRequest() {}

  /// The request as JSON.
  ///
  /// @throws IllegalArgumentException for a command that cannot be meant
  static String of(CommandLine line) throws IOException {
    Map<String, String> options = line.options();
    if (!options.containsKey("from")
        || !options.containsKey("into")
        || line.arguments().size() != 1) {
      throw new IllegalArgumentException(USAGE);
    }
    String listed = options.containsKey("list") ? text(options.getOrDefault("list", "")) : "";
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("from", options.get("from"));
    json.put("into", options.get("into"));
    json.put("studies", line.study().orElse("") + "\n" + listed);
    json.put("where", options.getOrDefault("where", ""));
    json.put("tls", isYes(options, "tls"));
    json.put("again", isYes(options, "again"));
    return new JsonMapper().writeValueAsString(json);
  }

  private static boolean isYes(Map<String, String> options, String name) {
    return switch (options.getOrDefault(name, "no")) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new IllegalArgumentException("--" + name + " is yes or no");
    };
  }

  private static String text(String file) throws IOException {
    try {
      return Files.readString(Path.of(file));
    } catch (NoSuchFileException | MalformedInputException e) {
      throw new IllegalArgumentException("there is no list of UIDs in " + file, e);
    }
  }
}
