package org.tessera.fhir.subscription;

/// Is told what left the server for whom, for the audit trail.
@FunctionalInterface
public interface SubscriptionWitness {
  /// A subscriber was called, or could not be.
  ///
  /// @param subscription the Subscription's id
  /// @param what the type of the resource, or what happened to the subscription
  /// @param outcome how it ended
  void called(String subscription, String what, String outcome);
}
