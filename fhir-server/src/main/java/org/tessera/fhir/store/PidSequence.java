package org.tessera.fhir.store;

import java.sql.Connection;
import java.sql.SQLException;

/// Row numbers for new resources, fetched from the database a thousand at a time.
final class PidSequence {
  private static final int STEP = 1000;

  private long next;
  private long end;

  synchronized long next(Connection connection, String type) throws SQLException {
    if (next == end) {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery("select nextval('fhir.pid')")) {
        row.next();
        next = row.getLong(1);
        end = next + STEP;
      }
    }
    return ResourceTypes.firstPid(type) + next++;
  }
}
