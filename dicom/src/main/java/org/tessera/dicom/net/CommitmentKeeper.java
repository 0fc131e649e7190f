package org.tessera.dicom.net;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers whether instances are kept for good, PS3.4 annex J.
@FunctionalInterface
public interface CommitmentKeeper {
  /// Which of these instances are safe here and will be found again. It may wait for what is still
  /// being taken in; the asker waits with it.
  ///
  /// @throws IOException when that cannot be told; the answer is then that none is
  Set<InstanceReference> kept(Caller asker, List<InstanceReference> instances) throws IOException;

  /// Where the answer goes when it is to be brought over an association of its own; without one it
  /// is given over the asking one.
  default Optional<RemotePeer> answersGoTo(Caller asker) {
    return Optional.empty();
  }
}
