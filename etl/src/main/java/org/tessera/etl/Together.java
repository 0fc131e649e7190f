package org.tessera.etl;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.mappings.Study;

/// Deliveries of a study whose rows become current together: one that is loaded, or all that are
/// read again.
///
/// @param first in whose name the work is shown, and what belongs to no row is counted
record Together(Loading first, Map<Long, Loading> byDelivery) {
  static Together of(List<Loading> loadings) {
    return new Together(
        loadings.stream().min(Comparator.comparingLong(each -> each.delivery().id())).orElseThrow(),
        loadings.stream()
            .collect(Collectors.toMap(each -> each.delivery().id(), Function.identity())));
  }

  /// The same by another definition of the study.
  Together by(Study study) {
    var other = new Loading(first.delivery(), study, first.pseudonymizer(), first.meter());
    return new Together(other, byDelivery);
  }

  Study study() {
    return first.study();
  }

  Pseudonymizer pseudonymizer() {
    return first.pseudonymizer();
  }

  ProgressMeter meter() {
    return first.meter();
  }

  ApartValues apart() {
    return first.apart();
  }

  boolean dry() {
    return first.delivery().dry();
  }

  boolean replay() {
    return first.delivery().replay();
  }

  Long[] ids() {
    return byDelivery.keySet().toArray(Long[]::new);
  }

  Loading of(long delivery) {
    return byDelivery.getOrDefault(delivery, first);
  }

  /// When it was recorded what a row says: when it came, or what had its patient mapped again.
  Instant recorded(HeldRow row) {
    return of(row.delivery()).delivery().receivedAt();
  }

  String owner() {
    return "study:" + pseudonymizer().context(study().name());
  }
}
