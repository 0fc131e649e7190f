package org.tessera.etl.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The encoding of a text file, proven over the whole file before its first row is handed out: a
/// wrong letter in the middle of a delivery would otherwise be found after half of it is loaded.
///
/// @param bom bytes of the byte order mark to skip
record TextEncoding(Charset charset, int bom) {
  private static final int SAMPLE_BYTES_MAX = 64 * 1024;

  /// Recognises the encoding of `file`. Bytes overrule what is declared: a byte order mark, or
  /// letters beyond ASCII that are valid UTF-8 to the last byte, which 8-bit text never is.
  static TextEncoding of(Path file, Optional<Charset> declared) throws IOException, Refusal {
    byte[] sample = sample(file);
    Optional<TextEncoding> marked = marked(sample);
    if (marked.isPresent()) {
      return proven(file, marked.get());
    }
    Optional<Charset> wide = wide(sample);
    if (wide.isPresent()) {
      return proven(file, new TextEncoding(wide.get(), 0));
    }
    Charset expected = declared.orElse(StandardCharsets.UTF_8);
    var utf8 = new TextEncoding(StandardCharsets.UTF_8, 0);
    if (!expected.equals(StandardCharsets.UTF_8)) {
      Check check = check(file, utf8);
      boolean surelyUtf8 = check.valid() && check.beyondAscii();
      return surelyUtf8 ? utf8 : proven(file, new TextEncoding(expected, 0));
    }
    return proven(file, utf8);
  }

  /// Opens `file` behind its byte order mark.
  Reader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    in.skipNBytes(bom);
    return new InputStreamReader(in, charset);
  }

  private static byte[] sample(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(SAMPLE_BYTES_MAX);
    }
  }

  private static Optional<TextEncoding> marked(byte[] b) throws Refusal {
    if (starts(b, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(new TextEncoding(StandardCharsets.UTF_8, 3));
    }
    if (starts(b, 0xFF, 0xFE, 0, 0) || starts(b, 0, 0, 0xFE, 0xFF)) {
      throw new Refusal.EncodingQuestion("the file is marked as UTF-32, which is not read");
    }
    if (starts(b, 0xFF, 0xFE)) {
      return Optional.of(new TextEncoding(StandardCharsets.UTF_16LE, 2));
    }
    if (starts(b, 0xFE, 0xFF)) {
      return Optional.of(new TextEncoding(StandardCharsets.UTF_16BE, 2));
    }
    return Optional.empty();
  }

  static boolean starts(byte[] bytes, int... head) {
    if (bytes.length < head.length) {
      return false;
    }
    for (int at = 0; at < head.length; at++) {
      if ((bytes[at] & 0xFF) != head[at]) {
        return false;
      }
    }
    return true;
  }

  /// UTF-16 without a mark: the separators and digits of a table have a zero byte, always on the
  /// same side. Zero bytes on both sides are no text.
  private static Optional<Charset> wide(byte[] b) throws Refusal {
    int even = 0;
    int odd = 0;
    for (int at = 0; at < b.length; at++) {
      if (b[at] == 0) {
        if (at % 2 == 0) {
          even++;
        } else {
          odd++;
        }
      }
    }
    if (even > 0 && odd > 0) {
      throw new Refusal.NoWorkbook(
          "the file holds binary data that is no workbook",
          "send the table as .xlsx, .xls, .csv or .tsv");
    }
    if (even == 0 && odd == 0) {
      return Optional.empty();
    }
    return Optional.of(odd > 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
  }

  private static TextEncoding proven(Path file, TextEncoding encoding) throws IOException, Refusal {
    Check check = check(file, encoding);
    if (!check.valid()) {
      throw check.refusal(encoding.charset());
    }
    return encoding;
  }

  /// @param line of the first byte that is wrong
  /// @param cut whether the file ends within a character
  private record Check(boolean valid, boolean beyondAscii, long line, boolean cut) {
    Refusal refusal(Charset charset) {
      return cut
          ? new Refusal.Truncated("the file ends in the middle of a letter")
          : new Refusal.EncodingQuestion(
              "line " + line + " holds letters that are not " + charset.name());
    }
  }

  private static Check check(Path file, TextEncoding encoding) throws IOException {
    var decoder =
        encoding
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(SAMPLE_BYTES_MAX);
    CharBuffer chars = CharBuffer.allocate(SAMPLE_BYTES_MAX);
    long line = 1;
    boolean beyond = false;
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(encoding.bom());
      boolean end = false;
      while (!end) {
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        end = read < 0;
        bytes.position(bytes.position() + Math.max(read, 0)).flip();
        CoderResult result = decoder.decode(bytes, chars, end);
        chars.flip();
        while (chars.hasRemaining()) {
          char c = chars.get();
          line += c == '\n' ? 1 : 0;
          beyond |= c > 127;
        }
        chars.clear();
        if (result.isError()) {
          boolean atEnd = end && bytes.remaining() < 4 && result.length() == bytes.remaining();
          return new Check(false, beyond, line, atEnd && beyond);
        }
        bytes.compact();
      }
    }
    return new Check(true, beyond, line, false);
  }
}
