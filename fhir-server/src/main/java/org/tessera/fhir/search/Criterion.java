package org.tessera.fhir.search;

/// One condition of a search; all conditions of a query must hold.
@FunctionalInterface
interface Criterion {
  /// A boolean SQL expression over `r` (fhir.res) and `x` (fhir.ix).
  SqlText sql();
}
