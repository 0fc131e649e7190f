package org.tessera.dicom;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file of PS3.10, or a bare data set: what stands in it and how it was laid out. Immutable.
public final class DicomFile implements Reading {
  /// Names this library as the writer, PS3.7 annex D.3.3.2; derived from a UUID (PS3.5 annex B.2).
  public static final String IMPLEMENTATION_CLASS_UID =
      "2.25.206310172466412703482357310546174410561";

  /// The version name written beside it.
  public static final String IMPLEMENTATION_VERSION_NAME = "TESSERA_0_1";

  private final Layout layout;
  private final DataSet meta;
  private final DataSet dataSet;
  private final TransferSyntax transferSyntax;
  private final List<Irregularity> irregularities;

  /// What surrounds the two data sets.
  ///
  /// @param preamble all before the file meta information: 128 bytes and `DICM`, or less
  /// @param metaEncoding of the file meta information; only odd files have another than the
  ///   standard's
  /// @param trailing what follows the data set
  /// @param deflated the compressed data set as it stood
  /// @param read how the data set was encoded when it was read
  /// @param headerOnly whether reading stopped before the pixels
  record Layout(
      Span preamble,
      Encoding metaEncoding,
      Value trailing,
      @Nullable Value deflated,
      @Nullable Encoding read,
      boolean headerOnly) {
    static Layout made() {
      byte[] preamble = new byte[132];
      System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, preamble, 128, 4);
      return new Layout(
          new Span(preamble, 0, 132),
          Encoding.EXPLICIT_LITTLE,
          new Value(Span.EMPTY.array(), 0, 0),
          null,
          null,
          false);
    }
  }

  DicomFile(Layout layout, DataSet meta, DataSet dataSet, How how) {
    this.layout = layout;
    this.meta = meta;
    this.dataSet = dataSet;
    this.transferSyntax = how.transferSyntax;
    this.irregularities = how.irregularities;
  }

  record How(TransferSyntax transferSyntax, List<Irregularity> irregularities) {}

  /// A new file of a data set, with the file meta information that belongs to it.
  public static DicomFile of(DataSet dataSet, TransferSyntax transferSyntax) {
    return new DicomFile(
        Layout.made(),
        metaFor(dataSet, transferSyntax),
        dataSet,
        new How(transferSyntax, List.of()));
  }

  private static DataSet metaFor(DataSet dataSet, TransferSyntax transferSyntax) {
    return DataSet.EMPTY
        .edit()
        .put(ValueElement.of(Tag.FileMetaInformationGroupLength, Vr.UL, new byte[4]))
        .put(ValueElement.of(Tag.FileMetaInformationVersion, Vr.OB, new byte[] {0, 1}))
        .put(uid(Tag.MediaStorageSOPClassUID, dataSet.string(Tag.SOPClassUID).orElse("")))
        .put(uid(Tag.MediaStorageSOPInstanceUID, dataSet.string(Tag.SOPInstanceUID).orElse("")))
        .put(Tag.TransferSyntaxUID, Vr.UI, transferSyntax.uid())
        .put(Tag.ImplementationClassUID, Vr.UI, IMPLEMENTATION_CLASS_UID)
        .put(Tag.ImplementationVersionName, Vr.SH, IMPLEMENTATION_VERSION_NAME)
        .build();
  }

  /// UIDs of damaged files are taken as they are.
  private static ValueElement uid(int tag, String uid) {
    return ValueElement.of(tag, Vr.UI, uid.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The file with another data set; the file meta information follows its SOP class and instance,
  /// all else of it, the preamble and trailing bytes stay.
  public DicomFile withDataSet(DataSet changed) {
    DataSetEdit edit = meta.edit();
    follow(edit, Tag.MediaStorageSOPClassUID, changed.string(Tag.SOPClassUID));
    follow(edit, Tag.MediaStorageSOPInstanceUID, changed.string(Tag.SOPInstanceUID));
    return new DicomFile(layout, edit.build(), changed, how(transferSyntax));
  }

  private void follow(DataSetEdit edit, int tag, Optional<String> uid) {
    if (meta.contains(tag) && uid.isPresent() && !uid.equals(meta.string(tag))) {
      edit.put(uid(tag, uid.get()));
    }
  }

  /// The file with new file meta information and preamble and no trailing bytes: nothing of the
  /// original's remains outside the data set.
  public DicomFile withFreshMeta() {
    Layout made = Layout.made();
    var fresh =
        new Layout(
            made.preamble,
            made.metaEncoding,
            made.trailing,
            layout.deflated,
            layout.read,
            layout.headerOnly);
    return new DicomFile(fresh, metaFor(dataSet, transferSyntax), dataSet, how(transferSyntax));
  }

  /// The file in another transfer syntax; pixel data is neither compressed nor decompressed.
  ///
  /// @throws IllegalArgumentException when pixel data is encapsulated in the one and native in the
  ///   other
  public DicomFile withTransferSyntax(TransferSyntax other) {
    boolean encapsulated = dataSet.find(Tag.PixelData) instanceof EncapsulatedElement;
    boolean pixels = encapsulated || dataSet.contains(Tag.PixelData);
    if (pixels && encapsulated != other.isEncapsulated()) {
      throw new IllegalArgumentException("pixel data would have to be recoded for " + other);
    }
    DataSet changed = meta.edit().put(Tag.TransferSyntaxUID, Vr.UI, other.uid()).build();
    return new DicomFile(layout, changed, dataSet, how(other));
  }

  private How how(TransferSyntax syntax) {
    return new How(syntax, irregularities);
  }

  /// Group 0002, empty for a bare data set (PS3.10 section 7.1).
  public DataSet meta() {
    return meta;
  }

  /// The data set proper.
  public DataSet dataSet() {
    return dataSet;
  }

  /// How the data set is encoded; for files that do not say or say it wrong, as it was found to be.
  public TransferSyntax transferSyntax() {
    return transferSyntax;
  }

  /// What the standard forbids and was read in spite of it.
  public List<Irregularity> irregularities() {
    return irregularities;
  }

  /// Whether reading stopped before the pixels; such a file cannot be written whole.
  public boolean isHeaderOnly() {
    return layout.headerOnly;
  }

  /// The 128 bytes before `DICM`, which may hold anything; empty when there are none.
  public byte[] preamble() {
    Span span = layout.preamble;
    return java.util.Arrays.copyOfRange(
        span.array(), span.start(), span.start() + Math.min(span.length(), 128));
  }

  /// Bytes after the data set that belong to nothing.
  public Value trailing() {
    return layout.trailing;
  }

  Layout layout() {
    return layout;
  }
}
