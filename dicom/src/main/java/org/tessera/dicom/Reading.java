package org.tessera.dicom;

/// What came of reading: a file, or a refusal with its place and reason.
public sealed interface Reading permits DicomFile, Refusal {}
