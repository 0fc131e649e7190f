package org.tessera.dicom.net;

import java.nio.file.Path;
import org.tessera.dicom.DicomFile;

/// An instance that arrived whole.
///
/// @param file of PS3.10; belongs to the receiver until it returns, and is removed then unless it
///   was moved away
/// @param header what stands before the pixels; its class and instance are those the sender told
/// @param bytes of the file
public record ReceivedInstance(Caller caller, Path file, DicomFile header, long bytes) {}
