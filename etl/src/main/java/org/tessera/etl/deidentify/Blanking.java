package org.tessera.etl.deidentify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.Element;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.Value;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;
import org.tessera.dicom.render.PictureCodec;
import org.tessera.dicom.render.RunLengths;

/// Makes stretches of pictures black.
final class Blanking {
  static final String RLE = "1.2.840.10008.1.2.5";
  private static final long BYTES_MAX = 1L << 29;
  private static final int EXTENDED_OFFSET_TABLE_LENGTHS = 0x7FE00002;

  private Blanking() {}

  /// What came of it.
  sealed interface Result {}

  /// Done: the data set and how its pixels are now stored.
  record Blanked(DataSet dataSet, TransferSyntax transferSyntax) implements Result {}

  /// Not done, and why.
  record Impossible(String reason) implements Result {}

  /// Blanks every frame of a data set.
  static Result apply(DataSet dataSet, TransferSyntax syntax, BlankMask mask) {
    try {
      return switch (dataSet.get(Tag.PixelData).orElse(null)) {
        case ValueElement value -> natively(dataSet, value, new How(syntax, mask));
        case EncapsulatedElement pixels when syntax.uid().equals(RLE) ->
            packed(dataSet, pixels, new How(syntax, mask));
        case EncapsulatedElement pixels -> decoded(dataSet, pixels, new How(syntax, mask));
        case SequenceElement _ -> new Impossible("there are no pixels where they should be");
        case null -> new Impossible("there are no pixels");
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record How(TransferSyntax syntax, BlankMask mask) {}

  private static Impossible strange() {
    return new Impossible("the pixels are stored in a way that cannot be blanked here");
  }

  private static Result natively(DataSet dataSet, ValueElement value, How how) throws IOException {
    FrameLayout layout = FrameLayout.of(dataSet).orElse(null);
    if (layout == null || layout.pixels() != how.mask.blank().length) {
      return strange();
    }
    long wanted = (long) layout.frameBytes() * layout.frames();
    if (value.length() > BYTES_MAX || value.length() < wanted) {
      return new Impossible(
          value.length() < wanted
              ? "there are fewer pixels than frames, rows and columns say"
              : "more than " + BYTES_MAX + " bytes of pixels");
    }
    byte[] bytes = value.littleEndian();
    for (int frame = 0; frame < layout.frames(); frame++) {
      layout.blank(bytes, frame, how.mask.blank());
    }
    Element blanked = ValueElement.of(Tag.PixelData, value.vr() == Vr.OB ? Vr.OB : Vr.OW, bytes);
    return new Blanked(dataSet.edit().put(blanked).build(), how.syntax);
  }

  /// RLE frames are unpacked, blanked and packed again; a fragment is a frame (annex A.4.2).
  private static Result packed(DataSet dataSet, EncapsulatedElement pixels, How how)
      throws IOException {
    FrameLayout layout = FrameLayout.of(dataSet).map(FrameLayout::interleaved).orElse(null);
    if (layout == null || layout.pixels() != how.mask.blank().length) {
      return strange();
    }
    if (pixels.fragments().size() != layout.frames()) {
      return new Impossible("the number of fragments is not that of the frames");
    }
    List<Value> items = new ArrayList<>();
    items.add(Value.of(new byte[0]));
    for (Value fragment : pixels.fragments()) {
      Optional<byte[]> frame =
          fragment.length() > BYTES_MAX
              ? Optional.empty()
              : RunLengths.unpack(fragment.bytes(), layout.ofOne(how.mask.columns()));
      if (frame.isEmpty()) {
        return new Impossible("an RLE frame is damaged or too large");
      }
      layout.blank(frame.get(), 0, how.mask.blank());
      items.add(Value.of(RunLengths.pack(frame.get(), layout.ofOne(how.mask.columns()))));
    }
    DataSet blanked =
        dataSet
            .edit()
            .remove(Tag.ExtendedOffsetTable)
            .remove(EXTENDED_OFFSET_TABLE_LENGTHS)
            .put(EncapsulatedElement.of(Tag.PixelData, items))
            .build();
    return new Blanked(blanked, how.syntax);
  }

  /// Frames of another compression are decompressed and stay so: compressing them anew would lose a
  /// second time.
  private static Result decoded(DataSet dataSet, EncapsulatedElement pixels, How how)
      throws IOException {
    PictureCodec codec = PictureCodec.of(how.syntax.uid()).orElse(null);
    if (codec == null) {
      return new Impossible(
          "the pixels are compressed as " + how.syntax + ", which is not decoded here");
    }
    FrameLayout layout = FrameLayout.decompressed(dataSet, codec.yieldsRgb()).orElse(null);
    if (layout == null || layout.pixels() != how.mask.blank().length) {
      return strange();
    }
    List<Value> fragments = pixels.fragments();
    boolean whole = layout.frames() == 1 || fragments.size() == layout.frames();
    long size = (long) layout.frameBytes() * layout.frames();
    if (!whole || size > BYTES_MAX) {
      return new Impossible("frames cannot be told apart, or are too many to be decoded");
    }
    var all = new ByteArrayOutputStream((int) size);
    for (int frame = 0; frame < layout.frames(); frame++) {
      byte[] compressed = layout.frames() == 1 ? joined(fragments) : fragments.get(frame).bytes();
      Optional<byte[]> samples = codec.decode(compressed, layout.ofOne(how.mask.columns()));
      if (samples.isEmpty()) {
        return new Impossible("a frame compressed as " + how.syntax + " cannot be decoded");
      }
      layout.blank(samples.get(), 0, how.mask.blank());
      all.writeBytes(samples.get());
    }
    return new Blanked(
        asNative(dataSet, layout, all.toByteArray(), codec),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static byte[] joined(List<Value> fragments) throws IOException {
    var all = new ByteArrayOutputStream();
    for (Value fragment : fragments) {
      all.writeBytes(fragment.bytes());
    }
    return all.toByteArray();
  }

  private static DataSet asNative(
      DataSet dataSet, FrameLayout layout, byte[] samples, PictureCodec codec) {
    DataSetEdit edit =
        dataSet
            .edit()
            .remove(Tag.ExtendedOffsetTable)
            .remove(EXTENDED_OFFSET_TABLE_LENGTHS)
            .put(ValueElement.of(Tag.PixelData, layout.sampleBytes() > 1 ? Vr.OW : Vr.OB, samples));
    if (layout.samples() == 3) {
      boolean differences = layout.chroma() && !codec.yieldsRgb();
      edit.put(Tag.PhotometricInterpretation, Vr.CS, differences ? "YBR_FULL" : "RGB")
          .put(ValueElement.of(Tag.PlanarConfiguration, Vr.US, new byte[2]));
    }
    return edit.build();
  }
}
