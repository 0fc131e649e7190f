package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a parameter's values stand: `telecom[system=phone]:ContactPoint`,
/// `subject[Patient]:Reference`, `status:code{http://…}`.
///
/// @param dataType the FHIR type of the values; `true` and `present` stand for the one expression
///   of the standard that is no path (`Patient.deceased`)
/// @param target the type a reference must point to, if the parameter asks for one
/// @param system the code system of values that carry none themselves, or ""
record ParameterPath(List<Step> steps, String dataType, Optional<String> target, String system) {
  /// An element; with a filter only where one of its elements has this value.
  record Step(String name, Optional<Filter> filter) {}

  record Filter(String element, String value) {}

  private static final Pattern PATH =
      Pattern.compile("([A-Za-z.=\\[\\]-]+):([A-Za-z]+)(?:\\{(.*)\\})?");
  private static final Pattern STEP = Pattern.compile("([A-Za-z]+)(?:\\[([^\\]]+)\\])?");

  static ParameterPath parse(String text) {
    Matcher path = PATH.matcher(text);
    if (!path.matches()) {
      throw new IllegalArgumentException("not a parameter path: " + text);
    }
    List<Step> steps = new ArrayList<>();
    String target = null;
    for (String part : path.group(1).split("\\.", -1)) {
      Matcher step = STEP.matcher(part);
      if (!step.matches()) {
        throw new IllegalArgumentException("not a parameter path: " + text);
      }
      String condition = step.group(2);
      int equals = condition == null ? -1 : condition.indexOf('=');
      if (condition != null && equals < 0) {
        target = condition;
      }
      steps.add(
          new Step(
              step.group(1),
              condition == null || equals < 0
                  ? Optional.empty()
                  : Optional.of(
                      new Filter(
                          condition.substring(0, equals), condition.substring(equals + 1)))));
    }
    String system = path.group(3);
    return new ParameterPath(
        List.copyOf(steps),
        path.group(2),
        Optional.ofNullable(target),
        system == null ? "" : system);
  }
}
