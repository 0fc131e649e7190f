package org.tessera.fhir.operation;

import java.util.Map;

/// An operation that cannot be done, as HTTP and an OperationOutcome say it. The message never
/// holds a value from a resource.
public final class OperationFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient Map<String, String> headers;

  /// @param code of OperationOutcome.issue, such as `not-found`
  public OperationFailure(int status, String code, String message, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /// The request itself is at fault: 400.
  public static OperationFailure invalid(String message) {
    return new OperationFailure(400, "invalid", message, Map.of());
  }

  /// What was asked about is not there: 404.
  public static OperationFailure notFound(String message) {
    return new OperationFailure(404, "not-found", message, Map.of());
  }

  /// The request is understood and cannot be done: 422.
  public static OperationFailure unprocessable(String code, String message) {
    return new OperationFailure(422, code, message, Map.of());
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
