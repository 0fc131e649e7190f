package org.tessera.mappings;

import java.util.List;

/// What the tests of coherence make of a patient.
///
/// @param accepted the record without the cells an error blames and the rows that cannot stay
/// @param rejections every finding, errors and warnings
/// @param dropped the rows that are out, each because a mandatory cell was blamed
public record Judgement(PatientRecord accepted, List<Rejection> rejections, List<Row> dropped) {}
