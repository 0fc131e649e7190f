package org.tessera.fhir.rest;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// `/fhir`: reads a request, has it answered, writes the answer.
final class FhirServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  /// The request attribute that holds [Answer#about]; the audit trail knows it by this name.
  private static final String ENTRIES = "org.tessera.fhir.entries";

  /// The request attribute that holds [Answer#entries], likewise.
  private static final String EACH_ENTRY = "org.tessera.fhir.each-entry";

  private final transient Router router;
  private final transient EntryGuard guard;

  FhirServlet(Router router, EntryGuard guard) {
    this.router = router;
    this.guard = guard;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AnswerFormat format = AnswerFormat.plain();
    Answer answer;
    try {
      FhirRequest asked = HttpExchange.read(request, guard);
      format = AnswerFormat.of(asked);
      answer = HttpExchange.within(asked.content(), () -> router.answer(asked));
    } catch (RuntimeException e) {
      answer = Answer.of(Failures.translate(e));
    }
    request.setAttribute(ENTRIES, answer.about());
    request.setAttribute(EACH_ENTRY, answer.entries());
    HttpExchange.write(answer, format, response);
  }
}
