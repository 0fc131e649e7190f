package org.tessera.mappings;

import java.util.List;
import java.util.Map;

/// Everything a study's forms currently say of one patient: the unit that is checked and mapped.
///
/// @param patient the pseudonym
/// @param rows accepted rows by form name, in the order of the form's key
public record PatientRecord(String patient, Map<String, List<Row>> rows) {}
