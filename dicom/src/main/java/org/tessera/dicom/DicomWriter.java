package org.tessera.dicom;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes files of PS3.10. A file that was read and not changed comes out byte for byte; a change
/// alters its own bytes and the lengths that count them.
public final class DicomWriter {
  private DicomWriter() {}

  /// Writes a file; the stream stays open.
  ///
  /// @throws IllegalArgumentException when the file was read without its pixels
  /// @throws IOException when the stream fails, or a file that values refer to has changed
  public static void write(DicomFile file, OutputStream out) throws IOException {
    if (file.isHeaderOnly()) {
      throw new IllegalArgumentException("the file was read without its pixels");
    }
    DicomFile.Layout layout = file.layout();
    var head = new WritePlan();
    head.refer(layout.preamble());
    new DataSetWriter(head, !file.meta().isEdited()).write(file.meta(), layout.metaEncoding());
    boolean asItStood =
        !file.dataSet().isEdited() && layout.read() == file.transferSyntax().encoding();
    if (!file.transferSyntax().isDeflated()) {
      dataSet(file, asItStood, head);
      head.refer(layout.trailing());
      head.writeTo(out);
      return;
    }
    if (asItStood && layout.deflated() != null) {
      head.refer(layout.deflated());
      head.writeTo(out);
      return;
    }
    head.writeTo(out);
    deflate(file, asItStood, out);
  }

  /// Writes a file to a path that does not exist yet.
  public static void write(DicomFile file, Path path) throws IOException {
    try (OutputStream out = new ChannelOutput(path)) {
      write(file, out);
    }
  }

  /// A file's bytes, for files that fit the heap.
  public static byte[] bytes(DicomFile file) {
    var bytes = new ByteArrayOutputStream();
    try {
      write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void dataSet(DicomFile file, boolean asItStood, WritePlan plan) {
    new DataSetWriter(plan, asItStood).write(file.dataSet(), file.transferSyntax().encoding());
  }

  private static void deflate(DicomFile file, boolean asItStood, OutputStream out)
      throws IOException {
    var plan = new WritePlan();
    dataSet(file, asItStood, plan);
    var counted = new Counted(out);
    try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      var stream = new DeflaterOutputStream(counted, deflater, 8192);
      plan.writeTo(stream);
      stream.finish();
    }
    if (counted.count % 2 != 0) {
      out.write(0);
    }
  }

  /// Counts, because a deflated data set of odd length gets a null byte (PS3.5 annex A.5).
  private static final class Counted extends FilterOutputStream {
    private long count;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      count++;
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      out.write(bytes, start, length);
      count += length;
    }
  }
}
