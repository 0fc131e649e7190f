package org.tessera.dicom.net;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Small made-up instances.
final class Instances {
  static final String CT = "1.2.840.10008.5.1.4.1.1.2";

  private Instances() {}

  static DataSet dataSet(String sopClass, String sopInstance, int pixelBytes) {
    byte[] pixels = new byte[pixelBytes];
    new Random(pixelBytes).nextBytes(pixels);
    return DataSet.EMPTY
        .edit()
        .put(Tag.SOPClassUID, Vr.UI, sopClass)
        .put(Tag.SOPInstanceUID, Vr.UI, sopInstance)
        .put(Tag.PatientName, Vr.PN, "Sorglos^Susi")
        .put(Tag.PatientID, Vr.LO, "4711")
        .put(Tag.StudyInstanceUID, Vr.UI, "2.25.11")
        .put(Tag.SeriesInstanceUID, Vr.UI, "2.25.12")
        .put(ValueElement.of(Tag.PixelData, Vr.OW, pixels))
        .build();
  }

  static Path write(Path folder, int number, TransferSyntax syntax) throws IOException {
    return write(folder.resolve("instance" + number + ".dcm"), CT, "2.25.1000" + number, syntax);
  }

  static Path write(Path file, String sopClass, String sopInstance, TransferSyntax syntax)
      throws IOException {
    DicomWriter.write(DicomFile.of(dataSet(sopClass, sopInstance, 100_000), syntax), file);
    return file;
  }
}
