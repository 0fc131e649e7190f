/// Change log to OMOP CDM 5.4 rows, rebuildable from zero.
@NullMarked
package org.tessera.omop;

import org.jspecify.annotations.NullMarked;
