package org.tessera.fhir.rest;

import java.util.Map;
import java.util.TreeMap;

/// The standard's examples that break the standard's rules, and which rule.
final class InvalidExamples {
  static final Map<String, String> KNOWN = known();

  private InvalidExamples() {}

  private static Map<String, String> known() {
    Map<String, String> known = new TreeMap<>();
    String required = ": the element is required";
    known.put("ImplementationGuide/fhir", "ImplementationGuide.name" + required);
    known.put("Questionnaire/qs1", "Questionnaire.item[0].item[0].linkId" + required);
    for (String name : new String[] {"author", "effective", "end", "keyword", "workflow"}) {
      for (String type :
          new String[] {"codesystem-extensions-CodeSystem-", "valueset-extensions-ValueSet-"}) {
        known.put("SearchParameter/" + type + name, "SearchParameter.base" + required);
      }
    }
    known.put(
        "SearchParameter/questionnaireresponse-extensions-QuestionnaireResponse-item-subject",
        "SearchParameter.id: the value is not 1 to 64 letters, digits, - or .");
    return known;
  }
}
