package org.tessera.mappings;

/// Where the row stands that a column names: `Diagnosis.diagnosis_no`.
record Reference(String form, String column) {}
