package org.tessera.app.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.GreyPixels;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Makes up the images that the `Imaging` tabs tell of, for the first patients of a study: as
/// several manufacturers write them, and naming their patients as a hospital's would. What they are
/// of stands in the tables of `demo/scans`.
public final class DemoScans {
  private static final List<ScanSeries> SERIES = ScanSeries.all();
  private static final String BREAST = "breast";

  private final long seed;
  private final ScanPerson people = new ScanPerson();

  /// @param seed the one of the patients; the same gives the same images
  public DemoScans(long seed) {
    this.seed = seed;
  }

  /// The studies there are images of.
  public static List<DemoStudy> studies() {
    return SERIES.stream().map(ScanSeries::study).distinct().toList();
  }

  /// Writes those of one study below a folder, one folder an examination.
  ///
  /// @param patients how many the study has
  public void write(DemoStudy study, int patients, Path folder) throws IOException {
    Iterator<DemoRow> rows = DemoGenerator.faultless(seed).rows(study, patients);
    Map<String, String> patient = Map.of();
    int index = 0;
    int images = 0;
    while (rows.hasNext()) {
      DemoRow row = rows.next();
      if (row.tab().equals("Patient")) {
        patient = row.values();
        index++;
      } else if (row.tab().equals("Imaging")) {
        List<ScanSeries> series = series(study, row.values().getOrDefault("modality", ""), index);
        if (!series.isEmpty()) {
          Path place = folder.resolve("examination-%03d".formatted(++images));
          examination(series, patient, row.values(), Files.createDirectories(place));
        }
      }
    }
  }

  private static List<ScanSeries> series(DemoStudy study, String form, int patient) {
    return SERIES.stream()
        .filter(one -> one.study() == study && one.form().equals(form) && patient <= one.patients())
        .toList();
  }

  private void examination(
      List<ScanSeries> series, Map<String, String> patient, Map<String, String> row, Path place)
      throws IOException {
    String uid = row.getOrDefault("study_instance_uid", "");
    long dice = Chance.seed(seed, "images".hashCode(), uid.hashCode());
    var chance = new Chance(dice);
    LocalDate date = LocalDate.parse(row.getOrDefault("acquisition_date", ""));
    Map<String, String> facts = people.facts(patient, date, chance);
    facts.put("study", uid);
    facts.put("date", ScanPerson.digits(date));
    facts.put("time", "10%02d00".formatted(chance.between(0, 59)));
    facts.put("body", row.getOrDefault("body_part", ""));
    facts.put("manufacturer", row.getOrDefault("manufacturer", ""));
    Map<String, ScanBody> bodies = new LinkedHashMap<>();
    for (ScanSeries one : series) {
      String body = one.picture().split(" ", 2)[0];
      if (body.equals(BREAST)) {
        BreastScans.write(one, facts, dice, place);
      } else {
        ScanBody seen = bodies.computeIfAbsent(body, name -> new ScanBody(name, chance));
        series(one, seen, facts, dice, place);
      }
    }
  }

  private static void series(
      ScanSeries series, ScanBody body, Map<String, String> facts, long dice, Path place)
      throws IOException {
    String seen = series.picture().split(" ", 2)[1];
    int side = series.side();
    int instance = 0;
    for (String pass : series.passes()) {
      double value = pass.isEmpty() ? 0 : Double.parseDouble(pass);
      for (int slice = 1; slice <= series.slices(); slice++) {
        DataSet header = header(series, facts, dice, ++instance);
        double[] picture =
            body.picture(seen, value, series.depth(slice), side, dice + series.number() + instance);
        Path file =
            place.resolve("%s-%d-%03d".formatted(series.modality(), series.number(), instance));
        write(pixels(header, side, picture), file);
      }
    }
  }

  /// @param instance the image's number in its series; slices first, then passes
  static DataSet header(ScanSeries series, Map<String, String> facts, long dice, int instance) {
    int pass = (instance - 1) / series.slices();
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.put("modality", series.modality());
    all.put("number", Integer.toString(series.number()));
    all.put("series", series.name());
    all.put("pass", series.passes().get(pass));
    all.put("pass-number", Integer.toString(pass + 1));
    all.put("passes", Integer.toString(series.passes().size()));
    all.put("slice", Integer.toString((instance - 1) % series.slices() + 1));
    all.put("slices", Integer.toString(series.slices()));
    all.put("instance", Integer.toString(instance));
    return ScanHeader.of(
        List.of(
            facts.getOrDefault("manufacturer", ""),
            series.study().study(),
            series.modality(),
            series.name()),
        all,
        dice);
  }

  /// The picture as stored values, by what the header says of scaling.
  private static DataSetEdit pixels(DataSet header, int side, double[] picture) {
    boolean counts = header.string(Tag.Modality).orElse("").equals("PT");
    int bits = counts ? 16 : 12;
    double intercept = Double.parseDouble(header.string(0x00281052).orElse("0"));
    ByteBuffer bytes = ByteBuffer.allocate(2 * picture.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : picture) {
      bytes.putShort((short) Math.clamp(Math.round(value - intercept), 0, (1 << bits) - 1));
    }
    return new GreyPixels(side, side, bits)
        .describe(header.edit())
        .put(ValueElement.of(Tag.PixelData, Vr.OW, bytes.array()));
  }

  static void write(DataSetEdit edit, Path file) throws IOException {
    var dicom = DicomFile.of(edit.build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    Files.write(file, DicomWriter.bytes(dicom));
  }
}
