package org.tessera.omop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.tessera.fhir.store.Change;
import org.tessera.fhir.store.FhirJson;
import org.tessera.mappings.Effect;
import org.tessera.mappings.StudyFolder;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Says what the worked examples of studies are in OMOP, by the very projection of a node, with its
/// derived rows and under all constraints of the CDM, in a database that holds nothing else.
public final class ExampleRows implements StudyFolder.InOmop, AutoCloseable {
  private static final Pattern PATIENT = Pattern.compile("\"Patient/(p-[^\"]+)\"");
  private static final int PSEUDONYM_LENGTH = 26;
  private static final int PATIENTS_PER_EXAMPLE_MAX = 100;
  private static final Instant DAY = Instant.parse("2026-11-01T12:00:00Z");

  private final DataSource dataSource;
  private final OmopProjection projection;
  private final Map<Projected.Key, ObjectNode> resources = new LinkedHashMap<>();
  private int examples;

  /// @param dataSource an empty database with the migrations `db/omop`
  public ExampleRows(DataSource dataSource, Vocabularies vocabularies) {
    this.dataSource = dataSource;
    this.projection =
        new OmopProjection(
            dataSource,
            vocabularies,
            (type, id) -> Optional.ofNullable(resources.get(new Projected.Key(type, id))));
  }

  /// The rows of each example as lines: table, the resource a row comes from, the columns that have
  /// a value.
  @Override
  public Map<Path, String> rows(Map<Path, String> fhir) throws IOException {
    Map<Path, Map<String, String>> patients = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    for (Map.Entry<Path, String> example : fhir.entrySet()) {
      Map<String, String> own = patients(example.getValue());
      patients.put(example.getKey(), own);
      String text = example.getValue();
      for (Map.Entry<String, String> patient : own.entrySet()) {
        text = text.replace(patient.getValue(), patient.getKey());
      }
      for (JsonNode resource :
          FhirJson.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
              .path("resources")) {
        changes.add(put((ObjectNode) resource));
      }
    }
    projection.apply(changes);
    var written = new WrittenRows(dataSource, projection.tables());
    Map<Path, String> rows = new LinkedHashMap<>();
    patients.forEach((example, own) -> rows.put(example, readable(written, own)));
    return rows;
  }

  /// The rows a resource makes by itself, without those derived from several; nothing is written.
  public List<Effect.Row> rows(ObjectNode resource) {
    return projection.rows(resource);
  }

  private static String readable(WrittenRows written, Map<String, String> patients) {
    var text = new StringBuilder();
    for (String line : written.about(patients.keySet())) {
      String readable = line;
      for (Map.Entry<String, String> patient : patients.entrySet()) {
        readable = readable.replace(patient.getKey(), patient.getValue());
      }
      text.append(readable).append('\n');
    }
    return text.toString();
  }

  private Change put(ObjectNode resource) {
    var key =
        new Projected.Key(
            resource.path("resourceType").asString(""), resource.path("id").asString(""));
    resources.put(key, resource);
    return new Change(resources.size(), key.type(), key.id(), 1, DAY, Optional.of(resource));
  }

  /// The patients of an example: a pseudonym for each readable id, because the same made-up people
  /// stand in many examples. Longer ids first: one may begin with another.
  private Map<String, String> patients(String text) {
    Set<String> ids =
        new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(id -> id));
    PATIENT.matcher(text).results().forEach(found -> ids.add(found.group(1)));
    Map<String, String> patients = new LinkedHashMap<>();
    for (String id : ids) {
      String number = Integer.toString(examples * PATIENTS_PER_EXAMPLE_MAX + patients.size(), 24);
      // Digits 0 to 9 and a to n, moved to the letters a to x.
      var letters = new StringBuilder();
      number.chars().map(c -> c >= 'a' ? c + 10 : c - '0' + 'a').forEach(letters::appendCodePoint);
      patients.put("z".repeat(PSEUDONYM_LENGTH - letters.length()) + letters, id);
    }
    examples++;
    return patients;
  }

  OmopProjection projection() {
    return projection;
  }

  /// All resources of the examples so far.
  Set<Projected.Key> resources() {
    return resources.keySet();
  }

  @Override
  public void close() {
    projection.close();
  }
}
