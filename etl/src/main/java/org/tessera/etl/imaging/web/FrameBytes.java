package org.tessera.etl.imaging.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.FrameFragments;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Value;
import org.tessera.dicom.ValueElement;

/// The frames of an instance's pixel data as they are kept: native ones cut out of it, compressed
/// ones put together of their fragments (PS3.5 annex A.4).
final class FrameBytes {
  private static final String OCTETS = "application/octet-stream";
  private static final Map<String, String> COMPRESSED =
      Map.ofEntries(
          Map.entry("1.2.840.10008.1.2.4.50", "image/jpeg"),
          Map.entry("1.2.840.10008.1.2.4.51", "image/jpeg"),
          Map.entry("1.2.840.10008.1.2.4.57", "image/jpeg"),
          Map.entry("1.2.840.10008.1.2.4.70", "image/jpeg"),
          Map.entry("1.2.840.10008.1.2.4.80", "image/jls"),
          Map.entry("1.2.840.10008.1.2.4.81", "image/jls"),
          Map.entry("1.2.840.10008.1.2.4.90", "image/jp2"),
          Map.entry("1.2.840.10008.1.2.4.91", "image/jp2"),
          Map.entry("1.2.840.10008.1.2.4.92", "image/jpx"),
          Map.entry("1.2.840.10008.1.2.4.93", "image/jpx"),
          Map.entry("1.2.840.10008.1.2.4.201", "image/jphc"),
          Map.entry("1.2.840.10008.1.2.4.202", "image/jphc"),
          Map.entry("1.2.840.10008.1.2.4.203", "image/jphc"),
          Map.entry("1.2.840.10008.1.2.5", "image/dicom-rle"));

  private final DicomFile file;
  private final Element pixels;
  private final int count;
  private final long frameBytes;
  private final List<List<Value>> fragments;

  private FrameBytes(DicomFile file, Element pixels, Layout layout) {
    this.file = file;
    this.pixels = pixels;
    this.count = layout.count;
    this.frameBytes = layout.bytes;
    this.fragments = layout.fragments;
  }

  private record Layout(int count, long bytes, List<List<Value>> fragments) {}

  /// Nothing when there are no pixels, or frames do not begin at whole bytes.
  static Optional<FrameBytes> of(DicomFile file) throws IOException {
    DataSet dataSet = file.dataSet();
    int count = (int) Math.max(1, dataSet.integer(Tag.NumberOfFrames).orElse(1));
    Element pixels = dataSet.get(Tag.PixelData).orElse(null);
    if (pixels instanceof EncapsulatedElement encapsulated) {
      List<List<Value>> fragments = FrameFragments.of(dataSet, encapsulated, count);
      return fragments.isEmpty()
          ? Optional.empty()
          : Optional.of(new FrameBytes(file, encapsulated, new Layout(count, 0, fragments)));
    }
    return pixels instanceof ValueElement value
        ? layout(dataSet, value, count).map(layout -> new FrameBytes(file, value, layout))
        : Optional.empty();
  }

  private static Optional<Layout> layout(DataSet dataSet, ValueElement pixels, int count) {
    long bits =
        dataSet.integer(Tag.Rows).orElse(0)
            * dataSet.integer(Tag.Columns).orElse(0)
            * dataSet.integer(Tag.SamplesPerPixel).orElse(1)
            * dataSet.integer(Tag.BitsAllocated).orElse(0);
    long bytes = count == 1 ? pixels.length() : bits / 8;
    boolean whole = count == 1 || bits % 8 == 0;
    return whole && bytes > 0 && bytes * count <= pixels.length()
        ? Optional.of(new Layout(count, bytes, List.of()))
        : Optional.empty();
  }

  int count() {
    return count;
  }

  /// The media type of a frame, with the transfer syntax it is in.
  String mediaType() {
    String syntax = file.transferSyntax().uid();
    String type =
        pixels instanceof EncapsulatedElement ? COMPRESSED.getOrDefault(syntax, OCTETS) : OCTETS;
    return type.equals(OCTETS) ? OCTETS : type + "; transfer-syntax=" + syntax;
  }

  /// Writes a frame, counted from 1; numbers in it are little endian.
  void write(int number, OutputStream out) throws IOException {
    if (pixels instanceof ValueElement value) {
      try (InputStream in = value.openLittleEndian()) {
        in.skipNBytes(frameBytes * (number - 1));
        long left = frameBytes;
        byte[] buffer = new byte[1 << 16];
        while (left > 0) {
          int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
          if (read < 0) {
            throw new EOFException("the pixels end before the frame");
          }
          out.write(buffer, 0, read);
          left -= read;
        }
      }
      return;
    }
    for (Value fragment : fragments.get(number - 1)) {
      try (InputStream in = fragment.open()) {
        in.transferTo(out);
      }
    }
  }
}
