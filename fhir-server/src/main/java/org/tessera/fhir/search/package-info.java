/// Compiles a FHIR query to one SQL statement.
@NullMarked
package org.tessera.fhir.search;

import org.jspecify.annotations.NullMarked;
