package org.tessera.etl;

import java.util.ArrayList;
import java.util.List;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.Vr;

/// The directory of a medium, PS3.3 annex F, with no more than the files it names.
final class MediaDirectory {
  private static final int REFERENCED_FILE = 0x00041500;
  private static final int RECORDS = 0x00041220;

  private MediaDirectory() {}

  static byte[] of(String... files) {
    List<DataSet> items = new ArrayList<>();
    for (String file : files) {
      items.add(DataSet.EMPTY.edit().put(REFERENCED_FILE, Vr.CS, file.split("\\\\", -1)).build());
    }
    DataSet root =
        DataSet.EMPTY
            .edit()
            .put(SequenceElement.of(RECORDS, items))
            .put(Tag.SOPClassUID, Vr.UI, "1.2.840.10008.1.3.10")
            .put(Tag.SOPInstanceUID, Vr.UI, "1.2.826.0.1.3680043.9.9002.9")
            .build();
    return DicomWriter.bytes(DicomFile.of(root, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
  }
}
