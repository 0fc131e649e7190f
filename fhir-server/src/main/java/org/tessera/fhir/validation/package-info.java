/// Checks resources against the base standard and profiles, with HAPI's instance validator.
@org.jspecify.annotations.NullMarked
package org.tessera.fhir.validation;
