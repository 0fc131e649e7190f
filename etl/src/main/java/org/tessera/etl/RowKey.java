package org.tessera.etl;

/// What tells a row of a patient from the others.
record RowKey(String form, String key) {}
