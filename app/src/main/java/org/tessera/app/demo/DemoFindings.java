package org.tessera.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.Element;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// What a program found in a made-up MR examination: the lump as a segmentation and as a structure
/// set, and a measurement report of its size. The numbers are the phantom's own.
final class DemoFindings {
  private static final String MR = "1.2.840.10008.5.1.4.1.1.4";
  private static final String PROGRAM = "Breast MR Segmentation";
  private static final String VERSION = "2.1";
  private static final String LABEL = "Breast Lesion 1";
  private static final String LESION = "SCT|52988006|Lesion";
  private static final String BREAST = "SCT|76752008|Breast";

  private final DataSet header;
  private final String study;
  private final List<String> slices;

  /// @param header what all instances of the examination say of patient and study
  /// @param slices UIDs of the slices, of series 1
  DemoFindings(DataSet header, List<String> slices) {
    this.header = header;
    this.study = header.string(Tag.StudyInstanceUID).orElse("");
    this.slices = slices;
  }

  /// The lump as a binary segmentation, one frame a slice.
  ///
  /// @param masks one byte a pixel, 1 in the lump
  void segmentation(List<byte[]> masks, int side, Path file) throws IOException {
    byte[] packed = new byte[masks.size() * side * side / 8];
    int bit = 0;
    for (byte[] mask : masks) {
      for (byte pixel : mask) {
        packed[bit / 8] |= (byte) (pixel << bit % 8);
        bit++;
      }
    }
    DataSet segment =
        DataSet.EMPTY
            .edit()
            .put(sequence(0x00620003, code("SCT|49755003|Morphologically abnormal structure")))
            .put(number(0x00620004, 1))
            .put(0x00620005, Vr.LO, LABEL)
            .put(0x00620008, Vr.CS, "AUTOMATIC")
            .put(0x00620009, Vr.LO, PROGRAM)
            .put(sequence(0x0062000F, code(LESION)))
            .put(sequence(0x00082218, code(BREAST)))
            .put(0x00620021, Vr.UI, study + ".77")
            .build();
    DataSetEdit edit =
        instance(8, "1.2.840.10008.5.1.4.1.1.66.4", "SEG", "Segmentation")
            .put(sequence(0x00081115, series(0x0008114A)))
            .put(sequence(0x00620002, segment))
            .put(0x00620001, Vr.CS, "BINARY")
            .put(Tag.PhotometricInterpretation, Vr.CS, "MONOCHROME2")
            .put(Tag.NumberOfFrames, Vr.IS, Integer.toString(masks.size()))
            .put(number(Tag.SamplesPerPixel, 1))
            .put(number(Tag.Rows, side))
            .put(number(Tag.Columns, side))
            .put(number(Tag.BitsAllocated, 1))
            .put(number(Tag.BitsStored, 1))
            .put(number(Tag.HighBit, 0))
            .put(number(Tag.PixelRepresentation, 0))
            .put(ValueElement.of(Tag.PixelData, Vr.OB, packed));
    write(edit, file);
  }

  /// The same lump as a structure set drawn by hand, its outline left out.
  void structures(Path file) throws IOException {
    DataSet region =
        DataSet.EMPTY
            .edit()
            .put(0x30060022, Vr.IS, "1")
            .put(0x30060026, Vr.LO, LABEL)
            .put(0x30060036, Vr.CS, "MANUAL")
            .build();
    DataSet observed =
        DataSet.EMPTY
            .edit()
            .put(0x30060082, Vr.IS, "1")
            .put(0x30060084, Vr.IS, "1")
            .put(sequence(0x30060086, code(LESION)))
            .put(0x300600A4, Vr.CS, "GTV")
            .build();
    DataSet inner = DataSet.EMPTY.edit().put(sequence(0x30060014, series(0x30060016))).build();
    DataSet frame = DataSet.EMPTY.edit().put(sequence(0x30060012, inner)).build();
    DataSetEdit edit =
        instance(7, "1.2.840.10008.5.1.4.1.1.481.3", "RTSTRUCT", "Structure set")
            .put(0x30060002, Vr.SH, "LESIONS")
            .put(sequence(0x30060010, frame))
            .put(sequence(0x30060020, region))
            .put(sequence(0x30060080, observed));
    write(edit, file);
  }

  /// The report: diameter and volume of the lump, and whether it matters.
  void report(String laterality, String diameterMm, String volumeMl, Path file) throws IOException {
    boolean significant = Double.parseDouble(diameterMm) > 12;
    DataSet site =
        item("HAS CONCEPT MOD", "CODE", "SCT|363698007|Finding Site")
            .put(sequence(0x0040A168, code(BREAST)))
            .put(content(coded("HAS CONCEPT MOD", "SCT|272741003|Laterality", laterality)))
            .build();
    DataSet group =
        item("CONTAINS", "CONTAINER", "DCM|125007|Measurement Group")
            .put(
                content(
                    text("DCM|112039|Tracking Identifier", LABEL),
                    item("HAS OBS CONTEXT", "UIDREF", "DCM|112040|Tracking Unique Identifier")
                        .put(0x0040A124, Vr.UI, study + ".77")
                        .build(),
                    text("DCM|111001|Algorithm Name", PROGRAM),
                    text("DCM|111003|Algorithm Version", VERSION),
                    coded("CONTAINS", "DCM|121071|Finding", LESION),
                    site,
                    measured("SCT|81827009|Diameter", diameterMm, "UCUM|mm|millimeter"),
                    measured("SCT|118565006|Volume", volumeMl, "UCUM|cm3|cubic centimeter"),
                    coded(
                        "CONTAINS",
                        "DCM|121403|Level of Significance",
                        significant
                            ? "SCT|386134007|Significant"
                            : "SCT|371928007|Not significant")))
            .build();
    DataSet measurements =
        item("CONTAINS", "CONTAINER", "DCM|126010|Imaging Measurements")
            .put(content(group))
            .build();
    DataSet evidence =
        DataSet.EMPTY
            .edit()
            .put(Tag.StudyInstanceUID, Vr.UI, study)
            .put(sequence(0x00081115, series(0x00081199)))
            .build();
    DataSetEdit edit =
        instance(9, "1.2.840.10008.5.1.4.1.1.88.33", "SR", "Measurement report")
            .put(0x0040A040, Vr.CS, "CONTAINER")
            .put(0x0040A050, Vr.CS, "SEPARATE")
            .put(0x0040A491, Vr.CS, "COMPLETE")
            .put(0x0040A493, Vr.CS, "UNVERIFIED")
            .put(sequence(0x0040A043, code("DCM|126000|Imaging Measurement Report")))
            .put(sequence(0x0040A375, evidence))
            .put(content(measurements));
    write(edit, file);
  }

  private DataSetEdit instance(int series, String sopClass, String modality, String description) {
    return header
        .edit()
        .put(Tag.SOPClassUID, Vr.UI, sopClass)
        .put(Tag.SOPInstanceUID, Vr.UI, study + "." + series + ".1")
        .put(Tag.SeriesInstanceUID, Vr.UI, study + "." + series)
        .put(Tag.SeriesNumber, Vr.IS, Integer.toString(series))
        .put(Tag.InstanceNumber, Vr.IS, "1")
        .put(Tag.Modality, Vr.CS, modality)
        .put(Tag.SeriesDescription, Vr.LO, description);
  }

  /// The series of slices with what refers to each of them.
  private DataSet series(int instances) {
    DataSet[] references =
        slices.stream()
            .map(uid ->
                DataSet.EMPTY.edit().put(0x00081150, Vr.UI, MR).put(0x00081155, Vr.UI, uid).build())
            .toArray(DataSet[]::new);
    return DataSet.EMPTY
        .edit()
        .put(Tag.SeriesInstanceUID, Vr.UI, study + ".1")
        .put(sequence(instances, references))
        .build();
  }

  private static DataSetEdit item(String relationship, String type, String name) {
    return DataSet.EMPTY
        .edit()
        .put(0x0040A010, Vr.CS, relationship)
        .put(0x0040A040, Vr.CS, type)
        .put(sequence(0x0040A043, code(name)));
  }

  private static DataSet coded(String relationship, String name, String value) {
    return item(relationship, "CODE", name).put(sequence(0x0040A168, code(value))).build();
  }

  private static DataSet text(String name, String value) {
    return item("HAS OBS CONTEXT", "TEXT", name).put(0x0040A160, Vr.UT, value).build();
  }

  private static DataSet measured(String name, String value, String unit) {
    DataSet number =
        DataSet.EMPTY
            .edit()
            .put(0x0040A30A, Vr.DS, value)
            .put(sequence(0x004008EA, code(unit)))
            .build();
    return item("CONTAINS", "NUM", name).put(sequence(0x0040A300, number)).build();
  }

  /// A code as `designator|code|meaning`.
  private static DataSet code(String triplet) {
    String[] parts = triplet.split("\\|", -1);
    return DataSet.EMPTY
        .edit()
        .put(0x00080100, Vr.SH, parts[1])
        .put(0x00080102, Vr.SH, parts[0])
        .put(0x00080104, Vr.LO, parts[2])
        .build();
  }

  private static Element content(DataSet... items) {
    return sequence(Tag.ContentSequence, items);
  }

  private static Element sequence(int tag, DataSet... items) {
    return SequenceElement.of(tag, List.of(items));
  }

  private static ValueElement number(int tag, int value) {
    return ValueElement.of(tag, Vr.US, new byte[] {(byte) value, (byte) (value >> 8)});
  }

  private static void write(DataSetEdit edit, Path file) throws IOException {
    var dicom = DicomFile.of(edit.build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    Files.write(file, DicomWriter.bytes(dicom));
  }
}
