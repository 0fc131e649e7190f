package org.tessera.etl.deidentify;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.Value;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Compressed ultrasound pictures, whose machine says where its regions are: the banner above them
/// becomes black, or the picture waits for a person.
class CompressedPictureTest {
  private static final String JPEG = "1.2.840.10008.1.2.4.50";
  private static final String JPEG_LS = "1.2.840.10008.1.2.4.80";
  private static final int COLUMNS = 40;
  private static final int ROWS = 32;
  private static final int BANNER = 8;

  @TempDir private Path home;

  private static byte[] jpeg() throws IOException {
    var image = new BufferedImage(COLUMNS, ROWS, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < ROWS; y++) {
      for (int x = 0; x < COLUMNS; x++) {
        image.getRaster().setSample(x, y, 0, y < BANNER ? 250 : 40 + 4 * x);
      }
    }
    var bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "jpeg", bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static ValueElement number(int tag, Vr vr, int value) {
    return ValueElement.of(
        tag, vr, vr == Vr.UL ? new byte[] {(byte) value, 0, 0, 0} : new byte[] {(byte) value, 0});
  }

  private static DataSet ultrasound(byte[] frame) {
    DataSet region =
        DataSet.EMPTY
            .edit()
            .put(number(0x00186018, Vr.UL, 0))
            .put(number(0x0018601A, Vr.UL, BANNER))
            .put(number(0x0018601C, Vr.UL, COLUMNS - 1))
            .put(number(0x0018601E, Vr.UL, ROWS - 1))
            .build();
    return DataSet.EMPTY
        .edit()
        .put(Tag.SOPClassUID, Vr.UI, "1.2.840.10008.5.1.4.1.1.6.1")
        .put(Tag.SOPInstanceUID, Vr.UI, "1.2.3.1")
        .put(Tag.StudyInstanceUID, Vr.UI, "1.2.3.2")
        .put(Tag.SeriesInstanceUID, Vr.UI, "1.2.3.3")
        .put(Tag.Modality, Vr.CS, "US")
        .put(Tag.PatientID, Vr.LO, "17")
        .put(SequenceElement.of(0x00186011, List.of(region)))
        .put(number(Tag.SamplesPerPixel, Vr.US, 1))
        .put(Tag.PhotometricInterpretation, Vr.CS, "MONOCHROME2")
        .put(number(Tag.Rows, Vr.US, ROWS))
        .put(number(Tag.Columns, Vr.US, COLUMNS))
        .put(number(Tag.BitsAllocated, Vr.US, 8))
        .put(number(Tag.BitsStored, Vr.US, 8))
        .put(
            EncapsulatedElement.of(
                Tag.PixelData,
                List.of(
                    Value.of(new byte[0]),
                    Value.of(Arrays.copyOf(frame, (frame.length + 1) / 2 * 2)))))
        .build();
  }

  private Outcome apply(byte[] frame, String syntax) throws IOException {
    DicomFile file = DicomFile.of(ultrasound(frame), TransferSyntax.find(syntax).orElseThrow());
    var read = (DicomFile) DicomReader.read(DicomWriter.bytes(file), ReadOptions.whole());
    return TestRuns.deidentifier(home, "research").apply(read);
  }

  @Test
  void a_jpeg_picture_comes_out_uncompressed_with_its_banner_black() throws IOException {
    byte[] frame = jpeg();
    Outcome outcome = apply(frame, JPEG);
    assertThat(outcome).isInstanceOf(Outcome.Cleared.class);
    var after =
        (DicomFile)
            DicomReader.read(DicomWriter.bytes(TestRuns.file(outcome)), ReadOptions.whole());
    assertThat(after.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(after.dataSet().string(Tag.BurnedInAnnotation)).contains("NO");
    byte[] pixels =
        ((ValueElement) after.dataSet().get(Tag.PixelData).orElseThrow()).littleEndian();
    var shown = ImageIO.read(new ByteArrayInputStream(frame)).getRaster();
    for (int i = 0; i < pixels.length; i++) {
      int row = i / COLUMNS;
      int expected = row < BANNER ? 0 : shown.getSample(i % COLUMNS, row, 0);
      assertThat(pixels[i] & 0xFF).isEqualTo(expected);
    }
  }

  @Test
  void what_no_reader_decodes_waits_for_a_person_and_says_why() throws IOException {
    Outcome unknown = apply(new byte[64], JPEG_LS);
    assertThat(unknown).isInstanceOf(Outcome.Held.class);
    assertThat(((Outcome.Held) unknown).reasons())
        .anyMatch(reason -> reason.contains("JPEG-LS") && reason.contains("not decoded here"));
  }

  @Test
  void a_damaged_or_oversized_frame_waits_for_a_person() throws IOException {
    assertThat(apply(new byte[64], JPEG)).isInstanceOf(Outcome.Held.class);
    byte[] half = Arrays.copyOf(jpeg(), 60);
    assertThat(apply(half, JPEG)).isInstanceOf(Outcome.Held.class);
    var other = new BufferedImage(2_000, 2_000, BufferedImage.TYPE_BYTE_GRAY);
    var bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(other, "jpeg", bytes)).isTrue();
    assertThat(apply(bytes.toByteArray(), JPEG)).isInstanceOf(Outcome.Held.class);
  }
}
