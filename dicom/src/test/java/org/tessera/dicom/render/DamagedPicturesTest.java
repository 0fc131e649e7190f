package org.tessera.dicom.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.Vr;

/// Whatever a file says of its pixels, there comes a picture or a reason.
class DamagedPicturesTest {
  private static final int FILES_PER_SEED = 300;
  private static final int PIXELS_MAX = 1 << 16;

  static List<Integer> seeds() {
    return IntStream.range(0, 12).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_damaged_file_gives_a_picture_or_a_reason_and_no_exception(int seed) throws IOException {
    var random = new Random(seed);
    byte[] sound = DicomWriter.bytes(file(seed));
    for (int i = 0; i < FILES_PER_SEED; i++) {
      byte[] damaged = sound.clone();
      for (int change = 0; change <= random.nextInt(4); change++) {
        damaged[150 + random.nextInt(damaged.length - 150)] = (byte) random.nextInt();
      }
      if (DicomReader.read(damaged, ReadOptions.whole()) instanceof DicomFile file
          && isSmall(file)) {
        Rendering rendering = Renderer.render(file, RenderRequest.of(1 + random.nextInt(3)));
        assertThat(rendering).isInstanceOfAny(Picture.class, NotRenderable.class);
      }
    }
  }

  /// A large picture is slow, not wrong.
  private static boolean isSmall(DicomFile file) {
    long rows = file.dataSet().integer(Tag.Rows).orElse(0);
    return rows * file.dataSet().integer(Tag.Columns).orElse(0) < PIXELS_MAX;
  }

  private static DicomFile file(int seed) throws IOException {
    return switch (seed % 4) {
      case 0 ->
          Phantom.of(4, 3, 16)
              .words(Tag.PixelData, new int[12])
              .text(0x00281050, "4")
              .text(0x00281051, "8")
              .file();
      case 1 ->
          Phantom.of(3, 2, 8)
              .text(Tag.PhotometricInterpretation, "PALETTE COLOR")
              .put(0x00281101, 3, 0, 16)
              .put(0x00281102, 3, 0, 16)
              .put(0x00281103, 3, 0, 16)
              .words(0x00281221, 0, 1, 0, 1, 2, 0xFFFF)
              .words(0x00281222, 0, 3, 0, 0, 0xFFFF)
              .words(0x00281223, 0, 1, 0xFFFF, 2, 1, 0, 0, 0, 1, 0)
              .bytes(Tag.PixelData, Vr.OB, 0, 1, 2, 0, 1, 2)
              .file();
      case 2 -> {
        byte[] frame = RunLengths.pack(new byte[48], new SampleLayout(4, 4, 3, 1));
        yield Phantom.of(4, 4, 8)
            .put(Tag.SamplesPerPixel, 3)
            .text(Tag.PhotometricInterpretation, "YBR_FULL")
            .text(Tag.NumberOfFrames, "2")
            .fragments(frame, frame)
            .file(TransferSyntax.find(FrameReader.RLE).orElseThrow());
      }
      default -> {
        Phantom voi = Phantom.empty().text(0x00281050, "100").text(0x00281051, "201");
        Phantom table = Phantom.empty().put(0x00283002, 3, 10, 8).words(0x00283006, 0, 51, 255);
        yield Phantom.of(3, 3, 1)
            .text(Tag.NumberOfFrames, "3")
            .item(0x52009230, Phantom.empty().item(0x00289132, voi))
            .item(0x00283000, table)
            .bytes(Tag.PixelData, Vr.OB, 0b101101, 7, 9, 1)
            .file(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
      }
    };
  }
}
