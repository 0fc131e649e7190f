package org.tessera.fhir.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Rows for PostgreSQL's binary COPY, collected in memory and sent at once.
/// https://www.postgresql.org/docs/current/sql-copy.html (Binary Format)
final class BinaryCopy {
  private static final byte[] HEADER = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final long SECONDS_1970_TO_2000 = 946_684_800L;
  private static final int BIGINT_OID = 20;

  /// Small enough that the garbage collector does not treat it as a large object.
  private static final int CHUNK_BYTES = 1 << 16;

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private final String target;
  private final List<byte[]> full = new ArrayList<>();
  private byte[] chunk = new byte[CHUNK_BYTES];
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
      for (byte[] part : full) {
        copy.writeToCopy(part, 0, part.length);
      }
      copy.writeToCopy(chunk, 0, length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void putBytes(byte[] value) {
    int done = Math.min(value.length, chunk.length - length);
    System.arraycopy(value, 0, chunk, length, done);
    length += done;
    while (done < value.length) {
      nextChunk();
      length = Math.min(value.length - done, chunk.length);
      System.arraycopy(value, done, chunk, 0, length);
      done += length;
    }
  }

  private void putShort(int value) {
    room(Short.BYTES);
    SHORT.set(chunk, length, (short) value);
    length += Short.BYTES;
  }

  private void putInt(int value) {
    room(Integer.BYTES);
    INT.set(chunk, length, value);
    length += Integer.BYTES;
  }

  private void putLong(long value) {
    room(Long.BYTES);
    LONG.set(chunk, length, value);
    length += Long.BYTES;
  }

  /// Makes room for a number, which must not lie across two chunks.
  private void room(int bytes) {
    if (length + bytes > chunk.length) {
      byte[] cut = Arrays.copyOf(chunk, length);
      nextChunk();
      full.set(full.size() - 1, cut);
    }
  }

  private void nextChunk() {
    full.add(chunk);
    chunk = new byte[CHUNK_BYTES];
    length = 0;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }
}
