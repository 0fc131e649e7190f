package org.tessera.app.demo;

import java.util.List;

/// The studies patients can be made up for.
public enum DemoStudy {
  LUNG("lung"),
  COLORECTAL("colorectal"),
  BREAST("breast"),
  PROSTATE("prostate"),
  /// One REDCap table without dates, integer codes only.
  RECTAL_REDCAP("eucanimage-rectal");

  private final String study;

  DemoStudy(String study) {
    this.study = study;
  }

  /// The study's name in `mappings/studies`.
  public String study() {
    return study;
  }

  /// The tabs in the order of the workbook.
  public List<String> tabs() {
    return this == RECTAL_REDCAP
        ? List.of(RedcapRectalStory.TAB)
        : List.of("Patient", "Diagnosis", "Treatment", "FollowUp", "Imaging");
  }

  Story story() {
    return switch (this) {
      case LUNG -> new LungStory();
      case COLORECTAL -> new ColorectalStory();
      case BREAST -> new BreastStory();
      case PROSTATE -> new ProstateStory();
      case RECTAL_REDCAP -> new RedcapRectalStory();
    };
  }
}
