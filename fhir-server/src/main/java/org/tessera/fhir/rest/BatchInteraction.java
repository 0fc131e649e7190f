package org.tessera.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import tools.jackson.databind.JsonNode;

/// A bundle whose entries are done one by one, each failing for itself.
/// https://hl7.org/fhir/R4/http.html#brules
final class BatchInteraction {
  private final TransactionInteraction transaction;
  private final ErrorOutcome errors = new ErrorOutcome();

  BatchInteraction(TransactionInteraction transaction) {
    this.transaction = transaction;
  }

  Bundle run(JsonNode entries, String base) {
    var bundle = new Bundle();
    bundle.setType(BundleType.BATCHRESPONSE);
    int number = 0;
    for (JsonNode entry : entries) {
      bundle.addEntry(one(++number, entry, base));
    }
    return bundle;
  }

  private BundleEntryComponent one(int number, JsonNode entry, String base) {
    try {
      BundleEntry read = BundleEntry.of(number, entry, base);
      return transaction.run(List.of(read), base).getEntryFirstRep();
    } catch (RuntimeException e) {
      return failed(errors.translate(e));
    }
  }

  private static BundleEntryComponent failed(BaseServerResponseException failure) {
    var outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.ERROR)
        .setCode(IssueType.PROCESSING)
        .setDiagnostics(failure.getMessage());
    var entry = new BundleEntryComponent();
    entry.getResponse().setStatus(Integer.toString(failure.getStatusCode())).setOutcome(outcome);
    return entry;
  }
}
