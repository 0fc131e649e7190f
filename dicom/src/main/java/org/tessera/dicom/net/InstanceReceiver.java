package org.tessera.dicom.net;

import java.io.IOException;

/// Takes over what is sent. Called by several associations at once, by each of them one instance
/// after the other.
public interface InstanceReceiver {
  /// Whether this is the AE title of somebody here; an association that calls another is rejected.
  default boolean answersTo(String calledTitle) {
    return true;
  }

  /// Takes an instance over; what it answers is what the sender is told, so it must be safe on disk
  /// before this says that it is stored.
  ///
  /// @throws IOException when there is no room or the disk fails; the sender is told so
  StoreStatus receive(ReceivedInstance instance) throws IOException;

  /// Tells that nothing more comes over this association.
  ///
  /// @param released whether the sender ended it orderly
  default void ended(Caller caller, boolean released) {}
}
