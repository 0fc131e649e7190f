package org.tessera.dicom.render;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Decompresses frames with the Image I/O readers of this Java: JPEG with 8 bits comes with the
/// JDK, others where a reader for them is on the class path.
public final class PictureCodec {
  /// Transfer syntaxes and the format names Image I/O has for them.
  private static final Map<String, String> FORMATS =
      Map.of(
          "1.2.840.10008.1.2.4.50", "jpeg",
          "1.2.840.10008.1.2.4.51", "jpeg",
          "1.2.840.10008.1.2.4.57", "jpeg",
          "1.2.840.10008.1.2.4.70", "jpeg",
          "1.2.840.10008.1.2.4.90", "jpeg2000",
          "1.2.840.10008.1.2.4.91", "jpeg2000");

  private final String format;

  private PictureCodec(String format) {
    this.format = format;
  }

  /// The codec for a transfer syntax, if there is a reader for it.
  public static Optional<PictureCodec> of(String transferSyntax) {
    String format = FORMATS.get(transferSyntax);
    return format != null && ImageIO.getImageReadersByFormatName(format).hasNext()
        ? Optional.of(new PictureCodec(format))
        : Optional.empty();
  }

  /// Whether decompressing turns colour differences into red, green and blue.
  public boolean yieldsRgb() {
    return format.equals("jpeg2000");
  }

  /// A frame's samples in little endian, interleaved; nothing when no reader can decompress it to
  /// the layout that the data set says.
  public Optional<byte[]> decode(byte[] frame, SampleLayout layout) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(frame))) {
        reader.setInput(stream, true, true);
        // Asked before anything is decoded: a small stream may announce a huge picture.
        if (reader.getWidth(0) == layout.columns() && reader.getHeight(0) == layout.rows()) {
          Raster raster =
              reader.canReadRaster() ? reader.readRaster(0, null) : reader.read(0).getRaster();
          if (raster.getNumBands() == layout.samples()) {
            return Optional.of(samples(raster, layout));
          }
        }
      } catch (IOException | RuntimeException _) {
        // Another reader of the same format may know this kind.
      } finally {
        reader.dispose();
      }
    }
    return Optional.empty();
  }

  private static byte[] samples(Raster raster, SampleLayout layout) {
    byte[] bytes = new byte[layout.bytes()];
    int[] row = new int[raster.getWidth() * layout.samples()];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int sample : row) {
        for (int i = 0; i < layout.sampleBytes(); i++) {
          bytes[at++] = (byte) (sample >> (8 * i));
        }
      }
    }
    return bytes;
  }
}
