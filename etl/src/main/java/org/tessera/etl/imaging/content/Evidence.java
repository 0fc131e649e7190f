package org.tessera.etl.imaging.content;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Tag;
import tools.jackson.databind.node.ArrayNode;

/// In which study and series the images stand that a Structured Report names: its evidence
/// sequences (PS3.3 C.17.2), and the study it belongs to.
final class Evidence {
  private static final List<Integer> SEQUENCES = List.of(0x0040A375, 0x0040A385);
  private static final int REFERENCED_SERIES = 0x00081115;
  private static final int REFERENCED_INSTANCES = 0x00081199;
  private static final int REFERENCED_INSTANCE = 0x00081155;

  private final Surroundings around;
  private final Map<String, Place> byInstance = new HashMap<>();
  private final Map<String, Place> bySeries = new HashMap<>();
  private final Set<Place> named = new LinkedHashSet<>();

  /// A series of a study.
  record Place(String study, String series) {}

  Evidence(DataSet report, Surroundings around) {
    this.around = around;
    around
        .seriesByInstance()
        .forEach((uid, series) -> {
          byInstance.put(uid, new Place(around.study(), series));
          bySeries.put(series, new Place(around.study(), series));
        });
    for (int sequence : SEQUENCES) {
      for (DataSet study : report.sequence(sequence)) {
        String uid = study.string(Tag.StudyInstanceUID).orElse("");
        if (uid.equals(around.study()) || around.known().test(uid)) {
          study.sequence(REFERENCED_SERIES).forEach(series -> add(uid, series));
        }
      }
    }
  }

  private void add(String study, DataSet series) {
    var place = new Place(study, series.string(Tag.SeriesInstanceUID).orElse(""));
    if (place.series.isEmpty()) {
      return;
    }
    bySeries.putIfAbsent(place.series, place);
    named.add(place);
    for (DataSet instance : series.sequence(REFERENCED_INSTANCES)) {
      instance.string(REFERENCED_INSTANCE).ifPresent(uid -> byInstance.putIfAbsent(uid, place));
    }
  }

  Optional<Place> series(String uid) {
    return Optional.ofNullable(bySeries.get(uid));
  }

  /// The series of the images that a content item names.
  Set<Place> images(DataSet item) {
    Set<Place> places = new LinkedHashSet<>();
    for (DataSet instance : item.sequence(REFERENCED_INSTANCES)) {
      instance.string(REFERENCED_INSTANCE).map(byInstance::get).ifPresent(places::add);
    }
    return places;
  }

  /// Writes places down, the study by its key. Where none is told and the whole report is on one
  /// series, it is that.
  void write(Set<Place> told, ArrayNode into) {
    for (Place place : told.isEmpty() && named.size() == 1 ? named : told) {
      into.addObject()
          .put("study", around.digest().apply(place.study))
          .put("series", "urn:oid:" + place.series);
    }
  }
}
