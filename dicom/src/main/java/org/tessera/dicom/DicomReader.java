package org.tessera.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Reads files of PS3.10 and bare data sets in every transfer syntax. What the standard forbids is
/// read where its meaning is plain, and noted; the rest is refused with its place and reason.
public final class DicomReader {
  private DicomReader() {}

  /// Reads a file. Values longer than the options say stay in it, so it must neither change nor
  /// move while the result is used.
  ///
  /// @throws IOException only when the file itself cannot be read
  public static Reading read(Path file, ReadOptions options) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var feed = new ByteSource.Forward(new ByteSource.FileStream(channel), channel.size());
      return read(Window.over(feed), new ByteSource.OnDisk(file), options);
    }
  }

  /// Reads bytes of the heap, which must not change while the result is used.
  public static Reading read(byte[] bytes, ReadOptions options) throws IOException {
    return read(
        Window.over(bytes), new ByteSource.Memory(new Span(bytes, 0, bytes.length)), options);
  }

  /// Reads a header from a stream that cannot be gone back to, up to the pixels; the stream is left
  /// behind somewhere after that and not closed.
  public static Reading readHeader(InputStream stream) throws IOException {
    var feed = new ByteSource.Forward(stream, -1);
    return read(Window.over(feed), null, ReadOptions.header());
  }

  private static Reading read(Window window, @Nullable ByteSource source, ReadOptions options)
      throws IOException {
    try {
      return new FileParser(window, source, options).parse();
    } catch (Refused refused) {
      return refused.refusal();
    } catch (ZipException e) {
      return new Refusal.BrokenDeflate(window.offset());
    } catch (EOFException e) {
      return new Refusal.BrokenDeflate(window.offset());
    }
  }
}
