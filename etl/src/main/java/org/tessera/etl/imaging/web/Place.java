package org.tessera.etl.imaging.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerMapping;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.Instance;

/// Where an address of DICOMweb leads.
///
/// @param study the research study
/// @param uid the imaging study; empty, as are `series` and `instance`, where the path does not
///   name one
record Place(String study, String uid, String series, String instance) {
  static Place of(HttpServletRequest request) {
    return new Place(
        part(request, "study"),
        part(request, "uid"),
        part(request, "series"),
        part(request, "instance"));
  }

  private static String part(HttpServletRequest request, String name) {
    Object parts = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    return parts instanceof Map<?, ?> map && map.get(name) instanceof String text ? text : "";
  }

  /// The instances there that may be used: at least one.
  ///
  /// @throws ResponseStatusException 404 when there are none
  List<Instance> kept(ImageIntake images) {
    List<Instance> kept = find(images);
    if (kept.isEmpty()) {
      throw missing();
    }
    return kept;
  }

  /// The instance the address names.
  Instance one(ImageIntake images) {
    return kept(images).getFirst();
  }

  private List<Instance> find(ImageIntake images) {
    if (!instance.isEmpty()) {
      return images
          .journal()
          .usableInstance(study, instance)
          .filter(one -> one.studyUid().equals(uid) && one.seriesUid().equals(series))
          .map(List::of)
          .orElse(List.of());
    }
    return series.isEmpty()
        ? images.journal().usable(study, uid)
        : images.journal().usable(study, uid, series);
  }

  static ResponseStatusException missing() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
