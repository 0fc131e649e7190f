package org.tessera.fhir.packages;

/// Something that keeps a package out.
///
/// @param file within the package, or the file itself
/// @param message what is wrong, without a full stop
/// @param remedy what to do about it, without a full stop
record Flaw(String file, String message, String remedy) {
  @Override
  public String toString() {
    return file + ": " + message + ". " + remedy;
  }
}
