package org.tessera.etl.imaging.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.TransferSyntax;
import org.tessera.etl.imaging.Instance;

/// The transfer syntax a caller asks for (PS3.18 section 8.7.3). Nothing is decompressed: an
/// instance comes as it is kept, and a native one also in explicit little endian.
final class WantedSyntax {
  private static final Pattern PARAMETER =
      Pattern.compile("transfer-syntax=\"?([0-9.]{1,64}|\\*)\"?");
  private static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();

  private WantedSyntax() {}

  /// Empty when any will do.
  static Optional<String> of(String accept) {
    Matcher asked = PARAMETER.matcher(accept);
    return asked.find()
        ? Optional.of(asked.group(1)).filter(uid -> !uid.equals("*"))
        : Optional.empty();
  }

  static boolean canGive(Instance instance, String wanted) {
    String kept = instance.attribute("TransferSyntaxUID");
    return kept.equals(wanted)
        || (wanted.equals(EXPLICIT)
            && TransferSyntax.find(kept).filter(syntax -> !syntax.isEncapsulated()).isPresent());
  }

  static DicomFile in(DicomFile file, Optional<String> wanted) {
    boolean asIs = wanted.isEmpty() || wanted.get().equals(file.transferSyntax().uid());
    return asIs ? file : file.withTransferSyntax(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }
}
