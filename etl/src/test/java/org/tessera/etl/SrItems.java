package org.tessera.etl;

import org.tessera.dicom.ContentItem;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;

/// Content items other programs write and this one only reads.
public final class SrItems {
  private SrItems() {}

  public static DataSet person(String name, String value) {
    return ContentItem.of("HAS OBS CONTEXT", "PNAME", name).put(0x0040A123, Vr.PN, value).build();
  }

  /// A number that could not be told, with the reason.
  public static DataSet unknown(String name, String reason) {
    return ContentItem.of("CONTAINS", "NUM", name)
        .putItems(0x0040A300)
        .putItems(0x0040A301, ContentItem.code(reason))
        .build();
  }

  /// An image.
  ///
  /// @param instance UID of an MR image
  public static DataSet image(String relationship, String name, String instance) {
    return ContentItem.of(relationship, "IMAGE", name)
        .putItems(0x00081199, ContentItem.reference("1.2.840.10008.5.1.4.1.1.4", instance))
        .build();
  }

  /// A circle on an image.
  public static DataSet region(String name, String instance) {
    return ContentItem.of("CONTAINS", "SCOORD", name)
        .put(0x00700023, Vr.CS, "CIRCLE")
        .putItems(Tag.ContentSequence, image("SELECTED FROM", "DCM|121324|Source Image", instance))
        .build();
  }
}
