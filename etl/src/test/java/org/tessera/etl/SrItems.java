package org.tessera.etl;

import java.util.List;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.Element;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;

/// Content items of a Structured Report, as PS3.3 C.17.3 builds them.
public final class SrItems {
  private static final int RELATIONSHIP = 0x0040A010;
  private static final int VALUE_TYPE = 0x0040A040;
  private static final int CONCEPT_NAME = 0x0040A043;

  private SrItems() {}

  /// A code as `designator|code|meaning`.
  public static DataSet code(String triplet) {
    String[] parts = triplet.split("\\|", -1);
    return DataSet.EMPTY
        .edit()
        .put(0x00080100, Vr.SH, parts[1])
        .put(0x00080102, Vr.SH, parts[0])
        .put(0x00080104, Vr.LO, parts[2])
        .build();
  }

  /// A sequence of items.
  public static Element sequence(int tag, DataSet... items) {
    return SequenceElement.of(tag, List.of(items));
  }

  private static DataSetEdit item(String relationship, String type, String name) {
    return DataSet.EMPTY
        .edit()
        .put(RELATIONSHIP, Vr.CS, relationship)
        .put(VALUE_TYPE, Vr.CS, type)
        .put(sequence(CONCEPT_NAME, code(name)));
  }

  private static DataSet with(DataSetEdit item, DataSet... inner) {
    return (inner.length == 0 ? item : item.put(sequence(Tag.ContentSequence, inner))).build();
  }

  public static DataSet container(String name, DataSet... inner) {
    return with(item("CONTAINS", "CONTAINER", name), inner);
  }

  /// A coded answer.
  ///
  /// @param relationship such as HAS CONCEPT MOD
  public static DataSet coded(String relationship, String name, String value, DataSet... inner) {
    return with(item(relationship, "CODE", name).put(sequence(0x0040A168, code(value))), inner);
  }

  public static DataSet text(String name, String text) {
    return with(item("HAS OBS CONTEXT", "TEXT", name).put(0x0040A160, Vr.UT, text));
  }

  public static DataSet uid(String name, String uid) {
    return with(item("HAS OBS CONTEXT", "UIDREF", name).put(0x0040A124, Vr.UI, uid));
  }

  public static DataSet person(String name, String value) {
    return with(item("HAS OBS CONTEXT", "PNAME", name).put(0x0040A123, Vr.PN, value));
  }

  public static DataSet number(String name, String value, String unit, DataSet... inner) {
    DataSet measured =
        DataSet.EMPTY
            .edit()
            .put(0x0040A30A, Vr.DS, value)
            .put(sequence(0x004008EA, code(unit)))
            .build();
    return with(item("CONTAINS", "NUM", name).put(sequence(0x0040A300, measured)), inner);
  }

  /// A number that could not be told, with the reason.
  public static DataSet unknown(String name, String reason) {
    return with(
        item("CONTAINS", "NUM", name)
            .put(sequence(0x0040A300))
            .put(sequence(0x0040A301, code(reason))));
  }

  /// An image.
  ///
  /// @param instance UID of an MR image
  public static DataSet image(String relationship, String name, String instance) {
    return with(
        item(relationship, "IMAGE", name)
            .put(sequence(0x00081199, reference("1.2.840.10008.5.1.4.1.1.4", instance))));
  }

  /// A circle on an image.
  public static DataSet region(String name, String instance) {
    return with(
        item("CONTAINS", "SCOORD", name).put(0x00700023, Vr.CS, "CIRCLE"),
        image("SELECTED FROM", "DCM|121324|Source Image", instance));
  }

  static DataSet reference(String sopClass, String instance) {
    return DataSet.EMPTY
        .edit()
        .put(0x00081150, Vr.UI, sopClass)
        .put(0x00081155, Vr.UI, instance)
        .build();
  }
}
