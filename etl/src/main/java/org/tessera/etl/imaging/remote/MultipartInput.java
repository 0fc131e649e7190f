package org.tessera.etl.imaging.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the parts of `multipart/related` (RFC 2046 section 5.1) one after the other, in memory
/// that does not grow with them.
public final class MultipartInput {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;,\\s]{1,70}))");
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int HEADERS_BYTES_MAX = 16_384;

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private boolean ended;
  private boolean finished;

  /// What was sent is no multipart of this boundary.
  public static final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    public Broken(String reason) {
      super(reason);
    }
  }

  /// The boundary a content type names, if it is `multipart/related`.
  public static Optional<String> boundary(String contentType) {
    Matcher found = BOUNDARY.matcher(contentType);
    return contentType.startsWith("multipart/related") && found.find()
        ? Optional.of(found.group(1) == null ? found.group(2) : found.group(1))
        : Optional.empty();
  }

  /// @param boundary as the content type names it
  public MultipartInput(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // The first delimiter may stand without the line end that belongs to the others.
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
  }

  /// Goes to the next part, past whatever is left of this one.
  ///
  /// @return false after the last
  public boolean next() throws IOException {
    if (finished) {
      return false;
    }
    Part rest = new Part();
    rest.transferTo(java.io.OutputStream.nullOutputStream());
    start += delimiter.length;
    fill(2);
    if (end - start >= 2 && buffer[start] == '-' && buffer[start + 1] == '-') {
      finished = true;
      return false;
    }
    headers();
    return true;
  }

  /// The content of the part it stands at.
  public InputStream content() {
    return new Part();
  }

  /// The rest of the boundary's line, then headers up to an empty line; nothing depends on them.
  private void headers() throws IOException {
    int lengthOfLine = 0;
    boolean boundaryLine = true;
    int last = -1;
    for (int read = 0; read < HEADERS_BYTES_MAX; read++) {
      fill(1);
      if (start == end) {
        throw new Broken("it ends within the headers of a part");
      }
      int b = buffer[start++];
      if (last == '\r' && b == '\n') {
        if (!boundaryLine && lengthOfLine == 1) {
          return;
        }
        boundaryLine = false;
        lengthOfLine = 0;
      } else {
        lengthOfLine++;
      }
      last = b;
    }
    throw new Broken("the headers of a part are longer than " + HEADERS_BYTES_MAX + " bytes");
  }

  /// Has so many bytes ready, where the stream has them.
  private void fill(int bytes) throws IOException {
    if (end - start >= bytes || ended) {
      return;
    }
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    while (end < bytes && !ended) {
      int count = in.read(buffer, end, buffer.length - end);
      ended = count < 0;
      end += Math.max(0, count);
    }
  }

  /// Where the delimiter begins in what is ready, or the first byte that may still belong to one.
  private int limit() throws Broken {
    for (int at = start; at < end; at++) {
      if (buffer[at] == '\r') {
        int length = Math.min(delimiter.length, end - at);
        if (Arrays.equals(buffer, at, at + length, delimiter, 0, length)) {
          return at;
        }
      }
    }
    if (ended) {
      throw new Broken("it ends before its last boundary");
    }
    return end;
  }

  private boolean atDelimiter() {
    return end - start >= delimiter.length
        && Arrays.equals(buffer, start, start + delimiter.length, delimiter, 0, delimiter.length);
  }

  /// Everything up to the next delimiter.
  private final class Part extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      fill(delimiter.length);
      if (atDelimiter()) {
        return -1;
      }
      int limit = limit();
      if (limit == start) {
        if (ended) {
          throw new Broken("it ends before its last boundary");
        }
        fill(delimiter.length);
        return atDelimiter() ? -1 : read(into, offset, length);
      }
      int count = Math.min(length, limit - start);
      System.arraycopy(buffer, start, into, offset, count);
      start += count;
      return count;
    }
  }
}
