package org.tessera.mappings;

/// One thing that is wrong with a rule file, said so that its author can mend it.
///
/// @param file path below the rules' folder
/// @param line counted from 1
public record Problem(String file, int line, String message, String remedy) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + message + (remedy.isEmpty() ? "" : " (" + remedy + ")");
  }
}
