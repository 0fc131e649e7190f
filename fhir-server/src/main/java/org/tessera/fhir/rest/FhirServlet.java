package org.tessera.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/// HAPI's plain server behind a guard that reads bodies bounded and checks them before any parser
/// expands them.
final class FhirServlet extends RestfulServer {
  private static final long serialVersionUID = 1;
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final transient OperationGate operations;

  FhirServlet(FhirContext context, OperationGate operations) {
    super(context);
    this.operations = operations;
    setServerName("Tessera");
    setServerVersion("1");
    setDefaultResponseEncoding(EncodingEnum.JSON);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      String query = request.getQueryString();
      if (query != null && BROKEN_ESCAPE.matcher(query).find()) {
        throw new RefusedBody(400, "a % in the query is not followed by two hexadecimal digits");
      }
      HttpServletRequest checked =
          WITH_BODY.contains(request.getMethod()) ? BufferedRequest.of(request) : request;
      if (!operations.answers(checked, response)) {
        super.service(checked, response);
      }
    } catch (RefusedBody e) {
      refuse(response, e);
    }
  }

  @Override
  protected String createPoweredByHeader() {
    return "Tessera";
  }

  private void refuse(HttpServletResponse response, RefusedBody refusal) throws IOException {
    var outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.ERROR)
        .setCode(refusal.status() == 413 ? IssueType.TOOLONG : IssueType.STRUCTURE)
        .setDiagnostics(refusal.getMessage());
    response.setStatus(refusal.status());
    response.setContentType("application/fhir+json;charset=UTF-8");
    response.getWriter().write(getFhirContext().newJsonParser().encodeResourceToString(outcome));
  }
}
