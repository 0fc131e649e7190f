package org.tessera.fhir.rest;

import java.util.ArrayList;
import java.util.List;
import org.tessera.fhir.structure.Issue;

/// A request that is not done, with the HTTP status and the issues that say why.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient List<Issue> issues;

  private Refusal(int status, List<Issue> issues) {
    super(issues.getFirst().message());
    this.status = status;
    this.issues = issues;
  }

  /// A refusal of any kind.
  ///
  /// @param code of https://hl7.org/fhir/R4/valueset-issue-type.html
  /// @param message what is wrong and what to do, without values of the request
  public static Refusal of(int status, String code, String message) {
    return new Refusal(status, List.of(new Issue(code, "", message, true)));
  }

  /// The request makes no sense.
  public static Refusal badRequest(String message) {
    return of(400, "invalid", message);
  }

  /// There is nothing of that name.
  public static Refusal notFound(String message) {
    return of(404, "not-found", message);
  }

  /// The request is understood and its content at fault (422).
  static Refusal unprocessable(List<Issue> issues) {
    return of(422, issues);
  }

  static Refusal of(int status, List<Issue> issues) {
    return new Refusal(status, List.copyOf(issues));
  }

  static Refusal methodNotAllowed(String message) {
    return of(405, "not-supported", message);
  }

  /// A condition does not hold, or finds too many (412).
  static Refusal precondition(String message) {
    return of(412, "conflict", message);
  }

  /// The same about an entry of a bundle.
  Refusal inEntry(int number) {
    List<Issue> placed = new ArrayList<>();
    for (Issue issue : issues) {
      placed.add(
          new Issue(
              issue.code(),
              issue.expression().isEmpty()
                  ? "Bundle.entry[" + (number - 1) + "]"
                  : issue.expression(),
              "entry " + number + ": " + issue.message(),
              issue.fatal()));
    }
    return new Refusal(status, placed);
  }

  int status() {
    return status;
  }

  List<Issue> issues() {
    return issues;
  }
}
