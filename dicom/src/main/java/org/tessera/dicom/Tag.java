package org.tessera.dicom;

import java.util.Locale;
import java.util.Optional;

/// Attribute tags, `0xggggeeee`; those the code itself names, the others by keyword (PS3.6).
public final class Tag {
  public static final int FileMetaInformationGroupLength = 0x00020000;
  public static final int FileMetaInformationVersion = 0x00020001;
  public static final int MediaStorageSOPClassUID = 0x00020002;
  public static final int MediaStorageSOPInstanceUID = 0x00020003;
  public static final int TransferSyntaxUID = 0x00020010;
  public static final int ImplementationClassUID = 0x00020012;
  public static final int ImplementationVersionName = 0x00020013;
  public static final int SpecificCharacterSet = 0x00080005;
  public static final int SOPClassUID = 0x00080016;
  public static final int SOPInstanceUID = 0x00080018;
  public static final int StudyDate = 0x00080020;
  public static final int StudyTime = 0x00080030;
  public static final int AccessionNumber = 0x00080050;
  public static final int Modality = 0x00080060;
  public static final int Manufacturer = 0x00080070;
  public static final int StudyDescription = 0x00081030;
  public static final int SeriesDescription = 0x0008103E;
  public static final int PatientName = 0x00100010;
  public static final int PatientID = 0x00100020;
  public static final int PatientBirthDate = 0x00100030;
  public static final int PatientSex = 0x00100040;
  public static final int PatientIdentityRemoved = 0x00120062;
  public static final int DeidentificationMethod = 0x00120063;
  public static final int DeidentificationMethodCodeSequence = 0x00120064;
  public static final int StudyInstanceUID = 0x0020000D;
  public static final int SeriesInstanceUID = 0x0020000E;
  public static final int StudyID = 0x00200010;
  public static final int SeriesNumber = 0x00200011;
  public static final int InstanceNumber = 0x00200013;
  public static final int SamplesPerPixel = 0x00280002;
  public static final int PhotometricInterpretation = 0x00280004;
  public static final int PlanarConfiguration = 0x00280006;
  public static final int NumberOfFrames = 0x00280008;
  public static final int Rows = 0x00280010;
  public static final int Columns = 0x00280011;
  public static final int BitsAllocated = 0x00280100;
  public static final int BitsStored = 0x00280101;
  public static final int HighBit = 0x00280102;
  public static final int PixelRepresentation = 0x00280103;
  public static final int BurnedInAnnotation = 0x00280301;
  public static final int RecognizableVisualFeatures = 0x00280302;
  public static final int LongitudinalTemporalInformationModified = 0x00280303;
  public static final int ContentSequence = 0x0040A730;
  public static final int ExtendedOffsetTable = 0x7FE00001;
  public static final int FloatPixelData = 0x7FE00008;
  public static final int PixelData = 0x7FE00010;
  public static final int DataSetTrailingPadding = 0xFFFCFFFC;
  public static final int Item = 0xFFFEE000;
  public static final int ItemDelimitationItem = 0xFFFEE00D;
  public static final int SequenceDelimitationItem = 0xFFFEE0DD;

  private static final int CREATOR_FIRST = 0x10;
  private static final int CREATOR_LAST = 0xFF;

  private Tag() {}

  /// The group number, the upper half.
  public static int group(int tag) {
    return tag >>> 16;
  }

  /// The element number, the lower half.
  public static int element(int tag) {
    return tag & 0xFFFF;
  }

  /// Whether the group is odd, PS3.5 section 7.8.
  public static boolean isPrivate(int tag) {
    return (tag & 0x10000) != 0;
  }

  /// Whether the element reserves a block for a private creator, `(gggg,0010-00FF)`.
  public static boolean isPrivateCreator(int tag) {
    return isPrivate(tag) && element(tag) >= CREATOR_FIRST && element(tag) <= CREATOR_LAST;
  }

  /// The creator element that a private element's block belongs to, `(gggg,00bb)` for
  /// `(gggg,bbee)`.
  public static int creatorOf(int tag) {
    return (tag & 0xFFFF0000) | (element(tag) >>> 8);
  }

  /// Whether the element holds the length of its group, `(gggg,0000)`.
  public static boolean isGroupLength(int tag) {
    return element(tag) == 0;
  }

  /// The tag as the standard prints it: `(0010,0020)`.
  public static String format(int tag) {
    return String.format(Locale.ROOT, "(%04X,%04X)", group(tag), element(tag));
  }

  /// The tag as the JSON and XML models print it: `00100020`.
  public static String hex(int tag) {
    return String.format(Locale.ROOT, "%08X", tag);
  }

  /// Reads `(0010,0020)`, `0010,0020`, `00100020` or a keyword.
  public static Optional<Integer> parse(String text) {
    String digits = text.replaceAll("[(), ]", "");
    if (digits.length() == 8 && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      return Optional.of(Integer.parseUnsignedInt(digits, 16));
    }
    return Dictionary.find(text).map(DictionaryEntry::tag);
  }
}
