package org.tessera.etl.imaging.content;

import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// What is known of the imaging study that an instance belongs to.
///
/// @param study its UID
/// @param digest a keyed digest, for names of resources
/// @param seriesByInstance the series of each of its instances
/// @param known whether instances of another imaging study are here
public record Surroundings(
    String study,
    UnaryOperator<String> digest,
    Map<String, String> seriesByInstance,
    Predicate<String> known) {}
