package org.tessera.etl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.tessera.etl.form.Header;
import org.tessera.etl.form.ReadingOptions;
import org.tessera.etl.form.Refusal;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.Column;
import org.tessera.mappings.Form;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.PlacedRule;
import org.tessera.mappings.Study;
import tools.jackson.databind.JsonNode;

/// The way from a resource back to file, sheet, cells and rule, and from a row of a file forward to
/// its resources.
public final class RowLineage {
  private static final Pattern PATIENT = Pattern.compile("\"Patient/([A-Za-z0-9.-]{1,64})\"");
  private static final String ROW =
      """
      select r.study, r.patient, r.form, r.key, r.delivery, r.sheet, r.number,
        r.values::text as values, l.resources
      from etl.row r join etl.lineage l using (study, patient, form, key)
      """;

  private final DSLContext sql;
  private final Ingest.Parts parts;
  private final Mappings mappings;
  private final ResourceStore store;

  RowLineage(DataSource dataSource, Ingest.Parts parts, Mappings mappings, ResourceStore store) {
    this.sql = DSL.using(dataSource, SQLDialect.POSTGRES);
    this.parts = parts;
    this.mappings = mappings;
    this.store = store;
  }

  /// A row of a delivered file, and what it became.
  ///
  /// @param row its number as a spreadsheet shows it
  /// @param resources `Type/id` of all it became
  /// @param rules the rules that made the resource that was asked for; none when a row was
  public record Origin(
      String study,
      long delivery,
      String sheet,
      String form,
      long row,
      List<String> resources,
      List<Made> rules) {}

  /// A rule with the cells it read.
  public record Made(String file, int line, List<Cell> cells) {}

  /// A cell.
  ///
  /// @param address as a spreadsheet shows it, such as `C17`; the row alone where the archived file
  ///   cannot be read
  /// @param value what was read from it, masked where it may identify somebody, empty for none
  public record Cell(String column, String address, String value) {}

  /// The rows a resource was made of; none for one that no delivery brought.
  ///
  /// @param reference `Type/id`
  public List<Origin> of(String reference) {
    List<Origin> origins = new ArrayList<>();
    for (String patient : patients(reference)) {
      for (Record r :
          sql.fetch(
              ROW + " where r.study = any(?) and r.patient = ? and ? = any(l.resources)",
              mappings.studies().stream().map(Study::name).toArray(String[]::new),
              patient,
              reference)) {
        origins.add(origin(r, made(r, reference)));
      }
    }
    return origins;
  }

  /// A row of a delivery, by its tab and number; none when it is not current.
  public List<Origin> ofRow(long delivery, String form, long number) {
    return sql.fetch(
            ROW + " where r.delivery = ? and r.form = ? and r.number = ?", delivery, form, number)
        .map(r -> origin(r, List.of()));
  }

  private static Origin origin(Record r, List<Made> rules) {
    return new Origin(
        r.get("study", String.class),
        r.get("delivery", Long.class),
        r.get("sheet", String.class),
        r.get("form", String.class),
        r.get("number", Long.class),
        List.of(r.get("resources", String[].class)),
        rules);
  }

  /// The patients a resource names; a Patient is its own.
  private List<String> patients(String reference) {
    int slash = reference.indexOf('/');
    if (slash < 1) {
      return List.of();
    }
    if (reference.startsWith("Patient/")) {
      return List.of(reference.substring(slash + 1));
    }
    List<String> patients = new ArrayList<>();
    store
        .read(reference.substring(0, slash), reference.substring(slash + 1))
        .flatMap(stored -> stored.content())
        .ifPresent(content -> {
          Matcher matcher = PATIENT.matcher(content.toString());
          while (matcher.find()) {
            if (!patients.contains(matcher.group(1))) {
              patients.add(matcher.group(1));
            }
          }
        });
    return patients;
  }

  private List<Made> made(Record row, String reference) {
    Optional<Study> study = mappings.study(row.get("study", String.class));
    if (study.isEmpty() || reference.startsWith("Provenance/")) {
      return List.of();
    }
    String patient = row.get("patient", String.class);
    String form = row.get("form", String.class);
    long number = row.get("number", Long.class);
    Optional<Delivery> delivery = parts.journal().find(row.get("delivery", Long.class));
    List<PlacedRule> rules =
        delivery.map(from -> makers(study.get(), from, patient, reference)).orElse(List.of());
    if (rules.isEmpty()) {
      return List.of();
    }
    Map<String, JsonNode> values = Json.values(row.get("values", String.class));
    Optional<Header> header = delivery.flatMap(from -> header(study.get(), from, form));
    List<Made> made = new ArrayList<>();
    for (PlacedRule rule : rules) {
      List<Cell> cells = new ArrayList<>();
      for (String column : rule.columns()) {
        if (column.startsWith(form + ".")) {
          String name = column.substring(form.length() + 1);
          String address = header.map(at -> at.address(name, number)).orElse(Long.toString(number));
          cells.add(new Cell(column, address, shown(study.get(), form, name, values.get(name))));
        } else {
          cells.add(new Cell(column, "", ""));
        }
      }
      made.add(new Made(rule.file(), rule.line(), cells));
    }
    return made;
  }

  /// The rules that made a resource, asked of the very rows it was mapped from: with what is kept
  /// apart of them, and without what the checks keep out.
  private List<PlacedRule> makers(
      Study study, Delivery delivery, String patient, String reference) {
    var meter = new ProgressMeter(delivery.id(), progress -> {});
    Together together =
        Together.of(List.of(new Loading(delivery, study, parts.pseudonymizer(), meter)));
    PatientRows rows = new CurrentRows(sql, together, Delivery.State.LOADING).of(patient);
    return study.makers(
        new PatientMapping(together).accepted(rows),
        new KeyedValues(parts.pseudonymizer().secrets(study.name())),
        reference);
  }

  private static String shown(Study study, String form, String name, @Nullable JsonNode value) {
    boolean hidden =
        study
            .form(form)
            .flatMap(known -> known.column(name))
            .filter(Column::identifying)
            .isPresent();
    return hidden
        ? RowCheck.MASK
        : value == null ? "" : value.isString() ? value.asString() : value.toString();
  }

  /// Where the columns stand in the archived file, if it can still be read.
  private Optional<Header> header(Study study, Delivery delivery, String form) {
    Optional<Form> wanted = study.form(form);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    Path file = parts.zone().archived(delivery.sha256());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    ReadingOptions options =
        StudyReading.named(StudyReading.options(study), parts.pseudonymizer(), delivery);
    try {
      return StudyReading.tabs(
          study,
          file,
          options,
          tabs ->
              tabs.all().stream()
                  .filter(tab -> tab.form().equals(wanted.get()))
                  .map(tab -> tab.table().header())
                  .findFirst());
    } catch (IOException | Refusal e) {
      return Optional.empty();
    }
  }
}
