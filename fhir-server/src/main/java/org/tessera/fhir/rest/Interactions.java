package org.tessera.fhir.rest;

import org.tessera.fhir.store.ResourceStore;

/// What the providers of all types share.
record Interactions(
    ResourceStore store,
    ResourceFormat format,
    SearchInteraction search,
    HistoryInteraction history,
    ConditionalCreate conditional) {}
