/// Subscriptions by REST hook: the change log against criteria, and a queue that outlives a
/// restart.
@org.jspecify.annotations.NullMarked
package org.tessera.fhir.subscription;
