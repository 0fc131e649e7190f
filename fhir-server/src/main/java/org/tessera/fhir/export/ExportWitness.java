package org.tessera.fhir.export;

/// Is told when an export ends, for the audit trail.
@FunctionalInterface
public interface ExportWitness {
  /// An export ended.
  ///
  /// @param caller who asked for it
  /// @param what which export: its level, its types and its id, no patient
  /// @param outcome how it ended
  void ended(String caller, String what, String outcome);
}
