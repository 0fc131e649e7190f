package org.tessera.dicom.net;

import java.util.Set;
import java.util.stream.Collectors;
import org.tessera.dicom.KnownUid;
import org.tessera.dicom.TransferSyntax;

/// Which SOP classes belong to which service, as the standard's table of UIDs tells.
final class ServiceClasses {
  static final String VERIFICATION = "1.2.840.10008.1.1";
  static final String STORAGE_COMMITMENT = "1.2.840.10008.1.20.1";
  static final String STORAGE_COMMITMENT_INSTANCE = "1.2.840.10008.1.20.1.1";
  static final String STUDY_ROOT_FIND = "1.2.840.10008.5.1.4.1.2.2.1";
  static final String STUDY_ROOT_MOVE = "1.2.840.10008.5.1.4.1.2.2.2";

  private static final String STANDARD_ROOT = "1.2.840.10008.";
  private static final String STANDARD_STORAGE = "1.2.840.10008.5.1.4.1.1.";

  /// By keyword, for names tell services apart where numbers do not.
  private static final Set<String> STORAGE =
      KnownUid.all().stream()
          .filter(uid -> uid.type().equals("SOP Class"))
          .filter(uid -> uid.keyword().contains("Storage"))
          .filter(uid -> !uid.keyword().startsWith("StorageCommitment"))
          .filter(uid -> !uid.keyword().equals("MediaStorageDirectoryStorage"))
          .map(KnownUid::uid)
          .collect(Collectors.toUnmodifiableSet());

  private ServiceClasses() {}

  /// Whether instances of this class can be stored: the standard's, newer ones of its storage
  /// branch, and private ones of makers, which nothing but storing is done with.
  static boolean isStorage(String sopClass) {
    return STORAGE.contains(sopClass)
        || sopClass.startsWith(STANDARD_STORAGE)
        || (KnownUid.isUid(sopClass) && !sopClass.startsWith(STANDARD_ROOT));
  }

  /// The first of these transfer syntaxes that can be read, or none: the sender names first what
  /// costs it least.
  static java.util.Optional<String> choose(java.util.List<String> transferSyntaxes) {
    return transferSyntaxes.stream()
        .filter(syntax -> TransferSyntax.find(syntax).isPresent())
        .findFirst();
  }
}
