package org.tessera.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.Dictionary;
import org.tessera.dicom.DictionaryEntry;
import org.tessera.dicom.GreyPixels;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Makes up the images the `Imaging` tab of the breast study tells of, for its first patients:
/// mammograms and MR examinations, with what a program found in these. They name their patients as
/// a hospital's would.
public final class DemoScans {
  /// The study they are of.
  public static final DemoStudy STUDY = DemoStudy.BREAST;

  private static final int PATIENTS_MAX = 60;
  private static final int SLICES = 4;
  private static final int SIDE = 96;
  private static final double PIXEL_MM = 1.8;
  private static final List<String> VIEWS = List.of("CC", "MLO");

  /// What an image says of how it was taken, and what is made of it does not.
  private static final Set<String> OF_SLICES =
      Set.of(
          "MagneticFieldStrength",
          "SliceThickness",
          "SpacingBetweenSlices",
          "RepetitionTime",
          "EchoTime",
          "FlipAngle",
          "ScanningSequence",
          "PixelSpacing",
          "ImageOrientationPatient",
          "ImageType");

  private final long seed;

  /// @param seed the one of the patients; the same gives the same images
  public DemoScans(long seed) {
    this.seed = seed;
  }

  /// Writes them below a folder, one folder an examination.
  ///
  /// @param patients how many the study has; the first sixty of them are imaged
  public void write(int patients, Path folder) throws IOException {
    int imaged = Math.min(patients, PATIENTS_MAX);
    Iterator<DemoRow> rows = DemoGenerator.faultless(seed).rows(STUDY, imaged, "Imaging");
    int index = 0;
    while (rows.hasNext()) {
      Map<String, String> row = rows.next().values();
      Chance chance = new Chance(Chance.seed(seed, "images".hashCode(), ++index));
      Path place = Files.createDirectories(folder.resolve("examination-%03d".formatted(index)));
      if (row.getOrDefault("modality", "").equals("MG")) {
        mammogram(row, chance, place);
      } else {
        resonance(row, chance, place);
      }
    }
  }

  private static Map<String, String> examination(Map<String, String> row) {
    Map<String, String> header = new LinkedHashMap<>();
    String number = row.getOrDefault("patient_number", "");
    header.put("PatientID", number);
    header.put("PatientName", "Demo^Patient " + number);
    header.put("StudyInstanceUID", row.getOrDefault("study_instance_uid", ""));
    header.put("BodyPartExamined", "BREAST");
    header.put("BurnedInAnnotation", "NO");
    String date = row.getOrDefault("acquisition_date", "").replace("-", "");
    for (String kind : List.of("Study", "Series", "Acquisition", "Content")) {
      header.put(kind + "Date", date);
      header.put(kind + "Time", "101500");
    }
    return header;
  }

  /// Two views of one breast, a series each.
  private static void mammogram(Map<String, String> row, Chance chance, Path place)
      throws IOException {
    String study = row.getOrDefault("study_instance_uid", "");
    Map<String, String> header = examination(row);
    header.put("SOPClassUID", "1.2.840.10008.5.1.4.1.1.1.2");
    header.put("Modality", "MG");
    header.put("StudyDescription", "Mammography");
    header.put("Manufacturer", row.getOrDefault("manufacturer", ""));
    header.put("ImageLaterality", chance.of("L", "R"));
    header.put("KVP", Integer.toString(chance.between(26, 32)));
    header.put("PresentationIntentType", "FOR PRESENTATION");
    header.put("ImageType", "ORIGINAL\\PRIMARY");
    Phantom breast = new Phantom(SIDE + SIDE / 2, SIDE, chance);
    for (int view = 0; view < VIEWS.size(); view++) {
      header.put("SeriesInstanceUID", study + "." + (view + 1));
      header.put("SOPInstanceUID", study + "." + (view + 1) + ".1");
      header.put("SeriesNumber", Integer.toString(view + 1));
      header.put("SeriesDescription", VIEWS.get(view));
      header.put("ViewPosition", VIEWS.get(view));
      header.put("InstanceNumber", "1");
      write(header, SIDE + SIDE / 2, breast.picture(0.2 * view), place.resolve("MG" + view));
    }
  }

  /// One series of slices, on a machine of either usual field strength.
  private static void resonance(Map<String, String> row, Chance chance, Path place)
      throws IOException {
    String study = row.getOrDefault("study_instance_uid", "");
    Map<String, String> header = examination(row);
    boolean strong = chance.happens(0.5);
    String thickness = chance.weighted("1.5:40 2.5:40 4:20");
    header.put("SOPClassUID", "1.2.840.10008.5.1.4.1.1.4");
    header.put("Modality", "MR");
    header.put("StudyDescription", "MR breast");
    header.put("SeriesDescription", "T1 tra");
    header.put("SeriesInstanceUID", study + ".1");
    header.put("SeriesNumber", "1");
    header.put("Manufacturer", row.getOrDefault("manufacturer", ""));
    header.put("MagneticFieldStrength", strong ? "3" : "1.5");
    header.put("SliceThickness", thickness);
    header.put("SpacingBetweenSlices", thickness);
    header.put("RepetitionTime", strong ? "5.1" : "4.6");
    header.put("EchoTime", strong ? "1.8" : "2.3");
    header.put("FlipAngle", "12");
    header.put("ScanningSequence", "GR");
    header.put("PixelSpacing", "1.8\\1.8");
    header.put("ImageOrientationPatient", "1\\0\\0\\0\\1\\0");
    header.put("ImageType", "ORIGINAL\\PRIMARY\\M\\NONE");
    Phantom breast = new Phantom(SIDE, SIDE, chance);
    findings(header, breast, chance, place);
    for (int slice = 1; slice <= SLICES; slice++) {
      header.put("SOPInstanceUID", study + ".1." + slice);
      header.put("InstanceNumber", Integer.toString(slice));
      header.put("ImagePositionPatient", "-86\\-86\\" + 20 * slice);
      write(header, SIDE, breast.picture(depth(slice)), place.resolve("MR" + slice));
    }
  }

  private static double depth(int slice) {
    return (slice - (SLICES + 1) / 2.0) / SLICES;
  }

  /// What a program made of the slices: a segmentation and a report, and a person's outline.
  private static void findings(
      Map<String, String> header, Phantom breast, Chance chance, Path place) throws IOException {
    Map<String, String> common = new LinkedHashMap<>(header);
    common.keySet().removeAll(OF_SLICES);
    String study = header.getOrDefault("StudyInstanceUID", "");
    List<String> slices = new ArrayList<>();
    List<byte[]> masks = new ArrayList<>();
    for (int slice = 1; slice <= SLICES; slice++) {
      slices.add(study + ".1." + slice);
      masks.add(breast.lump(depth(slice)));
    }
    var findings = new DemoFindings(edit(common).build(), slices);
    findings.segmentation(masks, SIDE, place.resolve("SEG"));
    double width = breast.lumpMm(PIXEL_MM);
    String side = chance.of("SCT|7771000|Left", "SCT|24028007|Right");
    double volumeMl = Math.PI / 6 * width * width * width / 1_000;
    findings.report(side, oneDigit(width), oneDigit(volumeMl), place.resolve("SR"));
    findings.structures(place.resolve("RTSTRUCT"));
  }

  private static String oneDigit(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static void write(Map<String, String> header, int rows, byte[] pixels, Path file)
      throws IOException {
    DataSetEdit edit = new GreyPixels(rows, SIDE, 12).describe(edit(header));
    write(edit.put(ValueElement.of(Tag.PixelData, Vr.OW, pixels)), file);
  }

  static void write(DataSetEdit edit, Path file) throws IOException {
    var dicom = DicomFile.of(edit.build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    Files.write(file, DicomWriter.bytes(dicom));
  }

  private static DataSetEdit edit(Map<String, String> header) {
    DataSetEdit edit = DataSet.EMPTY.edit();
    header.forEach((keyword, value) -> {
      DictionaryEntry entry = Dictionary.find(keyword).orElseThrow();
      edit.put(entry.tag(), entry.vrs().getFirst(), value.split("\\\\", -1));
    });
    return edit;
  }
}
