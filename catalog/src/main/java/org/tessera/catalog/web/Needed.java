package org.tessera.catalog.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.ui.Model;
import org.tessera.catalog.Count;
import org.tessera.catalog.cohort.SampleSize;
import org.tessera.vocabularies.words.Words;

/// Whether a cohort is large enough for what somebody wants to measure.
final class Needed {
  private static final String AREA = "area";

  private final HttpServletRequest request;

  Needed(HttpServletRequest request) {
    this.request = request;
  }

  /// Puts the form's numbers into the page, and the sentence when the form was sent.
  void tell(Count patients, Words words, Model model) {
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
      model.addAttribute("enough", sentence(needed, patients, words));
    }
  }

  private static String sentence(int needed, Count patients, Words words) {
    if (needed == 0) {
      return words.say("cohort.enough.range");
    }
    if (!(patients instanceof Count.Told told)) {
      return words.say(
          needed <= Count.SMALLEST_TOLD ? "cohort.enough.untold" : "cohort.enough.no", needed);
    }
    return told.value() >= needed
        ? words.say("cohort.enough.yes", needed, told.value())
        : words.say("cohort.enough.short", needed, told.value(), needed - told.value());
  }

  private double number(String name, double otherwise) {
    return Optional.ofNullable(request.getParameter(name))
        .filter(text -> text.matches("\\d{1,6}(\\.\\d{1,6})?"))
        .map(Double::parseDouble)
        .orElse(otherwise);
  }
}
