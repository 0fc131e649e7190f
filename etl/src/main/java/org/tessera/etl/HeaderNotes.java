package org.tessera.etl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.etl.Staging.Words;
import org.tessera.etl.form.Header;
import org.tessera.etl.form.NearestName;
import org.tessera.mappings.Column;
import org.tessera.mappings.Rejection;
import org.tessera.mappings.Rejection.Severity;

/// What is wrong with a tab's header, before any of its rows is read.
///
/// A column the study neither declares nor ignores keeps the whole delivery out as soon as it holds
/// something: what was meant is unknown, and half a form is worse than a question.
final class HeaderNotes {
  static final String UNKNOWN = "unknown-column";
  private static final int NAMED_MAX = 5;

  private final SheetForm place;
  private final Header header;
  private final List<Note> notes = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  /// A finding and the cell to mend.
  record Note(String cell, Rejection rejection) {}

  private HeaderNotes(SheetForm place) {
    this.place = place;
    this.header = place.header();
  }

  /// @param filled positions of unknown columns that hold anything
  static HeaderNotes of(SheetForm place, Set<Integer> filled) {
    var notes = new HeaderNotes(place);
    notes.header.missing().forEach(notes::missing);
    notes.header.unknown().forEach((at, text) -> notes.unknown(at, text, filled.contains(at)));
    notes.header.repeated().forEach(notes::repeated);
    return notes;
  }

  /// Columns without a header that hold something: shown, and the rest goes on.
  static List<Note> nameless(SheetForm place, Set<Integer> positions) {
    var notes = new HeaderNotes(place);
    positions.forEach(at ->
        notes.warn(
            at,
            new Finding(
                "blank-header",
                "There are values under a blank header; they are not read.",
                "Give the column a header of the template, or empty it.")));
    return notes.notes;
  }

  private record Finding(String rule, String message, String remedy) {}

  List<Note> notes() {
    return notes;
  }

  /// Every column that keeps the delivery out, as a sentence names it.
  List<String> refused() {
    return refused;
  }

  /// Why the delivery as a whole stays out.
  static Words quarantine(List<String> refused) {
    String all = String.join("; ", refused.subList(0, Math.min(NAMED_MAX, refused.size())));
    String more =
        refused.size() > NAMED_MAX ? "; and " + (refused.size() - NAMED_MAX) + " more" : "";
    return new Words(
        "The study does not know "
            + (refused.size() == 1 ? "a column" : refused.size() + " columns")
            + " of the file: "
            + all
            + more
            + ".",
        "Rename the column as in the template, remove it, or have it added to the form's ignored:"
            + " list; then deliver the file again.");
  }

  private void missing(String column) {
    add(
        new Place(0, "", column),
        Severity.ERROR,
        new Finding(
            "missing-column",
            "The tab has no column " + column + ", which is mandatory.",
            "Add the column; the template has it."));
  }

  private void repeated(int at, String text) {
    warn(
        at,
        new Finding(
            "repeated-column",
            "The column " + shown(text) + " stands there twice; the first is read.",
            "Remove one of the two."));
  }

  private void unknown(int at, String text, boolean filled) {
    String known = "The study does not know the column " + shown(text);
    Optional<String> meant = nearest(text);
    String question = meant.map(column -> " Did you mean " + column + "?").orElse("");
    if (!filled) {
      warn(
          at,
          new Finding(
              UNKNOWN,
              known + "; it is empty and not read." + question,
              "Correct its header, or leave it."));
      return;
    }
    String hint = meant.map(column -> " (did you mean " + column + "?)").orElse("");
    refused.add(place.sheet() + "!" + header.address(at) + " " + shown(text) + hint);
    add(
        new Place(header.row(), header.address(at), ""),
        Severity.ERROR,
        new Finding(
            UNKNOWN,
            known + "." + question,
            "Rename it, remove it, or have it added to the form's ignored: list."));
  }

  /// The declared column the header may mean, of those that stand nowhere else in the tab.
  private Optional<String> nearest(String text) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (Column column : place.form().columns()) {
      if (!header.columns().containsKey(column.name())) {
        byName.put(column.name(), column.name());
        byName.putIfAbsent(column.label(), column.name());
        column.aliases().forEach(alias -> byName.putIfAbsent(alias, column.name()));
      }
    }
    return NearestName.of(text, byName.keySet()).map(byName::get);
  }

  /// A header is shown only if it looks like one: people paste numbers into the wrong row.
  static String shown(String header) {
    String text = header.replaceAll("\\s+", " ").strip();
    return text.matches("(?!.*\\d{3})[\\p{L}\\p{N} _()/%.,:\\-]{1,60}")
        ? "“" + text + "”"
        : "with a header not shown here";
  }

  private void warn(int at, Finding finding) {
    add(new Place(header.row(), header.address(at), ""), Severity.WARNING, finding);
  }

  private record Place(long row, String cell, String column) {}

  private void add(Place at, Severity severity, Finding finding) {
    notes.add(
        new Note(
            at.cell(),
            new Rejection(
                place.form().name(),
                at.row(),
                at.column(),
                "",
                finding.rule(),
                severity,
                finding.message(),
                finding.remedy())));
  }
}
