package org.tessera.dicom;

/// Content items of a Structured Report, as PS3.3 C.17.3 builds them. Codes are written as
/// `designator|code|meaning`, such as `UCUM|mm|millimeter`.
public final class ContentItem {
  private static final int RELATIONSHIP = 0x0040A010;
  private static final int VALUE_TYPE = 0x0040A040;
  private static final int CONCEPT_NAME = 0x0040A043;
  private static final int CONCEPT_CODE = 0x0040A168;
  private static final int TEXT_VALUE = 0x0040A160;
  private static final int UID_VALUE = 0x0040A124;
  private static final int MEASURED_VALUE = 0x0040A300;
  private static final int NUMERIC_VALUE = 0x0040A30A;
  private static final int UNITS = 0x004008EA;
  private static final String ABOUT = "HAS OBS CONTEXT";

  private ContentItem() {}

  /// An item of a code sequence (PS3.3 section 8.8).
  public static DataSet code(String triplet) {
    String[] parts = triplet.split("\\|", 3);
    return DataSet.EMPTY
        .edit()
        .put(0x00080100, Vr.SH, parts[1])
        .put(0x00080102, Vr.SH, parts[0])
        .put(0x00080104, Vr.LO, parts[2])
        .build();
  }

  /// An item that refers to an instance.
  public static DataSet reference(String sopClass, String instance) {
    return DataSet.EMPTY
        .edit()
        .put(0x00081150, Vr.UI, sopClass)
        .put(0x00081155, Vr.UI, instance)
        .build();
  }

  /// An item that has no value yet.
  ///
  /// @param relationship to the item around it, such as CONTAINS
  /// @param type such as NUM
  public static DataSetEdit of(String relationship, String type, String name) {
    return DataSet.EMPTY
        .edit()
        .put(RELATIONSHIP, Vr.CS, relationship)
        .put(VALUE_TYPE, Vr.CS, type)
        .putItems(CONCEPT_NAME, code(name));
  }

  private static DataSet with(DataSetEdit item, DataSet... inner) {
    return (inner.length == 0 ? item : item.putItems(Tag.ContentSequence, inner)).build();
  }

  /// A heading with items below it.
  public static DataSet container(String name, DataSet... inner) {
    return with(of("CONTAINS", "CONTAINER", name), inner);
  }

  /// A coded answer.
  ///
  /// @param relationship such as HAS CONCEPT MOD
  public static DataSet coded(String relationship, String name, String value, DataSet... inner) {
    return with(of(relationship, "CODE", name).putItems(CONCEPT_CODE, code(value)), inner);
  }

  /// A text that says more of the items beside it.
  public static DataSet text(String name, String text) {
    return of(ABOUT, "TEXT", name).put(TEXT_VALUE, Vr.UT, text).build();
  }

  /// A UID that says more of the items beside it.
  public static DataSet uid(String name, String uid) {
    return of(ABOUT, "UIDREF", name).put(UID_VALUE, Vr.UI, uid).build();
  }

  /// A number in a unit.
  public static DataSet number(String name, String value, String unit, DataSet... inner) {
    DataSet measured =
        DataSet.EMPTY.edit().put(NUMERIC_VALUE, Vr.DS, value).putItems(UNITS, code(unit)).build();
    return with(of("CONTAINS", "NUM", name).putItems(MEASURED_VALUE, measured), inner);
  }
}
