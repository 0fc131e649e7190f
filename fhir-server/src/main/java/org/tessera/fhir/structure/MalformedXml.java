package org.tessera.fhir.structure;

/// A text that is no FHIR resource in XML; the message says where.
public final class MalformedXml extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedXml(String message, int line, int column) {
    super(message + " (line " + line + ", column " + column + ")");
  }
}
