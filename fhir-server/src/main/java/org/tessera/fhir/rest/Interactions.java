package org.tessera.fhir.rest;

/// One object for each thing FHIR's REST interface can do; [Router] chooses among them.
record Interactions(
    ReadInteraction read,
    CreateInteraction create,
    UpdateInteraction update,
    PatchInteraction patch,
    DeleteInteraction delete,
    HistoryInteraction history,
    SearchInteraction search,
    BundleInteraction bundle,
    OperationInteraction operation,
    CapabilityInteraction capabilities) {}
