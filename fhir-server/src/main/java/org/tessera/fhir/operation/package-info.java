/// FHIR's `$operations` over JSON trees: one operation is one class.
@org.jspecify.annotations.NullMarked
package org.tessera.fhir.operation;
