package org.tessera.etl.deidentify;

/// What becomes of an attribute, and which line says so.
///
/// @param source for the report, such as `PS3.15 E.1-1` or `clean-descriptors`
record TagRule(Action action, String source) {}
