package org.tessera.dicom.net;

import java.io.IOException;
import java.util.Optional;

/// Answers whether instances are kept for good, PS3.4 annex J.
public interface CommitmentKeeper {
  /// Whether this instance is safe here and will be found again.
  ///
  /// @throws IOException when that cannot be told; the answer is then that it is not
  boolean keeps(InstanceReference instance) throws IOException;

  /// Where the answer goes when it is to be brought over an association of its own; without one it
  /// is given over the asking one.
  ///
  /// @param callingTitle the AE title of the one that asks
  default Optional<RemotePeer> answersGoTo(String callingTitle) {
    return Optional.empty();
  }
}
