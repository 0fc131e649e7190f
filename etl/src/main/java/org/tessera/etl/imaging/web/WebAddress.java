package org.tessera.etl.imaging.web;

import jakarta.servlet.http.HttpServletRequest;
import org.tessera.etl.imaging.Instance;
import org.tessera.etl.imaging.InstanceSearch.Level;

/// Addresses of a node's DICOMweb, as the caller reaches it.
final class WebAddress {
  private WebAddress() {}

  /// The base for a research study.
  static String base(HttpServletRequest request, String study) {
    String all = request.getRequestURL().toString();
    int at = all.indexOf("/dicomweb/");
    return (at < 0 ? "" : all.substring(0, at)) + "/dicomweb/" + study;
  }

  static String of(String base, Instance instance, Level level) {
    String study = base + "/studies/" + instance.studyUid();
    return switch (level) {
      case STUDY -> study;
      case SERIES -> study + "/series/" + instance.seriesUid();
      case INSTANCE -> study + "/series/" + instance.seriesUid() + "/instances/" + instance.uid();
    };
  }
}
