package org.tessera.mappings.authoring;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.tessera.vocabularies.Code;

/// Writes a draft's code lists and what may be meant by the values without a code.
final class CodeTables {
  private CodeTables() {}

  static String codes(DraftStudy study) {
    return csv(csv -> {
      csv.writeRecord(
          "list", "value", "label", "system", "code", "display", "relationship", "comment");
      for (Map.Entry<String, List<DraftStudy.Value>> list : study.lists.entrySet()) {
        for (DraftStudy.Value value : list.getValue()) {
          boolean coded = value.code().isPresent();
          csv.writeRecord(
              list.getKey(),
              value.value(),
              value.label(),
              value.code().map(Code::system).orElse(""),
              value.code().map(Code::value).orElse(""),
              "",
              coded ? "equivalent" : "unmatched",
              comment(value));
        }
      }
    });
  }

  private static String comment(DraftStudy.Value value) {
    if (!value.question().isEmpty()) {
      return "question: " + value.question();
    }
    return value.code().isPresent() ? "" : "question: which code?" + best(value);
  }

  private static String best(DraftStudy.Value value) {
    return value.suggestions().isEmpty() ? "" : " near: " + value.suggestions().getFirst().words();
  }

  /// All suggestions, ready to be accepted line by line.
  static String suggestions(DraftStudy study) {
    return csv(csv -> {
      csv.writeRecord(
          "list", "value", "label", "seen", "rank", "score", "system", "code", "display");
      for (Map.Entry<String, List<DraftStudy.Value>> list : study.lists.entrySet()) {
        for (DraftStudy.Value value : list.getValue()) {
          int rank = 0;
          for (Suggestion each :
              value.code().isPresent() ? List.<Suggestion>of() : value.suggestions()) {
            csv.writeRecord(
                list.getKey(),
                value.value(),
                value.label(),
                Long.toString(value.seen()),
                Integer.toString(++rank),
                "%.2f".formatted(each.score()),
                each.code().system(),
                each.code().value(),
                each.display());
          }
        }
      }
    });
  }

  /// Writes records.
  interface Filling {
    void with(CsvWriter csv) throws IOException;
  }

  static String csv(Filling filling) {
    var text = new StringWriter();
    try (CsvWriter csv =
        CsvWriter.builder().lineDelimiter(de.siegmar.fastcsv.writer.LineDelimiter.LF).build(text)) {
      filling.with(csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
