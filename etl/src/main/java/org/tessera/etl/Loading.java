package org.tessera.etl;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.mappings.Study;

/// What the stages of one try of a delivery share.
///
/// @param places where the forms stand in the file, by form name; known once it is read
record Loading(
    Delivery delivery,
    Study study,
    Pseudonymizer pseudonymizer,
    Tally tally,
    ProgressMeter meter,
    Map<String, SheetForm> places) {
  Loading(Delivery delivery, Study study, Pseudonymizer pseudonymizer, ProgressMeter meter) {
    this(delivery, study, pseudonymizer, new Tally(), meter, new LinkedHashMap<>());
  }

  /// What the delivery's rows hold that may identify somebody.
  ApartValues apart() {
    return new ApartValues(pseudonymizer.cells(), delivery);
  }
}
