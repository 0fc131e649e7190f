package org.tessera.omop;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The rows of one resource while its rules run.
final class Draft {
  final Projected.Key key;
  final ObjectNode resource;
  final long person;
  final long visit;
  final int typeConcept;
  final List<CdmRow> rows = new ArrayList<>(2);
  final List<Projected.Unmapped> unmapped = new ArrayList<>(0);
  final List<Projected.EpisodePart> parts = new ArrayList<>(0);

  /// Why a fact got no row: the resource's reason if none of its facts got one.
  String reason = "nothing OMOP keeps";

  Draft(Projected.Key key, ObjectNode resource, long person, long visit, int typeConcept) {
    this.key = key;
    this.resource = resource;
    this.person = person;
    this.visit = visit;
    this.typeConcept = typeConcept;
  }

  long firstRow() {
    return rows.isEmpty() ? 0 : rows.getFirst().id();
  }
}
