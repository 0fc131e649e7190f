package org.tessera.fhir.rest;

import java.util.List;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.structure.Issue;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// OperationOutcomes. https://hl7.org/fhir/R4/operationoutcome.html
public final class Outcome {
  private Outcome() {}

  /// One that lists what is wrong, or was left out.
  static ObjectNode of(List<Issue> issues) {
    ObjectNode outcome = empty();
    ArrayNode list = outcome.putArray("issue");
    for (Issue issue : issues.subList(0, Math.min(issues.size(), Limits.ISSUES_MAX))) {
      ObjectNode one = list.addObject();
      one.put("severity", issue.fatal() ? "error" : "warning");
      one.put("code", issue.code());
      one.put("diagnostics", issue.message());
      if (!issue.expression().isEmpty()) {
        one.putArray("expression").add(issue.expression());
      }
    }
    return outcome;
  }

  /// One that says all went well.
  public static ObjectNode done(String message) {
    ObjectNode outcome = empty();
    outcome
        .putArray("issue")
        .addObject()
        .put("severity", "information")
        .put("code", "informational")
        .put("diagnostics", message);
    return outcome;
  }

  /// One with warnings only.
  ///
  /// @param code of https://hl7.org/fhir/R4/valueset-issue-type.html
  public static ObjectNode warnings(String code, List<String> messages) {
    return of(messages.stream().map(message -> new Issue(code, "", message, false)).toList());
  }

  private static ObjectNode empty() {
    return FhirJson.newObject().put("resourceType", "OperationOutcome");
  }
}
