package org.tessera.etl;

import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.mappings.Study;

/// What the stages of one try share.
record Loading(
    Delivery delivery, Study study, Pseudonymizer pseudonymizer, Tally tally, ProgressMeter meter) {
  /// What the delivery's rows hold that may identify somebody.
  ApartValues apart() {
    return new ApartValues(pseudonymizer.cells(), delivery);
  }

  String owner() {
    return "study:" + pseudonymizer.context(study.name());
  }
}
