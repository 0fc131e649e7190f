package org.tessera.fhir.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Rows for PostgreSQL's binary COPY, collected in memory and sent at once.
/// https://www.postgresql.org/docs/current/sql-copy.html (Binary Format)
final class BinaryCopy {
  private static final byte[] HEADER = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final long SECONDS_1970_TO_2000 = 946_684_800L;
  private static final int BIGINT_OID = 20;

  private final String target;
  private byte[] buffer = new byte[1 << 16];
  private int length;
  private int rows;

  /// @param target table and columns, such as `fhir.chg (seq, pid)`
  BinaryCopy(String target) {
    this.target = target;
    putBytes(HEADER);
    putInt(0);
    putInt(0);
  }

  void row(int columns) {
    rows++;
    putShort(columns);
  }

  void bigint(long value) {
    putInt(Long.BYTES);
    putLong(value);
  }

  void integer(int value) {
    putInt(Integer.BYTES);
    putInt(value);
  }

  void smallint(int value) {
    putInt(Short.BYTES);
    putShort(value);
  }

  void doublePrecision(double value) {
    bigint(Double.doubleToLongBits(value));
  }

  void timestamp(Instant value) {
    bigint((value.getEpochSecond() - SECONDS_1970_TO_2000) * 1_000_000L + value.getNano() / 1_000L);
  }

  void text(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte[] value) {
    putInt(value.length);
    putBytes(value);
  }

  void bigints(long[] values) {
    int dimensions = values.length == 0 ? 0 : 1;
    putInt(12 + dimensions * 8 + values.length * 12);
    putInt(dimensions);
    putInt(0);
    putInt(BIGINT_OID);
    if (dimensions == 1) {
      putInt(values.length);
      putInt(1);
    }
    for (long value : values) {
      bigint(value);
    }
  }

  /// Sends the rows; without rows nothing is sent.
  void send(Connection connection) throws SQLException {
    if (rows == 0) {
      return;
    }
    putShort(-1);
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy " + target + " from stdin with (format binary)");
    try {
      copy.writeToCopy(buffer, 0, length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void putBytes(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, buffer, length, value.length);
    length += value.length;
  }

  private void putShort(int value) {
    room(Short.BYTES);
    ByteBuffer.wrap(buffer).putShort(length, (short) value);
    length += Short.BYTES;
  }

  private void putInt(int value) {
    room(Integer.BYTES);
    ByteBuffer.wrap(buffer).putInt(length, value);
    length += Integer.BYTES;
  }

  private void putLong(long value) {
    room(Long.BYTES);
    ByteBuffer.wrap(buffer).putLong(length, value);
    length += Long.BYTES;
  }

  private void room(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
