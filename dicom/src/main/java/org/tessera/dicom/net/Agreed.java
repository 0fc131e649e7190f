package org.tessera.dicom.net;

/// A presentation context both sides agreed to.
record Agreed(int id, String abstractSyntax, String transferSyntax) {}
