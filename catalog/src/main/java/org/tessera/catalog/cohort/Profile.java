package org.tessera.catalog.cohort;

import java.util.List;
import org.tessera.catalog.Collection;
import org.tessera.catalog.Count;
import org.tessera.catalog.DataVersion;

/// What the patients of a collection are like.
///
/// @param charts the patients by value, an attribute each
/// @param crossed the patients by age and sex
public record Profile(
    DataVersion version,
    Collection collection,
    Count studies,
    Count series,
    List<CohortAnswer.Chart> charts,
    CohortAnswer.Crossed crossed) {
  /// The share of patients of whom an attribute is recorded, in steps of 5 %, from told numbers.
  public int completeness(CohortAnswer.Chart chart) {
    long all = collection.patients().size();
    return all == 0 ? 0 : (int) Math.min(100, Math.round(chart.recorded().size() * 20.0 / all) * 5);
  }
}
