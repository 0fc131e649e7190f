package org.tessera.omop.athena;

import java.sql.SQLException;
import java.util.List;
import org.tessera.vocabularies.Licence;
import org.tessera.vocabularies.ShippedSystem;
import org.tessera.vocabularies.Vocabularies;

/// What an import did, in lines for people.
final class ImportReport {
  private static final String SHIPPED = "%-42s  %-14s  %6s  %s%n";

  private ImportReport() {}

  static String of(ImportJournal.Entry entry, ImportJournal journal, List<String> notes)
      throws SQLException {
    var text = new StringBuilder();
    text.append(
        "Import %d, %s%s: %s.%n"
            .formatted(
                entry.id(),
                entry.name(),
                entry.release().isEmpty() ? "" : " (" + entry.release() + ")",
                entry.state().text()));
    if (!entry.message().isEmpty()) {
      text.append(entry.message()).append(".\n");
    }
    if (entry.state() == ImportJournal.State.REFUSED) {
      journal.problems(entry.id()).forEach(it -> text.append("  ").append(it).append(".\n"));
      return text.toString();
    }
    for (ImportJournal.Position file : journal.positions(entry.id())) {
      text.append("  %,12d rows of %s%n".formatted(file.rows(), file.file()));
    }
    notes.forEach(note -> text.append("  ").append(note).append(".\n"));
    if (entry.state() == ImportJournal.State.CURRENT) {
      ImportJournal.Changes changes = journal.changes(entry.id());
      text.append(
          "Against the former vocabulary %,d concepts became invalid, %,d are gone, %,d map to other standard concepts: omop.vocabulary_change.%n"
              .formatted(changes.invalid(), changes.gone(), changes.remapped()));
    }
    return text.toString();
  }

  /// The vocabularies of the release that counts, with their licences.
  static String licences(Vocabularies vocabularies) {
    var text = new StringBuilder();
    vocabularies
        .imported()
        .ifPresent(file -> {
          text.append("%nVocabulary            %12s  terms leave  licence%n".formatted("concepts"));
          for (String vocabulary : file.vocabularies()) {
            Licence licence = vocabularies.licence(vocabulary);
            text.append(
                "%-20s  %,12d  %-11s  %s%n"
                    .formatted(
                        vocabulary,
                        file.range(vocabulary).size(),
                        licence.terms() ? "yes" : "no",
                        licence.text()));
          }
        });
    return text.toString();
  }

  /// What ships, with its licences.
  static String shipped(Vocabularies vocabularies) {
    var text = new StringBuilder();
    text.append('\n');
    text.append(SHIPPED.formatted("Ships with this node", "version", "codes", "licence"));
    for (ShippedSystem system : vocabularies.shipped()) {
      text.append(
          SHIPPED.formatted(
              system.title(),
              system.version(),
              "%,d".formatted(vocabularies.codes(system.url()).size()),
              system.licence()));
    }
    return text.toString();
  }

  static String all(List<ImportJournal.Entry> entries) {
    if (entries.isEmpty()) {
      return "No bundle was imported; the node answers from what ships with it.\n";
    }
    var text = new StringBuilder();
    for (ImportJournal.Entry entry : entries) {
      text.append(
          "%4d  %-10s  %-20s  %s%s%n"
              .formatted(
                  entry.id(),
                  entry.state().text(),
                  entry.release(),
                  entry.name(),
                  entry.message().isEmpty() ? "" : ": " + entry.message()));
    }
    return text.toString();
  }
}
