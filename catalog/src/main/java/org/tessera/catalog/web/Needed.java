package org.tessera.catalog.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.ui.Model;
import org.tessera.catalog.Count;
import org.tessera.catalog.cohort.SampleSize;

/// Whether a cohort is large enough for what somebody wants to measure.
final class Needed {
  private static final String AREA = "area";

  private final HttpServletRequest request;

  Needed(HttpServletRequest request) {
    this.request = request;
  }

  /// Puts the form's numbers into the page, and the sentence when the form was sent.
  void tell(Count patients, Model model) {
    boolean sent = request.getParameter("measure") != null;
    String measure = AREA.equals(request.getParameter("measure")) ? AREA : "share";
    double expected = number("expected", 0.9);
    double half = number("half", 0.05);
    double controls = number("controls", 1);
    model.addAttribute("measure", measure);
    model.addAttribute("expected", expected);
    model.addAttribute("half", half);
    model.addAttribute("controls", controls);
    if (sent) {
      int needed =
          measure.equals(AREA)
              ? SampleSize.ofArea(expected, half, controls)
              : SampleSize.ofProportion(expected, half);
      model.addAttribute("enough", sentence(needed, patients));
    }
  }

  private static String sentence(int needed, Count patients) {
    if (needed == 0) {
      return "Expected values and intervals lie between 0 and 1; an area is 0.5 or more.";
    }
    String start =
        "%,d patients with the condition are needed; these are %s".formatted(needed, patients);
    if (!(patients instanceof Count.Told told)) {
      return start
          + (needed <= Count.SMALLEST_TOLD
              ? ": it cannot be told whether that is enough."
              : ": not enough.");
    }
    return told.value() >= needed
        ? start + ": enough."
        : start + ": short by about %,d.".formatted(needed - told.value());
  }

  private double number(String name, double otherwise) {
    return Optional.ofNullable(request.getParameter(name))
        .filter(text -> text.matches("\\d{1,6}(\\.\\d{1,6})?"))
        .map(Double::parseDouble)
        .orElse(otherwise);
  }
}
