package org.tessera.etl.deidentify;

import java.io.ByteArrayOutputStream;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.TransferSyntax;

/// A file's bytes, and those of its data set inflated, so that nothing hides in a deflate stream.
final class InflatedBytes {
  private InflatedBytes() {}

  static byte[] of(DicomFile file, byte[] bytes) {
    if (!file.transferSyntax().isDeflated()) {
      return bytes;
    }
    var all = new ByteArrayOutputStream();
    all.writeBytes(bytes);
    all.writeBytes(
        DicomWriter.bytes(file.withTransferSyntax(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
    return all.toByteArray();
  }
}
