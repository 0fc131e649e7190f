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
    CohortAnswer.Crossed crossed) {}
