package org.tessera.fhir.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a parameter's values stand: `telecom[system=phone]:ContactPoint`,
/// `subject[Patient]:Reference`, `entry[0].resource[Composition]:Resource`,
/// `status:code{http://…}`.
///
/// @param dataType the FHIR type of the values; `true` and `present` stand for the one expression
///   of the standard that is no path (`Patient.deceased`)
/// @param target the type a reference must point to, if the parameter asks for one
/// @param system the code system of values that carry none themselves, or ""
record ParameterPath(List<Step> steps, String dataType, Optional<String> target, String system) {
  /// An element; with a filter only where one of its elements has this value, with an index only
  /// that one of several.
  record Step(String name, Optional<Filter> filter, int index) {
    static final int ANY = -1;

    static Step of(String name) {
      return new Step(name, Optional.empty(), ANY);
    }
  }

  record Filter(String element, String value) {}

  private static final Pattern PATH =
      Pattern.compile("([A-Za-z0-9.=\\[\\]-]+):([A-Za-z]+)(?:\\{(.*)\\})?");
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
      if (condition == null) {
        steps.add(Step.of(step.group(1)));
      } else if (condition.indexOf('=') > 0) {
        String[] sides = condition.split("=", 2);
        var filter = new Filter(sides[0], sides[1]);
        steps.add(new Step(step.group(1), Optional.of(filter), Step.ANY));
      } else if (Character.isDigit(condition.charAt(0))) {
        steps.add(new Step(step.group(1), Optional.empty(), Integer.parseInt(condition)));
      } else {
        target = condition;
        steps.add(Step.of(step.group(1)));
      }
    }
    String system = path.group(3);
    return new ParameterPath(
        List.copyOf(steps),
        path.group(2),
        Optional.ofNullable(target),
        system == null ? "" : system);
  }

  /// The text that [#parse] reads.
  String text() {
    var text = new StringBuilder();
    for (Step step : steps) {
      text.append(text.isEmpty() ? "" : ".").append(step.name());
      step.filter().ifPresent(f -> text.append("[" + f.element() + "=" + f.value() + "]"));
      if (step.index() != Step.ANY) {
        text.append("[" + step.index() + "]");
      }
    }
    target.ifPresent(type -> text.append("[" + type + "]"));
    text.append(":").append(dataType);
    return system.isEmpty() ? text.toString() : text + "{" + system + "}";
  }
}
