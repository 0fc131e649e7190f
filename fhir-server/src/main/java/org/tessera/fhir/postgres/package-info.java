/// Starts and watches over the PostgreSQL a node carries inside.
@NullMarked
package org.tessera.fhir.postgres;

import org.jspecify.annotations.NullMarked;
