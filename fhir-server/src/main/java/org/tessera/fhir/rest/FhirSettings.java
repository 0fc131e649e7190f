package org.tessera.fhir.rest;

/// What an operator may choose about writing over REST.
///
/// @param checksReferences refuses references to what is not there and deletions of what is
///   referred to
/// @param cascades allows `_cascade=delete`
/// @param changesStudies allows changing what a study's workbook brought
public record FhirSettings(boolean checksReferences, boolean cascades, boolean changesStudies) {
  /// Sound references, no cascades, workbooks own what they brought.
  public static final FhirSettings DEFAULT = new FhirSettings(true, false, false);
}
