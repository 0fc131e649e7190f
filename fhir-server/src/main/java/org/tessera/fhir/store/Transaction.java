package org.tessera.fhir.store;

import java.util.List;

/// Writes that become visible together or not at all.
///
/// @param owner who may change these resources later: `rest`, or `study:<name>` for what a delivery
///   brought
/// @param writes at most one per resource
public record Transaction(String owner, List<Write> writes) {}
