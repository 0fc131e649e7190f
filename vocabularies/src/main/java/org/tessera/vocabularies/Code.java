package org.tessera.vocabularies;

/// A code and the system that gives it its meaning (FHIR `Coding.system`, `Coding.code`).
public record Code(String system, String value) {}
