package org.tessera.dicom.net;

/// An instance by name.
public record InstanceReference(String sopClassUid, String sopInstanceUid) {}
