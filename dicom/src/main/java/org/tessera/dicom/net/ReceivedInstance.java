package org.tessera.dicom.net;

import java.nio.file.Path;
import java.util.Optional;

/// An instance that arrived whole.
///
/// @param file of PS3.10; belongs to the receiver until it returns, and is removed then unless it
///   was moved away
/// @param mover the AE title that had it sent here by C-MOVE, as the sender says
public record ReceivedInstance(
    Caller caller, Path file, InstanceReference instance, Optional<String> mover) {}
