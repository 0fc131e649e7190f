package org.tessera.etl.deidentify;

import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DicomFile;

/// What came of a file.
public sealed interface Outcome {
  /// Where an instance belongs, by its new names.
  ///
  /// @param patient the pseudonym; empty when the file names no patient
  record Placement(String patient, String study, String series, String instance) {}

  /// De-identified.
  ///
  /// @param remarks what a person should know of it, such as that a face may be rebuilt
  record Cleared(DicomFile file, Placement placement, List<String> remarks) implements Outcome {}

  /// The attributes are de-identified, the picture may still show who it is: a person must look.
  record Held(DicomFile file, Placement placement, List<String> reasons) implements Outcome {}

  /// Nothing can be done with it.
  record Refused(String reason) implements Outcome {}

  /// Where it belongs; refused files belong nowhere.
  default Optional<Placement> place() {
    return switch (this) {
      case Cleared cleared -> Optional.of(cleared.placement());
      case Held held -> Optional.of(held.placement());
      case Refused _ -> Optional.empty();
    };
  }
}
