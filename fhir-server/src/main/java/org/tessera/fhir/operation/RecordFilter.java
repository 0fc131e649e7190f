package org.tessera.fhir.operation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tessera.fhir.store.DateInterval;
import org.tessera.fhir.store.ResourceTypes;

/// What of a patient's record is asked for.
///
/// @param types empty for all
/// @param since the earliest time of the last change
/// @param care the time of care, open on a side that is not limited
record RecordFilter(List<String> types, Optional<Instant> since, Optional<DateInterval> care) {
  static RecordFilter of(Inputs inputs) {
    List<String> types = inputs.list("_type");
    for (String type : types) {
      if (!ResourceTypes.isKnown(type)) {
        throw OperationFailure.invalid("_type names a type that FHIR R4 does not have");
      }
    }
    Optional<Instant> since =
        interval(inputs, "_since").map(it -> Instant.EPOCH.plusNanos(1000 * it.lo()));
    Optional<DateInterval> start = interval(inputs, "start");
    Optional<DateInterval> end = interval(inputs, "end");
    Optional<DateInterval> care =
        start.isEmpty() && end.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new DateInterval(
                    start.map(DateInterval::lo).orElse(DateInterval.PAST),
                    end.map(DateInterval::hi).orElse(DateInterval.FUTURE)));
    return new RecordFilter(types, since, care);
  }

  /// The same without what limits the answer: what was left out still says what is referred to.
  RecordFilter unlimited() {
    return new RecordFilter(List.of(), Optional.empty(), care);
  }

  private static Optional<DateInterval> interval(Inputs inputs, String name) {
    return inputs
        .text(name)
        .map(text ->
            DateInterval.parse(text.replace(' ', '+'))
                .orElseThrow(() ->
                    OperationFailure.invalid(
                        name + " takes a date or a time such as 2020-02-03T10:00:00Z")));
  }
}
