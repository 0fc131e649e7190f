package org.tessera.fhir.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.tessera.fhir.export.ExportJobs.Snapshot;
import org.tessera.fhir.export.ExportRequest.Filter;
import org.tessera.fhir.operation.PatientCompartment;
import org.tessera.fhir.search.Page;
import org.tessera.fhir.search.Query;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.StoredResource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One export from beginning to end, in one snapshot of the database: every file shows the store at
/// the same position of the log. Resources are written while they are read.
final class ExportRun {
  private static final int PROGRESS_RESOURCES = 20_000;

  private final Connection connection;
  private final ExportRequest request;
  private final OptionalLong sinceSequence;
  private final Search search;
  private final ExportFiles files;
  private final Consumer<String> progress;
  private final Set<String> group = new HashSet<>();
  private long count;

  /// @param progress is told again and again; what it throws ends the run
  ExportRun(Source source, ExportRequest request, ExportFiles files, Consumer<String> progress) {
    this.connection = source.connection();
    this.sinceSequence = source.sinceSequence();
    this.search = source.search();
    this.request = request;
    this.files = files;
    this.progress = progress;
  }

  /// Where an export reads from.
  ///
  /// @param connection within a transaction of its own that reads one snapshot
  /// @param sinceSequence the log position `_since` means, where it is known
  record Source(Connection connection, OptionalLong sinceSequence, Search search) {}

  /// What the run wrote.
  ///
  /// @param live the number of files with resources; those behind them list deletions
  record Result(Snapshot snapshot, int live) {}

  Result run() throws SQLException, IOException {
    // Taken before the snapshot: what is committed later cannot be in it.
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    long sequence = head();
    if (request.level().equals("group")) {
      readGroup();
    }
    for (String type : request.allTypes()) {
      progress.accept(type + ", " + count + " resources so far");
      List<Filter> filters =
          request.filters().stream().filter(it -> it.type().equals(type)).toList();
      if (filters.isEmpty()) {
        exportAll(type);
      } else {
        exportFiltered(type, filters);
      }
    }
    files.finish();
    int live = files.written().size();
    if (request.since().isPresent()) {
      for (String type : request.allTypes()) {
        exportDeleted(type);
      }
      files.finish();
    }
    return new Result(new Snapshot(at, sequence), live);
  }

  private long head() throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select coalesce(max(seq), 0) from fhir.chg")) {
      row.next();
      return row.getLong(1);
    }
  }

  private void readGroup() throws SQLException {
    var rows = new ExportRows(connection, "Group", request.since(), sinceSequence);
    Optional<ObjectNode> found = rows.one(request.group());
    if (found.isEmpty()) {
      throw new IllegalStateException("the group is not there any more");
    }
    found
        .get()
        .path("member")
        .forEach(member -> {
          String reference = member.path("entity").path("reference").asString("");
          if (reference.startsWith("Patient/") && !member.path("inactive").asBoolean(false)) {
            group.add(reference.substring("Patient/".length()));
          }
        });
  }

  private void exportAll(String type) throws SQLException {
    var rows = new ExportRows(connection, type, request.since(), sinceSequence);
    if (request.level().equals("group") && group.size() <= ExportRows.PATIENTS_MAX) {
      rows.ofPatients(group, this::write);
    } else {
      rows.all(this::write);
    }
  }

  /// Searches say which resources, the snapshot says what they contain.
  private void exportFiltered(String type, List<Filter> filters) throws SQLException {
    var rows = new ExportRows(connection, type, request.since(), sinceSequence);
    Set<String> met = new HashSet<>();
    for (Filter filter : filters) {
      Optional<String> cursor = Optional.empty();
      do {
        Map<String, List<String>> asked = new LinkedHashMap<>(filter.parameters());
        asked.put("_count", List.of(Integer.toString(Query.COUNT_MAX)));
        cursor.ifPresent(value -> asked.put("_cursor", List.of(value)));
        Page page = search.run(search.query(type, asked, true));
        List<String> ids = page.matches().stream().map(StoredResource::id).toList();
        rows.these(filters.size() == 1 ? ids : ids.stream().filter(met::add).toList(), this::write);
        cursor = page.next();
      } while (cursor.isPresent());
    }
  }

  private void exportDeleted(String type) throws SQLException {
    var rows = new ExportRows(connection, type, request.since(), sinceSequence);
    rows.deleted((id, last) -> {
      if (isMeant(last)) {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("type", "transaction");
        bundle
            .putArray("entry")
            .addObject()
            .putObject("request")
            .put("method", "DELETE")
            .put("url", type + "/" + id);
        append("Bundle", bundle);
      }
    });
  }

  private void write(ObjectNode resource) {
    if (!isMeant(resource)) {
      return;
    }
    append(resource.path("resourceType").asString(""), resource);
    if (++count % PROGRESS_RESOURCES == 0) {
      progress.accept(count + " resources so far");
    }
  }

  private boolean isMeant(ObjectNode resource) {
    return switch (request.level()) {
      case "patient" -> PatientCompartment.contains(resource, id -> true);
      case "group" -> PatientCompartment.contains(resource, group::contains);
      default -> true;
    };
  }

  private void append(String type, ObjectNode resource) {
    try {
      files.write(type, resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
