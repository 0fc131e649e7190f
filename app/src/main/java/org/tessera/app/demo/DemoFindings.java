package org.tessera.app.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.tessera.dicom.ContentItem;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.GreyPixels;
import org.tessera.dicom.Tag;
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
            .putItems(
                0x00620003, ContentItem.code("SCT|49755003|Morphologically abnormal structure"))
            .putShort(0x00620004, 1)
            .put(0x00620005, Vr.LO, LABEL)
            .put(0x00620008, Vr.CS, "AUTOMATIC")
            .put(0x00620009, Vr.LO, PROGRAM)
            .putItems(0x0062000F, ContentItem.code(LESION))
            .putItems(0x00082218, ContentItem.code(BREAST))
            .put(0x00620021, Vr.UI, study + ".77")
            .build();
    DataSetEdit edit =
        instance(8, "1.2.840.10008.5.1.4.1.1.66.4", "SEG", "Segmentation")
            .putItems(0x00081115, series(0x0008114A))
            .putItems(0x00620002, segment)
            .put(0x00620001, Vr.CS, "BINARY")
            .put(Tag.NumberOfFrames, Vr.IS, Integer.toString(masks.size()))
            .put(ValueElement.of(Tag.PixelData, Vr.OB, packed));
    DemoScans.write(new GreyPixels(side, side, 1).describe(edit), file);
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
            .putItems(0x30060086, ContentItem.code(LESION))
            .put(0x300600A4, Vr.CS, "GTV")
            .build();
    DataSet inner = DataSet.EMPTY.edit().putItems(0x30060014, series(0x30060016)).build();
    DataSet frame = DataSet.EMPTY.edit().putItems(0x30060012, inner).build();
    DataSetEdit edit =
        instance(7, "1.2.840.10008.5.1.4.1.1.481.3", "RTSTRUCT", "Structure set")
            .put(0x30060002, Vr.SH, "LESIONS")
            .putItems(0x30060010, frame)
            .putItems(0x30060020, region)
            .putItems(0x30060080, observed);
    DemoScans.write(edit, file);
  }

  /// The report: diameter and volume of the lump, and whether it matters.
  void report(String laterality, String diameterMm, String volumeMl, Path file) throws IOException {
    boolean significant = Double.parseDouble(diameterMm) > 12;
    DataSet group =
        ContentItem.container(
            "DCM|125007|Measurement Group",
            ContentItem.text("DCM|112039|Tracking Identifier", LABEL),
            ContentItem.uid("DCM|112040|Tracking Unique Identifier", study + ".77"),
            ContentItem.text("DCM|111001|Algorithm Name", PROGRAM),
            ContentItem.text("DCM|111003|Algorithm Version", VERSION),
            ContentItem.coded("CONTAINS", "DCM|121071|Finding", LESION),
            ContentItem.coded(
                "HAS CONCEPT MOD",
                "SCT|363698007|Finding Site",
                BREAST,
                ContentItem.coded("HAS CONCEPT MOD", "SCT|272741003|Laterality", laterality)),
            ContentItem.number("SCT|81827009|Diameter", diameterMm, "UCUM|mm|millimeter"),
            ContentItem.number("SCT|118565006|Volume", volumeMl, "UCUM|cm3|cubic centimeter"),
            ContentItem.coded(
                "CONTAINS",
                "DCM|121403|Level of Significance",
                significant ? "SCT|386134007|Significant" : "SCT|371928007|Not significant"));
    DataSet measurements = ContentItem.container("DCM|126010|Imaging Measurements", group);
    DataSet evidence =
        DataSet.EMPTY
            .edit()
            .put(Tag.StudyInstanceUID, Vr.UI, study)
            .putItems(0x00081115, series(0x00081199))
            .build();
    DataSetEdit edit =
        instance(9, "1.2.840.10008.5.1.4.1.1.88.33", "SR", "Measurement report")
            .put(0x0040A040, Vr.CS, "CONTAINER")
            .put(0x0040A050, Vr.CS, "SEPARATE")
            .put(0x0040A491, Vr.CS, "COMPLETE")
            .put(0x0040A493, Vr.CS, "UNVERIFIED")
            .putItems(0x0040A043, ContentItem.code("DCM|126000|Imaging Measurement Report"))
            .putItems(0x0040A375, evidence)
            .putItems(Tag.ContentSequence, measurements);
    DemoScans.write(edit, file);
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
        slices.stream().map(uid -> ContentItem.reference(MR, uid)).toArray(DataSet[]::new);
    return DataSet.EMPTY
        .edit()
        .put(Tag.SeriesInstanceUID, Vr.UI, study + ".1")
        .putItems(instances, references)
        .build();
  }
}
