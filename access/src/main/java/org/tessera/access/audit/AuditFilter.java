package org.tessera.access.audit;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tessera.access.Person;

/// Records every request on an audited route, allowed or refused, before the first byte of its
/// answer leaves: if the row cannot be written, nothing is answered.
public final class AuditFilter implements Filter {
  /// Where the FHIR servlet leaves them: status, method and address below its base.
  private static final String EACH_ENTRY = "org.tessera.fhir.each-entry";

  private final AuditTrail trail;
  private final Function<HttpServletRequest, Optional<String>> actions;
  private final Function<HttpServletRequest, Optional<Person>> people;

  /// @param actions under which name a request is recorded, empty for not at all
  /// @param people who sent it, empty for nobody known
  public AuditFilter(
      AuditTrail trail,
      Function<HttpServletRequest, Optional<String>> actions,
      Function<HttpServletRequest, Optional<Person>> people) {
    this.trail = trail;
    this.actions = actions;
    this.people = people;
  }

  @Override
  public void doFilter(ServletRequest incoming, ServletResponse outgoing, FilterChain chain)
      throws IOException, ServletException {
    var request = (HttpServletRequest) incoming;
    var response = (HttpServletResponse) outgoing;
    Optional<String> action = actions.apply(request);
    if (action.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    var audited =
        new AuditedResponse(
            response, status -> trail.record(entries(request, action.get(), status)));
    try {
      chain.doFilter(request, audited);
    } catch (IOException | ServletException | RuntimeException e) {
      audited.recordOnce(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      throw e;
    }
    audited.recordOnce(response.getStatus());
  }

  /// A row for the request, and before it one for each request inside it that is to be seen by
  /// itself: whom a bundle read, and what it was refused.
  private List<AuditEntry> entries(HttpServletRequest request, String action, int status) {
    Optional<Person> person = people.apply(request);
    List<AuditEntry> entries = new ArrayList<>();
    if (request.getAttribute(EACH_ENTRY) instanceof List<?> inside) {
      for (Object one : inside) {
        String[] told = one.toString().split(" ", 3);
        String target = AuditTarget.ofEntry(told[1], told[2]);
        entries.add(entry(person, action, target, Integer.parseInt(told[0])));
      }
    }
    entries.add(entry(person, action, AuditTarget.of(request, action), status));
    return entries;
  }

  private static AuditEntry entry(
      Optional<Person> person, String action, String target, int status) {
    String outcome = outcome(status);
    return person
        .map(known -> AuditEntry.of(known, action, target, outcome))
        .orElse(new AuditEntry("nobody", "", action, target, outcome));
  }

  private static String outcome(int status) {
    if (status == HttpServletResponse.SC_UNAUTHORIZED
        || status == HttpServletResponse.SC_FORBIDDEN) {
      return "refused " + status;
    }
    return (status < 400 ? "done " : "failed ") + status;
  }
}
