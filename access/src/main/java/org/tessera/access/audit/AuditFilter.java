package org.tessera.access.audit;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.tessera.access.Person;

/// Records every request on an audited route, allowed or refused, before the first byte of its
/// answer leaves: if the row cannot be written, nothing is answered.
public final class AuditFilter implements Filter {
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
        new AuditedResponse(response, status -> trail.record(entry(request, action.get(), status)));
    try {
      chain.doFilter(request, audited);
    } catch (IOException | ServletException | RuntimeException e) {
      audited.recordOnce(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      throw e;
    }
    audited.recordOnce(response.getStatus());
  }

  private AuditEntry entry(HttpServletRequest request, String action, int status) {
    String target = AuditTarget.of(request, action);
    String outcome = outcome(status);
    return people
        .apply(request)
        .map(person -> AuditEntry.of(person, action, target, outcome))
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
