package org.tessera.fhir.operation;

import java.util.Set;

/// One `$operation`: what it is called and where, and what it does.
/// https://hl7.org/fhir/R4/operations.html
public interface Operation {
  Signature signature();

  /// The HTTP methods it is called by; what changes something is never called by GET.
  default Set<String> methods() {
    return signature().affectsState() ? Set.of("POST") : Set.of("GET", "POST");
  }

  /// Does it.
  ///
  /// @throws OperationFailure with the HTTP status, when what was asked cannot be done
  Answer run(Call call);
}
