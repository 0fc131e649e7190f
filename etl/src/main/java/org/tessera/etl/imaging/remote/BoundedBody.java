package org.tessera.etl.imaging.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.tessera.dicom.Limited;

/// What another side sends, as long as it stays below a limit and the disk has room for it.
public final class BoundedBody extends FilterInputStream {
  private static final long BYTES_BETWEEN_LOOKS = 16_000_000;

  private final Room room;
  private long bytes;
  private long lookAt = BYTES_BETWEEN_LOOKS;

  /// Whether there is room for more.
  @FunctionalInterface
  public interface Room {
    boolean isLeft() throws IOException;
  }

  /// The disk became full.
  public static final class NoRoom extends IOException {
    private static final long serialVersionUID = 1;
  }

  /// @param bytesMax more ends in [Limited.Exceeded]
  public BoundedBody(InputStream in, long bytesMax, Room room) {
    super(new Limited(in, bytesMax));
    this.room = room;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    look(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    look(Math.max(count, 0));
    return count;
  }

  private void look(int more) throws IOException {
    bytes += more;
    if (bytes >= lookAt) {
      lookAt = bytes + BYTES_BETWEEN_LOOKS;
      if (!room.isLeft()) {
        throw new NoRoom();
      }
    }
  }
}
