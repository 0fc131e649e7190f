package org.tessera.fhir.export;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;
import org.tessera.fhir.export.ExportJob.Origin;
import org.tessera.fhir.export.ExportJob.State;
import org.tessera.fhir.store.DatabaseFailure;
import org.tessera.fhir.store.FhirJson;

/// The table `fhir.export`: what was asked for survives a restart.
final class ExportJobs {
  private static final String COLUMNS =
      "select id, request, caller, address, base, state, progress, manifest, failure, expires_at"
          + " from fhir.export ";

  private final DataSource dataSource;

  ExportJobs(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// Adds a job.
  ///
  /// @return whether there was room for one more
  boolean add(ExportJob job, int waitingMax) {
    return update(
            "insert into fhir.export (id, request, caller, address, base, state, progress)"
                + " select ?, ?, ?, ?, ?, 'WAITING', 'waiting' where (select count(*) from"
                + " fhir.export where state in ('WAITING', 'RUNNING')) < ?",
            job.id(),
            new String(FhirJson.write(job.request().tree()), StandardCharsets.UTF_8),
            job.origin().caller(),
            job.origin().address(),
            job.origin().base(),
            waitingMax)
        > 0;
  }

  Optional<ExportJob> find(UUID id) {
    return list(COLUMNS + "where id = ?", id).stream().findFirst();
  }

  /// The job to do next.
  Optional<ExportJob> next() {
    return list(COLUMNS + "where state = 'WAITING' order by created_at, id limit 1").stream()
        .findFirst();
  }

  void running(UUID id) {
    update("update fhir.export set state = 'RUNNING' where id = ? and state = 'WAITING'", id);
  }

  void progress(UUID id, String progress) {
    update("update fhir.export set progress = ? where id = ?", progress, id);
  }

  void done(UUID id, String manifest, Snapshot snapshot, Instant expires) {
    update(
        "update fhir.export set state = 'DONE', progress = 'done', manifest = ?, snapshot_at = ?,"
            + " snapshot_seq = ?, expires_at = ? where id = ? and state = 'RUNNING'",
        manifest,
        Timestamp.from(snapshot.at()),
        snapshot.sequence(),
        Timestamp.from(expires),
        id);
  }

  void failed(UUID id, String failure, Instant expires) {
    update(
        "update fhir.export set state = 'FAILED', failure = ?, expires_at = ? where id = ? and"
            + " state = 'RUNNING'",
        failure,
        Timestamp.from(expires),
        id);
  }

  /// Forgets a job; the time and log position of its snapshot stay for a later `_since`.
  boolean remove(UUID id) {
    return update("update fhir.export set state = 'GONE', manifest = null where id = ?", id) > 0;
  }

  /// What was running when the node stopped waits again.
  void restart() {
    update(
        "update fhir.export set state = 'WAITING', progress = 'waiting' where state = 'RUNNING'");
  }

  List<UUID> expired(Instant now) {
    return list(COLUMNS + "where expires_at < ? and state <> 'GONE'", Timestamp.from(now)).stream()
        .map(ExportJob::id)
        .toList();
  }

  /// The log position of an earlier export's snapshot: `_since` with its transaction time then
  /// misses nothing that was committed late.
  OptionalLong sequenceAt(Instant snapshot) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select max(snapshot_seq) from fhir.export where snapshot_at = ?")) {
      statement.setTimestamp(1, Timestamp.from(snapshot));
      ResultSet row = statement.executeQuery();
      row.next();
      long sequence = row.getLong(1);
      return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(sequence);
    } catch (SQLException e) {
      throw new DatabaseFailure("the exports cannot be read", e);
    }
  }

  /// When a snapshot was taken, and the newest change it holds.
  record Snapshot(Instant at, long sequence) {}

  private List<ExportJob> list(String sql, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      ResultSet rows = statement.executeQuery();
      List<ExportJob> jobs = new ArrayList<>();
      while (rows.next()) {
        String state = rows.getString(6);
        if (!state.equals("GONE")) {
          jobs.add(job(rows, State.valueOf(state)));
        }
      }
      return jobs;
    } catch (SQLException e) {
      throw new DatabaseFailure("the exports cannot be read", e);
    }
  }

  private static ExportJob job(ResultSet rows, State state) throws SQLException {
    byte[] request = rows.getString(2).getBytes(StandardCharsets.UTF_8);
    return new ExportJob(
        rows.getObject(1, UUID.class),
        ExportRequest.of(FhirJson.parse(request)),
        new Origin(rows.getString(3), rows.getString(4), rows.getString(5)),
        state,
        rows.getString(7),
        Optional.ofNullable(rows.getString(8)),
        Optional.ofNullable(rows.getString(9)).orElse(""),
        Optional.ofNullable(rows.getTimestamp(10)).map(Timestamp::toInstant));
  }

  private int update(String sql, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure("the exports cannot be written", e);
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
