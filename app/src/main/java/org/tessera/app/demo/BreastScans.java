package org.tessera.app.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.GreyPixels;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Images of one breast: views of it, or slices with what a program found in these.
final class BreastScans {
  private static final double PIXEL_MM = 1.8;
  private static final int BITS = 12;

  private BreastScans() {}

  static void write(ScanSeries series, Map<String, String> facts, long dice, Path place)
      throws IOException {
    boolean view = series.modality().equals("MG");
    int side = series.side();
    int rows = view ? side + side / 2 : side;
    // The views of a breast are of the same one.
    var breast = new Phantom(rows, side, new Chance(dice + 1));
    for (int slice = 1; slice <= series.slices(); slice++) {
      DataSet header = DemoScans.header(series, facts, dice, slice);
      double depth = view ? 0.2 * (series.number() - 1) : series.depth(slice);
      DataSetEdit edit = new GreyPixels(rows, side, BITS).describe(header.edit());
      DemoScans.write(
          edit.put(ValueElement.of(Tag.PixelData, Vr.OW, breast.picture(depth))),
          place.resolve("%s-%d-%03d".formatted(series.modality(), series.number(), slice)));
    }
    if (!view) {
      findings(series, facts, dice, breast, place);
    }
  }

  /// What a program made of the slices: a segmentation and a report, and a person's outline.
  private static void findings(
      ScanSeries series, Map<String, String> facts, long dice, Phantom breast, Path place)
      throws IOException {
    List<String> slices = new ArrayList<>();
    List<byte[]> masks = new ArrayList<>();
    for (int slice = 1; slice <= series.slices(); slice++) {
      DataSet header = DemoScans.header(series, facts, dice, slice);
      slices.add(header.string(Tag.SOPInstanceUID).orElseThrow());
      masks.add(breast.lump(series.depth(slice)));
    }
    DataSet common = DemoScans.header(series.of("found"), facts, dice, 1);
    var findings = new DemoFindings(common, slices);
    findings.segmentation(masks, series.side(), place.resolve("SEG"));
    double width = breast.lumpMm(PIXEL_MM);
    String side = left(series, facts, dice) ? "SCT|7771000|Left" : "SCT|24028007|Right";
    double volumeMl = Math.PI / 6 * width * width * width / 1_000;
    findings.report(side, oneDigit(width), oneDigit(volumeMl), place.resolve("SR"));
    findings.structures(place.resolve("RTSTRUCT"));
  }

  private static boolean left(ScanSeries series, Map<String, String> facts, long dice) {
    DataSet header = DemoScans.header(series, facts, dice, 1);
    return header.string(0x00200060).orElse("").equals("L");
  }

  private static String oneDigit(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
