package org.tessera.etl;

import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.mappings.Study;

/// What the stages of one try share.
record Loading(
    Delivery delivery, Study study, Pseudonymizer pseudonymizer, Tally tally, ProgressMeter meter) {
  String owner() {
    return "study:" + pseudonymizer.context(study.name());
  }
}
