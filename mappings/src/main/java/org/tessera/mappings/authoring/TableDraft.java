package org.tessera.mappings.authoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tessera.mappings.Column;
import org.tessera.mappings.DatePattern;

/// Guesses the form a table is: types, code lists, keys, dates.
final class TableDraft {
  private static final double FREE_TEXT_LENGTH = 60;
  private static final Pattern SEPARATOR = Pattern.compile("[|;]");
  private static final Set<String> YES_NO =
      Set.of("yes", "no", "y", "n", "true", "false", "t", "f");

  private final DraftStudy study;
  private final SourceTable table;
  private final Headings headings;
  private final Map<Integer, ColumnProfile> profiles = new LinkedHashMap<>();
  private final DraftForm form;

  private TableDraft(DraftStudy study, SourceTable table, Headings headings) {
    this.study = study;
    this.table = table;
    this.headings = headings;
    this.form = new DraftForm(formName(table.name()));
    form.sheets.add(table.name());
  }

  /// Adds the form of a table to a draft.
  ///
  /// @param patient the heading under which the patient stands
  static void add(DraftStudy study, SourceTable table, String patient, Headings headings) {
    new TableDraft(study, table, headings).run(patient);
  }

  private static String formName(String sheet) {
    StringBuilder name = new StringBuilder();
    for (String word : sheet.split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    boolean letter = !name.isEmpty() && Character.isLetter(name.charAt(0));
    return letter ? name.toString() : "Form" + name;
  }

  private void run(String patient) {
    Set<String> taken = new HashSet<>();
    int patientAt = RowKeys.position(table, patient).orElse(0);
    List<DraftColumn> byPosition = new ArrayList<>();
    for (int at = 0; at < table.headings().size(); at++) {
      String heading = table.headings().get(at);
      ColumnProfile profile = ColumnProfile.of(table, at, headings);
      profiles.put(at, profile);
      study.missing.addAll(profile.absences);
      DraftColumn column;
      if (at == patientAt) {
        // One name in every form.
        taken.add(study.patientColumn);
        column = new DraftColumn(study.patientColumn, heading);
        column.type = Column.Type.PATIENT;
        column.required = "M";
        column.role = "patient";
      } else {
        column = new DraftColumn(Headings.name(heading, taken), heading);
        describe(column, profile);
      }
      column.label = table.label(at);
      column.note = table.note(at).equals(column.label) ? "" : table.note(at);
      byPosition.add(column);
    }
    form.columns.addAll(byPosition);
    key(patientAt, byPosition);
    study.forms.add(form);
  }

  private void key(int patientAt, List<DraftColumn> columns) {
    Optional<List<Integer>> key = RowKeys.key(table, patientAt, profiles);
    if (key.isEmpty()) {
      study.questions.add(
          form.name
              + ": no one or two columns tell the rows of a patient apart; the last row delivered"
              + " takes the place of the others. Which columns are the key?");
    }
    for (int at : key.orElse(List.of())) {
      DraftColumn column = columns.get(at);
      if (column.identifying || column.type == Column.Type.TEXT) {
        column.type = Column.Type.STRING;
        column.identifying = false;
        column.questions.add("the key of a row is stored; may it be?");
      }
      column.required = "M";
      form.key.add(column.name);
    }
  }

  private void describe(DraftColumn column, ColumnProfile profile) {
    headings
        .role(column.heading)
        .ifPresent(role -> {
          column.role = role.name();
          column.code = role.code();
        });
    column.unit = headings.unit(column.heading);
    column.ignored = column.is("state");
    if (column.is("identity") || column.is("free-text")) {
      column.type = Column.Type.TEXT;
      column.ignored = true;
      if (column.is("identity")) {
        column.questions.add(
            "it may name a person, so it is withheld; should it be delivered at all?");
      }
    } else if (profile.empty()) {
      column.ignored = true;
      column.questions.add("no row has a value; what would it hold?");
    } else {
      byValues(column, profile);
      if (column.is("birth-date") && column.type != Column.Type.DATE) {
        withhold(column);
      }
    }
  }

  /// A day of birth in a writing nobody knows is one all the same.
  private void withhold(DraftColumn column) {
    study.lists.remove(column.list);
    column.list = "";
    column.type = Column.Type.TEXT;
    column.ignored = true;
    column.questions.add(
        "its values are no dates in a writing that is known, so it is withheld; how are they"
            + " written?");
  }

  private void byValues(DraftColumn column, ColumnProfile profile) {
    if (profile.uids()) {
      column.type = Column.Type.UID;
    } else if (!profile.writings().isEmpty() && !profile.numbers()) {
      date(column, profile);
    } else if (profile.values.keySet().stream()
        .allMatch(value -> YES_NO.contains(value.toLowerCase(Locale.ROOT)))) {
      bool(column, profile);
    } else if (profile.numbers()) {
      number(column, profile);
    } else if (profile.chosen() || known(column, profile)) {
      list(column, profile);
    } else if (severalInOne(profile)) {
      severalCodes(column, profile);
    } else {
      text(column, profile);
    }
  }

  /// Words of a role whose words are known, such as those of sex, name nobody however few they are.
  private boolean known(DraftColumn column, ColumnProfile profile) {
    return profile.values.keySet().stream()
        .allMatch(value -> headings.meaning(column.role, value).isPresent());
  }

  private static void bool(DraftColumn column, ColumnProfile profile) {
    boolean plain =
        profile.values.keySet().stream()
            .noneMatch(value -> value.equalsIgnoreCase("t") || value.equalsIgnoreCase("f"));
    column.type = plain ? Column.Type.BOOLEAN : Column.Type.STRING;
    if (!plain) {
      column.questions.add("are T and F true and false? They are kept as text");
    }
  }

  private void date(DraftColumn column, ColumnProfile profile) {
    column.type = Column.Type.DATE;
    column.identifying = column.is("birth-date");
    List<DatePattern> writings = profile.writings();
    DatePattern first = writings.getFirst();
    if (!first.text().equals("yyyy-MM-dd")) {
      study.dates.add(first.text());
    }
    if (writings.size() > 1
        && writings.stream().anyMatch(other -> other.text().equals("MM/dd/yyyy"))
        && first.text().startsWith("d")) {
      column.questions.add(
          "every date can be read as " + first.text() + " and as MM/dd/yyyy; which is it?");
    }
  }

  private void number(DraftColumn column, ColumnProfile profile) {
    boolean measured =
        !column.unit.isEmpty()
            || column.is("number")
            || column.is("age")
            || column.is("birth-year")
            || !profile.whole()
            || profile.values.size() > 10
            || profile.filled < 3L * profile.values.size();
    if (!measured) {
      list(column, profile);
      column.questions.add(
          "it holds "
              + profile.values.size()
              + " different whole numbers; are they codes? Then say what they mean, else make it an"
              + " integer");
      return;
    }
    column.type = profile.whole() ? Column.Type.INTEGER : Column.Type.DECIMAL;
    if (profile.least().signum() >= 0) {
      column.min = "0";
    }
    if (column.is("age")) {
      column.unit = "a";
      column.max = "120";
    }
    if (column.is("birth-year")) {
      column.min = "1900";
      column.max = "2100";
    } else if (column.unit.isEmpty() && column.type == Column.Type.DECIMAL) {
      column.questions.add("in which unit is it?");
    }
  }

  private void list(DraftColumn column, ColumnProfile profile) {
    column.type = Column.Type.CODE;
    column.list = column.name;
    List<DraftStudy.Value> values =
        study.lists.computeIfAbsent(column.list, list -> new ArrayList<>());
    Set<String> known = new HashSet<>();
    values.forEach(value -> known.add(value.value().toLowerCase(Locale.ROOT)));
    profile.values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> known.add(entry.getKey().toLowerCase(Locale.ROOT)))
        .forEach(entry ->
            values.add(DraftStudy.Value.of(entry.getKey(), entry.getKey(), entry.getValue())));
  }

  private static boolean severalInOne(ColumnProfile profile) {
    long split =
        profile.values.keySet().stream().filter(value -> SEPARATOR.matcher(value).find()).count();
    Set<String> items = new HashSet<>();
    profile
        .values
        .keySet()
        .forEach(value -> {
          for (String item : SEPARATOR.split(value, -1)) {
            items.add(item.strip());
          }
        });
    return split > 0
        && items.size() <= 60
        && items.size() * 2L <= profile.filled
        && items.stream().noneMatch(item -> item.length() > 60);
  }

  private void severalCodes(DraftColumn column, ColumnProfile profile) {
    column.separator =
        profile.values.keySet().stream().anyMatch(value -> value.indexOf('|') >= 0) ? "|" : ";";
    column.type = Column.Type.CODES;
    column.list = column.name;
    Map<String, Long> items = new TreeMap<>();
    profile.values.forEach((value, count) -> {
      for (String item : value.split(Pattern.quote(column.separator), -1)) {
        if (!item.isBlank()) {
          items.merge(item.strip(), count, Long::sum);
        }
      }
    });
    List<DraftStudy.Value> values =
        study.lists.computeIfAbsent(column.list, list -> new ArrayList<>());
    items.forEach((item, count) -> values.add(DraftStudy.Value.of(item, item, count)));
  }

  private void text(DraftColumn column, ColumnProfile profile) {
    if (profile.meanLength() > FREE_TEXT_LENGTH || profile.longest > 200) {
      column.type = Column.Type.TEXT;
      column.ignored = true;
      column.questions.add("it looks like free text, so it is withheld; is it?");
    } else if (profile.values.size() == profile.filled && !column.is("sample")) {
      column.ignored = true;
      column.questions.add(
          "every row has another value; is it an identifier? It is read and not mapped");
    }
  }
}
