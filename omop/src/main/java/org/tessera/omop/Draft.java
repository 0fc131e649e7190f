package org.tessera.omop;

import java.util.ArrayList;
import java.util.List;
import org.tessera.mappings.ResourceSource;
import org.tessera.mappings.Scope;
import tools.jackson.databind.node.ObjectNode;

/// One resource as its rules read it, and the rows they make of it.
final class Draft implements ResourceSource {
  final Projected.Key key;
  final long person;
  final long visit;
  final int typeConcept;
  final List<CdmRow> rows = new ArrayList<>(2);
  final List<Projected.Unmapped> unmapped = new ArrayList<>(0);
  final List<Projected.EpisodePart> parts = new ArrayList<>(0);
  final List<Projected.ImageLink> images = new ArrayList<>(0);

  /// Why a fact got no row: the resource's reason if none of its facts got one.
  String reason = "nothing OMOP keeps";

  private final ObjectNode resource;

  Draft(Projected.Key key, ObjectNode resource, long person, long visit, int typeConcept) {
    this.key = key;
    this.resource = resource;
    this.person = person;
    this.visit = visit;
    this.typeConcept = typeConcept;
  }

  /// The draft a rule of this house is applied to.
  static Draft of(Scope scope) {
    if (scope.source() instanceof Draft draft) {
      return draft;
    }
    throw new IllegalArgumentException("no draft is read here");
  }

  @Override
  public ObjectNode resource() {
    return resource;
  }

  long firstRow() {
    return rows.isEmpty() ? 0 : rows.getFirst().id();
  }

  void unmapped(CdmTable table, String column, Concepts.Found found) {
    unmapped.add(
        new Projected.Unmapped(
            table.name(), column, found.system(), found.code(), found.sourceValue()));
  }
}
