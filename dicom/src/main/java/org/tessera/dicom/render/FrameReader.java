package org.tessera.dicom.render;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Reads one frame's samples, whatever they are stored as. Only that frame is read from the file.
final class FrameReader {
  static final String RLE = "1.2.840.10008.1.2.5";
  private static final String ENCAPSULATED_PLAIN = "1.2.840.10008.1.2.1.98";
  private static final String DEFLATED_FRAMES = "1.2.840.10008.1.2.8.1";
  private static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE00009;
  private static final long PIXELS_MAX = 1L << 26;
  private static final long BYTES_MAX = 1L << 27;

  private final DataSet dataSet;
  private final TransferSyntax syntax;
  private final PixelDescription told;

  private FrameReader(DicomFile file, PixelDescription told) {
    this.dataSet = file.dataSet();
    this.syntax = file.transferSyntax();
    this.told = told;
  }

  /// A frame's samples in little endian, and how they lie; bits alone have a byte each.
  @SuppressWarnings("ArrayRecordComponent")
  record Samples(byte[] bytes, PixelDescription description) {}

  /// @param frame from 0
  static Samples read(DicomFile file, PixelDescription told, int frame)
      throws IOException, Unrendered {
    if (frame < 0 || frame >= told.frames()) {
      throw new Unrendered(
          new NotRenderable(
              NotRenderable.Reason.NO_SUCH_FRAME, "there are " + told.frames() + " frames"));
    }
    if (told.pixels() > PIXELS_MAX || told.frameBytes() > BYTES_MAX) {
      throw new Unrendered(
          new NotRenderable(
              NotRenderable.Reason.TOO_LARGE,
              "a frame of more than " + PIXELS_MAX + " pixels or " + BYTES_MAX + " bytes"));
    }
    return new FrameReader(file, told).read(frame);
  }

  private Samples read(int frame) throws IOException, Unrendered {
    return switch (pixels()) {
      case ValueElement value -> natively(value, frame);
      case EncapsulatedElement fragments ->
          decoded(Frames.bytes(dataSet, fragments, told.frames(), frame));
      case null, default ->
          throw new Unrendered(
              new NotRenderable(NotRenderable.Reason.NO_PIXELS, "the instance has no pixels"));
    };
  }

  private @org.jspecify.annotations.Nullable Element pixels() {
    int[] tags = {Tag.PixelData, Tag.FloatPixelData, DOUBLE_FLOAT_PIXEL_DATA};
    for (int tag : tags) {
      Optional<Element> element = dataSet.get(tag);
      if (element.isPresent()) {
        return element.get();
      }
    }
    return null;
  }

  /// A frame begins at its bit, not at a byte of its own, PS3.5 section 8.1.1.
  private Samples natively(ValueElement value, int frame) throws IOException, Unrendered {
    long bits = told.frameBits();
    if (frame >= value.length() * 8 / bits) {
      // Said of the number and not of the place: with many frames told, that is beyond any number.
      throw new Unrendered(
          NotRenderable.damaged("there are fewer pixels than frames, rows and columns say"));
    }
    long from = bits * frame;
    int swapped = value.isBigEndian() ? unit(value) : 1;
    long start = from / 8 / swapped * swapped;
    long end = ((from + bits + 7) / 8 + swapped - 1) / swapped * swapped;
    byte[] bytes;
    try (InputStream in = value.value().open(start)) {
      bytes = in.readNBytes((int) (end - start));
    }
    if (bytes.length < (from + bits + 7) / 8 - start) {
      throw new Unrendered(NotRenderable.damaged("the file ends before its pixels do"));
    }
    swap(bytes, swapped);
    int skipped = (int) (from - start * 8);
    return new Samples(
        told.bitsAllocated() == 1
            ? spread(bytes, skipped, (int) bits)
            : java.util.Arrays.copyOfRange(bytes, skipped / 8, skipped / 8 + (int) (bits / 8)),
        told);
  }

  /// Numbers of a pixel are turned whole, whatever word the representation has.
  private int unit(ValueElement value) {
    if (told.bitsAllocated() >= 16) {
      return told.bitsAllocated() / 8;
    }
    return value.vr() == Vr.OW ? 2 : 1;
  }

  private static void swap(byte[] bytes, int unit) {
    for (int at = 0; unit > 1 && at + unit <= bytes.length; at += unit) {
      for (int i = 0; i < unit / 2; i++) {
        byte kept = bytes[at + i];
        bytes[at + i] = bytes[at + unit - 1 - i];
        bytes[at + unit - 1 - i] = kept;
      }
    }
  }

  private static byte[] spread(byte[] packed, int from, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      int bit = from + i;
      bytes[i] = (byte) ((packed[bit / 8] >> (bit % 8)) & 1);
    }
    return bytes;
  }

  private Samples decoded(byte[] compressed) throws IOException, Unrendered {
    return switch (syntax.uid()) {
      case RLE -> unpacked(compressed);
      case ENCAPSULATED_PLAIN -> plain(compressed);
      case DEFLATED_FRAMES -> plain(inflated(compressed));
      default -> picture(compressed);
    };
  }

  /// RLE keeps bytes in planes whatever the planar configuration says, and a bit a byte.
  private Samples unpacked(byte[] compressed) throws Unrendered {
    if (told.bitsAllocated() == 1) {
      throw new Unrendered(
          new NotRenderable(NotRenderable.Reason.UNKNOWN_LAYOUT, "single bits compressed by RLE"));
    }
    byte[] bytes =
        RunLengths.unpack(compressed, told.layout())
            .orElseThrow(() -> new Unrendered(NotRenderable.damaged("an RLE frame is damaged")));
    PixelDescription as = told.withPlanar(false);
    return new Samples(bytes, told.isHalved() ? as.withPhotometric("YBR_FULL") : as);
  }

  private Samples plain(byte[] bytes) throws Unrendered {
    long bits = told.frameBits();
    if (bytes.length < (bits + 7) / 8) {
      throw new Unrendered(NotRenderable.damaged("a frame has fewer bytes than it should"));
    }
    return new Samples(told.bitsAllocated() == 1 ? spread(bytes, 0, (int) bits) : bytes, told);
  }

  private byte[] inflated(byte[] compressed) throws IOException, Unrendered {
    var inflater = new Inflater(true);
    try (var in = new InflaterInputStream(new ByteArrayInputStream(compressed), inflater)) {
      return in.readNBytes((int) ((told.frameBits() + 7) / 8));
    } catch (java.util.zip.ZipException | java.io.EOFException _) {
      throw new Unrendered(NotRenderable.damaged("a deflated frame is damaged"));
    } finally {
      inflater.end();
    }
  }

  private Samples picture(byte[] compressed) throws Unrendered {
    PictureCodec codec = PictureCodec.of(syntax.uid()).orElseThrow(this::noCodec);
    Optional<byte[]> bytes = codec.decode(compressed, told.layout());
    if (bytes.isEmpty()) {
      throw codec.yieldsRgb() || JpegHead.of(compressed).isPlain()
          ? new Unrendered(NotRenderable.damaged("a frame cannot be decoded as " + syntax))
          : noCodec();
    }
    String colours =
        told.samples() == 1
            ? told.photometric()
            : codec.yieldsRgb() ? "RGB" : JpegHead.of(compressed).photometric(told.photometric());
    return new Samples(bytes.get(), told.withPlanar(false).withPhotometric(colours));
  }

  private Unrendered noCodec() {
    return new Unrendered(
        new NotRenderable(NotRenderable.Reason.NO_CODEC, "no codec is installed for " + syntax));
  }
}
