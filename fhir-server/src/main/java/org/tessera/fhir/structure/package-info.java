/// Knows which elements FHIR R4 has: checks resources, cuts them down, and turns XML into JSON and
/// back.
@NullMarked
package org.tessera.fhir.structure;

import org.jspecify.annotations.NullMarked;
