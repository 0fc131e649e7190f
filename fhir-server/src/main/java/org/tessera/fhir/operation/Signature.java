package org.tessera.fhir.operation;

import java.util.List;
import java.util.Set;

/// How an operation is called.
///
/// @param name without the `$`
/// @param types the resource types it is called on; empty for all of them
/// @param affectsState whether it changes anything: then it is called by POST alone
/// @param definition canonical address of its OperationDefinition
public record Signature(
    String name, Set<Level> levels, List<String> types, boolean affectsState, String definition) {
  /// On what an operation is called.
  public enum Level {
    SYSTEM,
    TYPE,
    INSTANCE
  }

  /// An operation of the standard that changes nothing.
  public static Signature reading(String name, Set<Level> levels, List<String> types, String id) {
    return new Signature(
        name, levels, types, false, "http://hl7.org/fhir/OperationDefinition/" + id);
  }

  /// An operation of the standard that writes.
  public static Signature writing(String name, Set<Level> levels, List<String> types, String id) {
    return new Signature(
        name, levels, types, true, "http://hl7.org/fhir/OperationDefinition/" + id);
  }

  /// Whether it can be called on a type, or, with an empty type, on the system.
  boolean isServed(Level level, String type) {
    return levels.contains(level)
        && (level == Level.SYSTEM || types.isEmpty() || types.contains(type));
  }
}
