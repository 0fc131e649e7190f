package org.tessera.etl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.tessera.etl.pseudonym.IdentifyingCells;
import org.tessera.mappings.CodeEntry;
import org.tessera.mappings.Column;
import org.tessera.mappings.Form;
import org.tessera.mappings.Study;
import org.tessera.mappings.authoring.Suggestion;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.Vocabularies;

/// What of a study's data is mapped: its columns, and the values that were seen in them.
public final class Coverage {
  private static final int REFUSED_MAX = 500;

  private final DSLContext sql;
  private final IdentifyingCells apart;
  private final KnownSuggestions suggestions;

  /// Coverage of what this database holds.
  ///
  /// @param apart where identifying values are, of which only their number is told
  public Coverage(DataSource dataSource, IdentifyingCells apart, Vocabularies vocabularies) {
    this.sql = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.apart = apart;
    this.suggestions = new KnownSuggestions(vocabularies);
  }

  /// What becomes of a column's cells.
  public enum Standing {
    MAPPED("mapped"),
    KEY("tells rows apart"),
    APART("kept apart, it may identify somebody"),
    IGNORED("ignored"),
    WITHHELD("withheld");

    private final String words;

    Standing(String words) {
      this.words = words;
    }

    /// The standing as a person reads it.
    public String words() {
      return words;
    }
  }

  /// A column of a form.
  ///
  /// @param filled in how many current rows it has a value
  public record ColumnLine(
      String form, String column, String label, Standing standing, long filled) {}

  /// A value that was seen.
  ///
  /// @param list its code list
  /// @param columns the columns it stood in, `Form.column`
  /// @param seen in how many current cells
  /// @param codes what it means, `system|code`; none where it has no standard code
  /// @param refused whether the list does not hold it, so that its cells stayed out
  /// @param suggestions codes it may mean, where it has none
  public record ValueLine(
      String list,
      String value,
      String label,
      Set<String> columns,
      long seen,
      List<String> codes,
      boolean refused,
      List<Suggestion> suggestions) {}

  /// The coverage of a study.
  ///
  /// @param values those without a code first, the most frequent first
  public record Result(long rows, List<ColumnLine> columns, List<ValueLine> values) {
    /// Cells of code lists that hold a value with a standard code.
    public long translated() {
      return values.stream()
          .filter(value -> !value.codes().isEmpty())
          .mapToLong(ValueLine::seen)
          .sum();
    }

    /// All cells of code lists, refused ones among them.
    public long cells() {
      return values.stream().mapToLong(ValueLine::seen).sum();
    }

    /// The values without a code.
    public List<ValueLine> uncoded() {
      return values.stream().filter(value -> value.codes().isEmpty()).toList();
    }

    /// How many columns have this standing.
    public long columns(Standing standing) {
      return columns.stream().filter(column -> column.standing() == standing).count();
    }
  }

  /// Looks at all current rows of a study.
  public Result of(Study study) {
    Counted counted = counted(study);
    return new Result(counted.rows, columns(study, counted), values(study, counted));
  }

  /// What the rows of a study hold, counted in one pass over them.
  private static final class Counted {
    private long rows;

    /// In how many rows a column has a value, by `Form.column`.
    private final Map<String, Long> filled = new HashMap<>();

    private final Map<String, Map<String, Tallied>> byList = new LinkedHashMap<>();
  }

  private Counted counted(Study study) {
    var counted = new Counted();
    study.codes().names().forEach(list -> counted.byList.put(list, new LinkedHashMap<>()));
    for (Record r :
        sql.fetch(
            """
            select form, kind, name, item, count(*) as seen
            from etl.row r, lateral (
              select 'row' as kind, '' as name, '' as item
              union all select 'cell', e.key, '' from jsonb_each(r.values) e
              union all select 'value', e.key, x.item from jsonb_each(r.values) e,
                lateral jsonb_array_elements_text(case when jsonb_typeof(e.value) = 'array'
                  then e.value else jsonb_build_array(e.value) end) x(item)
                where e.key = any(?) and x.item is not null) c
            where study = ? group by form, kind, name, item
            """,
            listColumns(study),
            study.name())) {
      long seen = r.get("seen", Long.class);
      switch (r.get("kind", String.class)) {
        case "row" -> counted.rows += seen;
        case "cell" ->
            counted.filled.merge(
                r.get("form", String.class) + "." + r.get("name", String.class), seen, Long::sum);
        default -> tally(study, r, counted.byList, false);
      }
    }
    apart.filled(study.name()).forEach(counted.filled::put);
    refused(study, counted.byList);
    return counted;
  }

  private static List<ColumnLine> columns(Study study, Counted counted) {
    List<ColumnLine> lines = new ArrayList<>();
    for (Form form : study.forms()) {
      for (Column column : form.columns()) {
        if (column.type() != Column.Type.PATIENT) {
          lines.add(
              new ColumnLine(
                  form.name(),
                  column.name(),
                  column.label(),
                  standing(form, column),
                  counted.filled.getOrDefault(form.name() + "." + column.name(), 0L)));
        }
      }
      for (String heading : form.ignored()) {
        if (form.column(heading).isEmpty()) {
          lines.add(new ColumnLine(form.name(), heading, heading, Standing.IGNORED, 0));
        }
      }
    }
    return lines;
  }

  private static Standing standing(Form form, Column column) {
    if (column.type() == Column.Type.TEXT) {
      return Standing.WITHHELD;
    }
    if (column.keptApart()) {
      return Standing.APART;
    }
    if (form.ignored().contains(column.name())) {
      return Standing.IGNORED;
    }
    return form.key().contains(column.name()) ? Standing.KEY : Standing.MAPPED;
  }

  /// A value of a list while it is counted.
  private static final class Tallied {
    private final Set<String> columns = new TreeSet<>();
    private long seen;
    private boolean refused;
  }

  private List<ValueLine> values(Study study, Counted counted) {
    Map<String, Map<String, Tallied>> byList = counted.byList;
    Set<String> uncoded = new TreeSet<>();
    byList.forEach((list, values) ->
        values.forEach((value, tallied) -> {
          if (codes(study, list, value).isEmpty()) {
            uncoded.add(label(study, list, value));
          }
        }));
    Map<String, List<Suggestion>> suggested = suggestions.of(uncoded);
    List<ValueLine> lines = new ArrayList<>();
    byList.forEach((list, values) ->
        values.forEach((value, tallied) -> {
          String label = label(study, list, value);
          List<String> codes = tallied.refused ? List.of() : codes(study, list, value);
          lines.add(
              new ValueLine(
                  list,
                  value,
                  label,
                  tallied.columns,
                  tallied.seen,
                  codes,
                  tallied.refused,
                  codes.isEmpty() ? suggested.getOrDefault(label, List.of()) : List.of()));
        }));
    lines.sort((a, b) -> {
      int coded = Boolean.compare(!a.codes().isEmpty(), !b.codes().isEmpty());
      return coded != 0 ? coded : Long.compare(b.seen(), a.seen());
    });
    return lines;
  }

  private void refused(Study study, Map<String, Map<String, Tallied>> byList) {
    for (Record r :
        sql.fetch(
            """
            select r.form, r."column" as name, r.value as item, count(*) as seen
            from etl.rejection r join etl.delivery d on d.id = r.delivery
            where d.study = ? and d.state in ('LOADED', 'WAITING') and r.rule = 'permissible'
              and not r.pending and r.value not in ('', ?) group by r.form, r."column", r.value
            order by count(*) desc limit ?
            """,
            study.name(),
            RowCheck.MASK,
            REFUSED_MAX)) {
      tally(study, r, byList, true);
    }
  }

  private static void tally(
      Study study, Record r, Map<String, Map<String, Tallied>> byList, boolean refused) {
    String form = r.get("form", String.class);
    String name = r.get("name", String.class);
    String value = r.get("item", String.class);
    Optional<String> list =
        study
            .form(form)
            .flatMap(known -> known.column(name))
            .filter(column -> !column.identifying())
            .flatMap(Column::list);
    Map<String, Tallied> values = list.map(byList::get).orElse(null);
    if (values != null) {
      Tallied tallied = values.computeIfAbsent(value, any -> new Tallied());
      tallied.columns.add(form + "." + name);
      tallied.seen += r.get("seen", Long.class);
      tallied.refused |= refused;
    }
  }

  private static String[] listColumns(Study study) {
    return study.forms().stream()
        .flatMap(form -> form.columns().stream())
        .filter(column -> column.list().isPresent() && !column.identifying())
        .map(Column::name)
        .distinct()
        .toArray(String[]::new);
  }

  private static List<String> codes(Study study, String list, String value) {
    return study.codes().entries(list).stream()
        .filter(entry -> entry.value().equals(value))
        .flatMap(entry -> entry.code().stream())
        .map(Coverage::written)
        .toList();
  }

  private static String written(Code code) {
    return code.system() + "|" + code.value();
  }

  private static String label(Study study, String list, String value) {
    return study.codes().entries(list).stream()
        .filter(entry -> entry.value().equals(value))
        .map(CodeEntry::label)
        .findFirst()
        .orElse(value);
  }
}
