package org.tessera.catalog.search;

import java.util.List;
import java.util.function.BiConsumer;
import org.apache.lucene.util.FixedBitSet;

/// Patients of one searcher, a set of documents a segment. Never changed once it is made.
record PatientSet(List<FixedBitSet> segments) {
  PatientSet and(PatientSet other) {
    return with(other, FixedBitSet::and);
  }

  PatientSet or(PatientSet other) {
    return with(other, FixedBitSet::or);
  }

  PatientSet without(PatientSet other) {
    return with(other, FixedBitSet::andNot);
  }

  long count() {
    return segments.stream().mapToLong(FixedBitSet::cardinality).sum();
  }

  private PatientSet with(PatientSet other, BiConsumer<FixedBitSet, FixedBitSet> merge) {
    FixedBitSet[] merged = new FixedBitSet[segments.size()];
    for (int i = 0; i < merged.length; i++) {
      merged[i] = segments.get(i).clone();
      merge.accept(merged[i], other.segments.get(i));
    }
    return new PatientSet(List.of(merged));
  }
}
