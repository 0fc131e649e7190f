package org.tessera.etl.deidentify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.tessera.etl.deidentify.AnswerKey.Action;
import org.tessera.etl.deidentify.AnswerKey.Check;
import org.tessera.etl.deidentify.AnswerKey.Expectation;

/// An answer key that others wrote, beside the repository where there is one.
final class SharedKey {
  private SharedKey() {}

  /// The folder with `ANSWER-KEY.tsv` and `files/`; the test is skipped when there is none.
  static Path folder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared/data/dicom");
      if (Files.exists(folder.resolve("ANSWER-KEY.tsv"))) {
        return folder;
      }
    }
    Assumptions.abort("no shared/data/dicom/ANSWER-KEY.tsv above the repository");
    throw new IllegalStateException();
  }

  static List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (Map<String, String> row : TsvTable.file(folder().resolve("ANSWER-KEY.tsv"))) {
      Action action = Action.valueOf(row.getOrDefault("action", "").toUpperCase(Locale.ROOT));
      String value = row.getOrDefault("value", "");
      List<String> texts =
          switch (action) {
            case TEXT_REMOVED, TEXT_RETAINED, TAG_RETAINED -> List.of(value);
            default -> List.<String>of();
          };
      checks.add(
          new Check(
              row.getOrDefault("file", ""),
              row.getOrDefault("path", ""),
              "",
              value,
              new Expectation(action, texts, row.getOrDefault("category", ""))));
    }
    return checks;
  }

  /// Texts that must stand nowhere in a file: what its checks want removed, taken apart into words
  /// that are the identity's own.
  static List<String> identities(List<Check> checks, String file) {
    List<String> identities = new ArrayList<>();
    for (Check check : checks) {
      if (check.file().equals(file)
          && check.expectation().action() == Action.TEXT_REMOVED
          && !check.expectation().category().equals("tcia")
          && !check.path().endsWith("Comments")
          && !check.path().endsWith("History")
          && !check.path().endsWith("Description")) {
        for (String part : check.value().split("\\^", -1)) {
          identities.add(part);
        }
      }
    }
    return identities;
  }
}
