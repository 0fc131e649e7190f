package org.tessera.omop.athena;

/// What is wrong with a bundle, and where.
///
/// @param line from 1, the header; 0 for the file as a whole
public record Problem(String file, long line, String message, String remedy) {
  @Override
  public String toString() {
    return "%s%s: %s. %s".formatted(file, line == 0 ? "" : " line " + line, message, remedy);
  }
}
