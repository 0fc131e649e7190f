package org.tessera.fhir.operation;

/// One `$operation`: what it is called and where, and what it does.
/// https://hl7.org/fhir/R4/operations.html
public interface Operation {
  Signature signature();

  /// Does it.
  ///
  /// @throws OperationFailure with the HTTP status, when what was asked cannot be done
  Answer run(Call call);
}
