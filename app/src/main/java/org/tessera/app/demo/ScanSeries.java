package org.tessera.app.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One series that the images of an examination have.
///
/// @param study whose `Imaging` tab tells of the examination
/// @param form the modality that tab has
/// @param patients how many of the study's first ones are imaged
/// @param name what tells it from others of its modality
/// @param passes once for each of these all slices are taken; one empty text without any
/// @param picture the body, and what is seen of it
record ScanSeries(
    DemoStudy study,
    String form,
    int patients,
    int number,
    String name,
    String modality,
    List<String> passes,
    int slices,
    int side,
    String picture) {

  /// All there are, in the order of the table.
  static List<ScanSeries> all() {
    List<ScanSeries> series = new ArrayList<>();
    for (var row : ScanTable.rows("series.csv")) {
      series.add(
          new ScanSeries(
              study(row.getField("study")),
              row.getField("form"),
              Integer.parseInt(row.getField("patients")),
              Integer.parseInt(row.getField("number")),
              row.getField("series"),
              row.getField("modality"),
              List.of(row.getField("passes").split(" ", -1)),
              Integer.parseInt(row.getField("slices")),
              Integer.parseInt(row.getField("side")),
              row.getField("picture")));
    }
    return series;
  }

  private static DemoStudy study(String name) {
    return Arrays.stream(DemoStudy.values())
        .filter(study -> study.study().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// What is of its examination and of none of its images.
  ///
  /// @param modality another one
  ScanSeries of(String modality) {
    return new ScanSeries(
        study, form, patients, number, "", modality, passes, slices, side, picture);
  }

  /// How far a slice is from the middle of the stack, -1 to 1.
  double depth(int slice) {
    return (slice - (slices + 1) / 2.0) / slices;
  }
}
