/// Takes in definitions others publish: FHIR packages, and single code systems, value sets and
/// concept maps.
@NullMarked
package org.tessera.fhir.packages;

import org.jspecify.annotations.NullMarked;
